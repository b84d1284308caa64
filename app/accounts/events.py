"""What happens to people's accounts."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class AccountOpened(Event):
    """Somebody has signed up; their address isn't confirmed yet."""

    account_id: int


@dataclass(frozen=True)
class AddressTaken(Event):
    """Somebody has signed up with the address of an account that exists."""

    account_id: int


@dataclass(frozen=True)
class PasswordForgotten(Event):
    """Somebody has asked for a link to set a new password."""

    account_id: int


@dataclass(frozen=True)
class SignedInElsewhere(Event):
    """Somebody has signed in with a browser that they hadn't used here before."""

    sign_in_id: int


@dataclass(frozen=True)
class AccountLeft(Event):
    """Somebody has deleted their account."""

    account_id: int


@dataclass(frozen=True)
class VerificationRequested(Event):
    """Somebody wants to be verified."""

    verification_id: int


@dataclass(frozen=True)
class VerificationDecided(Event):
    """A moderator has decided about a verification."""

    verification_id: int
