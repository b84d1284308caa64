"""Who somebody is, as whoever reads the page may know it: the one place that decides whether a name is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.accounts.labels import OCCUPATIONS, SPECIALTIES
from app.accounts.models import Account
from app.accounts.queries import standing_at
from app.accounts.rules import STUDENTS, Occupation
from app.policy.actor import Actor, Standing
from app.policy.rules import Permission, may
from app.web.identity import actor


@dataclass(frozen=True)
class Presented:
    """One person for one reader. Where the name is hidden, `name` says what they are and since when.

    The institution goes with the name: in a small one a role is as good as a name.
    """

    name: str
    role: str
    institution: str
    is_hidden: bool
    standing: Standing
    verified_until: datetime | None

    @property
    def is_verified(self) -> bool:
        """Verified as a clinician or a student, at the moment of the page."""
        return self.standing in (Standing.STUDENT, Standing.CLINICIAN)


def person_of(account: Account) -> Presented:
    """The person for whoever reads this page."""
    return present(account, actor())


def present(account: Account, reader: Actor) -> Presented:
    """The person for this reader. One sees oneself as others do; moderators see every name."""
    is_hidden = account.name_hidden and not may(reader, Permission.SEE_NAMES)
    standing, role = standing_at(account, reader.at), role_of(account)
    return Presented(
        name=unnamed(account) if is_hidden else account.name,
        role="" if is_hidden else role,
        institution="" if is_hidden else account.institution,
        is_hidden=is_hidden,
        standing=standing,
        verified_until=None if standing is Standing.MEMBER else account.verified_until,
    )


def oneself() -> Presented:
    """Whoever is signed in, for their own menu."""
    reader = actor()
    role = str(OCCUPATIONS[Occupation(reader.occupation)])
    return Presented(reader.name, role, "", is_hidden=False, standing=reader.standing, verified_until=None)


def role_of(account: Account) -> str:
    """Occupation and specialty: 'Physician, cardiology'."""
    occupation = str(OCCUPATIONS[account.occupation])
    if account.specialty is None:
        return occupation
    return f"{occupation}, {str(SPECIALTIES[account.specialty]).lower()}"


def unnamed(account: Account) -> str:
    """What stands in the place of a hidden name: 'Physician, cardiology, since 2026'."""
    role = role_of(account)
    if account.occupation in STUDENTS and account.studying_since is not None:
        return str(_("%(role)s, studying since %(year)s", role=role, year=account.studying_since))
    return str(_("%(role)s, since %(year)s", role=role, year=account.created_at.year))
