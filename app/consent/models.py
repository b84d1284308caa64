"""Tables of consent: the record and its scopes. No name and no signature is kept here."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consent.rules import Assent, Capacity, Giver, Method, Scope
from app.kernel.database import Base, choice


class Consent(Base):
    """One consent for one case. `material_hash` is the case content that the giver was shown."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("(giver = 'patient') = (capacity = 'capable_patient')", name="patient_decides"),
        CheckConstraint("(giver = 'parent') = (capacity = 'patient_is_child')", name="parent_decides"),
        CheckConstraint("(giver = 'parent') = (assent <> 'not_applicable')", name="child_is_asked"),
        CheckConstraint("expires_at IS NULL OR expires_at > recorded_at", name="expires_later"),
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
        """The uses agreed to."""
        return frozenset(grant.scope for grant in self.grants)


class ConsentScope(Base):
    """One use that the giver agreed to."""

    __tablename__ = "consent_scope"

    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), primary_key=True)
    scope: Mapped[Scope] = mapped_column(choice(Scope, "scope"), primary_key=True)
