"""The page on which a change of a published case is judged: what would be read, and what differs from what is."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases import queries as cases
from app.cases.change_labels import CHANGE_CONSENTS, CHANGE_REASONS, ShownDifferences, shown_differences
from app.cases.changes import as_if
from app.cases.content import as_json
from app.cases.labels import STAGES
from app.cases.models import Case
from app.cases.rules import ChangeStatus
from app.consent import queries as consents
from app.consent.labels import GIVERS, METHODS, SCOPES
from app.consent.rules import Scope
from app.moderation.models import Review
from app.web.identifiers import WORDS
from app.web.identity import actor


def changed_case(session: Session, review: Review) -> Case | None:
    """The case as the change that waits would make it; none, once nothing waits."""
    case, change = cases.by_id(session, review.subject_id), cases.open_change(session, review.subject_id)
    if case is None or change is None or change.status is not ChangeStatus.SUBMITTED:
        return None
    return as_if(case, change)


def since_last_time(session: Session, case: Case) -> ShownDifferences | None:
    """What differs between the latest submission of a case and the one before; nothing is told of a first one."""
    revisions = cases.revisions(session, case.id)
    if len(revisions) < 2 or not revisions[-2].content:
        return None
    return shown_differences(revisions[-2].content, revisions[-1].content, case)


def case_change(session: Session, review: Review) -> dict[str, object]:
    """What the template needs; `case` is as it would be, `published` as it is."""
    published, made = cases.by_id(session, review.subject_id), changed_case(session, review)
    found: dict[str, object] = {"published": published, "case": made, "change": None}
    if published is None or made is None:
        return found
    change = cases.open_change(session, published.id)
    again = change.formerly if change else {}
    return found | {
        "change": change,
        "pictures": cases.shown_pictures(made),
        "stages": STAGES,
        "differences": shown_differences(as_json(published), as_json(made), published, made),
        "since": shown_differences(again, as_json(made), published, made) if again else None,
        "change_reasons": CHANGE_REASONS,
        "change_consents": CHANGE_CONSENTS,
        "consent": consents.live_consent(session, published.id),
        "in_force": consents.in_force(session, published.id, Scope.LIBRARY, actor().at),
        "givers": GIVERS,
        "scopes": SCOPES,
        "methods": METHODS,
        "identifier_words": WORDS,
    }
