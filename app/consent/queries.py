"""Reads of consent, and of what has left the library under it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.rules import GONE
from app.consent import rules
from app.consent.models import Consent, ConsentOpening, ConsentScope, ExpiryWarning, Export, SigningLink
from app.consent.rules import SCOPE_OF, SIGNED, ExportKind, Scope


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


def uses_in_force(session: Session, case_id: int, at: datetime) -> frozenset[Scope]:
    """Every use that is agreed to at that moment, in one statement; none of a case that has ended."""
    given = select(ConsentScope.scope).join(Consent, Consent.id == ConsentScope.consent_id).join(Case)
    lasts = or_(Consent.expires_at.is_(None), Consent.expires_at > at)
    live = Consent.withdrawn_at.is_(None), ConsentScope.withdrawn_at.is_(None), lasts, Case.status.not_in(GONE)
    return frozenset(session.scalars(given.where(Consent.case_id == case_id, *live)))


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


def running_out(session: Session, at: datetime, days: int) -> Sequence[Consent]:
    """Consents that run out within so many days and whose author has had no warning of so few days, or fewer."""
    ends = Consent.expires_at > at, Consent.expires_at <= at + timedelta(days=days)
    warned = exists().where(ExpiryWarning.consent_id == Consent.id, ExpiryWarning.days <= days)
    live = select(Consent).join(Case).where(Consent.withdrawn_at.is_(None), Case.status.not_in(GONE))
    return session.scalars(live.where(*ends, ~warned).order_by(Consent.id)).all()


def exports_of(session: Session, case_id: int) -> Sequence[Export]:
    """Who took what of the case out of the library, the first first."""
    return session.scalars(select(Export).where(Export.case_id == case_id).order_by(Export.id)).unique().all()


def export_by_id(session: Session, export_id: int) -> Export | None:
    """One export with its account."""
    return session.get(Export, export_id)


def own_export(session: Session, account_id: int, case: Case, kind: ExportKind) -> Export | None:
    """What this person took of the case as it is now."""
    own = Export.account_id == account_id, Export.case_id == case.id, Export.content_hash == case.content_hash
    return session.scalar(select(Export).where(*own, Export.kind == kind))


def holders(session: Session, case_id: int, scopes: Collection[Scope] = frozenset(Scope)) -> int:
    """How many people have taken it out of the library under one of these uses."""
    kinds = [kind for kind, scope in SCOPE_OF.items() if scope in scopes]
    counted = select(func.count(Export.account_id.distinct()))
    return session.scalar(counted.where(Export.case_id == case_id, Export.kind.in_(kinds))) or 0


def recalled_with(session: Session, export: Export) -> Sequence[Export]:
    """What the same person is to delete of the same case, for the same reason."""
    alike: tuple[ColumnElement[bool], ...] = (
        Export.case_id == export.case_id,
        Export.account_id == export.account_id,
        Export.recalled_at == export.recalled_at,
    )
    return session.scalars(select(Export).where(*alike).order_by(Export.id)).unique().all()
