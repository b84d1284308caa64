"""The page on which an author decides about what in the text could tell who the patient is."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.cases.identifiers import look_through_case
from app.cases.models import Case, KeptIdentifier
from app.cases.rules import CaseStatus
from app.deid.rules import Label
from app.ops.house import House
from tests.cases.making import TEXT, case_in, draft_case
from tests.cases.test_authoring_pages import TYPED
from tests.people import People

HISTORY = "Mrs Berg wrote from anna.berg@example.org.\n\nBerg <b>itches</b>."


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's draft with a name and an address; another of hers has a name of its own."""
    draft_case(house, people, history="Dr Okafor came.")
    return draft_case(house, people, history=HISTORY, tags=("berg", "itch"))


def stored(house: House, case: Case) -> Case:
    with house.database.reading() as session:
        found = session.get_one(Case, case.id)
        assert found.kept_identifiers is not None
        return found


def answers(case: Case, **ways: dict[str, str]) -> dict[str, str]:
    """What the form sends: for each wording (its first letters) the inputs do, with and why."""
    sent: dict[str, str] = {}
    for asked in look_through_case(case).questions:
        given = next((inputs for start, inputs in ways.items() if asked.wording.lower().startswith(start)), {})
        inputs = {"do": "replace", "with": asked.replacement, "why": "", **given}
        sent |= {f"{name}-{asked.key}": value for name, value in inputs.items()}
    return sent


def address(case: Case) -> str:
    return f"/cases/{case.id}/identifiers"


def test_saving_a_text_with_a_name_leads_to_the_page_and_one_without_goes_on(house: House, people: People) -> None:
    case, clara = draft_case(house, people), people.client("clara")
    named = clara.post(f"/cases/{case.id}/edit", data={**TYPED, "history": "Mrs Berg itches."})
    assert (named.status_code, named.location) == (302, address(case))
    plain = clara.post(f"/cases/{case.id}/edit", data=TYPED)
    assert plain.location != address(case)


def test_every_finding_is_marked_where_it_stands_and_asked_about_once(people: People, case: Case) -> None:
    page = people.client("clara").get(address(case)).text
    assert "Okafor" not in page
    assert re.findall(r"<mark>([^<]*)<span", page) == ["Berg", "anna.berg@example.org", "Berg", "berg"]
    assert page.count("<fieldset") == 2
    assert "Mrs <mark>Berg" in page
    assert ".\n\n<mark>" in page
    assert "&lt;b&gt;itches&lt;/b&gt;" in page
    assert page.count('value="replace" checked') == 2
    assert "an eponym" in page
    assert "You decide about this above." in page


def test_sending_the_defaults_replaces_everything_and_goes_on(house: House, people: People, case: Case) -> None:
    sent = people.client("clara").post(address(case), data=answers(case))
    assert sent.status_code == 302
    assert sent.location == f"/cases/{case.id}/consent"
    after = stored(house, case)
    assert "Berg" not in after.history
    assert after.history.endswith("\n\n[name] <b>itches</b>.")
    assert [tag.name for tag in after.tags] == ["itch"]
    assert after.open_identifiers == 0


def test_what_is_kept_is_kept_with_its_reason_and_shown_as_such_from_then_on(
    house: House, people: People, case: Case
) -> None:
    clara = people.client("clara")
    keep = {"do": "keep", "why": "an eponym"}
    assert clara.post(address(case), data=answers(case, berg=keep)).status_code == 302
    [row] = stored(house, case).kept_identifiers
    assert (row.wording, row.reason) == ("berg", "an eponym")
    assert "anna.berg" not in stored(house, case).history
    page = clara.get(address(case)).text
    assert 'value="keep" checked' in page
    assert 'value="an eponym" maxlength' in page
    assert "What could tell who it is" in clara.get(f"/cases/{case.id}/edit").text
    assert clara.post(address(case), data=answers(stored(house, case))).status_code == 302
    assert stored(house, case).kept_identifiers == []


@pytest.mark.parametrize(("why", "words"), [("  ", "Say why it can stay."), ("x" * 301, "At most 300 characters")])
def test_bad_reasons_come_back_with_everything_that_was_typed(
    house: House, people: People, case: Case, why: str, words: str
) -> None:
    typed = answers(case, berg={"do": "keep", "why": why}, anna={"with": "a colleague's address"})
    sent = people.client("clara").post(address(case), data=typed)
    assert sent.status_code == 422
    assert sent.text.count(words) == 2
    assert "a colleague&#39;s address" in sent.text
    assert 'value="keep" checked' in sent.text
    assert why.strip() in sent.text
    assert stored(house, case).history == HISTORY


