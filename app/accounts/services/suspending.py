"""Keeping a person out, or from writing, and letting them back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.services.signing_in import sign_out_everywhere
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, mark
from app.policy.actor import Actor
from app.policy.rules import Permission, may


def suspend(session: Session, moderator: Actor, account: Account, *, at: datetime) -> None:
    """Keep a person out: every sign-in is revoked, and no other is given until a moderator lifts it.

    What they have shared stays: it was judged for itself, others have answered it, and its patients have agreed to it.
    """
    _check_moderator(moderator, account)
    if account.suspended_at is not None:
        raise Conflict(mark("This person is suspended already."))
    account.suspended_at, account.suspended_by, account.paused_at = at, moderator.account_id, None
    sign_out_everywhere(session, account, at=at)
    session.flush()
    record(session, moderator.id, "account.suspended", Subject.ACCOUNT, account.id, at=at)


def end_verification(session: Session, moderator: Actor, account: Account, *, at: datetime) -> None:
    """What was verified about this person isn't so; one who was never verified is fine."""
    _check_moderator(moderator, account)
    if account.verified_until is None or account.verified_until <= at:
        return
    account.verified_until = at
    session.flush()
    record(session, moderator.id, "verification.ended", Subject.ACCOUNT, account.id, at=at)


def lift_suspension(session: Session, moderator: Actor, account: Account, *, at: datetime) -> None:
    """Let a person sign in again; one who isn't suspended is fine."""
    _check_moderator(moderator, account)
    if account.suspended_at is None:
        return
    account.suspended_at = account.suspended_by = None
    session.flush()
    record(session, moderator.id, "account.suspension_lifted", Subject.ACCOUNT, account.id, at=at)


def pause(session: Session, account: Account, *, at: datetime) -> None:
    """Keep a person from writing until a moderator has decided; again, or once suspended, is fine."""
    if account.paused_at is not None or account.suspended_at is not None:
        return
    account.paused_at = at
    session.flush()
    record(session, None, "account.paused", Subject.ACCOUNT, account.id, at=at)


def end_pause(session: Session, moderator: Actor, account: Account, *, at: datetime) -> None:
    """A moderator has found nothing wrong with the person; one who isn't paused is fine."""
    _check_moderator(moderator, account)
    if account.paused_at is None:
        return
    account.paused_at = None
    session.flush()
    record(session, moderator.id, "account.pause_ended", Subject.ACCOUNT, account.id, at=at)


def _check_moderator(moderator: Actor, account: Account) -> None:
    if not may(moderator, Permission.SUSPEND_PERSON, account):
        raise NotAllowed(mark("Moderators decide, and nobody about themselves."))
