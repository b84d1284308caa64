"""Sign-ins: listed in plain words, ended one by one, told about by mail, and never revived."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.browsers import describe
from app.accounts.jobs import end_overdue
from app.accounts.models import SignIn
from app.accounts.views.coming_in import own_address
from app.factory import create_app
from app.kernel.audit import AuditEntry
from app.kernel.database import Database
from app.kernel.jobs import Jobs
from app.kernel.settings import Settings
from app.ops.house import House
from tests.accounts.entering import is_signed_in
from tests.clock import HeldClock
from tests.counting import statements
from tests.people import PASSWORD, People

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def browser(app: Flask, name: str, agent: str, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    data = {"email": f"{name}@example.org", "password": password}
    assert client.post("/sign-in", data=data, headers={"User-Agent": agent}).status_code == 302
    return client


def mails_to(settings: Settings, address: str) -> list[str]:
    """Subjects, oldest first."""
    files = sorted((settings.data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
    return [str(message["Subject"]) for message in found if message["To"] == address]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome, Android"),
        (DESK, "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.4 Safari/605.1.15", "Safari, Mac"),
        ("curl/8.0", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_called_in_plain_words(agent: str, words: str) -> None:
    assert describe(agent) == words


def test_every_sign_in_is_listed_and_this_one_is_marked(app: Flask, people: People) -> None:
    people.client("omar")
    people.account("clara")
    browser(app, "clara", PHONE)
    page = browser(app, "clara", DESK).get("/account/security").text
    assert page.index("Firefox, Linux") < page.index("this browser") < page.index("Chrome, Android")
    assert page.count("this browser") == 1
    assert "last seen 2 Mar 2026, 09:00 UTC" in page


def test_one_sign_in_is_ended_and_the_other_goes_on(app: Flask, people: People, database: Database) -> None:
    people.account("clara")
    phone, desk = browser(app, "clara", PHONE), browser(app, "clara", DESK)
    assert desk.post("/account/sign-ins/1/end").location == "/account/security"
    assert not is_signed_in(phone)
    assert is_signed_in(desk)
    with database.reading() as session:
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest is not None
    assert (newest.action, newest.detail) == ("account.sign_in_ended", {"sign_in": 1})


def test_nobody_ends_the_sign_in_of_somebody_else(app: Flask, people: People) -> None:
    people.account("clara")
    phone = browser(app, "clara", PHONE)
    for name in ("omar", "sam", "max", "nobody"):
        assert people.client(name).post("/account/sign-ins/1/end").status_code == 404
    assert is_signed_in(phone)


def test_a_new_browser_is_told_about_and_a_known_one_is_not(app: Flask, people: People, settings: Settings) -> None:
    people.account("clara")
    phone = browser(app, "clara", PHONE)
    assert mails_to(settings, "clara@example.org") == []
    browser(app, "clara", PHONE)
    assert mails_to(settings, "clara@example.org") == ["Casebook: A new sign-in"]
    phone.post("/sign-out")
    phone.post("/sign-in", data={"email": "clara@example.org", "password": PASSWORD})
    assert len(mails_to(settings, "clara@example.org")) == 1


def test_being_seen_is_written_down_at_most_each_quarter_of_an_hour(
    people: People, database: Database, clock: HeldClock
) -> None:
    client = people.client("clara")
    start = clock.now()

    def last_seen() -> object:
        with database.reading() as session:
            return session.scalars(select(SignIn.last_seen_at)).one()

    clock.move(timedelta(minutes=14))
    client.get("/account")
    assert last_seen() == start
    later = clock.move(timedelta(minutes=1))
    client.get("/account")
    assert last_seen() == later


def test_who_has_a_role_worth_stealing_is_out_after_twelve_idle_hours(people: People, clock: HeldClock) -> None:
    names = ("max", "opal", "clara", "faye")
    clients = {name: people.client(name) for name in names}
    clock.move(timedelta(hours=11))
    assert {name for name, client in clients.items() if is_signed_in(client)} == set(names)
    clock.move(timedelta(hours=12))
    assert {name for name, client in clients.items() if is_signed_in(client)} == {"clara", "faye"}


def test_i20_a_sign_in_that_was_left_too_long_does_not_revive_in_a_process_whose_clock_goes_back(
    people: People, house: House, clock: HeldClock
) -> None:
    idle, watched = people.client("max"), people.client("mona")
    early = clock.now()
    clock.move(timedelta(hours=13))
    assert not is_signed_in(watched)
    assert end_overdue(house.database, house.clock) == 1
    restarted = create_app(house=replace(house, clock=HeldClock(early))).test_client()
    for client in (idle, watched):
        cookie = client.get_cookie("session")
        assert cookie is not None
        restarted.set_cookie("session", cookie.value)
        assert restarted.get("/account").status_code == 302


def test_i20_a_sign_in_that_ran_out_does_not_revive_in_a_process_whose_clock_goes_back(
    people: People, house: House, clock: HeldClock
) -> None:
    seen, swept = people.client("clara"), people.client("sam")
    early = clock.now()
    clock.move(timedelta(days=14))
    assert not is_signed_in(seen)
    assert end_overdue(house.database, house.clock) == 1
    restarted = create_app(house=replace(house, clock=HeldClock(early))).test_client()
    for client in (seen, swept):
        cookie = client.get_cookie("session")
        assert cookie is not None
        restarted.set_cookie("session", cookie.value)
        assert restarted.get("/account").status_code == 302


def test_another_password_signs_out_every_other_browser_and_gives_this_one_another_token(
    app: Flask, people: People
) -> None:
    people.account("clara")
    phone, desk = browser(app, "clara", PHONE), browser(app, "clara", DESK)
    former = desk.get_cookie("session")
    fresh = {"password": "a whole new passphrase", "again": "a whole new passphrase"}
    assert desk.post("/account/password", data={"old": "not the one at all"} | fresh).status_code == 422
    assert is_signed_in(phone)
    assert desk.post("/account/password", data={"old": PASSWORD} | fresh).location == "/account/security"
    assert is_signed_in(desk)
    assert not is_signed_in(phone)
    thief = app.test_client()
    assert former is not None
    thief.set_cookie("session", former.value)
    assert not is_signed_in(thief)
    browser(app, "clara", PHONE, "a whole new passphrase")


# The same work for every address


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time a password is hashed or compared, which takes most of the time."""
    seen: list[str] = []

    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, _counted(seen, getattr(PasswordHasher, name)))
    return seen


