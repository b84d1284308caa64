"""Invite somebody, take it back, and open an account with it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.events import InvitationMade
from app.accounts.models import Account, Invitation
from app.accounts.rules import INVITATION_LASTS, INVITATIONS_A_MONTH, MONTH
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, TooMuch, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor, Role
from app.policy.rules import Permission, may

UNLIMITED = frozenset({Role.MODERATOR, Role.OPERATOR})


def invite(session: Session, outbox: Outbox, actor: Actor | None, *, address: str, at: datetime) -> Invitation:
    """Have an invitation sent; without an actor it is an operator's, from the command line.

    Raises NotAllowed for who may not invite, TooMuch after the month's last one.
    """
    if actor is not None:
        _check_inviter(session, actor, at)
    invitation = Invitation(
        invited_by=actor.account_id if actor else None,
        address=address.strip().lower(),
        created_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    session.add(invitation)
    session.flush()
    by = invitation.invited_by
    record(session, by, "invitation.made", Subject.INVITATION, invitation.id, at=at)
    outbox.add(InvitationMade(invitation.id))
    return invitation


def _check_inviter(session: Session, actor: Actor, at: datetime) -> None:
    if not may(actor, Permission.INVITE):
        raise NotAllowed(mark("Verified healthcare professionals invite others."))
    session.get_one(Account, actor.account_id, with_for_update=True)  # two at once count each other
    lately = queries.invited_since(session, actor.account_id, at - MONTH)
    if lately >= INVITATIONS_A_MONTH and not actor.roles & UNLIMITED:
        raise TooMuch(
            mark("You have invited %(count)s people within a month: that is all we take."), count=INVITATIONS_A_MONTH
        )


def make_invitation_link(session: Session, invitation: Invitation, *, at: datetime) -> str | None:
    """Return a fresh token for the link, which ends the one before; None once it's no longer open."""
    if not invitation.is_open_at(at):
        return None
    token = secrets.token_urlsafe(32)
    invitation.token_hash = queries.digest(token)
    session.flush()
    return token


def revoke_invitation(session: Session, actor: Actor, invitation: Invitation, *, at: datetime) -> None:
    """Take an invitation back; raises NotFound for other people's, Conflict once it's used or over."""
    if invitation.invited_by != actor.id and not actor.roles & UNLIMITED:
        raise NotFound()
    if not invitation.is_open_at(at):
        raise Conflict(mark("This invitation isn't open any more."))
    invitation.revoked_at, invitation.address = at, ""
    session.flush()
    record(session, actor.id, "invitation.revoked", Subject.INVITATION, invitation.id, at=at)


def hold_invitation(session: Session, token: str, *, at: datetime) -> Invitation:
    """The open invitation of this link, and nobody else uses it meanwhile; raises Refusal."""
    found = queries.usable_invitation(session, token, at)
    if found is not None:
        session.refresh(found, with_for_update=True)
    if found is None or not found.is_open_at(at):
        raise Refusal(mark("This invitation was used or taken back, or it has run out. Ask for another one."))
    return found


def use_invitation(session: Session, invitation: Invitation, account: Account, *, at: datetime) -> None:
    """The account was opened with it; raises Conflict when another was faster."""
    unused = update(Invitation).where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
    done = session.execute(unused.values(used_at=at, account_id=account.id, address=""))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(mark("This invitation was used meanwhile."))
    record(session, account.id, "invitation.used", Subject.INVITATION, invitation.id, at=at)
