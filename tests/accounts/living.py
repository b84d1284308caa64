"""A life at Casebook: Clara has shared, said, thought, flagged, collected and learned; so have others, as noise."""

from __future__ import annotations

from dataclasses import dataclass

from app.cases.models import Case
from app.curation.rules import Visibility
from app.learning import services as learning
from app.ops.house import House
from app.quizzes.models import Item
from app.quizzes.rules import Sureness
from tests.cases.making import draft_case, published_case
from tests.curation.making import collection_of
from tests.moderation.making import asked_to_be_verified, flagged
from tests.people import People
from tests.quizzes.making import key_of, live_item
from tests.threads.making import comment_of, skip

OPINIONS = {"clara": ("Eczema", "Psoriasis"), "sofia": ("Urticaria",)}


@dataclass(frozen=True)
class Life:
    """Numbers of what there is: Clara's resolved case and her draft, Priya's case, Clara's item, the collections."""

    published: int
    draft: int
    other: int
    item: int
    shared: int
    private: int


def lived(house: House, people: People) -> Life:
    """Live it."""
    mine = live_item(house, people, title="Itch that was published")
    draft = draft_case(house, people, title="Itch that is a draft")
    other = live_item(house, people, author="priya", title="Rash of a colleague", opinions=OPINIONS)
    read_only = published_case(house, people, author="omar", title="Another rash")
    skip(house, people, read_only, "clara")
    with house.database.reading() as session:
        priyas, claras = session.get_one(Case, other.case_id), session.get_one(Case, mine.case_id)
    comment_of(house, people, priyas, "clara", "What Clara said about it.")
    omar_said = comment_of(house, people, claras, "omar", "What Omar said about it.")
    flagged(house, people, omar_said, "clara", note="What Clara objected to.")
    for name, item in (("clara", other), ("sam", mine), ("sam", other)):
        answer(house, people, item, name)
    shared = collection_of(house, people, [priyas], title="Faye's shared one")
    private = collection_of(house, people, [priyas], title="Faye's own", visibility=Visibility.PRIVATE)
    asked_to_be_verified(house, people, "clara")
    return Life(claras.id, draft.id, priyas.id, mine.id, shared.id, private.id)


def answer(house: House, people: People, item: Item, name: str) -> None:
    actor, at = people.actor(name), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Item, item.id)
        learning.answer(
            session,
            actor,
            found,
            option_position=key_of(found),
            sitting=f"{name}-{item.id}",
            certainty=Sureness.GUESSING,
            at=at,
        )
