"""The port for signing in with an account elsewhere. `openid` is behind it where a provider is configured."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from app.accounts.services.linking import Visitor
from app.kernel.errors import Refusal, mark


class ProviderFailed(Refusal):
    """The provider couldn't be reached, or what it said doesn't hold."""

    status = 502

    def __init__(self) -> None:
        super().__init__(mark("Signing in there didn't work. Try again, or sign in with your password."))


@dataclass(frozen=True)
class Errand:
    """Where to send somebody, and what this browser must remember until they come back."""

    address: str
    state: str
    nonce: str
    verifier: str


class IdentityProvider(ABC):
    """Says who somebody is."""

    @abstractmethod
    def begin(self, return_address: str) -> Errand:
        """Make up an errand; raises ProviderFailed."""

    @abstractmethod
    def finish(self, return_address: str, errand: Errand, code: str) -> Visitor:
        """Trade the code of one who came back for who they are; raises ProviderFailed."""
