"""Who signed: sealed, opened by a moderator with a reason that is written down, and forgotten with the case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.consent.identity import Identity, from_bytes
from app.consent.models import Consent, ConsentOpening
from app.consent.queries import Sealed
from app.consent.rules import OpeningReason
from app.consent.services.signing import sealed_as
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import NotAllowed, NotFound, Refusal, mark
from app.kernel.sealing import Sealer, Unsealable
from app.policy.actor import Actor


def open_identity(
    session: Session,
    sealer: Sealer,
    actor: Actor,
    subject: Sealed,
    *,
    reason: OpeningReason,
    words: str,
    at: datetime,
) -> Identity:
    """Who signed, for a moderator who says why; the audit log has it before anybody sees it.

    Raises NotAllowed, NotFound where nothing is sealed, Unsealable where the key doesn't fit.
    """
    if not actor.is_moderator or actor.id == subject.author_id:
        raise NotAllowed(mark("Only a moderator opens who has signed, and not for their own case."))
    if not words.strip():
        raise Refusal(mark("Say why this must be opened."))
    consent = subject.consent
    if consent.sealed is None or subject.is_gone:
        raise NotFound()
    identity = from_bytes(sealer.unseal(consent.sealed, sealed_as(consent.id)))
    opening = ConsentOpening(
        consent_id=consent.id, opened_by=actor.account_id, opened_at=at, reason=reason, words=words.strip()
    )
    session.add(opening)
    session.flush()
    write_audit(
        session,
        actor.id,
        "consent.opened",
        Subject.CONSENT,
        consent.id,
        at=at,
        case_id=consent.case_id,
        reason=reason.value,
    )
    return identity


def opens(session: Session, sealer: Sealer) -> bool:
    """Whether the key still opens what was sealed last; nobody gets to see it."""
    newest = select(Consent.id, Consent.sealed).where(Consent.sealed.is_not(None))
    row = session.execute(newest.order_by(Consent.id.desc()).limit(1)).first()
    if row is None:
        return True
    try:
        sealer.unseal(row.sealed, sealed_as(row.id))
    except Unsealable:
        return False
    return True


def forget_identity(session: Session, case_id: int) -> None:
    """Forget who signed for a case that ended, and what was said when it was opened."""
    own = select(Consent.id).where(Consent.case_id == case_id)
    session.execute(update(Consent).where(Consent.case_id == case_id).values(sealed=None))
    session.execute(update(ConsentOpening).where(ConsentOpening.consent_id.in_(own)).values(words=""))
