"""The people of the tests, each with an account as a moderator would have left it, and a signed-in client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import queries, services
from app.accounts.models import Account, SignIn
from app.accounts.passwords import hash_password
from app.accounts.rules import VERIFIABLE, Occupation, Specialty
from app.ops.house import House
from app.policy.actor import Actor, Role

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """Who somebody is, in one line."""

    occupation: Occupation
    roles: tuple[Role, ...] = ()
    specialty: Specialty | None = None


CAST = {
    "clara": Person(Occupation.PHYSICIAN, specialty=Specialty.CARDIOLOGY),
    "omar": Person(Occupation.PHYSICIAN, specialty=Specialty.DERMATOLOGY),
    "priya": Person(Occupation.RESIDENT),
    "faye": Person(Occupation.FACULTY, (Role.FACULTY,)),
    "max": Person(Occupation.PHYSICIAN, (Role.MODERATOR,)),
    "mona": Person(Occupation.PHYSICIAN, (Role.MODERATOR,)),
    "opal": Person(Occupation.PHYSICIAN, (Role.OPERATOR, Role.MODERATOR)),
    "sam": Person(Occupation.STUDENT_MEDICINE),
    "sofia": Person(Occupation.STUDENT_NURSING),
    "nobody": Person(Occupation.NOT_IN_HEALTHCARE),
}
"""clinician Clara, Omar and Priya; faculty Faye; moderators Max and Mona; operator Opal; students Sam and Sofia;
stranger Nobody, who has an account but isn't in healthcare."""


@cache
def password_hash() -> str:
    """The hash of everybody's password."""
    return hash_password(PASSWORD)


class People:
    """Opens the accounts of the cast when they are first needed."""

    def __init__(self, house: House, app: Flask) -> None:
        self._house, self._app = house, app

    def account(self, name: str) -> Account:
        """The committed account of somebody of the cast."""
        with self._house.database.writing() as session:
            return self.account_in(session, name)

    def account_in(self, session: Session, name: str) -> Account:
        """The same in a session of the test's own."""
        email = f"{name}@example.org"
        found = queries.by_email(session, email)
        return found or self._open(session, name, email)

    def actor(self, name: str) -> Actor:
        """The actor of somebody of the cast."""
        with self._house.database.writing() as session:
            return queries.actor_of(self.account_in(session, name), self._house.clock.now())

    def client(self, name: str) -> FlaskClient:
        """A client in which that person is signed in; who has a role has shown a second factor."""
        account = self.account(name)
        client = self._app.test_client()
        answer = client.post("/sign-in", data={"email": f"{name}@example.org", "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        if CAST[name].roles:
            self._prove(account)
        return client

    def _prove(self, account: Account) -> None:
        """As if they had shown it; how that's done has tests of its own."""
        with self._house.database.writing() as session:
            session.execute(
                update(SignIn).where(SignIn.account_id == account.id).values(proven_at=self._house.clock.now())
            )

    def _open(self, session: Session, name: str, email: str) -> Account:
        person, at = CAST[name], self._house.clock.now()
        profile = services.Profile(
            name=name.capitalize(),
            email=email,
            occupation=person.occupation,
            country="SE",
            specialty=person.specialty,
            registration_number="12345",
        )
        account = services.open_account(session, profile, password_hash(), at=at)
        account.email_confirmed_at = at
        if person.occupation in VERIFIABLE:
            account.verified_until = at + timedelta(days=365)
        for role in person.roles:
            services.grant_role(session, account, role, by=None, at=at)
        session.flush()
        return account
