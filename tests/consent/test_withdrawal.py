"""Withdrawal: by the author, a moderator, the patient's code, or time; the case is gone in the same commit (I6, I7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases import queries as cases
from app.cases.models import Case, CaseRevision
from app.cases.rules import CaseStatus, EndReason
from app.consent import jobs, queries, receipts, services
from app.consent.models import Consent
from app.kernel.audit import AuditEntry
from app.kernel.outbox import Outbox, OutboxEntry
from app.kernel.settings import Settings
from app.ops.house import House
from tests.cases.making import TEXT
from tests.consent.making import consented_draft, published_case
from tests.people import People


def status_of(house: House, case: Case) -> CaseStatus:
    with house.database.reading() as session:
        return session.get_one(Case, case.id).status


def reason_of(house: House, case: Case) -> EndReason | None:
    with house.database.reading() as session:
        stone = cases.tombstone(session, case.id)
        return stone.reason if stone else None


def take_back(client: FlaskClient, code: str) -> tuple[int, str]:
    answer = client.post("/withdraw/now", data={"code": code})
    return answer.status_code, answer.text


def test_i6_the_author_withdraws_and_the_case_answers_410_to_all(house: House, people: People) -> None:
    case, noise = published_case(house, people).case, published_case(house, people, author="omar").case
    image = case.pictures[0].image.name
    clara, sam = people.client("clara"), people.client("sam")
    assert "can bring it back" in clara.get(f"/cases/{case.id}/withdraw").text
    assert status_of(house, case) is CaseStatus.PUBLISHED
    assert clara.post(f"/cases/{case.id}/withdraw").location == "/my-cases"
    assert (status_of(house, case), reason_of(house, case)) == (CaseStatus.WITHDRAWN, EndReason.AUTHOR)
    for client in (clara, sam, people.client("max")):
        assert client.get(f"/cases/{case.id}").status_code == 410
        assert client.get(f"/images/{image}/320.webp").status_code == 404
    assert sam.get(f"/cases/{noise.id}").status_code == 200


def test_i7_after_a_withdrawal_no_row_and_no_file_holds_what_was_shown(house: House, people: People) -> None:
    published = published_case(house, people)
    people.client("clara").post(f"/cases/{published.case.id}/withdraw")
    assert list(house.settings.renditions.glob("*/*")) == []
    assert list(house.settings.quarantine.glob("*/*")) == []
    with house.database.engine.connect() as connection:
        everything = "\n".join(
            str(row) for table in Case.metadata.sorted_tables for row in connection.execute(select(table))
        )
    for text in (TEXT.title, TEXT.presentation, TEXT.findings, TEXT.working_diagnosis, "Finger web", "night"):
        assert text not in everything
    with house.database.reading() as session:
        assert session.scalars(select(CaseRevision.content)).all() == [{}]


def test_where_the_form_is_kept_is_forgotten_and_that_there_was_consent_is_not(house: House, people: People) -> None:
    ended, noise = published_case(house, people).case, published_case(house, people, author="omar").case
    people.client("clara").post(f"/cases/{ended.id}/withdraw")
    with house.database.reading() as session:
        kept = {consent.case_id: consent for consent in session.scalars(select(Consent))}
    assert (kept[ended.id].reference, kept[noise.id].reference) == ("", "Binder 7, sheet 12")
    assert kept[ended.id].withdrawn_at == house.clock.now()


def test_a_moderator_takes_down(house: House, people: People) -> None:
    case = published_case(house, people).case
    assert people.client("max").post(f"/cases/{case.id}/withdraw").status_code == 302
    assert (status_of(house, case), reason_of(house, case)) == (CaseStatus.TAKEN_DOWN, EndReason.MODERATOR)


def test_nobody_else_withdraws(app: Flask, house: House, people: People) -> None:
    case = published_case(house, people).case
    for name in ("omar", "sam", "nobody", "faye"):
        for method in ("GET", "POST"):
            assert people.client(name).open(f"/cases/{case.id}/withdraw", method=method).status_code == 404, name
    assert app.test_client().post(f"/cases/{case.id}/withdraw").status_code == 302
    assert status_of(house, case) is CaseStatus.PUBLISHED


def test_an_author_whose_verification_has_lapsed_can_still_withdraw(house: House, people: People) -> None:
    case = published_case(house, people).case
    client = people.client("clara")
    with house.database.writing() as session:
        people.account_in(session, "clara").verified_until = house.clock.now()
    assert client.get(f"/cases/{case.id}/edit").status_code == 404
    assert client.post(f"/cases/{case.id}/withdraw").status_code == 302
    assert status_of(house, case) is CaseStatus.WITHDRAWN


def test_the_patient_withdraws_with_the_code_and_no_account(app: Flask, house: House, people: People) -> None:
    published, noise = published_case(house, people), published_case(house, people, author="omar")
    client = app.test_client()
    typed = published.code.lower().replace("-", " ")
    asked = client.post("/withdraw", data={"code": typed})
    assert "Take your consent back?" in asked.text
    assert status_of(house, published.case) is CaseStatus.PUBLISHED
    status, text = take_back(client, typed)
    assert (status, "Your consent is taken back" in text) == (200, True)
    assert (status_of(house, published.case), reason_of(house, published.case)) == (
        CaseStatus.WITHDRAWN,
        EndReason.PATIENT,
    )
    assert status_of(house, noise.case) is CaseStatus.PUBLISHED
    with house.database.reading() as session:
        ends = select(AuditEntry.actor_id).where(AuditEntry.action.in_(("case.ended", "consent.withdrawn")))
        assert session.scalars(ends).all() == [None, None]


def test_withdrawing_twice_with_the_code_does_no_harm(app: Flask, house: House, people: People) -> None:
    published = published_case(house, people)
    assert take_back(app.test_client(), published.code)[0] == 200
    with house.database.reading() as session:
        rows = len(session.scalars(select(AuditEntry)).all())
    assert "Your consent is taken back" in take_back(app.test_client(), published.code)[1]
    with house.database.reading() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == rows


def test_the_code_works_for_a_draft_too(app: Flask, house: House, people: People) -> None:
    draft = consented_draft(house, people)
    assert take_back(app.test_client(), draft.code)[0] == 200
    assert status_of(house, draft.case) is CaseStatus.WITHDRAWN


def test_a_code_that_is_unknown_or_no_code_ends_nothing_and_stays_typed(
    app: Flask, house: House, people: People
) -> None:
    case = published_case(house, people).case
    unknown = receipts.new_code()
    for step in ("/withdraw/now", "/withdraw"):
        answer = app.test_client().post(step, data={"code": "nonsense"})
        assert answer.status_code == 422
        assert "nonsense" in answer.text
    for step in ("/withdraw", "/withdraw/now", "/withdraw/uses"):
        answer = app.test_client().post(step, data={"code": unknown, "uses": "library"})
        assert answer.status_code == 422
        assert unknown in answer.text
        assert "know this code" in answer.text
    assert status_of(house, case) is CaseStatus.PUBLISHED


def test_o_is_read_as_zero_and_i_and_l_as_one() -> None:
    assert receipts.digest("O1il-2222-3333-4444") == receipts.digest("0111222233334444")
    assert not receipts.is_complete("0111-2222-3333-444")
    assert not receipts.is_complete("0111-2222-3333-444U")


def test_codes_differ_and_have_eighty_bits() -> None:
    codes = {receipts.new_code() for _number in range(200)}
    assert len(codes) == 200
    assert len(receipts.LETTERS) ** receipts.LENGTH == 2**80


class TestAgainstGuessing:
    """With rate limits on."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, rate_limits=True)

    def test_codes_cannot_be_tried_at_will(self, app: Flask) -> None:
        client = app.test_client()
        answers = [take_back(client, receipts.new_code())[0] for _try in range(11)]
        assert answers == [422] * 10 + [429]


