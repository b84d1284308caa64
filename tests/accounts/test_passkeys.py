"""Passkeys: made, named, removed, enough to sign in; nothing forged, replayed or copied gets through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.credentials import Passkey, PasskeyChallenge
from app.accounts.passkeys import relying_party
from app.factory import create_app
from app.kernel.database import Database
from app.kernel.settings import Settings
from app.ops.house import House
from tests.accounts.authenticator import PRESENT, Authenticator, ask, post
from tests.accounts.entering import is_signed_in, sign_in
from tests.clock import HeldClock
from tests.people import People


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Passkeys need an address with a name."""
    return replace(settings, public_url="http://localhost:8000")


@pytest.fixture
def key(people: People) -> Authenticator:
    """Clara's passkey; Omar, who has one too, is noise."""
    assert Authenticator().register(people.client("omar")).json == {"next": "/account/security"}
    made = Authenticator()
    assert made.register(people.client("clara")).json == {"next": "/account/security"}
    return made


def test_a_passkey_alone_signs_in(app: Flask, key: Authenticator) -> None:
    client = app.test_client()
    assert key.sign_in(client).json == {"next": "/"}
    assert "Clara" in client.get("/account").text


def test_a_passkey_alone_is_both_factors(app: Flask, people: People) -> None:
    client = people.client("max")
    made = Authenticator()
    made.register(client)
    other = app.test_client()
    made.sign_in(other)
    assert other.get("/moderation").status_code == 200


def test_a_passkey_is_the_second_step_after_the_password(app: Flask, key: Authenticator) -> None:
    client = app.test_client()
    assert sign_in(client, "clara").startswith("/sign-in/second-factor")
    assert not is_signed_in(client)
    assert key.sign_in(client).json == {"next": "/"}
    assert is_signed_in(client)


def test_after_the_password_only_ones_own_keys_are_asked_for(app: Flask, key: Authenticator) -> None:
    client = app.test_client()
    sign_in(client, "clara")
    options = ask(client, "/sign-in/passkey/options")
    assert len(options["allowCredentials"]) == 1
    assert options["userVerification"] == "required"
    assert ask(app.test_client(), "/sign-in/passkey/options")["allowCredentials"] == []


def test_an_answer_counts_once(app: Flask, key: Authenticator) -> None:
    client = app.test_client()
    answer = key.get(ask(client, "/sign-in/passkey/options"))
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert post(client, "/sign-in/passkey", answer).status_code == 200
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(kept)
    assert post(thief, "/sign-in/passkey", answer).status_code == 422
    assert not is_signed_in(thief)


def test_an_answer_counts_only_in_the_browser_that_asked(app: Flask, key: Authenticator) -> None:
    answer = key.get(ask(app.test_client(), "/sign-in/passkey/options"))
    other = app.test_client()
    ask(other, "/sign-in/passkey/options")
    assert post(other, "/sign-in/passkey", answer).status_code == 422


def test_an_answer_comes_within_five_minutes(app: Flask, key: Authenticator, clock: HeldClock) -> None:
    client = app.test_client()
    answer = key.get(ask(client, "/sign-in/passkey/options"))
    clock.move(timedelta(minutes=5))
    assert post(client, "/sign-in/passkey", answer).status_code == 422


def unverified(key: Authenticator) -> None:
    key.flags = PRESENT


def absent(key: Authenticator) -> None:
    key.flags = 0


def of_another_site(key: Authenticator) -> None:
    key.host = "evil.example"


def from_another_page(key: Authenticator) -> None:
    key.origin = "https://evil.example"


def copied(key: Authenticator) -> None:
    key.count -= 5


def signed_by_another(key: Authenticator) -> None:
    key.key = Authenticator().key


def unknown(key: Authenticator) -> None:
    key.id = Authenticator().id


@pytest.mark.parametrize(
    "spoil", [unverified, absent, of_another_site, from_another_page, copied, signed_by_another, unknown]
)
def test_what_does_not_prove_it_signs_nobody_in(
    app: Flask, key: Authenticator, spoil: Callable[[Authenticator], None]
) -> None:
    key.count = 10
    key.sign_in(app.test_client())
    spoil(key)
    client = app.test_client()
    answer = key.sign_in(client)
    assert answer.status_code == 422
    assert answer.json == {"error": "That passkey didn't work here. Try again, or use another way."}
    assert not is_signed_in(client)


@pytest.mark.parametrize("spoil", [unverified, of_another_site, from_another_page])
def test_what_does_not_prove_it_is_not_kept_as_a_passkey(
    people: People, database: Database, spoil: Callable[[Authenticator], None]
) -> None:
    made = Authenticator()
    spoil(made)
    assert made.register(people.client("clara")).status_code == 422
    with database.reading() as session:
        assert session.scalars(select(Passkey)).all() == []


