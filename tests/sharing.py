"""What the houses of one test process share, so that each test can afford a house of its own.

Templates and statements are compiled once per process instead of once per test, and passwords are hashed cheaply:
what comes out is the same.
"""

from __future__ import annotations

from types import CodeType
from typing import cast

from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.util import LRUCache

from app.accounts import passwords
from app.kernel import database

STATEMENTS = 5000
_make_engine = database.make_engine
_dialects: dict[str, Dialect] = {}
_statements: LRUCache[object, object] = LRUCache(STATEMENTS)


class Compiled(BytecodeCache):
    """Jinja's compiled templates, by name, place and source."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = cast(CodeType, bucket.code)


def make_engine(url: str) -> Engine:
    """An engine as ever; its statements are compiled for the dialect, and kept, of the first of its kind."""
    engine = _make_engine(url)
    engine.dialect = _dialects.setdefault(engine.dialect.name, engine.dialect)
    engine._compiled_cache = _statements  # type: ignore[assignment]
    return engine


def share() -> None:
    """Let everything that is made in this process from now on share what it can."""
    database.make_engine = make_engine
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
    passwords._HASHER = cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODYS = cheap.hash("nobody has this password")
