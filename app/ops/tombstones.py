"""The list of ended cases kept outside backups, so that a restore can't bring one back."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.cases import services
from app.cases.models import Case, Tombstone
from app.cases.rules import EndReason
from app.kernel.database import Database
from app.kernel.outbox import Outbox

Ended = dict[int, EndReason]


def remember(database: Database, file: Path, case_id: int) -> None:
    """Append one ended case to the list; a second line for the same case does no harm."""
    with database.reading() as session:
        stone = session.get(Tombstone, case_id)
    if stone is None:
        return
    line = json.dumps({"case": case_id, "reason": stone.reason.value, "at": stone.at.isoformat()})
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as out:
        out.write(f"{line}\n")
        out.flush()
        os.fsync(out.fileno())


def known(database: Database | None, file: Path) -> Ended:
    """Every case that is known to have ended, from the list and from the database that is about to be replaced."""
    ended: Ended = {}
    if file.exists():
        for line in file.read_text(encoding="ascii").splitlines():
            entry = json.loads(line)
            ended[entry["case"]] = EndReason(entry["reason"])
    if database is not None:
        with database.reading() as session:
            ended.update({stone.case_id: stone.reason for stone in session.scalars(select(Tombstone))})
    return ended


def replay(database: Database, ended: Ended, *, at: datetime) -> int:
    """End again what a restore has brought back; return how many cases that were."""
    count = 0
    with database.writing() as session:
        for case in session.scalars(select(Case).where(Case.id.in_(ended))).unique():
            if not case.is_gone:
                services.end(session, Outbox(session, at), None, case, reason=ended[case.id], at=at)
                count += 1
    return count
