"""Who signed: sealed, opened by a moderator who says why, written down, and gone with the case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.cases.models import Case
from app.consent.models import Consent, ConsentOpening
from app.factory import create_app
from app.kernel.audit import AuditEntry
from app.kernel.settings import SecondFactorPolicy
from app.ops.doctor import examine
from app.ops.house import House
from tests.cases.making import draft_case
from tests.consent.making import GIVER, consented_draft, link_for, signed_fields
from tests.people import PASSWORD, People

WHY = {"reason": "disputed", "words": "The family's lawyer doubts it."}


def signed(house: House, people: People) -> Consent:
    """A consent that a patient signed through a link."""
    case = draft_case(house, people)
    phone = people.client("clara").application.test_client()
    assert phone.post(f"/sign/{link_for(house, people, case)}", data=signed_fields()).status_code == 200
    with house.database.reading() as session:
        return session.scalars(select(Consent).where(Consent.case_id == case.id)).one()


def opened(house: House) -> list[AuditEntry]:
    with house.database.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == "consent.opened")))


def test_a_moderator_who_says_why_sees_it_once_and_that_is_written_down(house: House, people: People) -> None:
    consent, noise, max_ = signed(house, people), signed(house, people), people.client("max")
    asked = max_.get(f"/consents/{consent.id}/open")
    assert GIVER not in asked.text
    page = max_.post(f"/consents/{consent.id}/open", data=WHY)
    assert GIVER in page.text
    assert 'points="20,120 90,60 160,130 "' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    [row] = opened(house)
    assert (row.subject, row.subject_id, row.actor_id) == ("consent", consent.id, people.actor("max").id)
    assert row.detail == {"case_id": consent.case_id, "reason": "disputed"}
    assert "lawyer" not in str(row.detail)
    again = max_.get(f"/consents/{consent.id}/open").text
    assert GIVER not in again
    assert "lawyer" in again
    assert "lawyer" not in max_.get(f"/consents/{noise.id}/open").text


def test_the_author_is_told_that_it_was_opened_and_not_what_was_said(house: House, people: People) -> None:
    consent = signed(house, people)
    address = f"/cases/{consent.case_id}/consent"
    assert "Signature opened" not in people.client("clara").get(address).text
    people.client("max").post(f"/consents/{consent.id}/open", data=WHY)
    page = people.client("clara").get(address).text
    assert "Signature opened" in page
    assert "lawyer" not in page


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "curious"}, {"words": ""}, {"words": "because"}])
def test_without_a_reason_it_stays_closed(house: House, people: People, wrong: dict[str, str]) -> None:
    consent = signed(house, people)
    page = people.client("max").post(f"/consents/{consent.id}/open", data={**WHY, **wrong})
    assert page.status_code == 422
    assert GIVER not in page.text
    assert opened(house) == []


def test_nobody_else_opens_it_and_no_moderator_their_own(house: House, people: People) -> None:
    consent, mona = signed(house, people), people.actor("mona").account_id
    with house.database.writing() as session:
        session.get_one(Case, consent.case_id).author_id = mona
    for name in ("clara", "mona", "omar", "faye", "sam", "nobody"):
        for method in ("GET", "POST"):
            answer = people.client(name).open(f"/consents/{consent.id}/open", method=method, data=WHY)
            assert answer.status_code == 404, (name, method)
    assert opened(house) == []


def test_the_way_there_stands_on_the_case_page_for_moderators_where_somebody_signed(
    house: House, people: People
) -> None:
    consent, paper = signed(house, people), consented_draft(house, people)
    link = f'href="/consents/{consent.id}/open"'
    shown = {
        name: link in people.client(name).get(f"/cases/{consent.case_id}").text for name in ("max", "mona", "clara")
    }
    assert shown == {"max": True, "mona": True, "clara": False}
    assert "/open" not in people.client("max").get(f"/cases/{paper.case.id}").text


def test_what_was_signed_on_paper_has_nothing_to_open(house: House, people: People) -> None:
    paper = consented_draft(house, people)
    with house.database.reading() as session:
        consent = session.scalars(select(Consent).where(Consent.case_id == paper.case.id)).one()
    assert people.client("max").get(f"/consents/{consent.id}/open").status_code == 404
    assert people.client("max").get("/consents/999/open").status_code == 404


def test_with_another_key_it_cannot_be_opened_and_nothing_counts_as_opened(house: House, people: People) -> None:
    consent = signed(house, people)
    people.account("max")
    house.settings.consent_key_file.write_text("ab" * 32, encoding="ascii")
    trusting = replace(house.settings, second_factor=SecondFactorPolicy.OPTIONAL)
    app = create_app(house=replace(house, settings=trusting))  # the first has read the key already
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"email": "max@example.org", "password": PASSWORD})
    page = client.post(f"/consents/{consent.id}/open", data=WHY)
    assert (page.status_code, "key of this instance" in page.text) == (409, True)
    assert not next(finding for finding in examine(house) if finding.name == "consent key").is_well
    assert opened(house) == []


def test_what_was_sealed_for_one_consent_does_not_open_as_another_s(house: House, people: People) -> None:
    one, other = signed(house, people), signed(house, people)
    with house.database.writing() as session:
        taken = session.get_one(Consent, other.id).sealed
        session.get_one(Consent, one.id).sealed = taken
    page = people.client("max").post(f"/consents/{one.id}/open", data=WHY)
    assert (page.status_code, GIVER in page.text) == (409, False)


def test_it_is_erased_when_the_case_ends_and_the_others_stay(house: House, people: People) -> None:
    ended, noise, max_ = signed(house, people), signed(house, people), people.client("max")
    for consent in (ended, noise):
        max_.post(f"/consents/{consent.id}/open", data=WHY)
    people.client("clara").post(f"/cases/{ended.case_id}/withdraw")
    with house.database.reading() as session:
        sealed = {consent.id: consent.sealed is None for consent in session.scalars(select(Consent))}
        words = {opening.consent_id: opening.words for opening in session.scalars(select(ConsentOpening))}
    assert sealed == {ended.id: True, noise.id: False}
    assert words == {ended.id: "", noise.id: WHY["words"]}
    assert max_.post(f"/consents/{ended.id}/open", data=WHY).status_code == 404
    assert max_.post(f"/consents/{noise.id}/open", data=WHY).status_code == 200
