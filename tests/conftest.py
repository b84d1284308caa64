"""Fixtures for every room: a migrated database, a held clock, a house, an app, a client, people with names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import wiring
from app.factory import create_app
from app.kernel.database import Database
from app.kernel.outbox import Outbox
from app.kernel.settings import ROOT, Settings
from app.ops.house import House
from tests import schema, sharing
from tests.clock import HeldClock
from tests.people import People

sharing.share()

# A busy machine is no failure, and a commit is judged by the same examples each time it's looked at.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One migrated, empty database for all tests of this process."""
    made = schema.make_template(tmp_path_factory.mktemp("template"))
    yield made
    schema.drop(f"/{made}")


@pytest.fixture
def database_url(template: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own."""
    address = schema.copy_template(template, tmp_path)
    yield address
    schema.drop(address)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings whose folders are this test's own."""
    return Settings(
        data=tmp_path / "data",
        index=tmp_path / "index",
        content=ROOT / "content",
        secret_key="a key for tests",
        database_url=database_url,
        rate_limits=False,
        vision=False,
        rereview_percent=0,
    )


@pytest.fixture
def clock() -> HeldClock:
    """A clock that stands still."""
    return HeldClock()


@pytest.fixture
def house(settings: Settings, clock: HeldClock) -> Iterator[House]:
    """The running parts; jobs run where they are asked for."""
    built = wiring.build(settings, clock, immediate=True)
    yield built
    built.database.engine.dispose()


@pytest.fixture
def database(house: House) -> Database:
    """The house's database."""
    return house.database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; nothing is committed unless the test does it."""
    with database.writer() as opened:
        yield opened


@pytest.fixture
def outbox(session: Session, clock: HeldClock) -> Outbox:
    """The outbox of that session."""
    return Outbox(session, clock.now())


class ReadingClient(FlaskClient):
    """A client that reads each answer to its end, as browsers do, so that no file stays open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def app(house: House) -> Flask:
    """The application of the house."""
    made = create_app(house=house)
    made.test_client_class = ReadingClient
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def people(house: House, app: Flask) -> People:
    """Named people, made on demand, with a signed-in client each."""
    return People(house, app)
