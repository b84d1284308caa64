"""Second factors: set up, asked for, never taken twice; roles count only with one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import queries, services
from app.accounts.codes import STEP_SECONDS
from app.accounts.credentials import AuthenticatorApp, RecoveryCode
from app.accounts.models import SignIn
from app.factory import create_app
from app.kernel.audit import AuditEntry
from app.kernel.database import Database
from app.kernel.deriving import derive_key
from app.kernel.sealing import Sealer, Unsealable
from app.kernel.settings import SecondFactorPolicy, Settings
from app.ops.house import House
from app.ops.people import reset_second_factor
from app.policy.actor import Role
from tests.accounts.entering import code, is_signed_in, set_up_app, shown_secret, sign_in
from tests.clock import HeldClock
from tests.people import People


@pytest.fixture
def clara(people: People, clock: HeldClock) -> tuple[str, list[str]]:
    """Clara has an authenticator app; Omar, who has one too, is noise."""
    set_up_app(people.client("omar"), clock.now())
    secret, codes = set_up_app(people.client("clara"), clock.now())
    clock.move(timedelta(seconds=STEP_SECONDS))
    return secret, codes


def second_step(client: FlaskClient, typed: str) -> int:
    return client.post("/sign-in/second-factor", data={"code": typed}).status_code


def test_with_an_app_the_password_alone_signs_nobody_in(
    app: Flask, clara: tuple[str, list[str]], clock: HeldClock
) -> None:
    client = app.test_client()
    assert sign_in(client, "clara", "/my-cases").startswith("/sign-in/second-factor")
    assert not is_signed_in(client)
    answer = client.post("/sign-in/second-factor?next=/my-cases", data={"code": code(clara[0], clock.now())})
    assert answer.location == "/my-cases"
    assert is_signed_in(client)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_the_phones_clock_may_differ_by_half_a_minute(
    app: Flask, clara: tuple[str, list[str]], clock: HeldClock, seconds: int
) -> None:
    at = clock.move(timedelta(minutes=5))
    client = app.test_client()
    sign_in(client, "clara")
    assert second_step(client, code(clara[0], at + timedelta(seconds=seconds))) == 302


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90])
def test_a_code_of_another_minute_is_refused(
    app: Flask, clara: tuple[str, list[str]], clock: HeldClock, seconds: int
) -> None:
    at = clock.move(timedelta(minutes=5))
    client = app.test_client()
    sign_in(client, "clara")
    assert second_step(client, code(clara[0], at + timedelta(seconds=seconds))) == 422
    assert not is_signed_in(client)


def test_a_code_that_was_used_is_refused_and_so_is_an_older_one(
    app: Flask, clara: tuple[str, list[str]], clock: HeldClock
) -> None:
    at = clock.now()
    first, second = app.test_client(), app.test_client()
    sign_in(first, "clara")
    sign_in(second, "clara")
    assert second_step(first, code(clara[0], at)) == 302
    assert second_step(second, code(clara[0], at)) == 422
    assert second_step(second, code(clara[0], at - timedelta(seconds=STEP_SECONDS))) == 422
    assert second_step(second, code(clara[0], at + timedelta(seconds=STEP_SECONDS))) == 302


def test_the_code_that_set_the_app_up_does_not_sign_in(app: Flask, people: People, clock: HeldClock) -> None:
    secret, _codes = set_up_app(people.client("clara"), clock.now())
    client = app.test_client()
    sign_in(client, "clara")
    assert second_step(client, code(secret, clock.now())) == 422


@pytest.mark.parametrize("typed", ["", "000000", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 41, "' OR 1=1 --"])
def test_nonsense_is_no_code(app: Flask, clara: tuple[str, list[str]], typed: str) -> None:
    client = app.test_client()
    sign_in(client, "clara")
    assert second_step(client, typed) == 422
    assert not is_signed_in(client)


def test_the_code_of_somebody_else_is_no_code(app: Flask, people: People, clock: HeldClock) -> None:
    set_up_app(people.client("clara"), clock.now())
    omars, _codes = set_up_app(people.client("omar"), clock.now())
    at = clock.move(timedelta(minutes=2))
    client = app.test_client()
    sign_in(client, "clara")
    assert second_step(client, code(omars, at)) == 422


def test_a_recovery_code_stands_in_once_however_it_is_typed(app: Flask, clara: tuple[str, list[str]]) -> None:
    recovery = clara[1][3]
    first, second = app.test_client(), app.test_client()
    sign_in(first, "clara")
    sign_in(second, "clara")
    assert second_step(first, recovery.lower().replace("-", " ")) == 302
    assert second_step(second, recovery) == 422
    assert "9 codes are left" in first.get("/account/security").text


def test_new_recovery_codes_void_the_old_ones(people: People, app: Flask, clara: tuple[str, list[str]]) -> None:
    client = app.test_client()
    sign_in(client, "clara")
    second_step(client, clara[1][0])
    assert client.post("/account/recovery-codes").status_code == 200
    other = app.test_client()
    sign_in(other, "clara")
    assert second_step(other, clara[1][1]) == 422


def test_the_second_step_waits_ten_minutes_then_begins_again(
    app: Flask, clara: tuple[str, list[str]], clock: HeldClock
) -> None:
    client = app.test_client()
    sign_in(client, "clara")
    at = clock.move(timedelta(minutes=11))
    answer = client.post("/sign-in/second-factor", data={"code": code(clara[0], at)})
    assert answer.location.startswith("/sign-in")
    assert not is_signed_in(client)


def test_the_token_of_the_first_step_opens_nothing_and_changes_with_the_second(
    app: Flask, clara: tuple[str, list[str]], clock: HeldClock, database: Database
) -> None:
    client = app.test_client()
    sign_in(client, "clara")
    with client.session_transaction() as cookie:
        token = cookie["half_signed_in"]["token"]
        cookie["_user_id"] = token
    assert not is_signed_in(client)
    assert second_step(client, code(clara[0], clock.now())) == 302
    with database.reading() as session:
        assert queries.sign_in_of(session, token) is None


def test_secret_and_codes_lie_sealed_and_hashed(
    clara: tuple[str, list[str]], database: Database, settings: Settings
) -> None:
    secret, codes = clara
    with database.reading() as session:
        row = session.scalars(select(AuthenticatorApp).order_by(AuthenticatorApp.account_id.desc())).first()
        hashes = set(session.scalars(select(RecoveryCode.code_hash)))
    assert row is not None
    assert secret.encode() not in row.sealed_secret
    assert len(codes) == 10
    assert not hashes & set(codes)
    sealer = Sealer(derive_key(settings.secret_key, "second factors"), settings.data / "secret-key")
    assert services.secret_of(sealer, row) == secret
    other = Sealer(derive_key("another key", "second factors"), settings.data / "secret-key")
    with pytest.raises(Unsealable):
        services.secret_of(other, row)


def test_a_sealed_secret_moved_to_another_account_does_not_open(
    clara: tuple[str, list[str]], session: Session, settings: Settings
) -> None:
    rows = session.scalars(select(AuthenticatorApp)).all()
    rows[0].sealed_secret, rows[1].sealed_secret = rows[1].sealed_secret, rows[0].sealed_secret
    sealer = Sealer(derive_key(settings.secret_key, "second factors"), settings.data / "secret-key")
    with pytest.raises(Unsealable):
        services.secret_of(sealer, rows[0])


def test_an_app_whose_first_code_was_wrong_is_not_asked_for(app: Flask, people: People) -> None:
    client = people.client("clara")
    client.post("/account/app")
    secret = shown_secret(client)
    assert client.post("/account/app/new", data={"code": "000000"}).status_code == 422
    assert shown_secret(client) == secret
    assert not sign_in(app.test_client(), "clara").startswith("/sign-in/second-factor")


def test_the_qr_code_is_a_picture_that_nobody_keeps_and_goes_once_the_app_is_set_up(
    people: People, clock: HeldClock
) -> None:
    client = people.client("clara")
    client.post("/account/app")
    answer = client.get("/account/app/code.svg")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    client.post("/account/app/new", data={"code": code(shown_secret(client), clock.now())})
    assert client.get("/account/app/code.svg").status_code == 404
    assert client.get("/account/app/new").status_code == 404


def test_setting_up_a_second_factor_signs_other_browsers_out_and_gives_this_one_another_token(
    people: People, app: Flask, clock: HeldClock
) -> None:
    phone, desk = people.client("clara"), people.client("clara")
    cookie = desk.get_cookie("session")
    set_up_app(desk, clock.now())
    assert is_signed_in(desk)
    assert not is_signed_in(phone)
    thief = app.test_client()
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    assert not is_signed_in(thief)


def test_after_a_while_one_shows_again_that_its_them_before_changing_anything(people: People, clock: HeldClock) -> None:
    client = people.client("clara")
    clock.move(timedelta(minutes=16))
    answer = client.post("/account/app")
    assert answer.location == "/account/confirm?next=/account/security"
    assert client.post(answer.location, data={"password": "not the one at all"}).status_code == 422
    assert client.post(answer.location, data={"password": "correct horse battery"}).location == "/account/security"
    assert client.post("/account/app").location == "/account/app/new"


def test_each_change_of_a_second_factor_leaves_one_audit_row(
    people: People, clock: HeldClock, database: Database
) -> None:
    client = people.client("clara")
    set_up_app(client, clock.now())
    client.post("/account/app/remove")
    with database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        left = session.scalar(select(func.count(RecoveryCode.id)))
    assert actions[-3:] == ["account.app_added", "account.recovery_codes_made", "account.app_removed"]
    assert left == 0


# Roles


def moderator(app: Flask, people: People) -> FlaskClient:
    people.account("max")
    client = app.test_client()
    assert sign_in(client, "max", "/moderation") == "/account/security"
    return client


def test_a_moderator_without_a_second_factor_is_no_moderator_and_is_told_why(app: Flask, people: People) -> None:
    client = moderator(app, people)
    assert client.get("/moderation").location == "/account/security"
    page = client.get("/account/security").text
    assert "Your role waits for a second factor" in page
    assert "/moderation" not in page


def test_with_a_second_factor_the_role_counts_at_once(app: Flask, people: People, clock: HeldClock) -> None:
    client = moderator(app, people)
    set_up_app(client, clock.now())
    assert client.get("/moderation").status_code == 200


def test_without_it_again_the_role_is_withheld_again(app: Flask, people: People, clock: HeldClock) -> None:
    client = moderator(app, people)
    set_up_app(client, clock.now())
    client.post("/account/app/remove")
    assert client.get("/moderation").location == "/account/security"


def test_a_withheld_role_opens_no_single_thing_either(people: People, session: Session, clock: HeldClock) -> None:
    opal = people.account_in(session, "opal")
    row = SignIn(account=opal, created_at=clock.now(), expires_at=clock.now() + timedelta(days=1))
    actor = queries.acting_by(row, clock.now(), guards_roles=True)
    assert (actor.roles, actor.withheld) == (frozenset(), frozenset({Role.MODERATOR, Role.OPERATOR}))
    row.proven_at = clock.now()
    assert queries.acting_by(row, clock.now(), guards_roles=True).roles == {Role.MODERATOR, Role.OPERATOR}


def test_faculty_needs_no_second_factor(app: Flask, people: People) -> None:
    people.account("faye")
    client = app.test_client()
    assert sign_in(client, "faye", "/collections") == "/collections"
    assert client.get("/collections/new").status_code == 200


def test_an_instance_may_leave_it_to_its_moderators(house: House, people: People) -> None:
    people.account("max")
    optional = create_app(
        house=replace(house, settings=replace(house.settings, second_factor=SecondFactorPolicy.OPTIONAL))
    )
    optional.config["WTF_CSRF_ENABLED"] = False
    client = optional.test_client()
    assert sign_in(client, "max", "/moderation") == "/moderation"
    assert client.get("/moderation").status_code == 200


def test_the_demos_people_are_spared(app: Flask, people: People, session: Session) -> None:
    people.account("max")
    people.account_in(session, "max").is_synthetic = True
    session.commit()
    client = app.test_client()
    assert sign_in(client, "max", "/moderation") == "/moderation"
    assert client.get("/moderation").status_code == 200


def test_a_new_role_asks_for_a_fresh_sign_in(people: People, house: House) -> None:
    client = people.client("clara")
    with house.database.writing() as session:
        services.grant_role(session, people.account_in(session, "clara"), Role.MODERATOR, by=None, at=house.clock.now())
    assert not is_signed_in(client)


def test_an_operator_takes_a_lost_second_factor_away(
    app: Flask, people: People, house: House, clara: tuple[str, list[str]], clock: HeldClock
) -> None:
    client = app.test_client()
    sign_in(client, "clara")
    second_step(client, code(clara[0], clock.now()))
    reset_second_factor(house, "clara@example.org")
    assert not is_signed_in(client)
    assert sign_in(client, "clara") == "/"
    assert sign_in(app.test_client(), "omar").startswith("/sign-in/second-factor")


def test_the_sixth_wrong_code_is_refused_from_wherever_it_comes(
    house: House, people: People, clara: tuple[str, list[str]]
) -> None:
    limited = create_app(house=replace(house, settings=replace(house.settings, rate_limits=True)))
    limited.config["WTF_CSRF_ENABLED"] = False
    answers = []
    for number in range(6):
        client = limited.test_client()
        from_there = {"REMOTE_ADDR": f"10.0.0.{number}"}
        data = {"email": "clara@example.org", "password": "correct horse battery"}
        client.post("/sign-in", data=data, environ_base=from_there)
        answer = client.post("/sign-in/second-factor", data={"code": "000000"}, environ_base=from_there)
        answers.append(answer.status_code)
    assert answers == [422] * 5 + [429]
