"""The person a request acts for, reduced to what decisions need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an operator has entrusted a person with, besides their occupation."""

    FACULTY = "faculty"
    MODERATOR = "moderator"
    OPERATOR = "operator"


class Standing(StrEnum):
    """What verification has shown about a person."""

    ANONYMOUS = "anonymous"
    MEMBER = "member"
    STUDENT = "student"
    CLINICIAN = "clinician"


class Ability(StrEnum):
    """What people may do beside reading; who may what in which country is a table of the accounts."""

    SHARE = "share"
    CONFIRM = "confirm"
    COMMENT = "comment"
    MODERATE = "moderate"


@dataclass(frozen=True)
class Actor:
    """Somebody, signed in or not, at one moment: what is shown, verified or agreed to can run out.

    `reads_library` says what the instance's policy lets them read, `abilities` what their verified occupation may do
    in their country; `withheld` are roles that wait for a second factor.
    """

    id: int | None
    name: str
    standing: Standing
    at: datetime
    roles: frozenset[Role] = frozenset()
    reads_library: bool = False
    occupation: str = ""
    abilities: frozenset[Ability] = frozenset()
    withheld: frozenset[Role] = frozenset()

    @property
    def is_verified(self) -> bool:
        """Verified as a clinician or a student of a health profession."""
        return self.standing in (Standing.STUDENT, Standing.CLINICIAN)

    @property
    def is_moderator(self) -> bool:
        """Entrusted with moderation."""
        return Role.MODERATOR in self.roles

    @property
    def account_id(self) -> int:
        """The account, where a rule has made sure that there is one."""
        if self.id is None:
            raise PermissionError("nobody is signed in")
        return self.id


def nobody(at: datetime, *, reads_library: bool) -> Actor:
    """The actor of a request without a sign-in."""
    return Actor(id=None, name="", standing=Standing.ANONYMOUS, at=at, reads_library=reads_library)
