"""The mails that were sent, newest last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from app.kernel.settings import Settings


@dataclass(frozen=True)
class Mail:
    """One mail."""

    to: str
    subject: str
    body: str


def mails(settings: Settings, to: str | None = None) -> list[Mail]:
    """All mails, or those to one address."""
    files = sorted((settings.data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    messages = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
    sent = [Mail(each["To"], each["Subject"], each.get_body().get_content()) for each in messages]  # type: ignore[union-attr]
    return [mail for mail in sent if to in (None, mail.to)]


def newest_link(settings: Settings, kind: str, to: str) -> str:
    """The path of the newest link of a kind to somebody."""
    found = [path for mail in mails(settings, to) for path in re.findall(rf"(/{kind}/\S+)", mail.body)]
    assert found, f"no link {kind} to {to}"
    return str(found[-1])
