"""The heart's electrical vector in time, as sums of Gaussian waves.

The idea of a beat as a sum of Gaussians is from McSharry, Clifford, Tarassenko and Smith, "A dynamical model
for generating synthetic electrocardiogram signals" (IEEE Trans Biomed Eng 2003). Here each Gaussian carries a
vector in the Frank frame (x to the left, y to the feet, z to the back; millivolts), and the twelve leads are
projections of it with the coefficients of Dower (Dower, Machado and Osborne, Clin Cardiol 1980), so reciprocal
changes follow by themselves.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Vector = tuple[float, float, float]
Course = Callable[[float], Vector]

INDEPENDENT: dict[str, Vector] = {
    "I": (0.632, -0.235, 0.059),
    "II": (0.235, 1.066, -0.132),
    "V1": (-0.515, 0.157, -0.917),
    "V2": (0.044, 0.164, -1.387),
    "V3": (0.882, 0.098, -1.277),
    "V4": (1.213, 0.127, -0.601),
    "V5": (1.125, 0.127, -0.086),
    "V6": (0.831, 0.076, 0.230),
}


def _mixed(first: float, second: float) -> Vector:
    one, two = INDEPENDENT["I"], INDEPENDENT["II"]
    return (
        first * one[0] + second * two[0],
        first * one[1] + second * two[1],
        first * one[2] + second * two[2],
    )


# Einthoven and Goldberger: the other four limb leads are sums of I and II.
LEADS: dict[str, Vector] = INDEPENDENT | {
    "III": _mixed(-1, 1),
    "aVR": _mixed(-0.5, -0.5),
    "aVL": _mixed(1, -0.5),
    "aVF": _mixed(-0.5, 1),
}


@dataclass(frozen=True)
class Wave:
    """One Gaussian: its peak in seconds from the beat, its sigma before and after it, its vector in mV."""

    at: float
    rise: float
    fall: float
    vector: Vector


@dataclass(frozen=True)
class Beat:
    """Waves around one moment (seconds from the start of the tracing)."""

    time: float
    waves: tuple[Wave, ...]


def course(beats: Iterable[Beat], *, seconds: float, hertz: int) -> list[list[float]]:
    """The x, y and z courses of all beats, each a list of seconds * hertz samples in mV."""
    axes = [[0.0] * round(seconds * hertz) for _ in range(3)]
    for beat in beats:
        for wave in beat.waves:
            _add(axes, wave, beat.time + wave.at, hertz)
    return axes


def _add(axes: list[list[float]], wave: Wave, peak: float, hertz: int) -> None:
    first = max(0, math.ceil((peak - 4 * wave.rise) * hertz))
    last = min(len(axes[0]), math.floor((peak + 4 * wave.fall) * hertz) + 1)
    for sample in range(first, last):
        away = sample / hertz - peak
        height = math.exp(-0.5 * (away / (wave.rise if away < 0 else wave.fall)) ** 2)
        for axis, part in zip(axes, wave.vector, strict=True):
            axis[sample] += height * part


def add_course(axes: list[list[float]], extra: Course, *, hertz: int) -> None:
    """Lay a continuous activity (flutter, fibrillation) under the beats, in place."""
    for sample in range(len(axes[0])):
        for axis, part in zip(axes, extra(sample / hertz), strict=True):
            axis[sample] += part


def lead(axes: Sequence[Sequence[float]], name: str) -> list[float]:
    """The course of one lead in mV."""
    a, b, c = LEADS[name]
    return [a * x + b * y + c * z for x, y, z in zip(*axes, strict=True)]