def test_consent_that_runs_out_ends_the_case_and_the_job_may_run_twice(house: House, people: People) -> None:
    ends = house.clock.now() + timedelta(days=1)
    published, noise = published_case(house, people, expires_at=ends), published_case(house, people, author="omar")
    assert jobs.end_expired(house.database, house.clock) == 0
    house.clock.move(timedelta(days=1))  # type: ignore[attr-defined]
    client = people.client("sam")
    assert client.get(f"/cases/{published.case.id}").status_code == 404
    assert jobs.end_expired(house.database, house.clock) == 1
    assert jobs.end_expired(house.database, house.clock) == 0
    assert client.get(f"/cases/{published.case.id}").status_code == 410
    assert reason_of(house, published.case) is EndReason.EXPIRED
    assert status_of(house, noise.case) is CaseStatus.PUBLISHED


def test_a_case_that_ended_otherwise_does_not_end_again_when_its_consent_runs_out(house: House, people: People) -> None:
    ends = house.clock.now() + timedelta(days=1)
    case = published_case(house, people, expires_at=ends).case
    people.client("max").post(f"/cases/{case.id}/withdraw")
    house.clock.move(timedelta(days=2))  # type: ignore[attr-defined]
    assert jobs.end_expired(house.database, house.clock) == 0
    assert reason_of(house, case) is EndReason.MODERATOR


def test_withdrawal_tells_the_rooms_above_once(house: House, people: People) -> None:
    published, clara, at = published_case(house, people), people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        case = session.get_one(Case, published.case.id)
        services.withdraw(session, Outbox(session, at), clara, case, at=at)
        consent = session.scalars(select(Consent).where(Consent.case_id == case.id)).one()
        assert queries.live_consent(session, case.id) is None
    with house.database.reading() as session:
        told = session.execute(select(OutboxEntry.name, OutboxEntry.payload).order_by(OutboxEntry.id)).all()
    assert [tuple(row) for row in told[-2:]] == [
        ("CaseEnded", {"case_id": case.id}),
        ("ConsentWithdrawn", {"consent_id": consent.id, "case_id": case.id}),
    ]
