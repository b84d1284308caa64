"""Ask to be verified, and have it decided."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.events import (
    VerificationDecided,
    VerificationEnding,
    VerificationLinkWanted,
    VerificationRequested,
)
from app.accounts.free_mail import domain_of, is_free
from app.accounts.models import Account, Verification
from app.accounts.rules import (
    LINK_LASTS,
    VERIFIABLE,
    Admission,
    EvidenceKind,
    VerificationStatus,
)
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, Refusal, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor

SPENT = mark("This link was used already or is too old. Ask for a new one.")
WAITING = mark("Your request is waiting already.")
BY_LINK = frozenset({EvidenceKind.INSTITUTIONAL_EMAIL, EvidenceKind.COLLEAGUE})
"""These reach the moderators once somebody has opened the link that goes to the address."""


def request_verification(
    session: Session,
    outbox: Outbox,
    account: Account,
    *,
    kind: EvidenceKind,
    evidence: str = "",
    address: str = "",
    at: datetime,
) -> Verification:
    """Ask to be verified: at once into the moderators' queue, or first through a link that goes to `address`.

    Raises Refusal when there's nothing to verify or the address shows nothing, Conflict while a request waits.
    """
    check_asker(session, account)
    address = address.strip().lower()
    if kind is EvidenceKind.INSTITUTIONAL_EMAIL:
        check_institutional(address)
    by_link = kind in BY_LINK
    verification = Verification(
        account_id=account.id,
        kind=kind,
        evidence=evidence.strip(),
        address=address if by_link else "",
        created_at=at,
        ready_at=None if by_link else at,
    )
    try:
        with session.begin_nested():
            session.add(verification)
    except IntegrityError as error:  # two at once: the database keeps one
        raise Conflict(WAITING) from error
    record(session, account.id, "verification.requested", Subject.ACCOUNT, account.id, at=at, kind=kind.value)
    outbox.add((VerificationLinkWanted if by_link else VerificationRequested)(verification.id))
    return verification


def check_asker(session: Session, account: Account) -> None:
    """Raise Refusal, NotAllowed or Conflict for whoever can't ask now."""
    if account.email_confirmed_at is None:
        raise NotAllowed(mark("Confirm your e-mail address first: we have sent you a link."))
    if account.admission is not Admission.ADMITTED:
        raise NotAllowed(mark("Your account hasn't been let in yet. You can ask to be verified then."))
    if account.occupation not in VERIFIABLE:
        raise Refusal(mark("Only healthcare professionals and students of a health profession are verified."))
    if queries.pending_verification(session, account.id) is not None:
        raise Conflict(WAITING)


def check_institutional(address: str) -> None:
    """Raise Refusal for an address that anybody can get."""
    domain = domain_of(address)
    if is_free(domain):
        raise Refusal(
            mark("Anybody gets an address at %(domain)s. Give the one of your hospital, practice or school."),
            domain=domain,
        )


def make_verification_link(session: Session, verification: Verification, *, at: datetime) -> str | None:
    """Return a fresh token for the request's link, which ends the one before; None once it needs no link."""
    if verification.status is not VerificationStatus.PENDING or verification.ready_at is not None:
        return None
    token = secrets.token_urlsafe(32)
    verification.token_hash, verification.token_until = queries.digest(token), at + LINK_LASTS
    session.flush()
    return token


def ask_for_link(session: Session, outbox: Outbox, account: Account) -> None:
    """Have the link of a waiting request sent again."""
    outbox.add(VerificationLinkWanted(_unready(session, account).id))


def cancel_request(session: Session, account: Account, *, at: datetime) -> None:
    """Take a request back that hasn't reached the moderators; nothing of it stays."""
    session.delete(_unready(session, account))
    session.flush()
    record(session, account.id, "verification.cancelled", Subject.ACCOUNT, account.id, at=at)


def _unready(session: Session, account: Account) -> Verification:
    found = queries.pending_verification(session, account.id)
    if found is None or found.ready_at is not None:
        raise Conflict(mark("There is no request of yours that waits for a link."))
    return found


def confirm_institution(session: Session, outbox: Outbox, token: str, *, at: datetime) -> Verification:
    """Use the link that went to the institution: the request reaches the moderators."""
    verification = queries.verification_by_token(session, token, at)
    if verification is None or verification.kind is not EvidenceKind.INSTITUTIONAL_EMAIL:
        raise Refusal(SPENT)
    hold_unready(session, verification)
    make_ready(outbox, verification, at=at)
    session.flush()
    about = verification.account_id
    record(session, about, "verification.address_confirmed", Subject.ACCOUNT, about, at=at)
    return verification


def hold_unready(session: Session, verification: Verification) -> None:
    """Nobody else uses the link meanwhile; raises Refusal when somebody has."""
    session.refresh(verification, with_for_update=True)
    if verification.token_hash is None:
        raise Refusal(SPENT)


def make_ready(outbox: Outbox, verification: Verification, *, at: datetime) -> None:
    """The link is spent, and moderators are told."""
    verification.ready_at = at
    verification.token_hash = verification.token_until = None
    outbox.add(VerificationRequested(verification.id))


def decide_verification(
    session: Session,
    outbox: Outbox,
    moderator: Actor,
    verification: Verification,
    *,
    expires_at: datetime | None,
    reason: str,
    at: datetime,
) -> None:
    """Approve until `expires_at`, or reject when it's None. The evidence is erased either way."""
    if verification.status is not VerificationStatus.PENDING:
        raise Conflict(mark("This request has been decided already."))
    if verification.account_id == moderator.id:
        raise NotAllowed(mark("Nobody decides about themselves."))
    if verification.vouched_by == moderator.id:
        raise NotAllowed(mark("You have vouched for this person: a colleague decides."))
    approved = expires_at is not None
    verification.decided_by = moderator.account_id
    verification.expires_at, verification.reason = expires_at, reason
    _close(verification, VerificationStatus.APPROVED if approved else VerificationStatus.REJECTED, at)
    if approved:
        verification.account.verified_until = expires_at
    session.flush()
    action = f"verification.{verification.status.value}"
    record(session, moderator.id, action, Subject.ACCOUNT, verification.account_id, at=at)
    outbox.add(VerificationDecided(verification.id))


def lapse_request(session: Session, outbox: Outbox, verification: Verification, *, at: datetime) -> None:
    """Nobody has decided in time: what was offered is erased, and the person may ask again."""
    _close(verification, VerificationStatus.LAPSED, at)
    session.flush()
    record(session, None, "verification.lapsed", Subject.ACCOUNT, verification.account_id, at=at)
    outbox.add(VerificationDecided(verification.id))


def _close(verification: Verification, status: VerificationStatus, at: datetime) -> None:
    verification.status, verification.decided_at = status, at
    verification.evidence = verification.address = ""
    verification.token_hash = verification.token_until = None


def remind(session: Session, outbox: Outbox, account: Account, *, at: datetime) -> None:
    """Have somebody told, once, that their verification runs out."""
    account.reminded_for = account.verified_until
    session.flush()
    record(session, None, "verification.reminded", Subject.ACCOUNT, account.id, at=at)
    outbox.add(VerificationEnding(account.id))
