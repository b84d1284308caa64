"""The doctor says what is used and what of it doesn't work."""

from __future__ import annotations

from dataclasses import replace

from app.ops.doctor import examine
from app.ops.house import House
from tests.people import People


def ill(house: House) -> set[str]:
    return {finding.name for finding in examine(house) if not finding.is_well}


def test_a_fresh_instance_is_well_but_for_its_missing_index_and_short_test_key(house: House) -> None:
    assert ill(house) == {"search index", "secret key"}


def test_a_data_folder_that_is_missing_is_found(house: House, people: People) -> None:
    lost = replace(house, settings=replace(house.settings, data=house.settings.data / "elsewhere"))
    assert {"data folder", "disk"} <= ill(lost)


def test_no_finding_shows_a_password(house: House) -> None:
    mail = replace(house, settings=replace(house.settings, mail_url="smtp://casebook:secret@mail.example:587"))
    assert all("secret@" not in finding.says for finding in examine(mail))
