"""An instance in which everything has happened once, made a single time and copied for each test that breaks it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import wiring
from app.cases.models import Case
from app.consent import services as consents
from app.factory import create_app
from app.kernel.outbox import Outbox
from app.kernel.settings import Settings
from app.learning import services as learning
from app.media.models import Image
from app.moderation.models import Review
from app.ops.house import House
from app.quizzes.models import Item
from app.threads.models import Opinion, Resolution
from tests.cases.making import received_image
from tests.clock import HeldClock
from tests.consent.making import published_case
from tests.curation.making import collection_of
from tests.journeys.planting import CODE, tell
from tests.moderation.making import asked_to_be_verified, claim, submitted
from tests.people import People
from tests.quizzes.making import live_item
from tests.threads.making import comment_of

LATER = timedelta(hours=3)
"""Since then everything has had the time to take effect."""


@dataclass(frozen=True)
class Ids:
    """The things that tests break."""

    case: int
    image: int
    gone: int
    gone_image: int
    item: int
    gone_item: int
    review: int
    verification: int
    draft_image: int
    opinion: int
    resolution: int
    author: int


def make(settings: Settings) -> Ids:
    """A resolved case with an item that was answered, one in review, one that has ended, a draft, a request."""
    house = wiring.build(settings, HeldClock(), immediate=True)
    people = People(house, create_app(house=house))
    gone = tell(house, people).case_id
    with house.database.writing() as session:
        at = house.clock.now()
        consents.withdraw_by_receipt(session, Outbox(session, at), CODE, at=at)
    item = live_item(house, people)
    _go_on(house, people, item)
    review = claim(house, people, submitted(house, people, author="priya"), name="mona")
    request = asked_to_be_verified(house, people, "sofia")
    at, clara = house.clock.now() + LATER - timedelta(minutes=1), people.account("clara").id
    with house.database.writing() as session:
        draft = received_image(session, house.store, clara, at=at)
    published_case(house, people, author="omar")
    house.jobs.enqueue("after_commit")
    wiring.rebuild_index(house)
    with house.database.reading() as session:
        found = _ids(session, item, gone, review, request, draft, clara)
    house.database.engine.dispose()
    return found


def _go_on(house: House, people: People, item: Item) -> None:
    """Somebody answers, somebody comments, somebody collects."""
    sam, case = people.actor("sam"), item.case
    at = house.clock.now()
    with house.database.writing() as session:
        asked = session.get_one(Item, item.id)
        learning.answer(session, sam, asked, option_position=1, sitting="0" * 36, certainty=None, at=at)
    comment_of(house, people, case, "omar", "Look at the wrists, too.")
    collection_of(house, people, [case])


def _ids(session: Session, item: Item, gone: int, review: Review, request: Review, draft: Image, author: int) -> Ids:
    ended = session.get_one(Case, gone)
    opinion = session.scalars(select(Opinion.id).where(Opinion.case_id == item.case_id).order_by(Opinion.id)).first()
    resolution = session.scalars(select(Resolution.id).where(Resolution.case_id == item.case_id)).one()
    return Ids(
        case=item.case_id,
        image=session.get_one(Case, item.case_id).pictures[0].image_id,
        gone=gone,
        gone_image=ended.pictures[0].image_id,
        item=item.id,
        gone_item=session.scalars(select(Item.id).where(Item.case_id == gone)).one(),
        review=review.id,
        verification=request.subject_id,
        draft_image=draft.id,
        opinion=opinion or 0,
        resolution=resolution,
        author=author,
    )


def settings_in(folder: Path, base: Settings) -> Settings:
    """The same instance in another folder."""
    url = f"sqlite:///{folder / 'casebook.sqlite3'}"
    return replace(base, data=folder / "data", index=folder / "index", database_url=url)


@contextmanager
def copied(made: Path, folder: Path, base: Settings) -> Iterator[House]:
    """A copy of the instance, three hours later."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    clock = HeldClock()
    clock.move(LATER)
    house = wiring.build(settings_in(folder, base), clock, immediate=True)
    yield house
    house.database.engine.dispose()
