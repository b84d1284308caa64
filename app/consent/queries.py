"""Reads of consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.rules import GONE
from app.consent import rules
from app.consent.models import Consent, ConsentOpening, SigningLink
from app.consent.rules import SIGNED, Scope


@dataclass(frozen=True)
class Sealed:
    """A consent that was signed on a screen, with its case: who may open it depends on both."""

    consent: Consent
    case: Case

    @property
    def author_id(self) -> int:
        """The case's author, who may not open it."""
        return self.case.author_id

    @property
    def is_gone(self) -> bool:
        """The case has ended, and the signature with it."""
        return self.case.is_gone


def live_consent(session: Session, case_id: int) -> Consent | None:
    """The case's consent that has not been withdrawn; there's at most one. It may have expired."""
    live = select(Consent).where(Consent.case_id == case_id, Consent.withdrawn_at.is_(None))
    return session.scalar(live)


def in_force(session: Session, case_id: int, scope: Scope, at: datetime) -> bool:
    """Whether the case may be used like this at that moment (I14); a case that has ended may not."""
    of_case = select(Consent).join(Case, Case.id == Consent.case_id)
    live = of_case.where(Consent.case_id == case_id, Consent.withdrawn_at.is_(None), Case.status.not_in(GONE))
    consent = session.scalar(live)
    return consent is not None and rules.in_force(
        scopes=consent.scopes,
        use=scope,
        withdrawn_at=consent.withdrawn_at,
        expires_at=consent.expires_at,
        at=at,
    )


def by_receipt(session: Session, receipt_hash: str) -> Consent | None:
    """The consent whose receipt code has this hash, withdrawn ones included."""
    return session.scalar(select(Consent).where(Consent.receipt_hash == receipt_hash))


def expired_cases(session: Session, at: datetime) -> Sequence[int]:
    """Ids of cases that haven't ended although their consent has run out."""
    over = select(Consent.case_id).join(Case, Case.id == Consent.case_id)
    over = over.where(Consent.withdrawn_at.is_(None), Consent.expires_at <= at, Case.status.not_in(GONE))
    return session.scalars(over.order_by(Consent.case_id)).all()


def open_link(session: Session, case_id: int) -> SigningLink | None:
    """The case's link that was neither used nor cancelled; it may have run out."""
    waiting = select(SigningLink).where(SigningLink.case_id == case_id)
    return session.scalar(waiting.where(SigningLink.used_at.is_(None), SigningLink.cancelled_at.is_(None)))


def link_by_hash(session: Session, token_hash: str) -> SigningLink | None:
    """The link whose token has this hash, whatever has become of it."""
    return session.scalar(select(SigningLink).where(SigningLink.token_hash == token_hash))


def sealed(session: Session, consent_id: int) -> Sealed | None:
    """A consent that was signed on a screen."""
    wanted = select(Consent, Case).join(Case, Case.id == Consent.case_id)
    row = session.execute(wanted.where(Consent.id == consent_id, Consent.method.in_(SIGNED))).first()
    return Sealed(*row) if row else None


def openings(session: Session, consent_id: int) -> Sequence[ConsentOpening]:
    """When it was opened who had signed, oldest first."""
    opened = select(ConsentOpening).where(ConsentOpening.consent_id == consent_id)
    return session.scalars(opened.order_by(ConsentOpening.id)).all()
