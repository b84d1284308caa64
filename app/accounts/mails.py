"""What we write to people about their accounts. Called by the outbox, so a mail server may be down for a while."""

from __future__ import annotations

from app.accounts import queries, services
from app.accounts.models import Account
from app.accounts.rules import TokenPurpose, VerificationStatus
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.errors import mark
from app.kernel.mail import Mailer


class AccountMails:
    """Writes and sends the mails of this room."""

    def __init__(self, database: Database, clock: Clock, mailer: Mailer, public_url: str) -> None:
        self._database, self._clock, self._mailer, self._url = database, clock, mailer, public_url

    def confirm_address(self, account_id: int) -> None:
        """Send the link that confirms the address."""
        with self._database.writing() as session:
            account = session.get_one(Account, account_id)
            if account.email_confirmed_at is not None:
                return
            token = services.make_link(session, account, TokenPurpose.CONFIRM_EMAIL, at=self._clock.now())
        self._send(account, "Confirm your e-mail address", CONFIRM.format(url=f"{self._url}/confirm/{token}"))

    def say_address_taken(self, account_id: int) -> None:
        """Tell the owner that somebody, perhaps they, signed up with their address again."""
        with self._database.reading() as session:
            account = session.get_one(Account, account_id)
        self._send(account, "You have an account", TAKEN.format(url=f"{self._url}/forgotten"))

    def reset_password(self, account_id: int) -> None:
        """Send the link that sets a new password."""
        with self._database.writing() as session:
            account = queries.by_id(session, account_id)
            if account is None or account.deleted_at is not None:
                return
            token = services.make_link(session, account, TokenPurpose.RESET_PASSWORD, at=self._clock.now())
        self._send(account, "Set a new password", RESET.format(url=f"{self._url}/reset/{token}"))

    def tell_verification(self, verification_id: int) -> None:
        """Tell a person what a moderator decided; the reason stands on their account page."""
        with self._database.reading() as session:
            verification = queries.verification_by_id(session, verification_id)
            if verification is None:
                return
            account, text = verification.account, DECIDED.get(verification.status, NOT_VERIFIED)
        self._send(account, "Your verification", text.format(url=f"{self._url}/account"))

    def tell_new_browser(self, sign_in_id: int) -> None:
        """Tell a person that a browser signed in that they hadn't used here before."""
        with self._database.reading() as session:
            row = queries.sign_in_by_id(session, sign_in_id)
            if row is None:
                return
            account = row.account
        words = row.browser or "an unknown browser"
        text = NEW_BROWSER.format(
            browser=words, when=f"{row.created_at:%d %B %Y, %H:%M} UTC", url=f"{self._url}/account"
        )
        self._send(account, "A new sign-in", text)

    def _send(self, account: Account, subject: str, body: str) -> None:
        if account.deleted_at is not None:
            return
        self._mailer.send(account.email, f"Casebook: {subject}", body)


CONFIRM = mark("""Welcome to Casebook.

Please confirm that this address is yours (the link is good for three days):
{url}

If you didn't sign up, ignore this message.
""")
TAKEN = mark("""Somebody, perhaps you, tried to sign up at Casebook with this address.

You have an account already. If you have forgotten your password, set a new one:
{url}

If it wasn't you, ignore this message.
""")
RESET = mark("""Somebody, perhaps you, asked for a new password at Casebook.

Set it here (the link is good for two hours, once):
{url}

If it wasn't you, ignore this message; your password stays as it is.
""")
VERIFIED = mark("""A moderator has verified you at Casebook. What is open to you now:
{url}
""")
NOT_VERIFIED = mark("""A moderator could not verify you at Casebook. Why, and what you can do:
{url}
""")
LAPSED = mark("""No moderator has come to your verification at Casebook within 30 days, so what you had
offered is erased. We are sorry. Please ask again:
{url}
""")
DECIDED = {VerificationStatus.APPROVED: VERIFIED, VerificationStatus.LAPSED: LAPSED}
NEW_BROWSER = mark("""Somebody, probably you, signed in to Casebook with a browser that was new to us:
{browser}, {when}.

If it wasn't you: end that sign-in and change your password under "Sign-in and security" of your account:
{url}
""")
