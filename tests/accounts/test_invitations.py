"""Joining: open, when moderators have looked, or by invitation; and invitations themselves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import jobs, queries, services
from app.accounts.models import Account, Invitation
from app.accounts.rules import INVITATION_LASTS, INVITATIONS_A_MONTH, MONTH, Admission, Occupation
from app.accounts.services import opening
from app.accounts.services.joining import join
from app.factory import create_app
from app.kernel.audit import AuditEntry
from app.kernel.errors import Misconfigured, Refusal
from app.kernel.outbox import Outbox
from app.kernel.settings import Joining, Settings, load_settings
from app.ops import people as operators
from app.ops.house import House
from tests.accounts.mailbox import mails, newest_link
from tests.accounts.test_sign_up_and_in import FORM
from tests.clock import HeldClock
from tests.people import PASSWORD, People, password_hash

GUEST = "guest@example.org"
PROFILE = services.Profile("Gus", GUEST, Occupation.NURSE, "SE", registration_number="1")


def joined_by(house: House, joining: Joining) -> Flask:
    """The same house, joined in another way."""
    made = create_app(house=replace(house, settings=replace(house.settings, joining=joining)))
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def accounts(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


def invitation(house: House) -> Invitation:
    with house.database.reading() as session:
        return session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()  # type: ignore[return-value]


def invited(settings: Settings, client: FlaskClient, address: str = GUEST) -> str:
    """The link of an invitation that somebody has just sent."""
    assert client.post("/account/invitations", data={"email": address}).status_code == 302
    return newest_link(settings, "join", address)


def test_the_setting_is_one_of_three(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    env = {"CASEBOOK_DATA": str(settings.data), "CASEBOOK_SECRET_KEY": "x"}
    assert load_settings(env).joining is Joining.OPEN
    assert load_settings(env | {"CASEBOOK_JOINING": "invite"}).joining is Joining.INVITE
    with pytest.raises(Misconfigured, match="CASEBOOK_JOINING"):
        load_settings(env | {"CASEBOOK_JOINING": "closed"})


def test_the_page_says_which_way_applies(house: House) -> None:
    says = {Joining.OPEN: "Open my account", Joining.APPROVAL: "A moderator lets new", Joining.INVITE: "By invitation"}
    for joining, words in says.items():
        assert words in joined_by(house, joining).test_client().get("/sign-up").text


def test_by_invitation_alone_nobody_signs_up_without_one(house: House) -> None:
    client = joined_by(house, Joining.INVITE).test_client()
    assert client.post("/sign-up", data=FORM).status_code == 403
    assert client.get("/join/guessed").status_code == client.post("/join/guessed", data=FORM).status_code == 404
    assert accounts(house) == 0


@pytest.mark.parametrize("joining", list(Joining))
def test_an_invitation_opens_one_account_which_reads_at_once(
    house: House, people: People, settings: Settings, joining: Joining
) -> None:
    link = invited(settings, people.client("clara"))
    client = joined_by(house, joining).test_client()
    assert "Clara invites you" in client.get(link).text
    assert client.post(link, data=FORM | {"email": GUEST}).status_code == 302
    assert client.get(link).status_code == 404
    assert client.post(link, data=FORM | {"email": "another@example.org"}).status_code == 404
    client.post(newest_link(settings, "confirm", GUEST))
    client.post("/sign-in", data={"email": GUEST, "password": PASSWORD})
    assert client.get("/library").status_code == 200
    assert accounts(house) == 2
    assert "used" in people.client("clara").get("/account/invitations").text


def test_a_form_that_is_sent_back_uses_nothing_up(people: People, settings: Settings, app: Flask) -> None:
    link = invited(settings, people.client("clara"))
    client = app.test_client()
    assert client.post(link, data=FORM | {"name": ""}).status_code == 422
    assert client.post(link, data=FORM).status_code == 302


def test_a_known_address_gets_the_same_answer_and_leaves_the_invitation(
    house: House, people: People, settings: Settings, app: Flask
) -> None:
    link = invited(settings, people.client("clara"))
    known = app.test_client().post(link, data=FORM | {"email": "clara@example.org"})
    fresh = app.test_client().post(link, data=FORM)
    assert (known.status_code, known.location) == (fresh.status_code, fresh.location)
    assert accounts(house) == 2


def test_only_the_hash_of_the_link_is_stored_and_the_address_goes_when_it_is_used(
    house: House, people: People, settings: Settings, app: Flask
) -> None:
    link = invited(settings, people.client("clara"))
    stored = invitation(house)
    assert stored.token_hash == queries.digest(link.rsplit("/", 1)[1])
    assert stored.address == GUEST
    app.test_client().post(link, data=FORM)
    assert (invitation(house).address, invitation(house).token_hash) == ("", stored.token_hash)


def test_an_invitation_ends_after_two_weeks_and_forgets_the_address(
    house: House, people: People, settings: Settings, app: Flask, clock: HeldClock
) -> None:
    link = invited(settings, people.client("clara"))
    clock.move(INVITATION_LASTS - timedelta(seconds=1))
    assert app.test_client().get(link).status_code == 200
    clock.move(timedelta(seconds=1))
    assert app.test_client().get(link).status_code == 404
    jobs.forget_addresses(house.database, clock)
    assert invitation(house).address == ""
    assert "run out" in people.client("clara").get("/account/invitations").text


def test_an_invitation_is_taken_back_by_its_inviter_and_nobody_else(
    house: House, people: People, settings: Settings, app: Flask
) -> None:
    clara = people.client("clara")
    link = invited(settings, clara)
    revoke = f"/account/invitations/{invitation(house).id}/revoke"
    codes = {name: people.client(name).post(revoke).status_code for name in ("omar", "sam", "nobody")}
    assert codes == {"omar": 404, "sam": 404, "nobody": 404}
    assert app.test_client().get(link).status_code == 200
    assert clara.post(revoke).status_code == 302
    assert clara.post(revoke).status_code == 409
    assert app.test_client().get(link).status_code == 404


@pytest.mark.parametrize(("name", "code"), [("sam", 403), ("nobody", 403), ("omar", 200), ("max", 200), ("opal", 200)])
def test_clinicians_moderators_and_operators_invite(people: People, name: str, code: int) -> None:
    assert people.client(name).get("/account/invitations").status_code == code


def test_a_clinician_invites_so_many_a_month_a_moderator_any_number(
    house: House, people: People, settings: Settings, clock: HeldClock
) -> None:
    for name, code in (("clara", 413), ("max", 302)):
        client = people.client(name)
        for number in range(INVITATIONS_A_MONTH):
            invited(settings, client, f"guest{number}@example.org")
        answer = client.post("/account/invitations", data={"email": GUEST})
        assert answer.status_code == code
    clock.move(MONTH)
    invited(settings, people.client("clara"))


def test_a_hidden_inviter_stays_hidden(house: House, people: People, settings: Settings, app: Flask) -> None:
    people.client("clara").post("/account/name", data={"shown": "role"})
    link = invited(settings, people.client("clara"))
    page = app.test_client().get(link).text
    assert "Physician, cardiology, since 2026 invites you" in page
    assert "Clara" not in page + mails(settings, GUEST)[-1].body


def test_an_operator_invites_from_the_command_line(house: House, settings: Settings, app: Flask) -> None:
    operators.invite(house, GUEST)
    house.jobs.enqueue("after_commit")
    link = newest_link(settings, "join", GUEST)
    assert "The people who run this Casebook invite you" in app.test_client().get(link).text
    with pytest.raises(Refusal):
        operators.invite(house, "no address")


def test_32_equal_uses_of_one_invitation_open_one_account(
    house: House, people: People, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invited(settings, people.client("clara")).rsplit("/", 1)[1]
    before, at = accounts(house), house.clock.now()
    monkeypatch.setattr(opening, "hash_password", lambda _password: password_hash())

    def use(number: int) -> str:
        profile = replace(PROFILE, email=GUEST if number % 2 else f"guest{number}@example.org")
        try:
            with house.database.writing() as session:
                outbox = Outbox(session, at)
                join(session, outbox, profile, PASSWORD, joining=Joining.INVITE, invitation=token, at=at)
        except (Refusal, IntegrityError) as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(32) as pool:
        results = list(pool.map(use, range(32)))
    assert accounts(house) == before + 1
    assert results.count("done") == 1
    with house.database.reading() as session:
        used = select(func.count()).where(AuditEntry.action == "invitation.used")
        assert session.scalar(used) == 1


def test_the_database_takes_no_use_of_a_revoked_invitation(session: Session, people: People, clock: HeldClock) -> None:
    clara, at = people.account_in(session, "clara"), clock.now()
    session.add(
        Invitation(
            invited_by=clara.id,
            address="",
            created_at=at,
            expires_at=at,
            revoked_at=at,
            used_at=at,
            account_id=clara.id,
        )
    )
    with pytest.raises(IntegrityError, match="not_used_and_revoked"):
        session.flush()


def test_by_approval_an_account_reads_nothing_until_it_is_let_in(
    house: House, people: People, settings: Settings
) -> None:
    people.account("omar")
    client = joined_by(house, Joining.APPROVAL).test_client()
    client.post("/sign-up", data=FORM | {"email": GUEST})
    client.post("/sign-in", data={"email": GUEST, "password": PASSWORD})
    max_ = people.client("max")
    assert "Clara Lindqvist" not in max_.get("/moderation?kind=joining").text
    client.post(newest_link(settings, "confirm", GUEST))
    assert "Clara Lindqvist" in max_.get("/moderation?kind=joining").text
    assert client.get("/library").status_code == 403
    assert "A moderator looks at new accounts" in client.get("/account").text
    assert client.post("/account/verification/register", data={"other": "x", "number": "1"}).status_code == 403
    with house.database.reading() as session:
        account = queries.by_email(session, GUEST)
        assert account is not None
        assert account.admission is Admission.WAITING
        actor = queries.actor_of(account, house.clock.now())
    assert (actor.reads_library, actor.abilities, actor.roles) == (False, frozenset(), frozenset())
