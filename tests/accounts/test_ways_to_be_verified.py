"""Each way to show an occupation: an institution's address, a colleague's word; and what time does to requests."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import jobs, queries, services
from app.accounts.free_mail import is_free
from app.accounts.models import Account, Verification
from app.accounts.rules import (
    REMINDED_BEFORE,
    REQUEST_WAITS,
    VOUCHES_A_YEAR,
    EvidenceKind,
    VerificationStatus,
    same_institution,
)
from app.kernel.audit import AuditEntry
from app.kernel.errors import NotAllowed
from app.kernel.outbox import Outbox
from app.kernel.settings import Settings
from app.moderation import jobs as moderation_jobs
from app.moderation.models import Review
from app.moderation.rules import ReviewStatus
from app.ops.house import House
from app.policy.actor import Standing
from tests.accounts.mailbox import mails, newest_link
from tests.clock import HeldClock
from tests.people import People

WORK = "priya@ward.hospital.example"
TOKEN = r'name="csrf_token" value="[^"]*"'
WORDS = "A resident on my ward since last spring."


@pytest.fixture
def priya(house: House, people: People) -> FlaskClient:
    """A resident whom nobody has verified yet, at Northern Hospital, signed in."""
    people.account("omar")
    _set(house, people, "priya", verified_until=None, institution="Northern Hospital")
    return people.client("priya")


def _set(house: House, people: People, name: str, **facts: object) -> None:
    people.account(name)
    with house.database.writing() as session:
        account = people.account_in(session, name)
        for fact, value in facts.items():
            setattr(account, fact, value)


def requests(house: House) -> list[Verification]:
    with house.database.reading() as session:
        return list(session.scalars(select(Verification).order_by(Verification.id)))


def reviews(house: House) -> list[Review]:
    with house.database.reading() as session:
        return list(session.scalars(select(Review).order_by(Review.id)).unique())


def actions(house: House) -> list[str]:
    with house.database.reading() as session:
        asked = select(AuditEntry.action).where(AuditEntry.action.startswith("verification."))
        return list(session.scalars(asked.order_by(AuditEntry.id)))


def test_a_request_reaches_moderators_once_the_institutions_link_is_opened(
    house: House, settings: Settings, app: Flask, people: People, priya: FlaskClient
) -> None:
    assert priya.post("/account/verification/address", data={"email": WORK}).status_code == 302
    assert reviews(house) == []
    link = newest_link(settings, "institution", WORK)
    elsewhere = app.test_client()
    assert elsewhere.get(link).status_code == 200
    assert reviews(house) == []
    assert elsewhere.post(link).status_code == 302
    assert elsewhere.post(link).status_code == 422
    [review] = reviews(house)
    max_ = people.client("max")
    page = max_.get(f"/moderation/{review.id}").text
    assert "Address confirmed at ward.hospital.example" in page
    assert WORK not in page
    assert actions(house) == ["verification.requested", "verification.address_confirmed"]


@pytest.mark.parametrize("address", ["p@gmail.com", "P@GMAIL.com", "p@mail.yahoo.co.uk", "p@yopmail.com"])
def test_an_address_that_anybody_gets_is_refused_and_stays_in_the_field(
    house: House, priya: FlaskClient, address: str
) -> None:
    answer = priya.post("/account/verification/address", data={"email": address})
    assert answer.status_code == 422
    assert "Anybody gets an address at" in answer.text
    assert address in answer.text
    assert requests(house) == []


def test_only_the_domain_and_what_is_above_it_counts_as_free() -> None:
    assert is_free("gmail.com")
    assert is_free("eu.gmail.com")
    assert not is_free("notgmail.com")
    assert not is_free("hospital.example")
    assert not is_free("")


@pytest.mark.parametrize("path", ["address", "colleague"])
def test_what_is_no_address_is_sent_back(house: House, priya: FlaskClient, path: str) -> None:
    answer = priya.post(f"/account/verification/{path}", data={"email": "ward at hospital"})
    assert answer.status_code == 422
    assert "ward at hospital" in answer.text
    assert requests(house) == []


def test_a_link_that_is_sent_again_ends_the_one_before_and_each_ends_after_a_week(
    house: House, settings: Settings, app: Flask, priya: FlaskClient, clock: HeldClock
) -> None:
    priya.post("/account/verification/address", data={"email": WORK})
    first = newest_link(settings, "institution", WORK)
    assert priya.post("/account/verification/link").status_code == 302
    second = newest_link(settings, "institution", WORK)
    assert app.test_client().post(first).status_code == 422
    clock.move(timedelta(days=7))
    assert app.test_client().post(second).status_code == 422
    assert reviews(house) == []


def test_a_waiting_request_can_be_exchanged_for_another_way(house: House, priya: FlaskClient) -> None:
    priya.post("/account/verification/address", data={"email": WORK})
    assert priya.post("/account/verification/register", data={"other": "HOSP", "number": "1"}).status_code == 409
    assert priya.post("/account/verification/cancel").status_code == 302
    assert requests(house) == []
    assert priya.post("/account/verification/register", data={"other": "HOSP", "number": "1"}).status_code == 302
    assert priya.post("/account/verification/cancel").status_code == 409
    assert [request.evidence for request in requests(house)] == ["HOSP: 1"]


def test_the_database_keeps_no_evidence_of_a_decided_request(
    session: Session, outbox: Outbox, people: People, clock: HeldClock
) -> None:
    account = people.account_in(session, "priya")
    request = services.request_verification(
        session, outbox, account, kind=EvidenceKind.REGISTRATION, evidence="no. 4711", at=clock.now()
    )
    request.status, request.decided_at = VerificationStatus.REJECTED, clock.now()
    with pytest.raises(IntegrityError, match="evidence_erased"):
        session.flush()


def _ask_colleague(priya: FlaskClient, colleague: str) -> None:
    data = {"email": f"{colleague}@example.org"}
    assert priya.post("/account/verification/colleague", data=data).status_code == 302


def test_a_colleague_of_the_same_institution_vouches_and_a_moderator_decides(
    house: House, settings: Settings, people: People, priya: FlaskClient
) -> None:
    _set(house, people, "clara", institution="  northern  HOSPITAL ")
    _ask_colleague(priya, "clara")
    link = newest_link(settings, "vouch", "clara@example.org")
    clara = people.client("clara")
    assert "Priya" in clara.get(link).text
    short = clara.post(link, data={"words": "Hm"})
    assert (short.status_code, "Hm" in short.text) == (422, True)
    assert clara.post(link, data={"words": WORDS}).status_code == 302
    assert clara.post(link, data={"words": WORDS}).status_code == 404
    assert not people.actor("priya").is_verified
    [review] = reviews(house)
    page = people.client("max").get(f"/moderation/{review.id}").text
    assert "Clara" in page
    assert WORDS in page


@pytest.mark.parametrize("name", ["sam", "nobody", "omar", "priya"])
def test_only_a_verified_clinician_of_the_institution_vouches(
    house: House, settings: Settings, app: Flask, people: People, priya: FlaskClient, name: str
) -> None:
    _set(house, people, "clara", institution="Northern Hospital")
    _set(house, people, "omar", email="omar@elsewhere.example")
    _ask_colleague(priya, "clara")
    link = newest_link(settings, "vouch", "clara@example.org")
    client = priya if name == "priya" else _client(app, people, name)
    assert client.get(link).status_code == 403
    assert client.post(link, data={"words": WORDS}).status_code == 403
    assert reviews(house) == []


def _client(app: Flask, people: People, name: str) -> FlaskClient:
    if name != "omar":
        return people.client(name)
    client = app.test_client()
    client.post("/sign-in", data={"email": "omar@elsewhere.example", "password": "correct horse battery"})
    return client


def test_whoever_cannot_vouch_is_not_written_to_and_the_answer_is_the_same(
    house: House, settings: Settings, people: People, priya: FlaskClient
) -> None:
    _set(house, people, "omar", email="omar@elsewhere.example", institution="Another")
    pages = []
    for address in ("omar@elsewhere.example", "ghost@example.org", "priya@example.org", "sam@example.org"):
        people.account("sam")
        priya.post("/account/verification/colleague", data={"email": address})
        pages.append(priya.get("/account/verification").text.replace(address, "ADDRESS"))
        priya.post("/account/verification/cancel")
    first, *others = [re.sub(TOKEN, "", page.split("<main")[1].split("</main")[0]) for page in pages]
    assert [other for other in others if other != first] == []
    assert mails(settings) == []


def test_nobody_vouches_for_themselves_not_even_by_the_back_door(
    session: Session, outbox: Outbox, people: People, clock: HeldClock
) -> None:
    clara = people.account_in(session, "clara")
    request = services.request_verification(
        session, outbox, clara, kind=EvidenceKind.COLLEAGUE, address=clara.email, at=clock.now()
    )
    services.make_verification_link(session, request, at=clock.now())
    actor = queries.actor_of(clara, clock.now())
    with pytest.raises(NotAllowed, match="themselves"):
        services.vouch(session, outbox, actor, request, words=WORDS, at=clock.now())
    request.vouched_by, request.vouched_at = clara.id, clock.now()
    with pytest.raises(IntegrityError, match="not_vouched_by_self"):
        session.flush()


def test_a_voucher_does_not_decide_about_the_person(
    session: Session, outbox: Outbox, people: People, clock: HeldClock
) -> None:
    max_, asking = people.account_in(session, "max"), people.account_in(session, "priya")
    max_.institution = asking.institution = "Northern Hospital"
    request = services.request_verification(
        session, outbox, asking, kind=EvidenceKind.COLLEAGUE, address=max_.email, at=clock.now()
    )
    services.make_verification_link(session, request, at=clock.now())
    actor = queries.actor_of(max_, clock.now())
    services.vouch(session, outbox, actor, request, words=WORDS, at=clock.now())
    with pytest.raises(NotAllowed, match="colleague decides"):
        services.decide_verification(session, outbox, actor, request, expires_at=None, reason="x", at=clock.now())


def test_a_person_vouches_for_so_many_a_year(
    house: House, settings: Settings, people: People, priya: FlaskClient, clock: HeldClock
) -> None:
    _set(house, people, "clara", institution="Northern Hospital")
    clara_id, noise_id = people.account("clara").id, people.account("sam").id
    with house.database.writing() as session:
        for _ in range(VOUCHES_A_YEAR):
            session.add(_vouched(noise_id, clara_id, clock))
    _ask_colleague(priya, "clara")
    link = newest_link(settings, "vouch", "clara@example.org")
    clara = people.client("clara")
    full = clara.post(link, data={"words": WORDS})
    assert (full.status_code, "within a year" in full.text) == (413, True)
    clock.move(timedelta(days=1))
    with house.database.writing() as session:
        earliest = session.scalars(select(Verification).where(Verification.vouched_by == clara_id)).first()
        assert earliest is not None
        earliest.vouched_at = clock.now() - timedelta(days=366)
    assert clara.post(link, data={"words": WORDS}).status_code == 302


def _vouched(account_id: int, by: int, clock: HeldClock) -> Verification:
    at = clock.now()
    past = {"created_at": at, "ready_at": at, "decided_at": at, "vouched_at": at}
    status = VerificationStatus.REJECTED
    return Verification(
        account_id=account_id, kind=EvidenceKind.COLLEAGUE, evidence="", status=status, vouched_by=by, **past
    )


def test_an_institution_is_the_same_however_it_is_written() -> None:
    assert same_institution("Hôpital Saint-Louis", "hopital saint louis")
    assert not same_institution("", "")
    assert not same_institution("Northern Hospital", "Southern Hospital")


def test_a_request_that_nobody_decides_lapses_with_all_that_was_offered(
    house: House, settings: Settings, people: People, priya: FlaskClient, clock: HeldClock
) -> None:
    priya.post("/account/verification/register", data={"other": "HOSP", "number": "4711"})
    clock.move(REQUEST_WAITS - timedelta(seconds=1))
    assert moderation_jobs.lapse_requests(house.database, clock) == 0
    clock.move(timedelta(seconds=1))
    assert moderation_jobs.lapse_requests(house.database, clock) == 1
    assert moderation_jobs.lapse_requests(house.database, clock) == 0
    house.jobs.enqueue("after_commit")
    [request] = requests(house)
    assert (request.status, request.evidence) == (VerificationStatus.LAPSED, "")
    assert [review.status for review in reviews(house)] == [ReviewStatus.VOID]
    assert "ask again" in mails(settings, "priya@example.org")[-1].body
    assert "within 30 days" in people.client("priya").get("/account").text


def test_a_lapsed_person_asks_again(house: House, people: People, priya: FlaskClient, clock: HeldClock) -> None:
    priya.post("/account/verification/register", data={"other": "HOSP", "number": "4711"})
    clock.move(REQUEST_WAITS)
    moderation_jobs.lapse_requests(house.database, clock)
    again = people.client("priya").post("/account/verification/register", data={"other": "HOSP", "number": "4711"})
    assert again.status_code == 302


def test_one_mail_reminds_a_month_before_the_end_and_the_renewal_runs_beside(
    house: House, settings: Settings, people: People, clock: HeldClock
) -> None:
    until = people.account("clara").verified_until
    people.account("nobody")
    assert until is not None
    clock.moment = until - REMINDED_BEFORE - timedelta(seconds=1)
    assert jobs.remind_ending(house.database, clock) == 0
    clock.move(timedelta(seconds=1))
    assert jobs.remind_ending(house.database, clock) == 1
    assert jobs.remind_ending(house.database, clock) == 0
    house.jobs.enqueue("after_commit")
    assert [mail.subject for mail in mails(settings, "clara@example.org")] == ["Casebook: Your verification runs out"]
    clara = people.client("clara")
    assert "Renew it" in clara.get("/account").text
    clara.post("/account/verification/register", data={"other": "HOSP", "number": "4711"})
    assert "Your renewal is under way" in clara.get("/account").text
    assert people.actor("clara").standing is Standing.CLINICIAN


def test_an_expired_person_is_a_plain_member_wherever_their_name_stands(
    session: Session, people: People, clock: HeldClock
) -> None:
    account: Account = people.account_in(session, "clara")
    assert queries.standing_at(account, clock.now()) is Standing.CLINICIAN
    assert account.verified_until is not None
    assert queries.standing_at(account, account.verified_until) is Standing.MEMBER
