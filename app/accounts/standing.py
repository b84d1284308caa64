"""What somebody may do and why not more, in words: for their account page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.labels import ABILITIES
from app.accounts.models import Account, Verification
from app.accounts.regions import WHERE_REGISTERED, abilities, is_registered
from app.accounts.rules import RENEWABLE_FROM, STUDENTS, VERIFIABLE, Admission, Occupation
from app.policy.actor import Ability, Actor


@dataclass(frozen=True)
class Line:
    """One thing that people do here; `why` is empty where this person may."""

    label: str
    why: str

    @property
    def is_open(self) -> bool:
        """Whether the person may."""
        return not self.why


@dataclass(frozen=True)
class OwnStanding:
    """Where somebody stands: each line, the requests to be verified, whether they may ask now."""

    lines: tuple[Line, ...]
    latest: Verification | None
    pending: Verification | None
    is_verified: bool
    is_verifiable: bool
    is_waiting: bool
    is_refused: bool
    is_renewable: bool


def what_one_may(session: Session, account: Account, at: datetime) -> OwnStanding:
    """All that the account page says about this person's standing at this moment."""
    actor, until = queries.actor_of(account, at), account.verified_until
    return OwnStanding(
        lines=tuple(_lines(account, actor)),
        latest=queries.latest_verification(session, account.id),
        pending=queries.pending_verification(session, account.id),
        is_verified=actor.is_verified,
        is_verifiable=account.occupation in VERIFIABLE,
        is_waiting=account.admission is Admission.WAITING,
        is_refused=account.admission is Admission.REFUSED,
        is_renewable=until is not None and until - at <= RENEWABLE_FROM,
    )


def _lines(account: Account, actor: Actor) -> list[Line]:
    reading = "" if actor.reads_library else _why_not_in(account)
    studying = "" if actor.is_verified else _once_verified(account)
    return [
        Line(str(_("Read the library")), reading),
        Line(str(_("Study with quizzes")), studying),
        *(Line(str(label), _why_not(ability, account, actor)) for ability, label in ABILITIES.items()),
    ]


def _why_not(ability: Ability, account: Account, actor: Actor) -> str:
    if ability not in abilities(account.occupation, account.country):
        return _never(account)
    if ability is Ability.MODERATE:
        return "" if actor.is_moderator else str(_("Operators entrust people with it."))
    return "" if ability in actor.abilities else _once_verified(account)


def _never(account: Account) -> str:
    if account.occupation is Occupation.NOT_IN_HEALTHCARE:
        return str(_("For healthcare professions and their students."))
    if account.occupation in STUDENTS:
        return str(_("Students study and discuss."))
    if account.occupation in WHERE_REGISTERED and not is_registered(account.occupation, account.country):
        locale = get_locale()
        country = locale.territories.get(account.country, account.country) if locale else account.country
        words = _("We know of no register that law keeps of your occupation in %(country)s.", country=country)
        return str(words)
    return str(_("Not open to your occupation in your country."))


def _once_verified(account: Account) -> str:
    if account.occupation not in VERIFIABLE:
        return str(_("For healthcare professions and their students."))
    return str(_("Once you are verified."))


def _why_not_in(account: Account) -> str:
    if account.email_confirmed_at is None:
        return str(_("Once you have confirmed your e-mail address."))
    if account.admission is Admission.REFUSED:
        return str(_("A moderator has not let you in."))
    return str(_("Once a moderator has let you in."))
