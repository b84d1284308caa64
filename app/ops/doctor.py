"""What an operator wants to know first: what this instance uses, and what of it doesn't work."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select, text

from app.consent import services as consent
from app.kernel.migrations import is_current
from app.kernel.outbox import OutboxEntry
from app.kernel.sealing import Sealer
from app.ops.house import House

LOW_DISK = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    name: str
    is_well: bool
    says: str


def examine(house: House) -> list[Finding]:
    """Look at everything; a check that breaks is a finding too."""
    checks: tuple[tuple[str, Callable[[House], tuple[bool, str]]], ...] = (
        ("database", _database),
        ("migrations", _migrations),
        ("events waiting", _outbox),
        ("search index", _index),
        ("data folder", _folder),
        ("disk", _disk),
        ("mail", _mail),
        ("jobs", _jobs),
        ("secret key", _secret),
        ("consent key", _consent_key),
    )
    return [_look(name, check, house) for name, check in checks]


def _look(name: str, check: Callable[[House], tuple[bool, str]], house: House) -> Finding:
    try:
        is_well, says = check(house)
    except Exception as error:  # noqa: BLE001 -- whatever is broken is what the doctor is for
        is_well, says = False, f"{type(error).__name__}: {error}"
    return Finding(name, is_well, says)


def _database(house: House) -> tuple[bool, str]:
    with house.database.reading() as session:
        session.execute(text("SELECT 1"))
    return True, house.database.engine.url.render_as_string(hide_password=True)


def _migrations(house: House) -> tuple[bool, str]:
    current = is_current(house.database)
    return current, "up to date" if current else "steps are missing: run `casebook db upgrade`"


def _outbox(house: House) -> tuple[bool, str]:
    undelivered = select(func.count()).where(OutboxEntry.delivered_at.is_(None))
    with house.database.reading() as session:
        waiting = session.scalar(undelivered) or 0
        failing = session.scalar(undelivered.where(OutboxEntry.attempts > 3)) or 0
    hint = "; is the worker running?" if waiting else ""
    return not failing, f"{waiting} waiting, {failing} failing again and again{hint}"


def _index(house: House) -> tuple[bool, str]:
    healthy = house.index.is_healthy()
    return healthy, str(house.settings.index) if healthy else "missing or broken: run `casebook reindex`"


def _folder(house: House) -> tuple[bool, str]:
    probe = house.settings.data / f".probe-{secrets.token_hex(4)}"
    probe.write_bytes(b"")
    probe.unlink()
    return True, str(house.settings.data)


def _disk(house: House) -> tuple[bool, str]:
    free = shutil.disk_usage(house.settings.data).free
    return free > LOW_DISK, f"{free / 1024**3:.1f} GiB free"


def _mail(house: House) -> tuple[bool, str]:
    is_folder = house.settings.mail_url.startswith("folder:")
    where = f"written to {house.settings.data / 'mail'}" if is_folder else house.settings.mail_url.split("@")[-1]
    return True, where


def _jobs(house: House) -> tuple[bool, str]:
    return True, "Redis" if house.settings.redis_url else f"embedded, {house.settings.data / 'jobs.sqlite3'}"


def _consent_key(house: House) -> tuple[bool, str]:
    settings = house.settings
    sealer = Sealer(settings.consent_key, settings.consent_key_file)
    with house.database.reading() as session:
        is_well = consent.opens(session, sealer)
    kept = "set" if settings.consent_key else f"kept in {settings.consent_key_file}; not in backups, keep a copy apart"
    return is_well, kept if is_well else "doesn't open what was signed: put back the key that was there"


def _secret(house: House) -> tuple[bool, str]:
    long_enough = len(house.settings.secret_key) >= 32
    return long_enough, "set" if long_enough else "too short: set CASEBOOK_SECRET_KEY to 32 random characters or more"
