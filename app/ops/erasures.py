"""The list of people who have left, kept outside backups, so that a restore can't bring one back."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.models import Account
from app.kernel.database import Database
from app.kernel.outbox import Outbox

Left = dict[int, str]
"""By the account's number, when it was opened: after a restore, numbers are given out again to others."""


def remember(database: Database, file: Path, account_id: int) -> None:
    """Append one person to the list; a second line for the same does no harm."""
    with database.reading() as session:
        account = session.get(Account, account_id)
    if account is None or account.deleted_at is None:
        return
    _append(file, account_id, account.created_at.isoformat())


def known(database: Database | None, file: Path) -> Left:
    """Everybody who is known to have left, from the list and from the database that is about to be replaced."""
    left: Left = {}
    if file.exists():
        for line in file.read_text(encoding="ascii").splitlines():
            entry = json.loads(line)
            left[entry["account"]] = entry["opened"]
    if database is not None:
        with database.reading() as session:
            gone = session.execute(select(Account.id, Account.created_at).where(Account.deleted_at.is_not(None)))
            left.update({account_id: opened.isoformat() for account_id, opened in gone})
    return left


def keep(file: Path, left: Left) -> None:
    """Append those that the list lacks: a database that is about to be replaced may know more than the list."""
    listed = known(None, file)
    for account_id, opened in left.items():
        if account_id not in listed:
            _append(file, account_id, opened)


def replay(session: Session, left: Left, *, at: datetime) -> int:
    """Forget again whom a restore has brought back; return how many people that were."""
    count = 0
    for account in session.scalars(select(Account).where(Account.id.in_(left), Account.deleted_at.is_(None))):
        if account.created_at.isoformat() == left[account.id]:
            services.erase_person(session, Outbox(session, at), account, by=None, at=at)
            count += 1
    return count


def _append(file: Path, account_id: int, opened: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as out:
        out.write(f"{json.dumps({'account': account_id, 'opened': opened})}\n")
        out.flush()
        os.fsync(out.fileno())
