"""A page costs as many SQL statements for much as for little: comments, opinions, pictures, cases, what waits."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.rules import Occupation, Specialty
from app.cases.models import Case
from app.consent import services as consents
from app.kernel.outbox import Outbox
from app.moderation.rules import ReviewKind
from app.ops.house import House
from app.quizzes.models import Item
from app.web.fragments import KEY
from tests.cases.making import draft_in, published_case
from tests.consent.making import terms
from tests.counting import statements
from tests.curation.making import collection_of
from tests.moderation.making import flagged, review_of, submit, submitted
from tests.people import CAST, People, Person
from tests.quizzes.making import live_item
from tests.threads.making import comment_of, opinion_of

WRONG = ("Eczema", "Psoriasis", "Urticaria")
LOOKERS = ("sam", "clara", "max", "faye")


def guesses(number: int) -> tuple[str, ...]:
    """What the reader of this number thinks of: the first of three diseases, the others of one more each."""
    return (WRONG[0], f"Disease {number % 9}") if number else WRONG


@dataclass(frozen=True)
class Size:
    """How much there is."""

    readers: int
    pictures: int
    cases: int


LITTLE = Size(readers=1, pictures=1, cases=3)
MUCH = Size(readers=30, pictures=5, cases=40)


@dataclass
class World:
    """Who makes things, and how many of them."""

    house: House
    people: People
    size: Size

    @property
    def readers(self) -> list[str]:
        """Those who write opinions and comments, flag and share."""
        return [f"reader{number}" for number in range(self.size.readers)]

    def open_case(self) -> Case:
        """A case with a thread in which everybody who looks at it later may read."""
        case = published_case(self.house, self.people, pictures=self.size.pictures, title="Open")
        for number, name in enumerate(["sam", "max", "faye", *self.readers]):
            opinion_of(self.house, self.people, case, name, *guesses(number), reason="It itches.")
        self._discuss(case)
        return case

    def item(self) -> Item:
        """A live item of a case that was discussed and resolved; `pictures` of them are shown with the question."""
        opinions = {name: guesses(number) for number, name in enumerate(self.readers)}
        return live_item(self.house, self.people, pictures=self.size.pictures, opinions=opinions, title="Resolved")

    def library(self) -> list[Case]:
        """Cases by many authors."""
        return [
            published_case(
                self.house,
                self.people,
                author=self.readers[number % len(self.readers)],
                pictures=self.size.pictures,
                title=f"Burrows {number}",
                tags=("itch", f"tag {number}"),
            )
            for number in range(self.size.cases)
        ]

    def review_id(self) -> int:
        """What waits for a moderator, and among it one case with all the pictures."""
        for number in range(self.size.cases):
            submitted(self.house, self.people, author=self.readers[number % len(self.readers)])
        author, at = self.people.actor("clara"), self.house.clock.now()
        with self.house.database.writing() as session:
            case = draft_in(session, self.house.store, author, at=at, pictures=self.size.pictures)
            consents.record(session, Outbox(session, at), author, case, terms(at), at=at)
        submit(self.house, self.people, case)
        return review_of(self.house, ReviewKind.CASE, case.id).id

    def _discuss(self, case: Case) -> None:
        """Comments of everybody, every third an answer, one of them flagged."""
        first = comment_of(self.house, self.people, case, "sam", "First")
        for number, name in enumerate(self.readers):
            answered = None if number % 3 else first
            comment_of(self.house, self.people, case, name, f"Thought {number}", answered)
        flagged(self.house, self.people, comment_of(self.house, self.people, case, "faye", "A name"))


def cost(house: House, app: Flask, client: FlaskClient, address: str) -> int:
    """Statements of a page of which nothing is kept from before."""
    app.extensions[KEY].clear()
    with statements(house.database.engine) as seen:
        assert client.get(address).status_code == 200, address
    return len(seen)


def costs(app: Flask, world: World, clients: dict[str, FlaskClient]) -> dict[str, int]:
    """What each page costs whoever looks at it."""
    case, item, listed, review_id = world.open_case(), world.item(), world.library(), world.review_id()
    collection = collection_of(world.house, world.people, listed, note="See the hands.")
    pages = {
        **{f"case for {name}": (name, f"/cases/{case.id}") for name in LOOKERS},
        "resolved case": ("sam", f"/cases/{item.case_id}"),
        "resolved case for its author": ("clara", f"/cases/{item.case_id}"),
        "start": ("sam", "/"),
        "start of a moderator": ("max", "/"),
        "library": ("sam", "/library"),
        "search": ("sam", "/library?q=burrows"),
        "search in vain": ("sam", "/library?q=nothing"),
        "question": ("sam", f"/study/{item.id}"),
        "study": ("sam", "/study"),
        "items": ("faye", "/items"),
        "item": ("faye", f"/items/{item.id}"),
        "collections": ("sam", "/collections"),
        "collection": ("sam", f"/collections/{collection.id}"),
        "queue": ("max", "/moderation"),
        "review": ("max", f"/moderation/{review_id}"),
        "own cases": ("clara", "/my-cases"),
    }
    found = {page: cost(world.house, app, clients[name], address) for page, (name, address) in pages.items()}
    result = answer(clients["sam"], item.id)
    return {**found, "result": cost(world.house, app, clients["sam"], result)}


def answer(client: FlaskClient, item_id: int) -> str:
    """Answer an item and return the address of the result."""
    page = client.get(f"/study/{item_id}").text
    sitting = page.split('name="sitting"')[1].split('value="')[1].split('"')[0]
    return str(client.post(f"/study/{item_id}", data={"sitting": sitting, "option": "1"}).location)


def test_much_costs_no_more_statements_than_little(
    house: House, app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in World(house, people, MUCH).readers:
        monkeypatch.setitem(CAST, name, Person(Occupation.PHYSICIAN, specialty=Specialty.DERMATOLOGY))
    clients = {name: people.client(name) for name in LOOKERS}
    costs(app, World(house, people, LITTLE), clients)  # the first time some pages differ: nothing to study yet
    little = costs(app, World(house, people, LITTLE), clients)
    assert costs(app, World(house, people, MUCH), clients) == little
