"""Steps of signing in that several tests take."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import pyotp
from flask.testing import FlaskClient

from tests.people import PASSWORD


def sign_in(client: FlaskClient, name: str, following: str = "") -> str:
    """Address and password; returns where it leads."""
    data = {"email": f"{name}@example.org", "password": PASSWORD}
    answer = client.post("/sign-in", query_string={"next": following} if following else {}, data=data)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def set_up_app(client: FlaskClient, at: datetime) -> tuple[str, list[str]]:
    """Set up an authenticator app as its owner would; returns its secret and the recovery codes."""
    assert client.post("/account/app").location == "/account/app/new"
    secret = shown_secret(client)
    answer = client.post("/account/app/new", data={"code": code(secret, at)})
    assert answer.status_code == 200, answer.text
    return secret, re.findall(r"<li>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</li>", answer.text)


def shown_secret(client: FlaskClient) -> str:
    """The key for those who can't scan."""
    found = re.search(r'class="code-large">([A-Z2-7 ]+)<', unescape(client.get("/account/app/new").text))
    assert found is not None
    return found[1].replace(" ", "")


def code(secret: str, at: datetime) -> str:
    """What the app shows at that moment."""
    return str(pyotp.TOTP(secret).at(at))


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200
