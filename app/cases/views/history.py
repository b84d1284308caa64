"""What readers have seen of a case, one version after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cases import queries
from app.cases.change_labels import ShownDifferences, shown_differences
from app.cases.models import Case, CaseRevision
from app.cases.views.blueprint import bp
from app.policy.rules import Permission
from app.web.gate import on
from app.web.unit import session


@dataclass(frozen=True)
class Entry:
    """One version: since when, and what it changed; nothing is told where the version before is withheld."""

    since: datetime
    differences: ShownDifferences | None
    is_first: bool = False


@bp.get("/cases/<int:case_id>/history")
@on(queries.readable, Permission.READ_CASE)
def history(case: Case) -> ResponseReturnValue:
    """Every version that was shown, the newest first, with what it changed."""
    shown = queries.shown_revisions(session(), case.id)
    return render_template("cases/history.html", case=case, entries=list(_entries(case, shown))[::-1])


def _entries(case: Case, shown: Sequence[CaseRevision]) -> Iterator[Entry]:
    for revision in shown[:1]:
        yield Entry(revision.shown_at or revision.at, None, is_first=True)
    for before, after in pairwise(shown):
        told = not before.withheld and not after.withheld
        made = shown_differences(before.content, after.content, case) if told else None
        yield Entry(after.shown_at or after.at, made)
