"""What moderators are shown of a picture, a person or an item that somebody, or a detector, doubts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.cases import queries as cases
from app.media.models import Finding, Image
from app.media.queries import open_findings
from app.moderation.models import Review
from app.threads import queries as threads

SHOWN_OF_PERSON = 5
"""So many of the latest cases, and of the latest comments, of a person are shown."""


@dataclass(frozen=True)
class Marked:
    """A finding with the number that stands at its box."""

    number: int
    finding: Finding


def picture(session: Session, review: Review) -> dict[str, object]:
    """The picture itself, and what detectors found in it that nobody has answered."""
    placed = cases.placed_image(session, review.subject_id)
    return {"placed": placed, "marked": _marked(placed.picture.image) if placed else []}


def _marked(image: Image) -> list[Marked]:
    return [Marked(number, finding) for number, finding in enumerate(open_findings(image), 1)]


def person(session: Session, review: Review) -> dict[str, object]:
    """Who it is, and what they have shared and written of late."""
    account_id = review.subject_id
    return {
        "account": accounts.by_id(session, account_id),
        "verification": accounts.latest_verification(session, account_id),
        "cases": cases.shared_by(session, account_id, most=SHOWN_OF_PERSON),
        "comments": threads.comments_by(session, account_id, most=SHOWN_OF_PERSON),
        "occupation_labels": OCCUPATIONS,
        "specialties": SPECIALTIES,
    }


def item(session: Session, review: Review) -> dict[str, object]:
    """The case behind the item; the item itself is drawn by the room that knows items, into a slot."""
    return {"case": cases.by_id(session, review.case_id) if review.case_id else None}
