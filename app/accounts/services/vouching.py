"""Vouch for a colleague of one's own institution."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.free_mail import domain_of, is_free
from app.accounts.models import Account, Verification
from app.accounts.rules import VOUCHES_A_YEAR, EvidenceKind, same_institution
from app.accounts.services.verifying import SPENT, hold_unready, make_ready
from app.kernel.audit import Subject, record
from app.kernel.errors import NotAllowed, Refusal, TooMuch, mark
from app.kernel.outbox import Outbox
from app.policy.actor import Actor
from app.policy.rules import Permission, may


def vouch(
    session: Session, outbox: Outbox, actor: Actor, verification: Verification, *, words: str, at: datetime
) -> None:
    """Say how one knows the person: their request reaches the moderators, who decide.

    Raises NotAllowed unless the actor is a verified clinician of the same institution and somebody else, TooMuch
    after the year's last voucher.
    """
    voucher = session.get_one(Account, actor.account_id, with_for_update=True)
    hold_unready(session, verification)
    if verification.kind is not EvidenceKind.COLLEAGUE:
        raise Refusal(SPENT)
    check_voucher(actor, voucher, verification)
    if queries.vouched_lately(session, voucher.id, at) >= VOUCHES_A_YEAR:
        raise TooMuch(
            mark("You have vouched for %(count)s people within a year: that is all we take."), count=VOUCHES_A_YEAR
        )
    verification.vouched_by, verification.vouched_at, verification.evidence = voucher.id, at, words.strip()
    make_ready(outbox, verification, at=at)
    session.flush()
    record(session, voucher.id, "verification.vouched", Subject.ACCOUNT, verification.account_id, at=at)


def check_voucher(actor: Actor, voucher: Account, verification: Verification) -> None:
    """Raise NotAllowed for whoever can't vouch for this person."""
    if not may(actor, Permission.VOUCH):
        raise NotAllowed(mark("Verified healthcare professionals vouch for colleagues."))
    if verification.account_id == voucher.id:
        raise NotAllowed(mark("Nobody vouches for themselves."))
    if not works_with(voucher, verification.account):
        raise NotAllowed(mark("You vouch for colleagues of your own institution. Your account page names yours."))


def works_with(first: Account, second: Account) -> bool:
    """Whether two people belong to one institution, by its name or by the domain of their addresses."""
    domain = domain_of(first.email)
    shares_domain = domain == domain_of(second.email) and not is_free(domain)
    return shares_domain or same_institution(first.institution, second.institution)
