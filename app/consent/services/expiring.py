"""Consent that runs out by itself: the author is told before, the case ends then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.consent import queries
from app.consent.events import ConsentExpired, ConsentRunsOut
from app.consent.models import ExpiryWarning
from app.consent.rules import WARNED_DAYS
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.outbox import Outbox


def warn(session: Session, outbox: Outbox, *, at: datetime) -> int:
    """Tell authors that a consent runs out before long, once for each of `WARNED_DAYS`; return how many were told.

    The nearest day comes first: who has been told of 7 days needn't hear of 30 any more.
    """
    told = 0
    for days in WARNED_DAYS:
        for consent in queries.running_out(session, at, days):
            session.add(ExpiryWarning(consent_id=consent.id, days=days, at=at))
            session.flush()
            write_audit(session, None, "consent.expiry_warned", Subject.CONSENT, consent.id, at=at, days=days)
            outbox.add(ConsentRunsOut(consent.id))
            told += 1
    return told


def expire(session: Session, outbox: Outbox, case: Case, *, at: datetime) -> None:
    """End a case whose consent has run out; one that has ended already stays as it is."""
    if not case.is_gone and case.id in queries.expired_cases(session, at):
        cases.end(session, outbox, None, case, reason=EndReason.EXPIRED, at=at)
        outbox.add(ConsentExpired(case.id))
