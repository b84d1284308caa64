"""Whether two people are needed for a case: what it says of itself, and who consented to it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases.delicate import delicate_in
from app.cases.models import Case
from app.cases.rules import Delicate
from app.consent import queries as consents
from app.consent.rules import Giver
from app.media import queries as media

BY_GIVER: dict[Giver, Delicate] = {Giver.PARENT: Delicate.CHILD, Giver.ESTATE: Delicate.DECEASED}
"""A parent consents for a child, a representative of the estate for somebody who has died."""


def delicate_of(session: Session, case: Case) -> frozenset[Delicate]:
    """What is delicate about the case, from everything that is known here; empty where one moderator is enough."""
    media.with_findings(session, [part.image for part in case.pictures])
    consent = consents.live_consent(session, case.id)
    implied = BY_GIVER.get(consent.giver) if consent else None
    return delicate_in(case) | ({implied} if implied else frozenset())
