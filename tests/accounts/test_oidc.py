"""Signing in with an account elsewhere: linked once with the password, then enough; nothing forged gets through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.accounts.credentials import ForeignIdentity
from app.factory import create_app
from app.kernel.database import Database
from app.kernel.errors import Misconfigured
from app.kernel.settings import OpenIdProvider, Settings, load_settings
from app.wiring import building
from tests.accounts.entering import code, is_signed_in, set_up_app
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.clock import HeldClock
from tests.people import PASSWORD, People

BACK = "/sign-in/elsewhere/back"
LINK = "/sign-in/elsewhere/link"


@pytest.fixture
def provider(clock: HeldClock) -> Iterator[Provider]:
    running = Provider()
    running.now = int(clock.now().timestamp())
    yield running
    running.close()


@pytest.fixture
def settings(settings: Settings, provider: Provider) -> Settings:
    """An instance that lets people come from there."""
    return replace(settings, oidc=OpenIdProvider(provider.issuer, CLIENT_ID, CLIENT_SECRET, "Northern Hospital"))


@pytest.fixture
def client(app: Flask, people: People) -> FlaskClient:
    """A browser; Clara has an account with a confirmed address, and Omar is noise."""
    people.account("clara")
    people.account("omar")
    return app.test_client()


def come_back(client: FlaskClient, provider: Provider, following: str = "") -> Any:
    """Go there, sign in there, come back."""
    sent = client.get("/sign-in/elsewhere", query_string={"next": following} if following else {})
    return client.get(f"{BACK}?{provider.approve(sent.location)}")


def link(client: FlaskClient, provider: Provider) -> None:
    assert come_back(client, provider).location == LINK
    assert client.post(LINK, data={"password": PASSWORD}).location == "/"


def test_the_first_time_one_shows_ones_password_and_then_never_again(
    client: FlaskClient, app: Flask, provider: Provider
) -> None:
    assert "Sign in with Northern Hospital" in client.get("/sign-in").text
    assert come_back(client, provider).location == LINK
    assert not is_signed_in(client)
    assert "clara@example.org" in client.get(LINK).text
    assert client.post(LINK, data={"password": "not the one at all"}).status_code == 422
    assert client.post(LINK, data={"password": PASSWORD}).location == "/"
    other = app.test_client()
    assert come_back(other, provider, "/my-cases").location == "/my-cases"
    assert "Clara" in other.get("/account").text


def test_who_is_linked_stays_so_under_another_address_there(
    client: FlaskClient, app: Flask, provider: Provider
) -> None:
    link(client, provider)
    provider.claims = {"email": "omar@example.org"}
    other = app.test_client()
    come_back(other, provider)
    assert "Clara" in other.get("/account").text


def test_a_link_is_kept_once_by_issuer_and_subject(client: FlaskClient, provider: Provider, database: Database) -> None:
    link(client, provider)
    with database.reading() as session:
        kept = session.scalars(select(ForeignIdentity)).one()
    assert (kept.issuer, kept.subject) == (provider.issuer, "clara-over-there")


def test_a_second_factor_is_asked_for_all_the_same(
    client: FlaskClient, app: Flask, people: People, provider: Provider, clock: HeldClock
) -> None:
    link(client, provider)
    secret, _codes = set_up_app(client, clock.now())
    other = app.test_client()
    assert come_back(other, provider).location.startswith("/sign-in/second-factor")
    assert not is_signed_in(other)
    clock.move(timedelta(seconds=31))
    assert other.post("/sign-in/second-factor", data={"code": code(secret, clock.now())}).location == "/"


def test_a_moderator_from_there_is_no_moderator_without_a_second_factor(
    app: Flask, people: People, provider: Provider
) -> None:
    people.account("max")
    provider.claims = {"email": "max@example.org", "sub": "max-over-there"}
    client = app.test_client()
    come_back(client, provider)
    assert client.post(LINK, data={"password": PASSWORD}).location == "/account/security"
    assert client.get("/moderation").location == "/account/security"


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": "ghost@example.org"},
        {"email": None},
    ],
)
def test_an_address_that_nobody_vouches_for_or_knows_links_nothing(
    client: FlaskClient, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    assert come_back(client, provider).status_code == 422
    assert client.get(LINK).status_code == 404


def test_an_address_that_is_not_confirmed_here_links_nothing(
    client: FlaskClient, provider: Provider, people: People, session: Session
) -> None:
    people.account_in(session, "clara").email_confirmed_at = None
    session.commit()
    assert come_back(client, provider).status_code == 422


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"nonce": "another errand"},
        {"nonce": None},
        {"exp": 0},
        {"exp": None},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_this_errand_is_refused(
    client: FlaskClient, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    assert come_back(client, provider).status_code == 502
    assert client.get(LINK).status_code == 404


def test_a_token_signed_with_another_key_is_refused(client: FlaskClient, provider: Provider) -> None:
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    assert come_back(client, provider).status_code == 502


def test_a_token_signed_with_a_secret_instead_of_a_key_pair_is_refused(client: FlaskClient, provider: Provider) -> None:
    provider.signing_key = OctKey.import_key(CLIENT_SECRET * 4)  # type: ignore[assignment]
    provider.algorithm = "HS256"
    assert come_back(client, provider).status_code == 502


@pytest.mark.parametrize("query", ["", "code=x", "code=x&state=y", "error=access_denied", "state="])
def test_an_answer_to_no_errand_is_refused(client: FlaskClient, provider: Provider, query: str) -> None:
    assert client.get(f"{BACK}?{query}").status_code == 502
    client.get("/sign-in/elsewhere")
    assert client.get(f"{BACK}?{query}").status_code == 502


def test_the_errand_of_another_browser_is_refused(client: FlaskClient, app: Flask, provider: Provider) -> None:
    query = provider.approve(client.get("/sign-in/elsewhere").location)
    victim = app.test_client()
    victim.get("/sign-in/elsewhere")
    assert victim.get(f"{BACK}?{query}").status_code == 502


def test_an_answer_counts_once(client: FlaskClient, provider: Provider) -> None:
    query = provider.approve(client.get("/sign-in/elsewhere").location)
    assert client.get(f"{BACK}?{query}").location == LINK
    assert client.get(f"{BACK}?{query}").status_code == 502


def test_one_waits_ten_minutes_for_the_password(client: FlaskClient, provider: Provider, clock: HeldClock) -> None:
    come_back(client, provider)
    clock.move(timedelta(seconds=601))
    assert client.post(LINK, data={"password": PASSWORD}).status_code == 404


def test_coming_back_never_leads_to_another_site(client: FlaskClient, app: Flask, provider: Provider) -> None:
    link(client, provider)
    for evil in ("https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"):
        assert come_back(app.test_client(), provider, evil).location == "/"


def test_a_provider_that_is_down_is_said_so(client: FlaskClient, provider: Provider) -> None:
    provider.close()
    answer = client.get("/sign-in/elsewhere")
    assert answer.status_code == 502
    assert "sign in with your password" in answer.text


def test_without_a_provider_there_is_no_button_and_no_address(
    settings: Settings, clock: HeldClock, people: People
) -> None:
    house = wiring.build(replace(settings, oidc=None), clock, immediate=True)
    from_nowhere = create_app(house=house).test_client()
    assert "Northern Hospital" not in from_nowhere.get("/sign-in").text
    assert from_nowhere.get("/sign-in/elsewhere").status_code == 404
    assert from_nowhere.get(BACK).status_code == 404
    house.database.engine.dispose()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"CASEBOOK_OIDC_ISSUER": "https://id.example"}, "CASEBOOK_OIDC_CLIENT_ID and CASEBOOK_OIDC_CLIENT_SECRET"),
        ({"CASEBOOK_OIDC_ISSUER": "http://id.example"}, "https://"),
    ],
)
def test_half_a_configuration_is_refused_with_what_is_missing(tmp_path: Any, given: dict[str, str], says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        load_settings(given | {"CASEBOOK_DATA": str(tmp_path)})


def test_without_the_extra_the_setting_says_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> None:
        raise ModuleNotFoundError(name="authlib")

    monkeypatch.setattr(building, "import_module", missing)
    with pytest.raises(Misconfigured, match=r"authlib isn't installed: install casebook\[auth\]"):
        wiring.build(settings)
