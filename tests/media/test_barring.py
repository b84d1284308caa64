"""Pictures that were withdrawn or taken down don't come back, however they're turned; a moderator is told."""

from __future__ import annotations

import io

import pytest
from PIL import Image as Pillow
from sqlalchemy.orm import Session

from app.kernel.outbox import Outbox
from app.media import queries, services
from app.media.drawings.registry import draw
from app.media.models import BarredPicture, Image, RefusedUpload
from app.media.originals import prepare
from app.media.services.barring import Barred
from app.ops.house import House
from tests.clock import HeldClock
from tests.media.pictures import encoded
from tests.people import People

TURNS = [*Pillow.Transpose, None]


def receive(house: House, session: Session, people: People, who: str, data: bytes, clock: HeldClock) -> Image:
    author = people.account_in(session, who).id
    return services.receive(session, house.store, author_id=author, original=prepare(data), at=clock.now())


def turned(data: bytes, turn: Pillow.Transpose | None) -> bytes:
    picture = Pillow.open(io.BytesIO(data)).convert("RGB").resize((700, 520))
    return encoded(picture.transpose(turn) if turn is not None else picture, "JPEG")


@pytest.fixture
def barred(house: House, people: People, clock: HeldClock) -> bytes:
    """The upload that was barred, among others that were not."""
    data = draw("skin", seed=5)
    with house.database.writing() as session:
        receive(house, session, people, "clara", draw("ecg", seed=2), clock)
        image = receive(house, session, people, "clara", data, clock)
        services.bar(session, image, at=clock.now())
        services.erase(session, image, at=clock.now())
    return data


@pytest.mark.parametrize("turn", TURNS)
def test_a_barred_picture_is_known_in_all_eight_orientations(
    house: House, people: People, clock: HeldClock, barred: bytes, turn: Pillow.Transpose | None
) -> None:
    with house.database.writing() as session:
        image = receive(house, session, people, "omar", turned(barred, turn), clock)
        refusal = services.refuse_if_barred(session, Outbox(session, clock.now()), image, at=clock.now())
        assert isinstance(refusal, Barred)
        assert image.is_gone
        assert session.query(RefusedUpload).one().account_id == people.account_in(session, "omar").id


def test_another_picture_is_taken(house: House, people: People, clock: HeldClock, barred: bytes) -> None:
    with house.database.writing() as session:
        image = receive(house, session, people, "omar", draw("skin", seed=77), clock)
        assert services.refuse_if_barred(session, Outbox(session, clock.now()), image, at=clock.now()) is None
        assert not image.is_gone


def test_a_moderator_can_let_exactly_these_pixels_in(
    house: House, people: People, clock: HeldClock, barred: bytes
) -> None:
    with house.database.writing() as session:
        image = receive(house, session, people, "omar", barred, clock)
        services.refuse_if_barred(session, Outbox(session, clock.now()), image, at=clock.now())
        services.let_in(session, session.query(RefusedUpload).one())
        again = receive(house, session, people, "omar", barred, clock)
        assert services.refuse_if_barred(session, Outbox(session, clock.now()), again, at=clock.now()) is None
        other = receive(house, session, people, "omar", turned(barred, None), clock)
        assert services.refuse_if_barred(session, Outbox(session, clock.now()), other, at=clock.now()) is not None


def test_what_is_barred_is_a_fingerprint_and_no_picture(house: House, barred: bytes) -> None:
    with house.database.reading() as session:
        (row,) = session.query(BarredPicture).all()
        assert len(row.perceptual_hash) == 64
        assert not [image for image in queries.live(session) if image.pixel_hash == ""]


def test_pictures_that_look_alike_are_found_whatever_their_size(house: House, people: People, clock: HeldClock) -> None:
    data = draw("fundus", seed=3)
    with house.database.writing() as session:
        noise = receive(house, session, people, "clara", draw("fundus", seed=4), clock)
        first = receive(house, session, people, "clara", data, clock)
        second = receive(house, session, people, "omar", turned(data, Pillow.Transpose.ROTATE_90), clock)
        assert queries.look_alikes(session, [second]) == [first.id]
        assert queries.look_alikes(session, [noise]) == []
