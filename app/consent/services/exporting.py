"""What leaves the library is written down, so that whoever took it can be told when consent for it ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.consent import queries
from app.consent.events import ExportRecalled
from app.consent.models import Export
from app.consent.rules import SCOPE_OF, ExportKind
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import NotAllowed, NotFound, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor


class NotCovered(NotAllowed):
    """Consent doesn't cover this use."""

    def __init__(self) -> None:
        super().__init__(mark("Consent for this case doesn't cover this. It can be read here, and nowhere else."))


def take(session: Session, actor: Actor, case: Case, kind: ExportKind, *, at: datetime) -> Export:
    """Write down that this person takes the case, as it is now, out of the library; the same again changes nothing.

    Raises NotCovered without consent for it, NotFound for a case that isn't in the library.
    """
    if not case.is_shown_at(at):
        raise NotFound()
    check_covered(session, case, kind, at=at)
    return queries.own_export(session, actor.account_id, case, kind) or _write_down(session, actor, case, kind, at)


def check_covered(session: Session, case: Case, kind: ExportKind, *, at: datetime) -> None:
    """Raise NotCovered unless consent for this kind is in force."""
    if SCOPE_OF[kind] not in queries.uses_in_force(session, case.id, at):
        raise NotCovered()


def _write_down(session: Session, actor: Actor, case: Case, kind: ExportKind, at: datetime) -> Export:
    export = Export(case_id=case.id, account_id=actor.account_id, kind=kind, at=at, content_hash=case.content_hash)
    try:
        with session.begin_nested():
            session.add(export)
    except IntegrityError:
        first = queries.own_export(session, actor.account_id, case, kind)
        if first is None:
            raise
        return first
    write_audit(session, actor.id, "case.exported", Subject.CASE, case.id, at=at, kind=kind.value, export_id=export.id)
    return export


def recall(session: Session, outbox: Outbox, case_id: int, *, at: datetime) -> int:
    """Call back what consent no longer covers; return how many exports that were. Each person is told once."""
    covered = queries.uses_in_force(session, case_id, at)
    over = [
        export
        for export in queries.exports_of(session, case_id)
        if export.recalled_at is None and SCOPE_OF[export.kind] not in covered
    ]
    for export in over:
        export.recalled_at = at
        session.flush()
        write_audit(session, None, "case.export_recalled", Subject.CASE, case_id, at=at, export_id=export.id)
    for export in {export.account_id: export for export in over}.values():
        outbox.add(ExportRecalled(export.id))
    return len(over)
