"""The demo cases and people of content/: complete, consistent, without identifiers, and with no key given away."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.accounts.rules import CLINICIANS, VERIFIABLE, Occupation, Specialty
from app.cases.rules import TEXT_FIELDS, AgeBand, Modality, Sex
from app.media.drawings.registry import check
from app.policy.actor import Role
from app.quizzes.rules import FEWEST_OPTIONS, MOST_OPTIONS, MOST_STEM_WORDS
from app.threads.rules import KEYWORTHY, MOST_HYPOTHESES, Basis, Certainty

CONTENT = Path(__file__).parents[2] / "content"
Table = dict[str, Any]


@cache
def people() -> dict[str, Table]:
    """The demo's people by key."""
    found: dict[str, Table] = tomllib.loads((CONTENT / "people.toml").read_text(encoding="utf-8"))["people"]
    return found


@cache
def cases() -> dict[str, Table]:
    """The demo's cases by slug."""
    files = sorted((CONTENT / "cases").glob("*/case.toml"))
    return {file.parent.name: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def with_part(part: str) -> list[str]:
    """The slugs of cases which have a resolution, or an item."""
    return [slug for slug, case in cases().items() if part in case]


def plain(text: str) -> str:
    """Lower case, with single spaces for everything that isn't a letter or digit."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def may_do(name: str, allowed: frozenset[Occupation]) -> bool:
    """Whether a person's occupation is among those allowed."""
    return Occupation(people()[name]["occupation"]) in allowed


def strings(value: object) -> list[str]:
    """Every string in a nested value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    return [text for part in value for text in strings(part)] if isinstance(value, list) else []


every_case = pytest.mark.parametrize("slug", cases())
every_resolved_case = pytest.mark.parametrize("slug", with_part("resolution"))
every_item = pytest.mark.parametrize("slug", with_part("item"))


def test_there_are_enough_cases_specialties_rhythms_and_skin_tones() -> None:
    options = [image["options"] for case in cases().values() for image in case["images"]]
    assert len(cases()) >= 24
    assert len({case["specialty"] for case in cases().values()}) >= 8
    assert len({option["rhythm"] for option in options if "rhythm" in option}) >= 6
    assert len({option["tone"] for option in options if "tone" in option}) >= 3


def test_some_cases_are_open_and_some_resolutions_are_only_probable() -> None:
    certainties = Counter(cases()[slug]["resolution"]["certainty"] for slug in with_part("resolution"))
    assert len(cases()) - len(with_part("resolution")) == 4
    assert certainties["probable"] == 2


def test_no_two_images_are_the_same() -> None:
    drawn = [
        (image["drawing"], image["seed"], *sorted(image["options"].items()))
        for case in cases().values()
        for image in case["images"]
    ]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("name", people())
def test_a_person_is_marked_as_invented_and_has_known_facts(name: str) -> None:
    person = people()[name]
    assert person["name"].endswith("(demo)")
    assert person["email"] == f"{name}@demo.casebook.example"
    assert Occupation(person["occupation"])
    assert Specialty(person.get("specialty", "other"))
    assert re.fullmatch(r"[A-Z]{2}", person["country"])
    assert all(Role(role) for role in person["roles"])


@every_case
def test_a_case_is_synthetic_and_its_choices_exist(slug: str) -> None:
    case = cases()[slug]
    assert case["synthetic"] is True
    assert Specialty(case["specialty"])
    assert Modality(case["modality"])
    assert AgeBand(case["age_band"])
    assert Sex(case["sex"])
    assert all(case[field].strip() for field in TEXT_FIELDS)
    assert 2 <= len(case["tags"]) <= 5


@every_case
def test_a_presentation_is_neither_a_note_nor_a_novel(slug: str) -> None:
    assert 40 <= len(cases()[slug]["presentation"].split()) <= 120


@every_case
def test_each_image_can_be_drawn_and_is_described(slug: str) -> None:
    images = cases()[slug]["images"]
    assert images
    for image in images:
        check(image["drawing"], **image["options"])
        assert len(image["alt"].split()) >= 8
        assert image["caption"]


@every_case
def test_a_clinician_writes_and_another_person_moderates(slug: str) -> None:
    case = cases()[slug]
    assert may_do(case["author"], CLINICIANS)
    assert "moderator" in people()[case["moderator"]]["roles"]
    assert case["author"] != case["moderator"]


@every_case
def test_opinions_come_once_each_from_people_who_may_give_one(slug: str) -> None:
    case = cases()[slug]
    by = [opinion["by"] for opinion in case["opinions"]]
    assert 4 <= len(by) <= 8
    assert len(set(by)) == len(by)
    assert case["author"] not in by
    assert all(may_do(name, VERIFIABLE) for name in by)
    for opinion in case["opinions"]:
        names = [plain(diagnosis["name"]) for diagnosis in opinion["diagnoses"]]
        assert 1 <= len(names) <= MOST_HYPOTHESES
        assert len(set(names)) == len(names)


@every_case
def test_comments_come_from_those_who_committed_themselves_first(slug: str) -> None:
    case = cases()[slug]
    heard = {case["author"], *(opinion["by"] for opinion in case["opinions"])}
    assert 3 <= len(case["comments"]) <= 6
    for number, comment in enumerate(case["comments"]):
        assert comment["by"] in heard
        assert 0 <= comment.get("reply_to", 0) < max(1, number)


@every_resolved_case
def test_a_resolution_is_confirmed_by_a_clinician_who_is_not_the_author(slug: str) -> None:
    case = cases()[slug]
    resolution = case["resolution"]
    assert Basis(resolution["basis"])
    assert Certainty(resolution["certainty"])
    assert len(resolution["teaching_points"]) >= 3
    assert may_do(resolution["confirmed_by"], CLINICIANS)
    assert resolution["confirmed_by"] != case["author"]


@every_resolved_case
def test_there_are_three_wrong_guesses_to_make_distractors_of(slug: str) -> None:
    case = cases()[slug]
    first_two = {plain(guess["name"]) for opinion in case["opinions"] for guess in opinion["diagnoses"][:2]}
    assert len(first_two - {plain(case["resolution"]["diagnosis"])}) >= 3


@every_resolved_case
def test_an_item_exists_exactly_where_the_diagnosis_is_sure(slug: str) -> None:
    case = cases()[slug]
    assert ("item" in case) == (Certainty(case["resolution"]["certainty"]) in KEYWORTHY)


@every_resolved_case
def test_nothing_that_is_read_before_answering_gives_the_key_away(slug: str) -> None:
    case = cases()[slug]
    shown = [slug, case["title"], *case["tags"], *(case[field] for field in TEXT_FIELDS)]
    shown += [text for image in case["images"] for text in (image["caption"], image["alt"])]
    shown.append(case.get("item", {}).get("stem", ""))
    key = f" {plain(case['resolution']['diagnosis'])} "
    assert not [text for text in shown if key in f" {plain(text)} "]


@every_item
def test_an_item_has_one_key_and_three_or_four_distractors_from_real_opinions(slug: str) -> None:
    case = cases()[slug]
    options = case["item"]["options"]
    keys = [option["text"] for option in options if option.get("key")]
    guessed = {plain(guess["name"]) for opinion in case["opinions"] for guess in opinion["diagnoses"]}
    assert FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS
    assert keys == [case["resolution"]["diagnosis"]]
    assert {plain(option["text"]) for option in options} <= guessed
    assert len({plain(option["text"]) for option in options}) == len(options)


@every_item
def test_an_item_is_short_and_explains_each_option(slug: str) -> None:
    item = cases()[slug]["item"]
    assert len(item["stem"].split()) <= MOST_STEM_WORDS
    assert item["lead_in"].endswith("?")
    assert not re.search(r"\b(not|except|least)\b", item["lead_in"], re.IGNORECASE)
    assert item["teaching_point"]
    assert all(option["rationale"] and len(option["text"].split()) <= 6 for option in item["options"])


IDENTIFIERS = {
    "date": re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](19|20)?\d{2}\b|\b(19|20)\d{2}\b"),
    "month": re.compile(r"\b(January|February|April|June|July|August|September|October|November|December)\b"),
    "age over 89": re.compile(r"\b(9\d|1[01]\d)[- ]year|\baged (about )?(9\d|1[01]\d)\b"),
    "name": re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr|Prof)\.? [A-Z]"),
    "e-mail": re.compile(r"\S@\S"),
    "telephone": re.compile(r"\+?\d[\d ]{8,}\d"),
}


@every_case
@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_no_text_holds_an_identifier(slug: str, kind: str) -> None:
    assert not [text for text in strings(cases()[slug]) if IDENTIFIERS[kind].search(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "seen on 3.4.2021"),
        ("age over 89", "a 94-year-old woman"),
        ("name", "Mrs Example"),
        ("telephone", "call 020 7946 0000"),
    ],
)
def test_the_identifier_patterns_find_what_they_should(kind: str, text: str) -> None:
    assert IDENTIFIERS[kind].search(text)
