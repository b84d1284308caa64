"""When the ventricles and the atria beat in each rhythm, and with which waves."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from app.media.drawings.ecg_vectors import Beat, Course, Vector, Wave

SECONDS = 10.0
Times = list[float]
Pace = Callable[[Random], Times]
Atria = Callable[[Random, Times], Times]


@dataclass(frozen=True)
class Rhythm:
    """A pace for the ventricles, the place of the P waves, the waves of both, and any continuous activity."""

    pace: Pace
    complexes: tuple[Wave, ...]
    atria: Atria
    p_waves: tuple[Wave, ...]
    flicker: Callable[[Random], Course] | None = None


def even(interval: float, *, sway: float = 0.015) -> Pace:
    """Beats every `interval` seconds, each interval swaying by a share of itself."""
    return lambda rng: _run(rng, lambda: interval * (1 + rng.gauss(0, sway)))


def irregular(interval: float, *, spread: float) -> Pace:
    """Log-normal intervals without any order, never shorter than the node lets through."""
    return lambda rng: _run(rng, lambda: min(1.2, max(0.34, rng.lognormvariate(math.log(interval), spread))))


def _run(rng: Random, interval: Callable[[], float]) -> Times:
    # The first beat lies before the tracing, so that its T wave is on it.
    times = [-rng.uniform(0.0, 0.3)]
    while times[-1] < SECONDS + 1:
        times.append(times[-1] + interval())
    return times


SINUS_CYCLE = 0.78
LENGTHENING = (0.18, 0.27, 0.33)


def wenckebach(_rng: Random) -> Times:
    """Four atrial beats, three conducted with a lengthening PR interval, the fourth dropped."""
    starts = _grid(SINUS_CYCLE * (len(LENGTHENING) + 1))
    return [start + step * SINUS_CYCLE + delay for start in starts for step, delay in enumerate(LENGTHENING)]


def _grid(interval: float) -> Times:
    return [0.15 + number * interval for number in range(-1, math.ceil(SECONDS / interval) + 1)]


def conducted(delay: float) -> Atria:
    """A P wave `delay` seconds before each ventricular beat."""
    return lambda _rng, ventricles: [time - delay for time in ventricles]


def on_their_own(interval: float) -> Atria:
    """P waves every `interval` seconds, whatever the ventricles do."""
    return lambda _rng, _ventricles: _grid(interval)


def silent(_rng: Random, _ventricles: Times) -> Times:
    """No P waves."""
    return []


def fibrillation(rng: Random) -> Course:
    """Coarse irregular waves of 5 to 8 per second, largest towards the right atrium and V1."""
    parts = [(rng.uniform(5, 8.2), rng.uniform(0, 6.28), rng.uniform(0.2, 0.9)) for _ in range(4)]

    def at(time: float) -> Vector:
        height = 0.035 * sum(
            math.sin(6.283 * hertz * time + phase) * (0.6 + 0.4 * math.sin(slow * time)) for hertz, phase, slow in parts
        )
        return (-0.5 * height, 0.6 * height, -0.8 * height)

    return at


def flutter(rng: Random) -> Course:
    """A saw-tooth of 300 a minute, negative in the inferior leads, positive in V1."""
    shift = rng.random()

    def at(time: float) -> Vector:
        turn = 6.283 * (5 * time + shift)
        height = 0.13 * (math.sin(turn) + 0.42 * math.sin(2 * turn) + 0.15 * math.sin(3 * turn))
        return (0.1 * height, height, -0.45 * height)

    return at


def beats(rhythm: Rhythm, rng: Random) -> list[Beat]:
    """All beats of a tracing, ventricular then atrial."""
    ventricles = rhythm.pace(rng)
    atria = rhythm.atria(rng, ventricles)
    return [Beat(time, rhythm.complexes) for time in ventricles] + [Beat(time, rhythm.p_waves) for time in atria]


P = (Wave(0, 0.022, 0.022, (0.05, 0.08, -0.05)), Wave(0.035, 0.022, 0.022, (0.07, 0.06, 0.02)))
SMALL_P = (Wave(0, 0.024, 0.024, (0.07, 0.1, -0.02)),)
SEPTUM = Wave(-0.024, 0.008, 0.009, (-0.12, -0.03, -0.22))
MAIN = Wave(0, 0.011, 0.011, (1.0, 0.85, 0.25))
LATE = Wave(0.026, 0.010, 0.012, (-0.18, -0.15, 0.55))
T = Wave(0.27, 0.055, 0.036, (0.32, 0.16, -0.12))
NORMAL = (SEPTUM, MAIN, LATE, T)

INFERIOR_INJURY = (
    Wave(-0.026, 0.011, 0.011, (-0.06, -0.28, -0.15)),
    MAIN,
    LATE,
    Wave(0.15, 0.055, 0.075, (-0.16, 0.34, 0.14)),
    Wave(0.27, 0.06, 0.042, (-0.06, 0.28, 0.05)),
)
DIFFUSE_INJURY = (
    SEPTUM,
    MAIN,
    LATE,
    Wave(-0.065, 0.03, 0.014, (-0.07, -0.06, 0.03)),
    Wave(0.14, 0.055, 0.07, (0.17, 0.15, -0.07)),
    Wave(0.26, 0.05, 0.036, (0.3, 0.17, -0.14)),
)
PRE_EXCITED = (
    Wave(-0.045, 0.022, 0.022, (0.3, 0.2, -0.24)),
    Wave(0, 0.017, 0.017, (0.85, 0.75, -0.35)),
    Wave(0.035, 0.014, 0.016, (-0.05, -0.2, 0.3)),
    Wave(0.15, 0.05, 0.06, (-0.1, -0.08, 0.08)),
    Wave(0.29, 0.06, 0.045, (-0.16, -0.08, 0.12)),
)
BROAD_AND_PEAKED = (
    Wave(-0.05, 0.022, 0.022, (-0.08, -0.05, -0.22)),
    Wave(0, 0.03, 0.03, (0.75, 0.6, 0.2)),
    Wave(0.065, 0.026, 0.03, (-0.25, -0.2, 0.55)),
    Wave(0.29, 0.042, 0.036, (0.85, 0.62, -0.42)),
)
ESCAPE = (
    Wave(-0.03, 0.022, 0.024, (0.35, 0.2, 0.35)),
    Wave(0.025, 0.024, 0.03, (0.7, 0.42, 0.75)),
    Wave(0.36, 0.08, 0.055, (-0.3, -0.16, -0.38)),
)
FROM_THE_VENTRICLE = (
    Wave(-0.03, 0.026, 0.034, (-0.35, -0.75, -0.7)),
    Wave(0.04, 0.03, 0.034, (-0.5, -0.6, -0.2)),
    Wave(0.18, 0.05, 0.032, (0.26, 0.34, 0.3)),
)

RHYTHMS: dict[str, Rhythm] = {
    "sinus": Rhythm(even(SINUS_CYCLE), NORMAL, conducted(0.17), P),
    "sinus_tachycardia": Rhythm(even(0.5), NORMAL, conducted(0.15), P),
    "atrial_fibrillation": Rhythm(irregular(0.5, spread=0.24), NORMAL, silent, (), fibrillation),
    "atrial_flutter": Rhythm(even(0.4, sway=0.0), NORMAL, silent, (), flutter),
    "ventricular_tachycardia": Rhythm(even(0.345, sway=0.004), FROM_THE_VENTRICLE, on_their_own(0.83), SMALL_P),
    "complete_heart_block": Rhythm(even(1.72, sway=0.004), ESCAPE, on_their_own(0.67), P),
    "mobitz_one": Rhythm(wenckebach, NORMAL, on_their_own(SINUS_CYCLE), P),
    "inferior_stemi": Rhythm(even(0.92), INFERIOR_INJURY, conducted(0.18), P),
    "pericarditis": Rhythm(even(0.62), DIFFUSE_INJURY, conducted(0.16), P),
    "wolff_parkinson_white": Rhythm(even(0.8), PRE_EXCITED, conducted(0.15), P),
    "hyperkalaemia": Rhythm(even(0.98), BROAD_AND_PEAKED, silent, ()),
}