@pytest.mark.parametrize("nonsense", [{}, {"id": 7}, {"id": "ä"}, {"id": "AAAA"}, {"id": "AAAA", "response": []}, []])
def test_nonsense_is_no_answer(app: Flask, people: People, key: Authenticator, nonsense: Any) -> None:
    client = app.test_client()
    ask(client, "/sign-in/passkey/options")
    assert post(client, "/sign-in/passkey", nonsense).status_code == 422
    clara = app.test_client()
    key.sign_in(clara)
    ask(clara, "/account/passkeys/options")
    assert post(clara, "/account/passkeys", nonsense).status_code == 422


def test_an_answer_to_nothing_is_refused(app: Flask, key: Authenticator) -> None:
    answer = key.get({"challenge": "AAAA"})
    assert post(app.test_client(), "/sign-in/passkey", answer).status_code == 422


def test_a_challenge_for_signing_in_makes_no_passkey(people: People, key: Authenticator) -> None:
    client = people.client("priya")
    made = Authenticator()
    answer = made.create(ask(client, "/sign-in/passkey/options"))
    assert post(client, "/account/passkeys", answer).status_code == 422


def test_the_same_passkey_is_not_kept_twice_nor_for_somebody_else(people: People, key: Authenticator) -> None:
    assert key.register(people.client("priya")).status_code == 409


def test_the_database_holds_no_challenge_that_could_be_answered(
    app: Flask, key: Authenticator, database: Database, clock: HeldClock
) -> None:
    ask(app.test_client(), "/sign-in/passkey/options")
    clock.move(timedelta(minutes=6))
    options = ask(app.test_client(), "/sign-in/passkey/options")
    with database.reading() as session:
        kept = session.scalars(select(PasskeyChallenge.digest)).all()
    assert len(kept) == 1
    assert options["challenge"] not in kept


def test_a_passkey_gets_a_name_and_is_removed(app: Flask, key: Authenticator, clock: HeldClock) -> None:
    client = app.test_client()
    key.sign_in(client)
    client.post("/account/passkeys/2/name", data={"name": " My phone "})
    assert "My phone" in client.get("/account/security").text
    client.post("/account/passkeys/2/name", data={"name": " "})
    assert "My phone" in client.get("/account/security").text
    client.post("/account/passkeys/2/remove")
    assert key.sign_in(app.test_client()).status_code == 422


def test_nobody_touches_the_passkey_of_somebody_else(app: Flask, key: Authenticator, people: People) -> None:
    for name in ("priya", "sam", "max"):
        stranger: FlaskClient = people.client(name)
        assert stranger.post("/account/passkeys/2/name", data={"name": "mine"}).status_code == 404
        assert stranger.post("/account/passkeys/2/remove").status_code == 404
    assert key.sign_in(app.test_client()).status_code == 200


def test_a_passkey_shows_that_its_still_them(app: Flask, key: Authenticator, clock: HeldClock) -> None:
    client = app.test_client()
    key.sign_in(client)
    clock.move(timedelta(hours=1))
    assert ask_json(client, "/account/passkeys/options") == {"next": "/account/confirm?next=/account/security"}
    answer = key.get(ask(client, "/account/confirm/passkey/options"))
    assert post(client, "/account/confirm/passkey?next=/account/app", answer).json == {"next": "/account/app"}
    assert "challenge" in ask_json(client, "/account/passkeys/options")


def test_somebody_elses_passkey_does_not(people: People, key: Authenticator, clock: HeldClock) -> None:
    client = people.client("priya")
    clock.move(timedelta(hours=1))
    answer = key.get(ask(client, "/account/confirm/passkey/options"))
    assert post(client, "/account/confirm/passkey", answer).status_code == 422


def ask_json(client: FlaskClient, address: str) -> Any:
    return client.post(address, json={}).json


@pytest.mark.parametrize(
    ("url", "party"),
    [
        ("https://casebook.example.org", ("casebook.example.org", "https://casebook.example.org")),
        ("http://localhost:8000", ("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_passkeys_are_bound_to_a_name(url: str, party: tuple[str, str] | None) -> None:
    found = relying_party(url)
    assert (found and (found.host, found.origin)) == party


def test_an_instance_without_a_name_offers_none(house: House, people: People) -> None:
    people.account("clara")
    nameless = create_app(house=replace(house, settings=replace(house.settings, public_url="http://127.0.0.1:8000")))
    nameless.config["WTF_CSRF_ENABLED"] = False
    client = nameless.test_client()
    assert "Use a passkey" not in client.get("/sign-in").text
    sign_in(client, "clara")
    assert "Add a passkey" not in client.get("/account/security").text
    assert client.post("/account/passkeys/options", json={}).status_code == 404
