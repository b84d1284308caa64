"""The list of uses that were taken back while their case goes on, kept outside backups: a restore must not give them
back. What has ended altogether is on the list of `tombstones`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.rules import GONE
from app.consent import services
from app.consent.models import Consent, ConsentScope
from app.consent.rules import Scope
from app.kernel.database import Database
from app.kernel.outbox import Outbox

Narrowed = dict[int, frozenset[Scope]]
"""By case, what it may not be used for any more."""


def remember(database: Database, file: Path, case_id: int) -> None:
    """Append what has been taken back of one case; a second line for the same case does no harm."""
    uses = _in_database(database).get(case_id)
    if uses is None:
        return
    _append(file, case_id, uses)


def keep(file: Path, narrowed: Narrowed) -> None:
    """Append those that the list lacks: a database that is about to be replaced may know more than the list."""
    listed = known(None, file)
    for case_id, uses in narrowed.items():
        if not uses <= listed.get(case_id, frozenset()):
            _append(file, case_id, uses)


def known(database: Database | None, file: Path) -> Narrowed:
    """All that is known to be taken back, from the list and from the database that is about to be replaced."""
    found: Narrowed = {}
    if file.exists():
        for line in file.read_text(encoding="ascii", errors="replace").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                entry = json.loads(line)
                _add(found, int(entry["case"]), frozenset(map(Scope, entry["uses"])))
    for case_id, uses in (_in_database(database) if database else {}).items():
        _add(found, case_id, uses)
    return found


def replay(session: Session, narrowed: Mapping[int, frozenset[Scope]], *, at: datetime) -> int:
    """Take back again what a restore has brought back; return of how many cases that was."""
    count = 0
    for case_id, uses in sorted(narrowed.items()):
        case = session.get(Case, case_id)
        if case is not None and case.status not in GONE:
            count += services.take_back_again(session, Outbox(session, at), case, uses, at=at)
    return count


def _append(file: Path, case_id: int, uses: frozenset[Scope]) -> None:
    line = json.dumps({"case": case_id, "uses": sorted(uses)})
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as out:
        out.write(f"\n{line}\n")  # a line that was cut short before doesn't spoil this one
        out.flush()
        os.fsync(out.fileno())


def _in_database(database: Database) -> Narrowed:
    taken = select(Consent.case_id, ConsentScope.scope).join(ConsentScope, ConsentScope.consent_id == Consent.id)
    found: Narrowed = {}
    with database.reading() as session:
        for case_id, scope in session.execute(taken.where(ConsentScope.withdrawn_at.is_not(None))):
            _add(found, case_id, frozenset({scope}))
    return found


def _add(found: Narrowed, case_id: int, uses: frozenset[Scope]) -> None:
    found[case_id] = found.get(case_id, frozenset()) | uses
