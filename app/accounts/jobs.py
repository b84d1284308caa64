"""What time does to people's verifications, invitations and sign-ins. Each may run twice."""

from __future__ import annotations

from sqlalchemy import update

from app.accounts import queries, services
from app.accounts.models import Invitation
from app.accounts.rules import REMINDED_BEFORE
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox


def remind_ending(database: Database, clock: Clock) -> int:
    """Have everybody told whose verification ends within a month; return how many that were."""
    at = clock.now()
    with database.reading() as session:
        if not queries.ending_verifications(session, at, at + REMINDED_BEFORE):
            return 0
    with database.writing() as session:
        ending = queries.ending_verifications(session, at, at + REMINDED_BEFORE)
        for account in ending:
            services.remind(session, Outbox(session, at), account, at=at)
        return len(ending)


def forget_addresses(database: Database, clock: Clock) -> None:
    """Invitations that have run out keep no address."""
    with database.writing() as session:
        over = Invitation.expires_at <= clock.now(), Invitation.address != ""
        session.execute(update(Invitation).where(*over).values(address=""))


def end_overdue(database: Database, clock: Clock) -> int:
    """Revoke sign-ins that have run out, so that none comes to life if the clock goes back; return how many."""
    with database.writing() as session:
        return services.end_overdue(session, at=clock.now())
