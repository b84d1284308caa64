"""What a file's name may tell."""

from __future__ import annotations

import pytest

from app.deid.file_names import tells_somebody


@pytest.mark.parametrize("stem", ["john_smith", "Garcia-knee", "MRN 4488123", "2021-03-04", "nhs_943 476 5919"])
def test_names_dates_and_numbers_tell_somebody(stem: str) -> None:
    assert tells_somebody(stem)


@pytest.mark.parametrize(
    "stem", ["IMG_0042", "DSC01234", "IM000001", "knee-lateral", "chest_xray_01", "rash", "", "scan-03"]
)
def test_counters_and_words_tell_nobody(stem: str) -> None:
    assert not tells_somebody(stem)
