"""A DICOM becomes the pixels that its header says, and a few facts from fixed lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    RLELossless,
)

from app.media.cleaning import FullSize, clean, draw
from app.media.dicom import Original
from app.media.originals import Prepared, prepare, prepare_all
from app.media.redaction import Plan, Window
from tests.media.dicoms import UNITS, compressed, dicom, encoded
from tests.media.pictures import encoded as as_file
from tests.media.pictures import photo, pixels_of

POSITIVE = (UNITS.astype(np.int32) + 1024).astype(np.uint16)


def _greys(dataset: FileDataset, window: str = "", *, syntax: str = ExplicitVRLittleEndian, frame: int = 0) -> Any:
    """The red channel of what is shown of a frame, rows x columns, under the window of this name or the first."""
    original = prepare(encoded(dataset, syntax=syntax))
    page = draw(original.data, _plan(original, window), frames=original.frames, form=FullSize.PNG).pages[frame]
    return pixels_of(page)[..., 0]


def _plan(original: Original, window: str = "") -> Plan:
    named = [each for each in original.windows if window in ("", each.name)]
    return Plan(window=named[0] if original.windows else None)


def _by_formula(units: NDArray[Any], centre: float, width: float) -> Any:
    """DICOM PS3.3 C.11.2.1.2.1, written down once more."""
    shown = ((units - (centre - 0.5)) / (width - 1) + 0.5) * 255
    return np.rint(np.clip(shown, 0, 255))


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian])
@pytest.mark.parametrize(
    ("name", "centre", "width"), [("soft_tissue", 40, 400), ("lung", -600, 1500), ("brain", 40, 80)]
)
def test_hounsfield_units_are_shown_by_the_standard_s_formula(syntax: str, name: str, centre: int, width: int) -> None:
    greys = _greys(dicom(POSITIVE, RescaleIntercept=-1024, RescaleSlope=1), name, syntax=syntax)

    assert np.array_equal(greys, _by_formula(UNITS, centre, width))


def test_signed_numbers_of_twelve_bits_keep_their_sign() -> None:
    stored = (UNITS & 0x0FFF).astype(np.int16)

    greys = _greys(dicom(stored, BitsStored=12, HighBit=11), "soft_tissue")

    assert np.array_equal(greys, _by_formula(UNITS, 40, 400))


def test_bits_beside_the_picture_s_are_not_drawn() -> None:
    above = dicom(POSITIVE | 0xF000, BitsStored=12, HighBit=11, RescaleIntercept=-1024)
    below = dicom(POSITIVE << 4 | 0xF, BitsStored=12, HighBit=15, RescaleIntercept=-1024)

    for dataset in (above, below):
        assert np.array_equal(_greys(dataset, "soft_tissue"), _by_formula(UNITS, 40, 400))


def test_a_fraction_as_slope_keeps_the_window_right() -> None:
    greys = _greys(dicom(POSITIVE, RescaleIntercept=-512, RescaleSlope="0.5"), "soft_tissue").astype(int)

    assert np.abs(greys - _by_formula(POSITIVE * 0.5 - 512, 40, 400)).max() <= 1


def test_the_file_s_own_windows_are_offered_under_neutral_names() -> None:
    dataset = dicom(WindowCenter=[50, 7000], WindowWidth=[350, 10], WindowCenterWidthExplanation=["Ostergren", "Sven"])

    windows = prepare(encoded(dataset)).windows

    assert [window.name for window in windows[:2]] == ["file_1", "soft_tissue"], "the second shows none of the values"
    assert np.array_equal(_greys(dataset), _by_formula(UNITS, 50, 350))


def test_where_the_lowest_value_is_white_it_is_shown_white() -> None:
    film = dicom(POSITIVE, Modality="DX", PhotometricInterpretation="MONOCHROME1")

    greys = _greys(film)

    assert prepare(encoded(film)).windows[0].name == "automatic"
    assert (greys[0, 0], greys[-1, -1]) == (255, 0)
    assert (np.diff(greys.astype(int).ravel()) <= 0).all()


def test_eight_bits_meant_for_a_screen_are_shown_as_they_are() -> None:
    greys = np.arange(40, 168, dtype=np.uint8).reshape(8, 16)

    assert np.array_equal(_greys(dicom(greys, Modality="US")), greys)


def test_padding_counts_for_nothing_and_is_black() -> None:
    padded = POSITIVE.copy()
    padded[:, :8] = 60_000

    greys = _greys(dicom(padded, Modality="MR", PixelPaddingValue=60_000))

    assert not greys[:, :8].any()
    assert greys[-1, -1] == 255
    assert 100 < greys[16, 8] < 160


def test_a_file_s_own_curve_is_applied() -> None:
    dataset = dicom(np.arange(256, dtype=np.uint8).reshape(16, 16), Modality="DX")
    curve = Dataset()
    curve.add_new("LUTDescriptor", "US", [256, 0, 8])
    curve.add_new("LUTData", "US", [255 - value // 2 for value in range(256)])
    dataset.VOILUTSequence = Sequence([curve])

    assert np.array_equal(_greys(dataset).ravel(), 255 - np.arange(256) // 2)


def test_frames_share_one_scale_and_windows_of_all_frames_are_found() -> None:
    frames = np.stack([POSITIVE, POSITIVE // 2, POSITIVE // 4])
    dataset = dicom(frames, RescaleIntercept=-1024)

    for number, frame in enumerate(frames):
        greys = _greys(dataset, "soft_tissue", frame=number)
        assert np.array_equal(greys, _by_formula(frame.astype(int) - 1024, 40, 400))


def test_run_lengths_are_unpacked() -> None:
    dataset = dicom(POSITIVE, RescaleIntercept=-1024)
    dataset.compress(RLELossless)

    assert np.array_equal(_greys(dataset, "bone"), _by_formula(UNITS, 500, 2000))


def test_jpeg_2000_is_unpacked_without_loss() -> None:
    picture = Image.fromarray(POSITIVE)
    dataset = compressed(dicom(POSITIVE, RescaleIntercept=-1024), picture, JPEG2000Lossless)

    assert np.array_equal(_greys(dataset, "liver"), _by_formula(UNITS, 60, 160))


RGB = np.asarray(photo(32, 24))


@pytest.mark.parametrize("planar", [0, 1])
def test_colours_by_pixel_and_by_plane(planar: int) -> None:
    stored = RGB if planar == 0 else RGB.transpose(2, 0, 1)
    dataset = dicom(RGB, PlanarConfiguration=planar, PixelData=stored.tobytes(), Modality="XC")

    assert np.array_equal(_colours(dataset), RGB)


@pytest.mark.parametrize("kind", ["YBR_FULL", "YBR_FULL_422"])
def test_brightness_and_two_colours_become_three(kind: str) -> None:
    ycc = np.asarray(photo(32, 24).convert("YCbCr"))
    if kind == "YBR_FULL_422":
        pairs = ycc.reshape(-1, 2, 3)
        stored = np.stack([pairs[:, 0, 0], pairs[:, 1, 0], pairs[:, 0, 1], pairs[:, 0, 2]], axis=1).astype(np.uint8)
    else:
        stored = ycc
    dataset = dicom(ycc, PhotometricInterpretation=kind, PixelData=stored.tobytes(), Modality="US")

    assert np.abs(_colours(dataset).astype(int) - RGB).max() <= 3


def test_a_palette_gives_the_colours() -> None:
    numbers = np.arange(4, dtype=np.uint8).reshape(2, 2)
    dataset = dicom(numbers, PhotometricInterpretation="PALETTE COLOR", Modality="US")
    for at, colour in enumerate(("Red", "Green", "Blue")):
        setattr(dataset, f"{colour}PaletteColorLookupTableDescriptor", [4, 0, 16])
        values = np.array([0x1000 * at, 0x2000, 0x8000, 0xFF00], dtype=np.uint16)
        setattr(dataset, f"{colour}PaletteColorLookupTableData", values.tobytes())

    assert _colours(dataset)[0, 0].tolist() == [0x00, 0x10, 0x20]
    assert _colours(dataset)[1, 1].tolist() == [0xFF, 0xFF, 0xFF]


def test_a_jpeg_in_a_dicom_keeps_its_colours() -> None:
    dataset = compressed(dicom(RGB, PhotometricInterpretation="YBR_FULL_422"), photo(32, 24), quality=95, subsampling=1)

    assert np.abs(_colours(dataset).astype(int) - RGB)[4:8, 4:8].max() <= 6


def test_without_the_usual_beginning_it_is_still_known() -> None:
    whole = encoded(dicom(POSITIVE, RescaleIntercept=-1024), syntax=ImplicitVRLittleEndian)
    bare = whole[whole.index(b"\x08\x00\x16\x00") :]

    assert prepare(bare).data == prepare(whole).data


def test_the_stack_holds_nothing_but_pixels() -> None:
    assert prepare(encoded(dicom())).data == prepare(encoded(dicom(PatientName="X^Y", StudyID="7"))).data


FACTS: list[tuple[dict[str, Any], str, object]] = [
    ({"Modality": "CR"}, "modality", "xray"),
    ({"Modality": "MG"}, "modality", "xray"),
    ({"Modality": "MR"}, "modality", "mri"),
    ({"Modality": "OP"}, "modality", "fundus"),
    ({"Modality": "SVEN"}, "modality", None),
    ({"BodyPartExamined": "CHEST"}, "body_part", "CHEST"),
    ({"BodyPartExamined": "chest "}, "body_part", "CHEST"),
    ({"BodyPartExamined": "SVEN OSTERGREN"}, "body_part", None),
    ({"ImageLaterality": "L"}, "laterality", "L"),
    ({"Laterality": "SVEN"}, "laterality", None),
    ({"ViewPosition": "PA"}, "view", "PA"),
    ({"ViewPosition": "OSTERGREN"}, "view", None),
    ({"PatientAge": "045Y"}, "age_band", "40-49"),
    ({"PatientAge": "009M"}, "age_band", "infant"),
    ({"PatientAge": "010D"}, "age_band", "neonate"),
    ({"PatientAge": "093Y"}, "age_band", "90+"),
    ({"PatientAge": "000Y"}, "age_band", None),
    ({"PatientAge": "SVEN"}, "age_band", None),
    ({"PatientBirthDate": "19480317", "StudyDate": "20260302"}, "age_band", "70-79"),
    ({"PatientBirthDate": "19480317", "StudyDate": "20260318"}, "age_band", "70-79"),
    ({"PatientBirthDate": "20990101", "StudyDate": "20260318"}, "age_band", None),
    ({"PatientSex": "F"}, "sex", "female"),
    ({"PatientSex": "O"}, "sex", None),
    ({"PixelSpacing": ["0.7", "0.8"]}, "spacing", (0.7, 0.8)),
    ({"PixelSpacing": ["0", "1"]}, "spacing", None),
]


@pytest.fixture(scope="module")
def facts() -> list[Prepared]:
    """All of them in one go: each start of the child costs a quarter of a second."""
    return prepare_all([encoded(dicom(np.zeros((4, 4), np.uint8), **tags)) for tags, _, _ in FACTS])


@pytest.mark.parametrize("number", range(len(FACTS)))
def test_a_fact_is_a_word_of_a_list_or_nothing(facts: list[Prepared], number: int) -> None:
    tags, name, wanted = FACTS[number]
    result = facts[number].result

    assert isinstance(result, Original)
    assert getattr(result.facts, name) == wanted, tags


def _slice(place: float, *, series: str = "1.2.3", **tags: Any) -> bytes:
    greys = np.full((16, 16), 1000 + round(place), dtype=np.uint16)
    return encoded(
        dicom(
            greys,
            SeriesInstanceUID=series,
            ImagePositionPatient=[0, 0, place],
            ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
            **tags,
        )
    )


def test_slices_of_one_series_become_one_stack_in_their_order_along_the_body() -> None:
    uploads = [_slice(30), _slice(5, series="9.9"), _slice(10), _slice(20), as_file(photo(), "PNG")]

    stack, other, plain = prepare_all(uploads)

    assert (stack.sources, other.sources, plain.sources) == ((2, 3, 0), (1,), (4,))
    assert isinstance(stack.result, Original)
    window = Window("of this test", 0, 20)
    pages = draw(stack.result.data, Plan(window=window), frames=3, form=FullSize.PNG).pages
    assert [pixels_of(page)[0, 0, 0] for page in pages] == [0, 128, 255]


def test_slices_without_a_place_follow_their_numbers() -> None:
    numbers = [3, 1, 2]
    uploads = [encoded(dicom(SeriesInstanceUID="1.2.3", InstanceNumber=number)) for number in numbers]

    (stack,) = prepare_all(uploads)

    assert stack.sources == (1, 2, 0)


def test_films_of_one_series_stay_pictures_of_their_own() -> None:
    uploads = [encoded(dicom(Modality="DX", SeriesInstanceUID="1.2.3", InstanceNumber=at)) for at in (1, 2)]

    assert [each.sources for each in prepare_all(uploads)] == [(0,), (1,)]


def test_slices_of_another_size_are_another_stack() -> None:
    scout = encoded(dicom(np.zeros((8, 8), np.int16), SeriesInstanceUID="1.2.3"))
    uploads = [encoded(dicom(SeriesInstanceUID="1.2.3", InstanceNumber=1)), scout]

    assert [each.sources for each in prepare_all(uploads)] == [(0,), (1,)]


def test_a_plan_is_carried_out_on_every_frame() -> None:
    frames = np.full((3, 40, 60), 900, dtype=np.int16)
    original = prepare(encoded(dicom(frames)))
    plan = Plan(
        rectangles=({"x": 0, "y": 0, "width": 10, "height": 60},),
        crop={"x": 0, "y": 0, "width": 20, "height": 30},
        turn=1,
        window=Window("of this test", -2, 0),
    )

    image = clean(original.data, plan, frames=3)
    pages = draw(original.data, plan, frames=3, form=FullSize.PNG).pages

    assert (image.width, image.height, image.frames) == (40, 60, 3)
    assert [made.frame for made in image.renditions if made.nominal == 2048] == [0, 0, 1, 1, 2, 2]
    assert {made.frame for made in image.renditions if made.nominal < 2048} == {0}
    for page in pages:
        shown = pixels_of(page)
        assert shown.shape == (30, 20, 3)
        assert (shown[:, :10] == (32, 33, 36)).all()
        assert (shown[:, 10:] == 255).all()


def _colours(dataset: FileDataset) -> NDArray[Any]:
    original = prepare(encoded(dataset))
    assert original.windows == ()
    return pixels_of(draw(original.data, form=FullSize.PNG).pages[0])
