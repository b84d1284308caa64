"""A document that shows an occupation: redrawn, sealed, shown to one moderator at a time, erased soon."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.models import Account
from app.accounts.rules import EvidenceKind
from app.kernel.audit import Subject, record
from app.kernel.errors import Gone, NotFound, mark
from app.kernel.outbox import Outbox
from app.kernel.sealing import Sealer
from app.media.cleaning import CleanImage
from app.media.rules import WIDTHS, RenditionFormat
from app.moderation.models import Review, VerificationDocument
from app.moderation.rules import ReviewKind
from app.moderation.services.queueing import check_holder
from app.policy.actor import Actor


def keep_document(
    session: Session, outbox: Outbox, sealer: Sealer, account: Account, document: CleanImage, *, at: datetime
) -> None:
    """Ask to be verified with this document; the upload itself is kept nowhere, and no other store has it."""
    if not isinstance(document, CleanImage):
        raise TypeError("only a CleanImage is kept")
    request = account_services.request_verification(session, outbox, account, kind=EvidenceKind.DOCUMENT, at=at)
    largest = (0, WIDTHS[-1], RenditionFormat.JPEG)
    shown = next(each for each in document.renditions if (each.frame, each.nominal, each.format) == largest)
    sealed = sealer.seal(shown.data, document_about(request.id))
    session.add(VerificationDocument(verification_id=request.id, sealed=sealed, received_at=at))
    session.flush()


def read_document(session: Session, sealer: Sealer, actor: Actor, review: Review, *, at: datetime) -> bytes:
    """The JPEG for the moderator who has taken the request up; each look is an audit row.

    Raises NotFound where there never was one, Conflict unless this moderator holds the review, Gone once erased.
    """
    request = accounts.verification_by_id(session, review.subject_id)
    if review.kind is not ReviewKind.VERIFICATION or request is None or request.kind is not EvidenceKind.DOCUMENT:
        raise NotFound()
    check_holder(actor, review, at)
    kept = session.get(VerificationDocument, request.id)
    if kept is None:
        raise Gone(mark("The document has been erased."))
    record(session, actor.id, "verification.document_seen", Subject.ACCOUNT, request.account_id, at=at)
    return sealer.unseal(kept.sealed, document_about(request.id))


def erase_document(session: Session, verification_id: int) -> None:
    """Nothing of it stays; none is fine."""
    session.execute(delete(VerificationDocument).where(VerificationDocument.verification_id == verification_id))


def erase_old_documents(session: Session, before: datetime) -> None:
    """Whatever has been kept since that moment or longer goes, decided or not."""
    session.execute(delete(VerificationDocument).where(VerificationDocument.received_at <= before))


def document_about(verification_id: int) -> str:
    """What a sealed document is bound to: it opens for no other request."""
    return f"verification document {verification_id}"
