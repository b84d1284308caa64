"""The audit log: who did or saw what. Append-only, each row hashes the one before, no patient text in it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy import JSON, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.database import Base

GENESIS = "0" * 64
CHAIN_LOCK = 0x0CA5EB00


class Subject(StrEnum):
    """What an audit row can be about."""

    ACCOUNT = "account"
    IMAGE = "image"
    CASE = "case"
    CONSENT = "consent"
    REVIEW = "review"
    COMMENT = "comment"
    RESOLUTION = "resolution"
    ITEM = "item"
    COLLECTION = "collection"
    INVITATION = "invitation"
    INSTANCE = "instance"


class Content(Protocol):
    """What a digest is made of: an AuditEntry, or a row of its table."""

    @property
    def previous(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def action(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def subject_id(self) -> int: ...
    @property
    def detail(self) -> dict[str, str | int]: ...


class AuditEntry(Base):
    """One row: the database refuses to change or delete it (trigger), and two rows after the same one (unique)."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("uq_audit_previous", "previous", unique=True),
        Index("ix_audit_subject", "subject", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    detail: Mapped[dict[str, str | int]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)


def record(
    session: Session,
    actor_id: int | None,
    action: str,
    subject: Subject,
    subject_id: int,
    *,
    at: datetime,
    **detail: str | int,
) -> AuditEntry:
    """Append one row in the running transaction. `detail` holds states, codes and ids, never free text."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    newest = select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)
    entry = AuditEntry(
        at=at,
        actor_id=actor_id,
        action=action,
        subject=subject.value,
        subject_id=subject_id,
        detail=detail,
        previous=session.scalar(newest) or GENESIS,
    )
    entry.digest = digest_of(entry)
    session.add(entry)
    session.flush()
    return entry


def digest_of(entry: Content) -> str:
    """SHA-256 over the row's content and the digest of the row before."""
    content = [
        entry.previous,
        entry.at.isoformat(),
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.subject_id,
        entry.detail,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