FORM_TOKEN = re.compile(r"[\w.-]{60,}")


def _counted(seen: list[str], method: Callable[..., Any]) -> Callable[..., Any]:
    def counting(*given: Any) -> Any:
        seen.append(method.__name__)
        return method(*given)

    return counting


SIGN_UP = {
    "name": "Somebody",
    "institution": "",
    "registration_number": "",
    "password": PASSWORD,
    "occupation": "faculty",
    "country": "SE",
}


@pytest.mark.parametrize(
    ("address", "more"), [("/sign-in", {"password": "not the one at all"}), ("/sign-up", SIGN_UP), ("/forgotten", {})]
)
def test_a_known_and_an_unknown_address_get_the_same_answer_after_the_same_work(
    app: Flask,
    people: People,
    database: Database,
    hashed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    more: dict[str, str],
) -> None:
    people.account("clara")
    monkeypatch.setattr(Jobs, "enqueue", lambda *_name, **_ids: None)  # the worker's work is after the answer
    done = {}
    for email in ("clara@example.org", "ghost@example.org"):
        hashed.clear()
        with statements(database.engine) as seen:
            answer = app.test_client().post(address, data={"email": email} | more)
        kinds = [" ".join(statement.split()[:3]) for statement in seen]
        done[email] = (
            answer.status_code,
            answer.location,
            FORM_TOKEN.sub("", answer.text.replace(email, "")),
            hashed[:],
            kinds,
        )
    assert done["clara@example.org"] == done["ghost@example.org"]
    assert len(hashed) == (0 if address == "/forgotten" else 1)


def test_a_password_that_stands_in_for_nobodys_opens_no_account_without_one(people: People, database: Database) -> None:
    assert not passwords.is_right("nobody has this password", "")
    assert not passwords.is_right("nobody has this password", None)


# No way to another site


@pytest.fixture(scope="module")
def addresses() -> Flask:
    bare = Flask("addresses")
    bare.add_url_rule("/", "library.home", lambda: "")
    return bare


EVIL = st.one_of(
    st.text(max_size=40),
    st.builds(
        "".join,
        st.lists(
            st.sampled_from(
                [
                    "/",
                    "//",
                    "\\",
                    "\t",
                    "\n",
                    "\r",
                    " ",
                    "\x00",
                    "@",
                    ":",
                    "?",
                    "#",
                    "http:",
                    "https://",
                    "javascript:",
                    "evil.example",
                    ".",
                    "..",
                    "%2f",
                    "%5c",
                    "\u2028",
                    "\uff0f",
                    "data:",
                ]
            ),
            max_size=7,
        ),
    ),
)


@examples(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=EVIL)
@example("//evil.example")
@example("/\\evil.example")
@example("/\t/evil.example")
@example("\n//evil.example")
@example("/..//evil.example")
@example("https:evil.example")
def test_no_address_that_is_asked_for_leads_to_another_site(addresses: Flask, wanted: str) -> None:
    with addresses.test_request_context():
        led = own_address(wanted)
    as_browsers_do = led.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n")))
    assert as_browsers_do.startswith("/")
    assert not as_browsers_do.startswith("//")
    assert urlsplit(as_browsers_do).netloc == ""


def test_the_browsers_cookie_is_for_this_site_alone_and_no_script_reads_it(app: Flask, people: People) -> None:
    people.account("clara")
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": "clara@example.org", "password": PASSWORD})
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("browser="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_what_is_kept_of_a_browser_is_its_words_alone(app: Flask, people: People, database: Database) -> None:
    people.account("clara")
    client = browser(app, "clara", PHONE)
    mark = client.get_cookie("browser")
    assert mark is not None
    with database.reading() as session:
        row = session.scalars(select(SignIn)).one()
    assert row.browser == "Chrome, Android"
    assert mark.value not in (row.browser_hash, row.token_hash)
