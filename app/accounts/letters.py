"""What we write about joining and being verified. Called by the outbox, so a mail server may be down for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries, services
from app.accounts.models import Account, Verification
from app.accounts.rules import Admission, EvidenceKind
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.errors import mark
from app.kernel.mail import Mailer
from app.policy.rules import Permission, may


class Letters:
    """Writes and sends these mails. Links are made when they are sent: only their hashes are stored."""

    def __init__(self, database: Database, clock: Clock, mailer: Mailer, public_url: str) -> None:
        self._database, self._clock, self._mailer, self._url = database, clock, mailer, public_url

    def send_verification_link(self, verification_id: int) -> None:
        """To an institution's address: confirm it. To a colleague who may vouch: do so."""
        with self._database.writing() as session:
            verification, at = queries.verification_by_id(session, verification_id), self._clock.now()
            if verification is None or not _may_receive(session, verification, at):
                return
            token = services.make_verification_link(session, verification, at=at)
            to, name, kind = verification.address, verification.account.name, verification.kind
        if token is None:
            return
        if kind is EvidenceKind.COLLEAGUE:
            self._send(to, "A colleague asks for your word", VOUCH.format(name=name, url=f"{self._url}/vouch/{token}"))
        else:
            self._send(to, "Is this your address?", INSTITUTION.format(url=f"{self._url}/institution/{token}"))

    def say_ending(self, account_id: int) -> None:
        """A verification runs out within a month."""
        account = self._account(account_id)
        if account is not None and account.verified_until is not None:
            day = f"{account.verified_until:%d %b %Y}"
            self._send(account.email, "Your verification runs out", ENDING.format(day=day, url=self._account_url))

    def tell_admission(self, account_id: int) -> None:
        """A moderator has let somebody in, or hasn't."""
        account = self._account(account_id)
        if account is not None and account.admission is not Admission.WAITING:
            text = ADMITTED if account.admission is Admission.ADMITTED else REFUSED
            self._send(account.email, "Your account", text.format(url=self._account_url))

    def send_invitation(self, invitation_id: int) -> None:
        """To whoever is invited, with the inviter's name where they show it."""
        with self._database.writing() as session:
            invitation, at = queries.invitation_by_id(session, invitation_id), self._clock.now()
            if invitation is None:
                return
            token = services.make_invitation_link(session, invitation, at=at)
            to, inviter, day = invitation.address, invitation.inviter, f"{invitation.expires_at:%d %b %Y}"
        if token is not None:
            name = inviter.name if inviter is not None and not inviter.name_hidden else "A member"
            text = INVITATION.format(name=name, day=day, url=f"{self._url}/join/{token}")
            self._send(to, "You are invited", text)

    @property
    def _account_url(self) -> str:
        return f"{self._url}/account"

    def _account(self, account_id: int) -> Account | None:
        with self._database.reading() as session:
            return queries.by_id(session, account_id)

    def _send(self, to: str, subject: str, body: str) -> None:
        self._mailer.send(to, f"Casebook: {subject}", body)


def _may_receive(session: Session, verification: Verification, at: datetime) -> bool:
    """A colleague is written to if they can vouch; whoever asked isn't told whether the address is known."""
    if verification.kind is not EvidenceKind.COLLEAGUE:
        return True
    voucher = queries.by_email(session, verification.address)
    if voucher is None or voucher.id == verification.account_id:
        return False
    is_able = may(queries.actor_of(voucher, at), Permission.VOUCH)
    return is_able and services.works_with(voucher, verification.account)


INSTITUTION = mark("""Somebody, perhaps you, has named this address at Casebook to show where they work or study.

If it was you, open this link (it is good for seven days, once):
{url}

If it wasn't you, ignore this message.
""")
VOUCH = mark("""{name} asks you at Casebook to vouch that they work or study at your institution.

If you know them, say so here, signed in (the link is good for seven days, once):
{url}

If you don't know them, ignore this message. A moderator decides in either case.
""")
ENDING = mark("""Your verification at Casebook runs out on {day}. After that you can still read, but not take part.

Renew it here, in the way you choose:
{url}
""")
ADMITTED = mark("""A moderator has let you in at Casebook. You can read the library now:
{url}
""")
REFUSED = mark("""A moderator has not let you in at Casebook. Your account page says why:
{url}
""")
INVITATION = mark("""{name} invites you to Casebook, a learning library of medical cases.

Open your account here (the link is good until {day}, once):
{url}

If you don't want to, ignore this message.
""")
