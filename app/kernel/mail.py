"""The port for mail, with a folder (the embedded default) and an SMTP server behind it."""

from __future__ import annotations

import secrets
import smtplib
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.kernel.errors import Misconfigured
from app.kernel.settings import Settings

REST = 60.0
"""Seconds."""


class Mailer(Protocol):
    """Sends one plain-text message; raises OSError when it can't, and the outbox tries again."""

    def send(self, to: str, subject: str, body: str) -> None: ...


class FolderMailer:
    """Writes each message as an .eml file, for an instance without a mail server."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder, self._sender = folder, sender
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def send(self, to: str, subject: str, body: str) -> None:
        message = _message(self._sender, to, subject, body)
        (self._folder / f"{secrets.token_hex(12)}.eml").write_bytes(message.as_bytes())


class SmtpMailer:
    """Hands messages to an SMTP server: `smtp://user:password@host:587` (STARTTLS) or `smtps://`."""

    def __init__(self, url: str, sender: str) -> None:
        self._url, self._sender = urlsplit(url), sender
        self._rests_until = 0.0

    def send(self, to: str, subject: str, body: str) -> None:
        if time.monotonic() < self._rests_until:
            raise ConnectionError("the mail server did not answer a moment ago")
        with self._reach() as server:
            server.send_message(_message(self._sender, to, subject, body))

    def _reach(self) -> smtplib.SMTP:
        """A server that doesn't answer is left alone for a while: waiting for it with each mail holds up the rest."""
        try:
            return self._connect()
        except OSError:
            self._rests_until = time.monotonic() + REST
            raise

    def _connect(self) -> smtplib.SMTP:
        host = self._url.hostname or "localhost"
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self._url.port or 465, timeout=20)
        else:
            server = smtplib.SMTP(host, self._url.port or 25, timeout=20)
        if self._url.username:
            if self._url.scheme == "smtp":
                server.starttls()
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server


def make_mailer(settings: Settings) -> Mailer:
    """Choose the adapter by `CASEBOOK_MAIL`; raises Misconfigured for an address it doesn't know."""
    scheme = settings.mail_url.split(":", 1)[0]
    if scheme == "folder":
        return FolderMailer(settings.data / "mail", settings.mail_from)
    if scheme in ("smtp", "smtps"):
        return SmtpMailer(settings.mail_url, settings.mail_from)
    raise Misconfigured("CASEBOOK_MAIL must be folder:, smtp://host:port or smtps://host:port.")


def _message(sender: str, to: str, subject: str, body: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message.set_content(body)
    return message
