"""Cases with a consent record behind them, for tests of this room and of those above it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.consent import forms_folder, services
from app.consent.rules import Assent, Giver, Method, Scope
from app.consent.services import Terms
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import Making, draft_in, publish, review
from tests.people import People

GIVER = "Wilhelmina Abernathy-Okonkwo"
"""The name with which patients of these tests sign; it must turn up nowhere."""


@dataclass(frozen=True)
class Published:
    """A committed case in the library, and the receipt code of its consent."""

    case: Case
    code: str


def terms(at: datetime, **changes: Any) -> Terms:
    """What a patient agreed to: everything, without end."""
    agreed = Terms(
        giver=Giver.PATIENT,
        assent=Assent.NOT_APPLICABLE,
        jurisdiction="generic",
        language="en",
        form_version=forms_folder.newest(forms_folder.CONTENT, "generic", "en"),
        method=Method.PAPER_AT_INSTITUTION,
        reference="Binder 7, sheet 12",
        given_on=at.date(),
        scopes=frozenset(Scope),
    )
    return replace(agreed, **changes)


def consented_in(session: Session, house: House, author: Actor, *, at: datetime, **changes: Any) -> tuple[Case, str]:
    """A complete draft with consent, and the receipt code; `changes` are fields of Terms."""
    case = draft_in(session, house.store, author, at=at)
    _, code = services.record(session, Outbox(session, at), author, case, terms(at, **changes), at=at)
    return case, code


def consented_draft(house: House, people: People, *, author: str = "clara", **changes: Any) -> Published:
    """The same, committed."""
    writer = people.actor(author)
    with house.database.writing() as session:
        return Published(*consented_in(session, house, writer, at=house.clock.now(), **changes))


def published_case(
    house: House, people: People, *, author: str = "clara", moderator: str = "max", **changes: Any
) -> Published:
    """A committed case in the library under a recorded consent; `changes` are fields of Terms."""
    at, writer, judge = house.clock.now(), people.actor(author), people.actor(moderator)
    with house.database.writing() as session:
        case, code = consented_in(session, house, writer, at=at, **changes)
        making = Making(session, case, writer, judge, at)
        services.submit_case(session, making.outbox, writer, case, content_hash=case.content_hash, at=at)
        review(making)
        publish(making)
    return Published(case, code)


def link_for(
    house: House, people: People, case: Case, *, method: Method = Method.SIGNED_BY_LINK, place: str = "generic"
) -> str:
    """The token of a committed link for signing."""
    author = people.actor("clara")
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        return services.invite(session, author, found, method=method, jurisdiction=place, at=house.clock.now())[1]


def signed_fields(**changes: Any) -> dict[str, Any]:
    """What a patient sends who agrees to two uses and draws a signature."""
    version = forms_folder.newest(forms_folder.CONTENT, "generic", "en")
    sent = {
        "form": f"generic/en/{version}",
        "giver": "patient",
        "assent": "not_applicable",
        "scopes": ["library", "quiz"],
        "expires_on": "",
        "name": GIVER,
        "strokes": "[[[20, 120], [90, 60], [160, 130]], [[200, 100], [280, 100]]]",
    }
    return {**sent, **changes}
