"""Letting new accounts in, where the instance looks at each one first."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.models import Account
from app.accounts.rules import Admission
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed
from app.kernel.outbox import Outbox
from app.kernel.settings import Settings
from app.moderation import jobs
from app.moderation.models import Review
from app.moderation.rules import Decision, ReviewKind
from app.ops.house import House
from tests.accounts.mailbox import mails
from tests.moderation.making import decide, review_of
from tests.people import People


@pytest.fixture
def waiting(house: House, people: People) -> Review:
    """The review of Omar's new account."""
    account_id = people.account("omar").id
    with house.database.writing() as session:
        account = session.get_one(Account, account_id)
        account.admission, account.verified_until = Admission.WAITING, None
    jobs.open_joining_review(house.database, house.clock, account_id)
    jobs.open_joining_review(house.database, house.clock, account_id)
    return review_of(house, ReviewKind.JOINING, account_id)


def library(people: People) -> int:
    client: FlaskClient = people.client("omar")
    return client.get("/library").status_code


def test_who_is_let_in_reads_and_is_told(house: House, people: People, settings: Settings, waiting: Review) -> None:
    assert library(people) == 403
    assert people.client("max").get(f"/moderation/{waiting.id}").status_code == 200
    decide(house, people, waiting, Decision.APPROVE)
    house.jobs.enqueue("after_commit")
    assert library(people) == 200
    assert any("has let you in" in mail.body for mail in mails(settings, "omar@example.org"))
    assert not people.actor("omar").is_verified


def test_who_is_not_let_in_reads_why_and_nothing_else(
    house: House, people: People, settings: Settings, waiting: Review
) -> None:
    decide(house, people, waiting, Decision.REJECT, note="We know <nobody> of this name.")
    house.jobs.enqueue("after_commit")
    assert library(people) == 403
    page = people.client("omar").get("/account").text
    assert "We know &lt;nobody&gt; of this name." in page
    assert any("has not let you in" in mail.body for mail in mails(settings, "omar@example.org"))


@pytest.mark.parametrize("name", ["clara", "sam", "faye", "nobody", "omar"])
def test_only_moderators_let_people_in(house: House, people: People, waiting: Review, name: str) -> None:
    client = people.client(name)
    assert client.get(f"/moderation/{waiting.id}").status_code == 404
    assert client.post(f"/moderation/{waiting.id}", data={"decision": "approve"}).status_code == 404
    actor = people.actor(name)
    with house.database.writing() as session:
        account = accounts.by_email(session, "omar@example.org")
        assert account is not None
        outbox, at = Outbox(session, house.clock.now()), house.clock.now()
        with pytest.raises(NotAllowed):
            account_services.decide_admission(session, outbox, actor, account, admission=Admission.ADMITTED, at=at)


def test_it_is_decided_once_with_one_audit_row(house: House, people: People, waiting: Review) -> None:
    decide(house, people, waiting, Decision.APPROVE)
    mona = people.actor("mona")
    with house.database.writing() as session:
        account = session.get_one(Account, waiting.subject_id)
        outbox, at = Outbox(session, house.clock.now()), house.clock.now()
        with pytest.raises(Conflict):
            account_services.decide_admission(session, outbox, mona, account, admission=Admission.REFUSED, at=at)
        rows = session.scalars(select(AuditEntry.action).where(AuditEntry.action == "account.admitted")).all()
    assert rows == ["account.admitted"]