def test_a_replacement_that_does_not_fit_comes_back_with_everything_that_was_typed(
    house: House, people: People
) -> None:
    case = draft_case(house, people, title=f"Mrs Berg {'x' * 140}")
    sent = people.client("clara").post(address(case), data=answers(case, berg={"with": "somebody else altogether"}))
    assert sent.status_code == 422
    assert "at most 160 characters" in sent.text
    assert "somebody else altogether" in sent.text
    assert "Berg" in stored(house, case).title


def test_what_is_open_afterwards_is_asked_about_on_the_same_page(house: House, people: People, case: Case) -> None:
    clara = people.client("clara")
    sent = clara.post(address(case), data=answers(case, berg={"with": "Dr Okafor"}))
    assert sent.location == address(case)
    page = clara.get(sent.location).text
    assert "Something is still open." in page
    assert "Okafor" in page
    assert "anna.berg" not in page


def test_a_form_that_answers_nothing_changes_nothing(house: House, people: People, case: Case) -> None:
    sent = people.client("clara").post(address(case), data={"do-unknown": "replace"})
    assert sent.location == address(case)
    assert (stored(house, case).history, stored(house, case).open_identifiers) == (HISTORY, 2)


def test_a_count_from_an_engine_that_found_more_is_put_right_by_going_on(house: House, people: People) -> None:
    case, clara = draft_case(house, people), people.client("clara")
    with house.database.writing() as session:
        session.get_one(Case, case.id).open_identifiers = 3
    assert "Nothing was found." in clara.get(address(case)).text
    assert clara.post(address(case)).location != address(case)
    assert stored(house, case).open_identifiers == 0


@pytest.mark.parametrize("name", ["omar", "sam", "max", "nobody"])
def test_nobody_but_the_author_sees_or_answers(house: House, people: People, case: Case, name: str) -> None:
    client = people.client(name)
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), data=answers(case)).status_code == 404
    assert stored(house, case).history == HISTORY


@pytest.mark.parametrize("status", [CaseStatus.SUBMITTED, CaseStatus.PUBLISHED, CaseStatus.REJECTED])
def test_once_submitted_nothing_is_answered_any_more(house: House, people: People, status: CaseStatus) -> None:
    case, clara = case_in(status, house, people), people.client("clara")
    assert clara.get(address(case)).status_code == 409
    assert clara.post(address(case)).status_code == 409


def test_an_ended_case_has_no_such_page(house: House, people: People) -> None:
    case = case_in(CaseStatus.WITHDRAWN, house, people)
    assert people.client("clara").get(address(case)).status_code == 404


def test_captions_and_descriptions_are_named_by_their_picture(house: House, people: People) -> None:
    case, clara = draft_case(house, people, pictures=2), people.client("clara")
    second = case.pictures[1].id
    words = {f"picture-{second}-caption": "Hand of Mr Berg", f"picture-{second}-alt_text": "Berg again"}
    assert clara.post(f"/cases/{case.id}/edit", data={**TYPED, **words}).location == address(case)
    page = clara.get(address(case)).text
    assert "Picture 2: caption" in page
    assert "Picture 2: description" in page
    clara.post(address(case), data=answers(stored(house, case)))
    after = stored(house, case).pictures[1]
    assert (after.caption, after.alt_text) == ("Hand of Mr [name]", "[name] again")


def test_my_cases_and_the_submission_name_what_is_open(people: People, case: Case) -> None:
    clara = people.client("clara")
    for page in ("/my-cases", f"/cases/{case.id}/submit"):
        assert f'href="{address(case)}"' in clara.get(page).text


def test_readers_of_a_case_find_no_trace_of_what_was_kept(house: House, people: People) -> None:
    case = case_in(CaseStatus.PUBLISHED, house, people, title=TEXT.title)
    with house.database.writing() as session:
        row = KeptIdentifier(label=Label.NAME, wording="berg", reason="a quiet reason", at=house.clock.now())
        found = session.get_one(Case, case.id)
        found.kept_identifiers.append(row)
    for name in ("sam", "omar", "nobody"):
        assert "a quiet reason" not in people.client(name).get(f"/cases/{case.id}").text
    with house.database.reading() as session:
        assert session.scalars(select(KeptIdentifier.reason)).all() == ["a quiet reason"]
