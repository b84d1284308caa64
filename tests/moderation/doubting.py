"""Published cases with several pictures, flags about parts of them, and readers who try every address."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from app.cases.models import Case
from app.cases.queries import Placed
from app.consent import services as consents
from app.kernel.outbox import Outbox
from app.media.models import Image
from app.moderation import services
from app.moderation.models import Review
from app.moderation.rules import Reason
from app.ops.house import House
from tests.cases.making import Making, draft_in, publish, review
from tests.consent.making import terms
from tests.people import People


def shown_case(house: House, people: People, *, author: str = "clara", pictures: int = 2, **text: Any) -> Case:
    """A case of several pictures in the library, with consent behind it; `text` are fields of CaseContent."""
    at, writer, judge = house.clock.now(), people.actor(author), people.actor("mona")
    with house.database.writing() as session:
        outbox, case = Outbox(session, at), draft_in(session, house.store, writer, at=at, pictures=pictures, **text)
        consents.record(session, outbox, writer, case, terms(at), at=at)
        consents.submit_case(session, outbox, writer, case, content_hash=case.content_hash, at=at)
        making = Making(session, case, writer, judge, at)
        review(making)
        publish(making)
    return case


def flag_picture(
    house: House, people: People, case: Case, number: int = 0, name: str = "sam", reason: Reason = Reason.FACE
) -> Review:
    """The review of the picture that somebody has flagged."""
    actor, at = people.actor(name), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        placed = Placed(found, found.pictures[number])
        return services.flag(session, Outbox(session, at), actor, placed, reason=reason, at=at)


def files_of(image: Image) -> list[str]:
    """The address of each stored file of a picture."""
    return [
        f"/images/{image.name}/{file.nominal}.{'webp' if file.format == 'webp' else 'jpg'}" for file in image.renditions
    ]


def all_files_of(case: Case) -> list[str]:
    """The address of each stored file of each picture of a case."""
    return [address for picture in case.pictures for address in files_of(picture.image)]


def answers(client: FlaskClient, addresses: list[str]) -> set[int]:
    """What the client is answered at these addresses."""
    return {client.get(address).status_code for address in addresses}
