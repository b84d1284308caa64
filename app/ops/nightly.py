"""The nightly check of every invariant: whoever operates the instance hears of breaches, by number and id."""

from __future__ import annotations

import logging
from itertools import islice

from sqlalchemy import select

from app.accounts.models import Account, RoleGrant
from app.kernel.errors import mark
from app.kernel.events import Event
from app.kernel.outbox import Outbox
from app.ops.events import InvariantsBroken
from app.ops.house import House
from app.ops.invariants import breaches
from app.policy.actor import Role

log = logging.getLogger(__name__)
MOST_CODES = 40
"""So many breaches are named in a mail; the command names all."""


def check(house: House) -> int:
    """Look for breaches and have every operator told, through the outbox: a mail server may be down at night."""
    found = breaches(house)
    codes = [breach.code for breach in islice(found, MOST_CODES)]
    count = len(codes) + sum(1 for _ in found)
    if count:
        log.error("%s breaches of invariants: %s", count, ", ".join(codes))
        _tell(house, count, codes)
    return count


def _tell(house: House, count: int, codes: list[str]) -> None:
    with house.database.writing() as session:
        outbox = Outbox(session, house.clock.now())
        operators = select(RoleGrant.account_id).where(RoleGrant.role == Role.OPERATOR)
        for account_id in session.scalars(operators.order_by(RoleGrant.account_id)):
            outbox.add(InvariantsBroken(account_id, count, ",".join(codes)))


def tell_operator(house: House, event: Event) -> None:
    """Write to one operator. Counts and ids, nothing else."""
    if isinstance(event, InvariantsBroken):
        with house.database.reading() as session:
            account = session.get(Account, event.account_id)
        if account is not None:
            named = event.codes.replace(",", "\n")
            body = BROKEN.format(count=event.count, named=named, url=house.settings.public_url)
            house.mailer.send(account.email, "Casebook: something that must always be true is not", body)


BROKEN = mark("""The nightly check of {url} has found {count} breaches of what must always be true.
Each is named by the invariant, the kind of thing and its id:

{named}

Run `casebook check-invariants` on the server: it names all and says what is wrong with each.
What to do is in docs/operations.md.
""")
