"""The gate, the request's transaction, headers, pages and files, on routes made for the purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.factory import create_app
from app.kernel.audit import AuditEntry, Subject, record
from app.kernel.database import Database
from app.kernel.errors import Conflict, mark
from app.kernel.settings import ReadPolicy
from app.ops.house import House
from app.policy.rules import Permission
from app.web.files import send_stored
from app.web.gate import check_gates, on, open_to, writes
from app.web.unit import now, session
from tests.people import People

KEY = "ab/abcdef0123456789.webp"


def add_row() -> None:
    record(session(), None, "case.published", Subject.CASE, 1, at=now())


@dataclass(frozen=True)
class Own:
    """Something that belongs to a person."""

    author_id: int
    name: str


def belongings(current: Session, account_id: int) -> Own | None:
    account = current.get(Account, account_id)
    return Own(account.id, account.name) if account else None


def rows(database: Database) -> int:
    with database.reading() as opened:
        return opened.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.fixture
def client(app: Flask, tmp_path: Path) -> FlaskClient:
    """A stranger's client to an app with a few routes more."""
    stored = tmp_path / "stored.webp"
    stored.write_bytes(b"bytes of a picture")

    @app.post("/try/good", endpoint="good")
    @open_to(Permission.VISIT)
    def good() -> ResponseReturnValue:
        add_row()
        return "done"

    @app.post("/try/refused", endpoint="refused")
    @open_to(Permission.VISIT)
    def refused() -> ResponseReturnValue:
        add_row()
        raise Conflict(mark("Number %(n)s is taken."), n=3)

    @app.get("/try/reading", endpoint="reading")
    @open_to(Permission.VISIT)
    def reading() -> ResponseReturnValue:
        add_row()
        return "looked"

    @app.get("/try/writing", endpoint="writing")
    @writes
    @open_to(Permission.VISIT)
    def writing() -> ResponseReturnValue:
        add_row()
        return "looked, and it was noted"

    @app.get("/try/accounts/<int:account_id>", endpoint="theirs")
    @on(belongings, Permission.VERIFY_PERSON)
    def theirs(own: Own) -> ResponseReturnValue:
        return own.name

    @app.get("/try/file", endpoint="file")
    @open_to(Permission.VISIT)
    def file() -> Response:
        answer = send_stored(stored, key=KEY, mimetype="image/webp", caching="private, max-age=60")
        assert isinstance(answer, Response)
        return answer

    return app.test_client()


def test_a_good_post_is_committed_before_its_answer(client: FlaskClient, database: Database) -> None:
    assert client.post("/try/good").status_code == 200
    assert rows(database) == 1


def test_a_refused_post_leaves_nothing_and_says_why(client: FlaskClient, database: Database) -> None:
    answer = client.post("/try/refused")
    assert answer.status_code == 409
    assert "Number 3 is taken." in answer.text
    assert rows(database) == 0


def test_reading_never_writes_unless_the_view_says_so(client: FlaskClient, database: Database) -> None:
    client.get("/try/reading")
    assert rows(database) == 0
    client.get("/try/writing")
    assert rows(database) == 1


def test_not_found_and_not_yours_look_the_same(client: FlaskClient, people: People) -> None:
    sam = people.client("sam")
    missing, forbidden = sam.get("/try/accounts/99"), sam.get(f"/try/accounts/{people.account('omar').id}")
    assert missing.status_code == forbidden.status_code == 404
    assert missing.text == forbidden.text
    assert people.client("max").get(f"/try/accounts/{people.account('omar').id}").text == "Omar"


def test_a_stranger_is_asked_to_sign_in_whether_the_thing_exists_or_not(client: FlaskClient, people: People) -> None:
    exists = people.account("omar").id
    assert client.get("/try/accounts/99").location == "/sign-in?next=/try/accounts/99"
    assert client.get(f"/try/accounts/{exists}").status_code == 302


def test_an_app_with_an_ungated_route_does_not_start(app: Flask) -> None:
    app.add_url_rule("/open", "open", lambda: "everything")
    with pytest.raises(RuntimeError, match="open has no gate"):
        check_gates(app)


def test_every_answer_carries_the_headers_that_keep_it_here(client: FlaskClient) -> None:
    for address in ("/sign-in", "/nowhere", "/try/reading"):
        headers = client.get(address).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_and_transport_are_strict_behind_tls(house: House) -> None:
    tls = create_app(house=replace(house, settings=replace(house.settings, public_url="https://casebook.example")))
    answer = tls.test_client().get("/sign-in", base_url="https://casebook.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_a_stored_file_is_sent_with_its_type_and_revalidates(client: FlaskClient) -> None:
    first = client.get("/try/file")
    assert (first.data, first.content_type) == (b"bytes of a picture", "image/webp")
    assert first.headers["Cache-Control"] == "private, max-age=60"
    again = client.get("/try/file", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_behind_nginx_the_file_is_named_not_sent(house: House, tmp_path: Path) -> None:
    nginx = create_app(house=replace(house, settings=replace(house.settings, accel_prefix="/kept/")))
    with nginx.test_request_context():
        answer = send_stored(tmp_path / "x", key=KEY, mimetype="image/webp", caching="private, max-age=60")
    assert answer.headers["X-Accel-Redirect"] == f"/kept/{KEY}"
    assert answer.get_data() == b""


@pytest.mark.parametrize("page", ["about", "guidelines", "consent", "privacy", "quizzes"])
def test_the_pages_of_content_are_open_to_everybody(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/pages/{page}")
    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize("page", ["nothing", "..", "%2e%2e%2fpeople", "about.md"])
def test_a_page_that_is_not_there_is_not_found(client: FlaskClient, page: str) -> None:
    assert client.get(f"/pages/{page}").status_code == 404


def test_who_may_read_follows_the_policy_of_the_instance(house: House) -> None:
    open_house = replace(house, settings=replace(house.settings, read_policy=ReadPolicy.EVERYBODY))
    assert create_app(house=house).test_client().get("/library").status_code == 302
    assert create_app(house=open_house).test_client().get("/library").status_code == 200


def test_hashed_assets_may_be_kept_for_a_year(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(address).headers["Cache-Control"]


def test_the_health_check_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "well"}
