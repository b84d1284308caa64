"""The drawings behind the demo cases."""

import struct
from functools import cache
from itertools import pairwise
from random import Random
from statistics import mean, pstdev

import pytest

from app.media.drawings.ecg import HERTZ, signal
from app.media.drawings.ecg_rhythms import RHYTHMS, SECONDS, beats
from app.media.drawings.ecg_vectors import Beat, Wave, course, lead
from app.media.drawings.options import UnknownDrawing
from app.media.drawings.registry import KINDS, check, draw

SIZES = {
    "blood_film": (1280, 1024),
    "chest_film": (1200, 1240),
    "eardrum": (1080, 1080),
    "ecg": (1608, 900),
    "fundus": (1200, 1200),
    "growth_chart": (1400, 1000),
    "skin": (1280, 960),
    "tissue": (1280, 960),
    "trend": (1400, 1000),
    "ultrasound": (1240, 960),
    "urine": (1280, 960),
    "wrist_film": (960, 1280),
}
NAMES = sorted(KINDS)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height from the file's header, without a library."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def base_of_lungs(side: str) -> bytes:
    """The grey levels across a film with fluid on one side, at the height of the lungs' bases."""
    film = KINDS["chest_film"].paint(Random(3), {"finding": "effusion", "side": side})
    return film.crop((0, 850, film.width, 851)).tobytes()


@cache
def drawn(kind: str, **options: str) -> bytes:
    """A drawing with seed 3, made once for all tests."""
    return draw(kind, seed=3, **options)


def intervals(rhythm: str, seed: int = 11) -> list[float]:
    """The seconds between the ventricular beats."""
    times = RHYTHMS[rhythm].pace(Random(seed))
    return [later - earlier for earlier, later in pairwise(times)]


def swing(rhythm: str) -> float:
    """How much the intervals vary, as a share of their mean."""
    spans = intervals(rhythm)
    return pstdev(spans) / mean(spans)


def test_every_kind_is_written_down_with_its_size() -> None:
    assert set(SIZES) == set(NAMES)


@pytest.mark.parametrize("kind", NAMES)
def test_a_drawing_has_its_size_and_is_the_same_for_the_same_seed_only(kind: str) -> None:
    first = drawn(kind)
    assert size_of(first) == SIZES[kind]
    assert draw(kind, seed=3) == first
    assert draw(kind, seed=4) != first


@pytest.mark.parametrize(("kind", "option"), [(kind, option) for kind in NAMES for option in KINDS[kind].choices])
def test_another_value_of_any_option_gives_another_picture(kind: str, option: str) -> None:
    # A side, a tone or an age shows only on something that has one.
    shown = {"side": {"finding": "effusion"}, "age": {"injury": "none"}}.get(option, {})
    other = KINDS[kind].choices[option][1]
    assert drawn(kind, **shown, **{option: other}) != drawn(kind, **shown)


def test_an_unknown_kind_is_refused_with_the_kinds_that_exist() -> None:
    with pytest.raises(UnknownDrawing, match="blood_film, chest_film"):
        draw("portrait", seed=1)


def test_an_unknown_option_is_refused_with_the_options_that_exist() -> None:
    with pytest.raises(UnknownDrawing, match="ecg has no option 'rythm'; it has: rhythm"):
        draw("ecg", seed=1, rythm="sinus")


def test_an_unknown_value_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(UnknownDrawing, match="ecg has no rhythm 'samba'; it has: sinus"):
        check("ecg", rhythm="samba")


def test_fibrillation_is_irregular_and_sinus_rhythm_is_not() -> None:
    assert swing("sinus") < 0.03
    assert swing("atrial_fibrillation") > 0.12


@pytest.mark.parametrize(
    ("rhythm", "low", "high"),
    [
        ("sinus", 60, 100),
        ("atrial_flutter", 145, 155),
        ("ventricular_tachycardia", 150, 200),
        ("complete_heart_block", 25, 45),
        ("sinus_tachycardia", 101, 150),
    ],
)
def test_each_rhythm_keeps_its_rate(rhythm: str, low: float, high: float) -> None:
    assert low < 60 / mean(intervals(rhythm)) < high


def test_in_heart_block_the_atria_run_on_without_the_ventricles() -> None:
    made = RHYTHMS["complete_heart_block"]
    ventricles = made.pace(Random(1))
    atria = made.atria(Random(1), ventricles)
    delays = [min(abs(beat - p) for p in atria) for beat in ventricles[1:-1]]
    assert len(atria) > 2 * len(ventricles)
    assert max(delays) - min(delays) > 0.1


def test_wenckebach_lengthens_the_pr_interval_until_a_beat_is_dropped() -> None:
    spans = intervals("mobitz_one")
    assert max(spans) > 1.5 * min(spans)


def test_fibrillation_has_no_p_waves_and_sinus_rhythm_has_one_for_each_beat() -> None:
    assert not RHYTHMS["atrial_fibrillation"].atria(Random(1), [1.0, 2.0])
    assert len(RHYTHMS["sinus"].atria(Random(1), [1.0, 2.0])) == 2


def test_an_inferior_infarct_lifts_iii_above_ii_and_lowers_avl() -> None:
    axes = signal(Random(2), "inferior_stemi")
    r_peaks = [beat.time for beat in beats(RHYTHMS["inferior_stemi"], Random(2)) if len(beat.waves) > 2]
    sample = round((r_peaks[3] + 0.12) * HERTZ)
    at = {name: lead(axes, name)[sample] for name in ("II", "III", "aVL")}
    assert at["III"] > at["II"] > 0.1
    assert at["aVL"] < -0.1


def test_einthovens_law_holds_in_every_sample() -> None:
    axes = signal(Random(4), "wolff_parkinson_white")
    one, two, three = (lead(axes, name) for name in ("I", "II", "III"))
    assert all(abs(a + c - b) < 1e-9 for a, b, c in zip(one, two, three, strict=True))


def test_a_wave_peaks_where_and_as_high_as_it_says() -> None:
    x, y, z = course([Beat(1.0, (Wave(0.2, 0.02, 0.03, (0.5, -1.0, 0.0)),))], seconds=SECONDS, hertz=100)
    assert x.index(max(x)) == 120
    assert max(x) == pytest.approx(0.5)
    assert min(y) == pytest.approx(-1.0)
    assert not any(z)


def test_a_sign_lies_on_the_side_that_was_asked_for() -> None:
    # The patient faces the reader: the base of the right lung is on the left of the picture.
    right_base, left_base = slice(290, 370), slice(840, 920)
    shades = {side: base_of_lungs(side) for side in ("right", "left")}
    assert mean(shades["right"][right_base]) > mean(shades["left"][right_base]) + 40
    assert mean(shades["left"][left_base]) > mean(shades["right"][left_base]) + 40
