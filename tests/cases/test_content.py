"""The fingerprint: another letter, fact or pixel, another case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.accounts.queries import actor_of
from app.accounts.rules import Specialty
from app.cases import services
from app.cases.content import CaseContent, content_of, fingerprint, put
from app.cases.models import Case
from app.cases.rules import TEXT_FIELDS, AgeBand, Modality, Sex
from app.kernel.errors import Refusal
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import TEXT, draft_in
from tests.clock import HeldClock
from tests.people import People

OTHER_FACTS: dict[str, Any] = {
    "specialty": Specialty.CARDIOLOGY,
    "modality": Modality.ECG,
    "age_band": AgeBand.FROM_90,
    "sex": Sex.MALE,
    "tags": ("itch",),
}


@pytest.fixture
def author(session: Session, people: People, clock: HeldClock) -> Actor:
    return actor_of(people.account_in(session, "clara"), clock.now())


@pytest.fixture
def case(session: Session, house: House, author: Actor, clock: HeldClock) -> Case:
    draft_in(session, house.store, author, at=clock.now(), title="Noise")
    return draft_in(session, house.store, author, at=clock.now(), pictures=2)


@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_every_text_readers_see_is_in_the_fingerprint(case: Case, name: str) -> None:
    before = fingerprint(case)
    put(case, replace(TEXT, **{name: getattr(TEXT, name) + "."}))
    assert fingerprint(case) != before


@pytest.mark.parametrize("name", OTHER_FACTS)
def test_every_fact_is_in_the_fingerprint(case: Case, name: str) -> None:
    before = fingerprint(case)
    put(case, replace(TEXT, **{name: OTHER_FACTS[name]}))
    assert fingerprint(case) != before


def test_pixels_captions_descriptions_and_the_order_of_pictures_are_in_the_fingerprint(case: Case) -> None:
    seen = {fingerprint(case)}
    case.pictures[0].caption = "Another"
    seen.add(fingerprint(case))
    case.pictures[0].alt_text = "Another"
    seen.add(fingerprint(case))
    case.pictures[0].image.content_hash = "0" * 64
    seen.add(fingerprint(case))
    case.pictures.reverse()
    seen.add(fingerprint(case))
    assert len(seen) == 5


def test_the_order_of_tags_is_not_content(case: Case) -> None:
    before = fingerprint(case)
    put(case, replace(TEXT, tags=("night", "itch")))
    assert fingerprint(case) == before


def test_the_note_to_oneself_is_no_content_of_readers(case: Case) -> None:
    before = fingerprint(case)
    put(case, replace(TEXT, working_diagnosis="Something else"))
    assert fingerprint(case) == before
    assert content_of(case).working_diagnosis == "Something else"


def test_content_comes_back_as_it_was_put(session: Session, case: Case, author: Actor, clock: HeldClock) -> None:
    content = CaseContent(title="Palpitations", tags=("zebra", "apple"), age_band=AgeBand.FROM_70)
    services.edit(session, author, case, content, at=clock.now())
    session.expire_all()
    assert content_of(case) == replace(content, tags=("apple", "zebra"))


def test_a_title_that_is_too_long_is_refused(session: Session, case: Case, author: Actor, clock: HeldClock) -> None:
    with pytest.raises(Refusal, match="160"):
        services.edit(session, author, case, replace(TEXT, title="x" * 161), at=clock.now())
