"""Collections for tests."""

from __future__ import annotations

from collections.abc import Sequence

from app.cases.models import Case
from app.curation import services
from app.curation.models import Collection
from app.curation.rules import Visibility
from app.ops.house import House
from tests.people import People


def collection_of(
    house: House,
    people: People,
    cases: Sequence[Case],
    *,
    author: str = "faye",
    title: str = "Hands",
    note: str = "",
    visibility: Visibility = Visibility.LIBRARY,
) -> Collection:
    """A committed collection with these cases."""
    actor, at = people.actor(author), house.clock.now()
    with house.database.writing() as session:
        about = services.About(title, "What hands **tell**", visibility)
        collection = services.create(session, actor, about, at=at)
        for case in cases:
            services.add(session, actor, collection, case, note=note, at=at)
    return collection
