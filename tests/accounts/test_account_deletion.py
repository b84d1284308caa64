"""Leaving: who it was is forgotten everywhere, what they published stays under no name, and restores obey."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.models import Account, SignIn, Verification
from app.accounts.rules import FORMER_CONTRIBUTOR, TokenPurpose
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import receipts
from app.consent import services as consents
from app.consent.models import Consent
from app.curation.models import Collection
from app.kernel.audit import AuditEntry
from app.kernel.chain import prove
from app.kernel.errors import Refusal
from app.kernel.locks import Plain
from app.kernel.outbox import Outbox
from app.learning.models import Card, CardReview
from app.moderation.models import Flag, Review
from app.moderation.rules import ReviewKind, ReviewStatus
from app.ops import backup, erasures
from app.ops.house import House
from app.policy.actor import Role
from app.quizzes.models import Attempt
from app.threads.models import Comment, Opinion
from tests.accounts.entering import is_signed_in, set_up_app
from tests.accounts.living import Life, lived
from tests.clock import HeldClock
from tests.people import PASSWORD, People


@pytest.fixture
def life(house: House, people: People) -> Life:
    return lived(house, people)


def leave(client: FlaskClient, email: str = "clara@example.org") -> str:
    """Type the address and press; returns where it leads."""
    return str(client.post("/account/leave", data={"email": email}).location)


def clara_of(session: Session) -> Account:
    return session.scalars(select(Account).where(Account.id == 1)).one()


def test_nothing_tells_any_more_who_it_was(life: Life, people: People, house: House, clock: HeldClock) -> None:
    client = people.client("clara")
    set_up_app(client, clock.now())
    assert leave(client) == "/sign-in"
    with house.database.reading() as session:
        account = clara_of(session)
        assert (account.name, account.email) == (FORMER_CONTRIBUTOR, "former-1@casebook.invalid")
        assert {account.password_hash, account.institution, account.registration_number} == {""}
        assert (account.specialty, account.country, account.roles) == (None, "ZZ", frozenset())
        for table in ("authenticator_app", "passkey", "recovery_code", "one_time_token", "sign_in"):
            rows = session.scalar(text(f"SELECT count(*) FROM {table} WHERE account_id = 1"))  # noqa: S608 -- above
            assert rows == 0, table
        assert session.scalars(select(Verification.evidence).where(Verification.account_id == 1)).all() == [""]


def test_the_database_file_holds_the_address_no_more(life: Life, people: People, house: House) -> None:
    if house.database.engine.dialect.name != "sqlite":
        pytest.skip("about the file of the embedded database")
    leave(people.client("clara"))
    with house.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    data = Path(house.database.engine.url.database or "").read_bytes()
    assert b"omar@example.org" in data
    assert b"clara@example.org" not in data


def test_the_account_opens_no_more(life: Life, people: People, app: Flask, house: House) -> None:
    phone, desk = people.client("clara"), people.client("clara")
    leave(desk)
    assert not is_signed_in(phone)
    assert not is_signed_in(desk)
    for email in ("clara@example.org", "former-1@casebook.invalid"):
        for password in (PASSWORD, "nobody has this password", ""):
            answer = app.test_client().post("/sign-in", data={"email": email, "password": password})
            assert answer.status_code == 422


def test_what_was_learned_and_never_published_goes(life: Life, people: People, house: House) -> None:
    leave(people.client("clara"))
    with house.database.reading() as session:
        assert session.get_one(Case, life.draft).status is CaseStatus.WITHDRAWN
        assert session.get_one(Case, life.draft).title == ""
        assert set(session.scalars(select(Attempt.account_id))) == {people.account("sam").id}
        assert set(session.scalars(select(Card.account_id))) == {people.account("sam").id}
        assert session.scalar(select(func.count(CardReview.id))) == 2
        assert session.scalars(select(Opinion.id).where(Opinion.skipped.is_(True))).all() == []
        assert session.scalars(select(Flag.note)).all() == [""]
        waiting = select(Review.status).where(Review.kind == ReviewKind.VERIFICATION)
        assert session.scalars(waiting).all() == [ReviewStatus.VOID]


def test_the_pictures_of_a_draft_are_destroyed(life: Life, people: People, house: House) -> None:
    before = {path for path in house.settings.renditions.glob("*/*") if path.is_file()}
    leave(people.client("clara"))
    after = {path for path in house.settings.renditions.glob("*/*") if path.is_file()}
    assert after < before


def test_what_was_published_stays_under_no_name(life: Life, people: People, house: House) -> None:
    omar = people.client("omar")
    leave(people.client("clara"))
    page = omar.get(f"/cases/{life.published}").text
    assert "Itch that was published" in page
    assert "Former contributor" in page
    assert "Clara" not in page
    thread = people.client("max").get(f"/cases/{life.other}").text
    assert "What Clara said about it." in thread
    with house.database.reading() as session:
        assert session.scalar(select(Comment.author_id).where(Comment.body == "What Clara said about it.")) == 1


def test_collections_of_the_library_stay_and_private_ones_go(life: Life, people: People, house: House) -> None:
    leave(people.client("faye"), "faye@example.org")
    with house.database.reading() as session:
        assert session.scalars(select(Collection.title)).all() == ["Faye's shared one"]


def test_the_patients_code_still_withdraws_a_case_that_stayed(life: Life, people: People, house: House) -> None:
    new = receipts.new_code()
    with house.database.writing() as session:
        mine = update(Consent).where(Consent.case_id == life.published)
        session.execute(mine.values(receipt_hash=receipts.digest(new)))
    leave(people.client("clara"))
    with house.database.writing() as session:
        at = house.clock.now()
        consents.withdraw_by_receipt(session, Outbox(session, at), new, at=at)
    assert people.client("omar").get(f"/cases/{life.published}").status_code == 410


def test_a_moderator_still_takes_it_down(life: Life, people: People) -> None:
    leave(people.client("clara"))
    page = people.client("max").get(f"/cases/{life.published}/withdraw")
    assert page.status_code == 200


def test_the_audit_log_holds_and_says_that_they_left(life: Life, people: People, house: House) -> None:
    leave(people.client("clara"))
    with house.database.reading() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert prove(iter(rows)).stands
    assert [row.actor_id for row in rows if row.action == "account.deleted"] == [1]


@pytest.mark.parametrize("typed", ["", "clara", "omar@example.org", "clara@example.org.evil"])
def test_without_the_right_address_nothing_happens(people: People, typed: str) -> None:
    client = people.client("clara")
    answer = client.post("/account/leave", data={"email": typed})
    assert answer.status_code == 422
    assert is_signed_in(client)


def test_it_asks_first_whether_its_them(people: People, clock: HeldClock) -> None:
    client = people.client("clara")
    clock.move(timedelta(minutes=16))
    assert leave(client) == "/account/confirm?next=/account/security"
    assert client.get("/account/leave").location == "/account/confirm?next=/account/leave"
    assert is_signed_in(client)


def test_the_last_operator_stays(people: People, house: House) -> None:
    client = people.client("opal")
    answer = client.post("/account/leave", data={"email": "opal@example.org"})
    assert answer.status_code == 422
    assert "the only operator" in answer.text
    with house.database.writing() as session:
        at = house.clock.now()
        services.grant_role(session, people.account_in(session, "max"), Role.OPERATOR, by=None, at=at)
    assert leave(client, "opal@example.org") == "/sign-in"


def test_two_operators_at_once_do_not_both_leave(people: People, session: Session, outbox: Outbox) -> None:
    opal, max_ = people.account_in(session, "opal"), people.account_in(session, "max")
    at = opal.created_at
    services.grant_role(session, max_, Role.OPERATOR, by=None, at=at)
    services.leave(session, outbox, opal, at=at)
    with pytest.raises(Refusal, match="only operator"):
        services.leave(session, outbox, max_, at=at)


def test_the_address_is_free_for_a_new_account_which_is_another(life: Life, people: People, house: House) -> None:
    leave(people.client("clara"))
    fresh = people.client("clara")
    assert people.account("clara").id != 1
    assert "Itch" not in fresh.get("/my-cases").text


def test_no_link_that_was_mailed_opens_the_account_again(people: People, app: Flask, house: House) -> None:
    client = people.client("clara")
    with house.database.writing() as session:
        token = services.make_link(
            session, people.account_in(session, "clara"), TokenPurpose.RESET_PASSWORD, at=house.clock.now()
        )
    leave(client)
    fresh = {"password": "a whole new passphrase", "again": "a whole new passphrase"}
    assert app.test_client().post(f"/reset/{token}", data=fresh).status_code == 422


# What the database itself refuses


@pytest.mark.parametrize(
    "change",
    [{"password_hash": "x"}, {"email": "clara@example.org"}, {"institution": "x"}, {"registration_number": "1"}],
)
def test_the_row_of_who_has_left_takes_nothing_back(
    people: People, session: Session, outbox: Outbox, change: dict[str, str]
) -> None:
    clara = people.account_in(session, "clara")
    services.leave(session, outbox, clara, at=clara.created_at)
    with pytest.raises(IntegrityError, match="gone_tells_nothing"):
        session.execute(update(Account).where(Account.id == clara.id).values(**change))


@pytest.mark.parametrize("table", [Attempt, CardReview])
def test_the_answers_of_those_who_stay_cannot_be_deleted(
    life: Life, people: People, house: House, table: type[Attempt] | type[CardReview]
) -> None:
    leave(people.client("clara"))
    with pytest.raises(DatabaseError, match="append-only"), house.database.writing() as session:
        session.execute(delete(table))


# Twice, late, and after a restore


def test_hearing_of_it_again_changes_nothing(life: Life, people: People, house: House) -> None:
    leave(people.client("clara"))
    with house.database.writing() as session:
        outbox = Outbox(session, house.clock.now())
        rows = session.scalar(select(func.count(AuditEntry.id)))
        services.erase_person(session, outbox, clara_of(session), by=None, at=house.clock.now())
        assert session.scalar(select(func.count(AuditEntry.id))) == rows
    house.jobs.enqueue("after_commit")
    with house.database.reading() as session:
        assert session.scalar(select(func.count(AuditEntry.id))) == rows


def test_i8_a_restore_brings_nobody_back_who_has_left(life: Life, people: People, house: House, tmp_path: Path) -> None:
    backup.back_up(house, tmp_path / "saved.tar", Plain())
    leave(people.client("clara"))
    house.database.engine.dispose()
    (house.settings.data.parent / "casebook.sqlite3").unlink(missing_ok=True)
    backup.restore(house, tmp_path / "saved.tar", Plain(), replace=True)
    house.jobs.enqueue("after_commit")
    with house.database.reading() as session:
        assert clara_of(session).email == "former-1@casebook.invalid"
        assert session.get_one(Case, life.draft).status is CaseStatus.WITHDRAWN
        assert session.scalars(select(Attempt.id).where(Attempt.account_id == 1)).all() == []
        assert session.scalars(select(SignIn.id).where(SignIn.account_id == 1)).all() == []


def test_a_number_that_was_given_to_somebody_else_after_a_restore_is_left_alone(
    people: People, house: House, clock: HeldClock
) -> None:
    leave(people.client("clara"))
    house.jobs.enqueue("after_commit")
    left = erasures.known(None, house.settings.erasures)
    assert set(left) == {1}
    omar = people.account("omar").id
    other = {omar: left[1].replace("2026", "2025")}
    with house.database.writing() as session:
        assert erasures.replay(session, other, at=house.clock.now()) == 0
    assert people.account("omar").id == omar
