"""The list of ended cases kept outside backups, so that a restore can't bring one back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import services
from app.cases.models import Case, Tombstone
from app.cases.rules import GONE, EndReason
from app.kernel.blobs import sync_folder
from app.kernel.database import Database
from app.kernel.outbox import Outbox

PORTION = 500
Ended = dict[int, EndReason]


def remember(database: Database, file: Path, case_id: int) -> None:
    """Append one ended case to the list; a second line for the same case does no harm."""
    with database.reading() as session:
        stone = session.get(Tombstone, case_id)
    if stone is not None:
        _append(file, [_line(case_id, stone.reason, stone.at)])


def keep(file: Path, ended: Ended, *, at: datetime) -> None:
    """Append those that the list lacks: a database that is about to be replaced may know more than the list."""
    listed = known(None, file)
    missing = [_line(case_id, reason, at) for case_id, reason in ended.items() if case_id not in listed]
    if missing:
        _append(file, missing)


def known(database: Database | None, file: Path) -> Ended:
    """Every case that is known to have ended, from the list and from the database that is about to be replaced."""
    ended = dict(listed(file))
    if database is not None:
        with database.reading() as session:
            ended.update({stone.case_id: stone.reason for stone in session.scalars(select(Tombstone))})
    return ended


def listed(file: Path) -> Iterator[tuple[int, EndReason]]:
    """The cases on the list. A line that was cut short is passed over: its event was not done, and wrote another."""
    if file.exists():
        with file.open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                with suppress(ValueError, KeyError, TypeError):
                    entry = json.loads(line)
                    yield int(entry["case"]), EndReason(entry["reason"])


def replay(session: Session, ended: Ended, *, at: datetime) -> int:
    """End again what a restore has brought back; return how many cases that were."""
    count = 0
    for ids in _portions(sorted(ended)):
        for case in session.scalars(select(Case).where(Case.id.in_(ids), Case.status.not_in(GONE))).unique():
            services.end(session, Outbox(session, at), None, case, reason=ended[case.id], at=at)
            count += 1
    return count


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))


def _line(case_id: int, reason: EndReason, at: datetime) -> str:
    return json.dumps({"case": case_id, "reason": reason.value, "at": at.isoformat()})


def _append(file: Path, lines: Sequence[str]) -> None:
    """Each line begins one: what a killed process or a full disk has cut short doesn't spoil the next."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as out:
        out.write("".join(f"\n{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())
    sync_folder(file.parent)
