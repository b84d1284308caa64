"""Reading foreign tables: ages, mappings, broken characters, several rows of one case. Nothing is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import Specialty
from app.cases.rules import AgeBand, Modality, Sex
from app.kernel.errors import Refusal
from app.ops.importing.ages import band_of
from app.ops.importing.mapping import Mapping, load_mapping
from app.ops.importing.table import find_table, read_rows
from app.ops.importing.translate import Draft, group, translate

MAPPING = """
[columns]
id = "patient"
age = "years"
sex = "sex"
modality = "kind"
presentation = "story"
examination = ["temp", "sats"]
[labels]
sats = "Oxygen saturation (%)"
[values.modality]
"X-ray" = "xray"
[constants]
specialty = "radiology"
title = "Chest film, {age_band}, {sex}"
alt = "Chest film"
[defaults]
presentation = "Nothing is known."
[images]
pattern = "films/{id}.*"
case = '(.*\\d)[a-z]?'
"""


@pytest.mark.parametrize(
    ("stated", "band"),
    [
        ("33", AgeBand.FROM_30),
        ("33 yo", AgeBand.FROM_30),
        ("early 40s", AgeBand.FROM_40),
        ("in her 60s", AgeBand.FROM_60),
        ("42-47", AgeBand.FROM_40),
        ("38-52", AgeBand.UNKNOWN),
        ("50+", AgeBand.UNKNOWN),
        ("67+", AgeBand.UNKNOWN),
        ("adult", AgeBand.UNKNOWN),
        ("91", AgeBand.FROM_90),
        ("3", AgeBand.FROM_1),
        ("0", AgeBand.UNKNOWN),
        ("240", AgeBand.UNKNOWN),
        ("90+", AgeBand.FROM_90),
        ("neonate", AgeBand.NEONATE),
    ],
)
def test_an_age_is_made_coarse_or_left_unknown(stated: str, band: AgeBand) -> None:
    assert band_of(stated) is band


@given(st.text())
def test_no_stated_age_breaks_the_reader(stated: str) -> None:
    assert band_of(stated) in AgeBand


@given(st.integers(1, 89))
def test_every_whole_year_falls_into_the_band_that_names_it(years: int) -> None:
    low, _, high = band_of(str(years)).value.partition("-")
    assert int(low) <= years <= int(high)


def table(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def drafts(folder: Path, text: str) -> dict[str, Draft]:
    """Everything that the table makes with the mapping above."""
    mapping_file = folder / "mapping.toml"
    mapping_file.write_text(MAPPING, encoding="utf-8")
    mapping = load_mapping(mapping_file)
    rows, _ = read_rows(table(folder, text))
    return {
        reference: translate(reference, members, mapping, folder) for reference, members in group(rows, mapping).items()
    }


def films(folder: Path, *names: str) -> None:
    (folder / "films").mkdir(exist_ok=True)
    for name in names:
        (folder / "films" / name).write_bytes(b"not looked at here")


def test_rows_whose_ids_differ_by_a_letter_are_one_case(tmp_path: Path) -> None:
    films(tmp_path, "P1a.jpg", "P1b.png", "P2.jpg")
    made = drafts(
        tmp_path, "patient,years,sex,kind,story\nP1a,28,M,X-ray,Cough.\nP1b,28,M,X-ray,After a day\nP2,,,X-ray,\n"
    )
    assert list(made) == ["P1", "P2"]
    first = made["P1"]
    assert [(picture.path.name, picture.caption) for picture in first.pictures] == [
        ("P1a.jpg", ""),
        ("P1b.png", "After a day"),
    ]
    assert (first.specialty, first.modality, first.sex) == (Specialty.RADIOLOGY, Modality.XRAY, Sex.MALE)
    assert first.texts["title"] == "Chest film, 20-29, male"
    assert first.texts["presentation"] == "Cough."


def test_missing_facts_are_reported_and_left_out_of_the_title(tmp_path: Path) -> None:
    films(tmp_path, "P2.jpg")
    draft = drafts(tmp_path, "patient,years,sex,kind,story\nP2,,,X-ray,\n")["P2"]
    assert draft.texts["title"] == "Chest film"
    assert draft.texts["presentation"] == "Nothing is known."
    assert (draft.age_band, draft.sex) == (AgeBand.UNKNOWN, Sex.NOT_STATED)
    assert draft.remarks == ["no age given"]


def test_an_age_without_one_band_is_kept_as_text_and_reported(tmp_path: Path) -> None:
    films(tmp_path, "P3.jpg")
    draft = drafts(tmp_path, "patient,years,story\nP3,50+,Fever.\n")["P3"]
    assert draft.age_band is AgeBand.UNKNOWN
    assert draft.texts["history"] == "Age as given: 50+"
    assert any("50+" in remark for remark in draft.remarks)


def test_a_broken_character_is_kept_and_reported(tmp_path: Path) -> None:
    films(tmp_path, "P4.jpg")
    draft = drafts(tmp_path, "patient,years,story\nP4,73,Fever 38\ufffd and cough\n")["P4"]
    assert draft.texts["presentation"] == "Fever 38\ufffd and cough"
    assert draft.remarks == ["line 2: broken characters kept as they are"]


def test_bytes_that_are_not_utf8_lose_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"id,presentation\n1,Fever 38\xb0 and cough\n2,Well\n")
    rows, troubles = read_rows(path)
    assert [row.cells["presentation"] for row in rows] == ["Fever 38\ufffd and cough", "Well"]
    assert [row.has_broken_characters for row in rows] == [True, False]
    assert troubles == []


def test_rows_of_one_case_that_contradict_each_other_are_reported(tmp_path: Path) -> None:
    films(tmp_path, "P5a.jpg", "P5b.jpg")
    draft = drafts(tmp_path, "patient,years,sex\nP5a,40,M\nP5b,41,F\n")["P5"]
    assert draft.sex is Sex.MALE
    assert "sex: the rows differ (M, F); the first is taken" in draft.remarks
    assert "age: the rows differ (40, 41); the first is taken" in draft.remarks


def test_columns_that_share_a_field_keep_their_labels(tmp_path: Path) -> None:
    films(tmp_path, "P6.jpg")
    draft = drafts(tmp_path, "patient,years,temp,sats\nP6,40,39.1,91-92\n")["P6"]
    assert draft.texts["examination"] == "temp: 39.1\n\nOxygen saturation (%): 91-92"


def test_a_row_without_its_picture_says_so(tmp_path: Path) -> None:
    films(tmp_path, "P7.jpg")
    assert "line 3: no picture found" in drafts(tmp_path, "patient,years\nP7,40\nP8,40\n")["P8"].remarks


def test_a_name_that_leads_out_of_the_folder_finds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"x")
    rows, _ = read_rows(table(folder, "id,images\n1,../secret.jpg\n"))
    assert translate("1", rows, Mapping(), folder).pictures == []


def test_json_lines_are_read_and_a_broken_line_stops_nothing(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "title": "A", "tags": ["x", "y"]}),
        "{broken",
        "[1]",
        json.dumps({"id": 2, "age": None}),
    ]
    rows, troubles = read_rows(table(tmp_path, "\n".join(lines), "table.jsonl"))
    assert [row.cells for row in rows] == [{"id": "1", "title": "A", "tags": "x; y"}, {"id": "2", "age": ""}]
    assert [trouble.split(":")[0] for trouble in troubles] == ["line 2", "line 3"]


def test_a_folder_with_no_table_or_two_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="exactly one"):
        find_table(tmp_path)
    table(tmp_path, "id\n")
    table(tmp_path, "{}", "b.jsonl")
    with pytest.raises(Refusal, match="exactly one"):
        find_table(tmp_path)


@pytest.mark.parametrize("text", ["[columns", '[columns]\nhue = "x"', "[images]\ncase = '('"])
def test_a_mapping_that_will_not_do_says_why(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="mapping file"):
        load_mapping(path)
