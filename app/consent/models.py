"""Tables of consent: the record, its scopes, links for signing, who opened a signature, what has left the library.

A name and a signature are here only if they were given on a screen, and then only sealed (services/signing.py).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.cases.models import Case
from app.consent.rules import Assent, Authority, Capacity, ExportKind, Giver, Method, OpeningReason, Scope
from app.kernel.database import Base, choice


class Consent(Base):
    """One consent for one case. `material_hash` is the case content that the giver was shown, `form_hash` the form.

    `sealed` is who signed on a screen, and the signature, under a key apart from the database; it goes with the case.
    """

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("(giver = 'patient') = (capacity = 'capable_patient')", name="patient_decides"),
        CheckConstraint("(giver = 'parent') = (capacity = 'patient_is_child')", name="parent_decides"),
        CheckConstraint("(giver = 'parent') = (assent <> 'not_applicable')", name="child_is_asked"),
        CheckConstraint("expires_at IS NULL OR expires_at > recorded_at", name="expires_later"),
        CheckConstraint("sealed IS NULL OR method IN ('signed_here', 'signed_by_link')", name="sealed_if_signed_here"),
        CheckConstraint("giver <> 'patient' OR authority IS NULL", name="patient_needs_no_authority"),
        Index(
            "uq_consent_live",
            "case_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    giver: Mapped[Giver] = mapped_column(choice(Giver, "giver"))
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity, "capacity"))
    assent: Mapped[Assent] = mapped_column(choice(Assent, "assent"))
    jurisdiction: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(16))
    form_version: Mapped[str] = mapped_column(String(40))
    form_hash: Mapped[str] = mapped_column(String(64), default="")
    authority: Mapped[Authority | None] = mapped_column(choice(Authority, "authority"))
    witnessed: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    method: Mapped[Method] = mapped_column(choice(Method, "method"))
    reference: Mapped[str] = mapped_column(String(120))
    given_on: Mapped[date]
    material_hash: Mapped[str] = mapped_column(String(64))
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    grants: Mapped[list[ConsentScope]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def scopes(self) -> frozenset[Scope]:
        """The uses agreed to and not taken back."""
        return frozenset(grant.scope for grant in self.grants if grant.withdrawn_at is None)


class ConsentScope(Base):
    """One use that the giver agreed to; `withdrawn_at` where it was taken back by itself, while others went on."""

    __tablename__ = "consent_scope"

    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), primary_key=True)
    scope: Mapped[Scope] = mapped_column(choice(Scope, "scope"), primary_key=True)
    withdrawn_at: Mapped[datetime | None]


class SigningLink(Base):
    """A way for one giver to see one case as it is and to sign, once. The row holds only the token's hash.

    `material_hash` is what will be shown: a case that has changed since can't be signed by this link.
    """

    __tablename__ = "signing_link"
    __table_args__ = (
        CheckConstraint("method IN ('signed_here', 'signed_by_link')", name="is_for_signing"),
        CheckConstraint("(used_at IS NULL) = (consent_id IS NULL)", name="used_with_consent"),
        CheckConstraint("used_at IS NULL OR cancelled_at IS NULL", name="not_used_once_cancelled"),
        Index(
            "uq_signing_link_live",
            "case_id",
            unique=True,
            sqlite_where=text("used_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND cancelled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    method: Mapped[Method] = mapped_column(choice(Method, "method"))
    jurisdiction: Mapped[str] = mapped_column(String(40))
    material_hash: Mapped[str] = mapped_column(String(64))
    created_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"), unique=True)

    case: Mapped[Case] = relationship()


class ConsentOpening(Base):
    """Who looked at who had signed, and why. The words go when the case ends."""

    __tablename__ = "consent_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), index=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    reason: Mapped[OpeningReason] = mapped_column(choice(OpeningReason, "reason"))
    words: Mapped[str] = mapped_column(String(300))


class ExpiryWarning(Base):
    """The author was told that this consent runs out within so many days; once for each number of days."""

    __tablename__ = "expiry_warning"

    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Export(Base):
    """Who took what of a case out of the library, and when. It outlives the case and holds nothing of it.

    `content_hash` is the case's as it was; the same content taken again by the same person is the same row.
    `recalled_at`: consent ended since, and the person is told to delete their copy.
    """

    __tablename__ = "export"
    __table_args__ = (
        UniqueConstraint("case_id", "account_id", "kind", "content_hash"),
        CheckConstraint("recalled_at >= at", name="recalled_later"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[ExportKind] = mapped_column(choice(ExportKind, "kind"))
    at: Mapped[datetime]
    content_hash: Mapped[str] = mapped_column(String(64))
    recalled_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
