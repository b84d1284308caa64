"""Signing up, confirming, signing in and out, setting a new password."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Account, SignIn
from app.accounts.passwords import is_right
from app.factory import create_app
from app.kernel.audit import AuditEntry
from app.kernel.database import Database
from app.kernel.settings import Settings
from app.ops.house import House
from tests.clock import HeldClock
from tests.people import PASSWORD, People

FORM = {
    "name": "Clara Lindqvist",
    "email": "Clara.L@Example.org",
    "password": PASSWORD,
    "occupation": "physician",
    "country": "SE",
    "specialty": "cardiology",
    "institution": "Northern Hospital",
    "registration_number": "SE-4711",
}


def mails(settings: Settings) -> list[str]:
    """The bodies of the mails sent so far, oldest first."""
    files = sorted((settings.data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [_body(path) for path in files]


def _body(path: Path) -> str:
    part = message_from_bytes(path.read_bytes(), policy=default).get_body()
    return part.get_content() if part else ""


def link(settings: Settings, kind: str) -> str:
    """The path of the newest link of a kind."""
    found = re.findall(rf"(/{kind}/\S+)", "\n".join(mails(settings)))
    return str(found[-1])


def sign_in(client: FlaskClient, password: str = PASSWORD, email: str = "clara.l@example.org") -> int:
    return client.post("/sign-in", data={"email": email, "password": password}).status_code


def test_a_person_signs_up_confirms_the_address_and_signs_in(app: Flask, settings: Settings) -> None:
    client = app.test_client()
    assert client.post("/sign-up", data=FORM).status_code == 302
    address = link(settings, "confirm")
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert sign_in(client) == 302
    assert "Clara Lindqvist" in client.get("/account").text


def test_opening_the_mailed_link_alone_confirms_nothing(app: Flask, settings: Settings, database: Database) -> None:
    client = app.test_client()
    client.post("/sign-up", data=FORM)
    client.get(link(settings, "confirm"))
    with database.reading() as session:
        assert session.scalars(select(Account.email_confirmed_at)).all() == [None]


def test_a_confirmation_link_works_once(app: Flask, settings: Settings) -> None:
    client = app.test_client()
    client.post("/sign-up", data=FORM)
    address = link(settings, "confirm")
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 422


def test_a_known_address_gets_the_same_page_and_another_mail(
    app: Flask, settings: Settings, people: People, database: Database
) -> None:
    people.account("omar")
    client = app.test_client()
    fresh = client.post("/sign-up", data=FORM)
    taken = client.post("/sign-up", data=FORM | {"email": "omar@example.org"})
    assert (fresh.status_code, fresh.location) == (taken.status_code, taken.location)
    assert "You have an account already" in mails(settings)[-1]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 2


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Please fill this in."),
        ("email", "clara at example", "This isn't an e-mail address."),
        ("password", "short", "At least 12 characters"),
        ("password", "password1234", "tried first"),
        ("password", "casebookcasebook", "tried first"),
        ("password", "clara.l@example.org", "tried first"),
        ("occupation", "", "Please fill this in."),
        ("country", "", "Please fill this in."),
        ("registration_number", "", "Your occupation has a register"),
    ],
)
def test_a_form_with_a_mistake_says_what_to_do_and_keeps_what_was_typed(
    app: Flask, field: str, value: str, says: str
) -> None:
    answer = app.test_client().post("/sign-up", data=FORM | {field: value})
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert "Northern Hospital" in answer.text


def test_a_student_needs_no_registration_number(app: Flask) -> None:
    data = FORM | {"occupation": "student_medicine", "registration_number": "", "specialty": ""}
    assert app.test_client().post("/sign-up", data=data).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(people: People, app: Flask) -> None:
    people.account("clara")
    client = app.test_client()
    wrong = client.post("/sign-in", data={"email": "clara@example.org", "password": "not the one at all"})
    unknown = client.post("/sign-in", data={"email": "ghost@example.org", "password": "not the one at all"})
    assert wrong.status_code == unknown.status_code == 422
    assert "don&#39;t go together" in wrong.text
    assert "don&#39;t go together" in unknown.text


def test_a_wrong_password_is_logged_without_whose_it_is(
    people: People, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    people.account("clara")
    app.test_client().post("/sign-in", data={"email": "clara@example.org", "password": "not the one at all"})
    [record] = [record for record in caplog.records if record.name == "casebook.security"]
    assert (record.getMessage(), record.__dict__["what"]) == ("wrong_secret", "password")
    assert "clara" not in str(record.__dict__)


def test_signing_out_empties_what_the_browser_keeps(people: People) -> None:
    assert '"cache"' in people.client("clara").post("/sign-out").headers["Clear-Site-Data"]


def test_i16_signing_out_has_one_audit_row_however_often(people: People, database: Database) -> None:
    client = people.client("clara")
    client.post("/sign-out")
    client.post("/sign-out")
    with database.reading() as session:
        noted = select(func.count()).where(AuditEntry.action == "account.signed_out")
        assert session.scalar(noted) == 1


def test_signing_out_kills_a_copied_cookie(people: People, app: Flask) -> None:
    client = people.client("clara")
    cookie = client.get_cookie("session")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)
    assert thief.get("/account").status_code == 200
    client.post("/sign-out")
    assert thief.get("/account").status_code == 302


def test_signing_out_everywhere_ends_the_other_browser_too(people: People) -> None:
    phone, desk = people.client("clara"), people.client("clara")
    desk.post("/account/sign-out-everywhere")
    assert phone.get("/account").status_code == 302


def test_a_sign_in_runs_out_and_does_not_revive_when_the_clock_goes_back(people: People, clock: HeldClock) -> None:
    client = people.client("clara")
    clock.move(timedelta(days=15))
    assert client.get("/account").status_code == 302
    clock.move(timedelta(days=-10))
    assert client.get("/account").status_code == 302


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(
    app: Flask, people: People, settings: Settings, database: Database
) -> None:
    phone = people.client("clara")
    client = app.test_client()
    client.post("/forgotten", data={"email": "clara@example.org"})
    address = link(settings, "reset")
    fresh = "a whole new passphrase"
    assert client.post(address, data={"password": fresh, "again": "a different passphrase"}).status_code == 422
    assert client.post(address, data={"password": fresh, "again": fresh}).status_code == 302
    assert client.post(address, data={"password": fresh, "again": fresh}).status_code == 422
    assert sign_in(client, PASSWORD, "clara@example.org") == 422
    assert sign_in(client, fresh, "clara@example.org") == 302
    assert phone.get("/account").status_code == 302


def test_a_reset_link_is_too_old_after_two_hours(
    app: Flask, people: People, settings: Settings, clock: HeldClock
) -> None:
    people.account("clara")
    client = app.test_client()
    client.post("/forgotten", data={"email": "clara@example.org"})
    clock.move(timedelta(hours=3))
    data = {"password": "a whole new passphrase", "again": "a whole new passphrase"}
    assert client.post(link(settings, "reset"), data=data).status_code == 422


def test_nobody_is_told_whether_an_address_is_known(app: Flask, settings: Settings) -> None:
    answer = app.test_client().post("/forgotten", data={"email": "ghost@example.org"})
    assert answer.status_code == 302
    assert mails(settings) == []


def test_the_database_holds_neither_password_nor_token(people: People, database: Database) -> None:
    client = people.client("clara")
    cookie = client.get_cookie("session")
    assert cookie is not None
    with database.reading() as session:
        account = session.scalars(select(Account)).one()
        sign_in_row = session.scalars(select(SignIn)).one()
    assert account.password_hash.startswith("$argon2id$")
    assert is_right(PASSWORD, account.password_hash)
    assert sign_in_row.token_hash not in cookie.value


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(app: Flask, people: People, wanted: str) -> None:
    people.account("clara")
    answer = app.test_client().post(
        "/sign-in", query_string={"next": wanted}, data={"email": "clara@example.org", "password": PASSWORD}
    )
    assert answer.location == "/"


def test_signing_in_leads_on_to_the_page_that_was_wanted(app: Flask, people: People) -> None:
    people.account("clara")
    client = app.test_client()
    first = client.get("/account")
    answer = client.post(first.location, data={"email": "clara@example.org", "password": PASSWORD})
    assert answer.location == "/account"


def test_the_eleventh_try_to_sign_in_is_refused_for_a_while(house: House) -> None:
    limited = create_app(house=replace(house, settings=replace(house.settings, rate_limits=True)))
    limited.config["WTF_CSRF_ENABLED"] = False
    client = limited.test_client()
    answers = [sign_in(client, "not the one at all") for _ in range(11)]
    assert answers == [422] * 10 + [429]
