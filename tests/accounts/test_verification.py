"""Being verified: asking, deciding, running out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import queries, services
from app.accounts.models import Account, Verification
from app.accounts.rules import EvidenceKind, Occupation, VerificationStatus
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed, Refusal
from app.kernel.outbox import Outbox
from app.policy.actor import Standing
from tests.clock import HeldClock
from tests.people import People


def ask(session: Session, outbox: Outbox, account: Account, clock: HeldClock) -> Verification:
    return services.request_verification(
        session, outbox, account, kind=EvidenceKind.REGISTRATION, evidence="register no. 4711", at=clock.now()
    )


@pytest.fixture
def priya(session: Session, people: People) -> Account:
    """A resident whom nobody has verified yet."""
    account = people.account_in(session, "priya")
    account.verified_until = None
    return account


def test_an_approved_person_counts_as_a_clinician_until_the_verification_runs_out(
    session: Session, outbox: Outbox, priya: Account, people: People, clock: HeldClock
) -> None:
    people.account_in(session, "omar")
    request = ask(session, outbox, priya, clock)
    assert queries.actor_of(priya, clock.now()).standing is Standing.MEMBER
    max_ = queries.actor_of(people.account_in(session, "max"), clock.now())
    until = clock.now() + timedelta(days=730)
    services.decide_verification(session, outbox, max_, request, expires_at=until, reason="", at=clock.now())
    assert queries.actor_of(priya, clock.now()).standing is Standing.CLINICIAN
    assert queries.actor_of(priya, until).standing is Standing.MEMBER


def test_evidence_is_erased_by_the_decision(
    session: Session, outbox: Outbox, priya: Account, people: People, clock: HeldClock
) -> None:
    request = ask(session, outbox, priya, clock)
    max_ = queries.actor_of(people.account_in(session, "max"), clock.now())
    services.decide_verification(session, outbox, max_, request, expires_at=None, reason="No entry", at=clock.now())
    assert (request.status, request.evidence) == (VerificationStatus.REJECTED, "")
    assert queries.actor_of(priya, clock.now()).standing is Standing.MEMBER


def test_nobody_decides_about_themselves_not_even_by_the_back_door(
    session: Session, outbox: Outbox, people: People, clock: HeldClock
) -> None:
    max_ = people.account_in(session, "max")
    request = ask(session, outbox, max_, clock)
    actor = queries.actor_of(max_, clock.now())
    with pytest.raises(NotAllowed):
        services.decide_verification(session, outbox, actor, request, expires_at=None, reason="", at=clock.now())
    request.decided_by = max_.id
    with pytest.raises(IntegrityError, match="not_own"):
        session.flush()


def test_a_second_request_waits_for_the_first(
    session: Session, outbox: Outbox, priya: Account, clock: HeldClock
) -> None:
    ask(session, outbox, priya, clock)
    with pytest.raises(Conflict):
        ask(session, outbox, priya, clock)


def test_a_decided_request_is_not_decided_again(
    session: Session, outbox: Outbox, priya: Account, people: People, clock: HeldClock
) -> None:
    request = ask(session, outbox, priya, clock)
    max_ = queries.actor_of(people.account_in(session, "max"), clock.now())
    services.decide_verification(session, outbox, max_, request, expires_at=None, reason="x", at=clock.now())
    with pytest.raises(Conflict):
        services.decide_verification(session, outbox, max_, request, expires_at=None, reason="x", at=clock.now())


def test_somebody_outside_healthcare_is_not_verified(
    session: Session, outbox: Outbox, people: People, clock: HeldClock
) -> None:
    with pytest.raises(Refusal, match="healthcare"):
        ask(session, outbox, people.account_in(session, "nobody"), clock)


def test_an_unconfirmed_address_comes_first(session: Session, outbox: Outbox, priya: Account, clock: HeldClock) -> None:
    priya.email_confirmed_at = None
    with pytest.raises(NotAllowed, match="Confirm"):
        ask(session, outbox, priya, clock)


def test_students_count_as_students(session: Session, people: People, clock: HeldClock) -> None:
    assert queries.actor_of(people.account_in(session, "sam"), clock.now()).standing is Standing.STUDENT
    assert people.account_in(session, "sam").occupation is Occupation.STUDENT_MEDICINE


def test_i16_each_change_of_an_account_leaves_one_audit_row(
    session: Session, outbox: Outbox, priya: Account, people: People, clock: HeldClock
) -> None:
    request = ask(session, outbox, priya, clock)
    max_ = queries.actor_of(people.account_in(session, "max"), clock.now())
    services.decide_verification(session, outbox, max_, request, expires_at=None, reason="x", at=clock.now())
    of_priya = select(AuditEntry.action).where(AuditEntry.subject_id == priya.id, AuditEntry.subject == "account")
    assert session.scalars(of_priya.order_by(AuditEntry.id)).all() == [
        "account.opened",
        "verification.requested",
        "verification.rejected",
    ]


def test_a_person_asks_on_the_account_page_and_keeps_what_they_typed(people: People, session: Session) -> None:
    people.account("priya")
    account = people.account_in(session, "priya")
    account.verified_until = None
    session.commit()
    client = people.client("priya")
    page = "/account/verification/register"
    answer = client.post(page, data={"register": "", "other": "", "number": "SE-4711"})
    assert answer.status_code == 422
    assert "Name the register" in answer.text
    assert "SE-4711" in answer.text
    assert client.post(page, data={"register": "", "other": "Our register", "number": "SE-4711"}).status_code == 302
    assert "with the moderators" in client.get("/account").text
