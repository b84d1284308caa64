"""A mail server that doesn't answer is asked again later, and holds up nothing else meanwhile."""

from __future__ import annotations

import socket

import pytest

from app.kernel import mail
from app.kernel.mail import SmtpMailer


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to connect is written down, and fails."""
    seen: list[str] = []

    def refuse(*where: object, **_how: object) -> socket.socket:
        seen.append(str(where))
        raise ConnectionRefusedError

    monkeypatch.setattr("smtplib.socket.create_connection", refuse)
    return seen


def test_a_server_that_is_down_is_left_alone_for_a_minute(attempts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr("app.kernel.mail.time.monotonic", lambda: moment[0])
    mailer = SmtpMailer("smtp://mail.example:587", "Casebook <casebook@example.org>")
    for _ in range(30):
        with pytest.raises(OSError):  # noqa: PT011 -- of whatever kind: the outbox tries again
            mailer.send("sam@example.org", "Subject", "Body")
    assert len(attempts) == 1
    moment[0] += mail.REST + 1
    with pytest.raises(OSError):  # noqa: PT011
        mailer.send("sam@example.org", "Subject", "Body")
    assert len(attempts) == 2
