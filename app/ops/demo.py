"""The demo: the synthetic people and cases of content/, loaded through the same services as anybody's work."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.accounts.rules import VERIFIABLE, Occupation, Specialty
from app.cases.models import Case
from app.ops.demo_case import Stage, play
from app.ops.house import House
from app.policy.actor import Role

PASSWORD = "casebook demo"  # noqa: S105 -- printed for everybody who tries the demo
VERIFIED_FOR = timedelta(days=365)
People = dict[str, dict[str, Any]]
"""What content/people.toml says of each person, by key."""
EVERY = timedelta(hours=31)
ONE_PER_ROLE = {
    "student": "sam",
    "clinician": "clara",
    "faculty": "faye",
    "moderator": "max",
    "operator": "opal",
    "reader": "nora",
}


@dataclass(frozen=True)
class Script:
    """One case of content/cases, as it's written there."""

    slug: str
    content: dict[str, Any]


def load(house: House, tick: Callable[[int, int], None]) -> int:
    """Load whatever of the demo isn't loaded yet; return how many cases that were. `tick(done, total)` after each."""
    people = read_people(house.settings.content)
    _open_accounts(house, people)
    scripts = read_scripts(house.settings.content)
    loaded = 0
    for number, script in enumerate(scripts, 1):
        begin = house.clock.now() - EVERY * (len(scripts) - number + 1)
        loaded += _load_case(house, people, script, begin)
        tick(number, len(scripts))
    return loaded


def sign_ins(house: House) -> dict[str, str]:
    """The e-mail address of one person per role."""
    people = read_people(house.settings.content)
    return {role: people[key]["email"] for role, key in ONE_PER_ROLE.items()}


def read_people(content: Path) -> People:
    """The people of content/people.toml by key."""
    people: People = tomllib.loads((content / "people.toml").read_text(encoding="utf-8"))["people"]
    return people


def read_scripts(content: Path) -> list[Script]:
    """The cases of content/cases, by slug."""
    files = sorted((content / "cases").glob("*/case.toml"))
    return [Script(file.parent.name, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def _open_accounts(house: House, people: People) -> None:
    encoded = hash_password(PASSWORD)
    with house.database.writing() as session:
        for facts in people.values():
            if accounts.by_email(session, facts["email"]) is None:
                _open_account(session, facts, encoded, house.clock.now())


def _open_account(session: Session, facts: dict[str, Any], encoded: str, at: datetime) -> None:
    occupation = Occupation(facts["occupation"])
    profile = account_services.Profile(
        name=facts["name"],
        email=facts["email"],
        occupation=occupation,
        country=facts["country"],
        specialty=Specialty(facts["specialty"]) if facts.get("specialty") else None,
        institution=facts.get("institution", ""),
        registration_number=facts.get("registration", ""),
        is_synthetic=True,
    )
    account = account_services.open_account(session, profile, encoded, at=at)
    account.email_confirmed_at = at
    if occupation in VERIFIABLE:
        account.verified_until = at + VERIFIED_FOR
    for role in facts.get("roles", []):
        account_services.grant_role(session, account, Role(role), by=None, at=at)


def _load_case(house: House, people: People, script: Script, begin: datetime) -> bool:
    """Load one case in one transaction, so that an interrupted demo goes on where it stopped."""
    with house.database.writing() as session:
        cast = _cast(session, people)
        author = cast[script.content["author"]]
        known = select(Case.id).where(Case.author_id == author.id, Case.source_reference == script.slug)
        if session.scalar(known) is not None:
            return False
        play(Stage(house, session, cast, begin), script.slug, script.content)
    return True


def _cast(session: Session, people: People) -> dict[str, Account]:
    found = {key: accounts.by_email(session, facts["email"]) for key, facts in people.items()}
    return {key: account for key, account in found.items() if account is not None}
