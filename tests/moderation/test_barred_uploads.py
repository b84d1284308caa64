"""A picture that was withdrawn or taken down comes back: it's refused, and moderators are told."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image as Pillow

from app.cases.models import Case
from app.consent import services as consents
from app.kernel.outbox import Outbox
from app.media.drawings.registry import draw
from app.media.models import BarredPicture
from app.moderation.models import Review
from app.moderation.rules import Decision, ReviewKind
from app.ops.house import House
from tests.consent.making import published_case
from tests.media.pictures import encoded
from tests.moderation.making import decide
from tests.people import People


def small(kind: str, seed: int) -> bytes:
    """A drawing in the size of a picture that somebody sends in a message."""
    picture = Pillow.open(BytesIO(draw(kind, seed=seed))).convert("RGB")
    picture.thumbnail((500, 500))
    return encoded(picture, "JPEG")


PICTURE = small("skin", 9)


def upload(people: People, name: str, data: bytes = PICTURE) -> str:
    pictures = {"pictures": [(BytesIO(data), "photo.jpg"), (BytesIO(small("ecg", 1)), "noise.jpg")]}
    return people.client(name).post("/cases/new", data=pictures, follow_redirects=True).text


def barred_review(house: House) -> Review | None:
    with house.database.reading() as session:
        return session.query(Review).filter_by(kind=ReviewKind.BARRED_UPLOAD).one_or_none()


@pytest.fixture
def withdrawn(house: House, people: People) -> None:
    """Clara's case with the picture was published and withdrawn."""
    case = published_case(house, people).case
    upload(people, "mona")
    clara, mona, at = people.actor("clara"), people.actor("mona"), house.clock.now()
    with house.database.writing() as session:
        own = session.query(Case).filter(Case.author_id == mona.id).one()
        seen, shown = own.pictures[0].image, session.get_one(Case, case.id).pictures[0].image
        shown.perceptual_hash, shown.shown_hash = seen.perceptual_hash, seen.shown_hash
        for actor, ends in ((mona, own), (clara, session.get_one(Case, case.id))):
            consents.withdraw(session, Outbox(session, at), actor, ends, at=at)


def test_withdrawing_bars_the_pictures_of_the_case(house: House, withdrawn: None) -> None:
    with house.database.reading() as session:
        assert session.query(BarredPicture).count() >= 1


def test_the_upload_is_refused_with_words_and_the_other_file_is_taken(
    house: House, people: People, withdrawn: None
) -> None:
    page = upload(people, "omar")
    assert "withdrawn or taken down" in page
    with house.database.reading() as session:
        own = session.query(Case).filter(Case.author_id == people.account("omar").id).one()
        assert len(own.pictures) == 1


def test_a_moderator_finds_it_in_the_queue_and_can_let_it_in(house: House, people: People, withdrawn: None) -> None:
    upload(people, "omar")
    review = barred_review(house)
    assert review is not None
    page = people.client("max").get(f"/moderation/{review.id}")
    assert page.status_code == 200
    assert "looks like a picture that was withdrawn" in page.text
    decide(house, people, review, Decision.APPROVE)
    assert "withdrawn or taken down" not in upload(people, "omar")


def test_it_stays_out_without_another_word_being_needed(house: House, people: People, withdrawn: None) -> None:
    upload(people, "omar")
    review = barred_review(house)
    assert review is not None
    decide(house, people, review, Decision.REJECT)
    assert "withdrawn or taken down" in upload(people, "omar")


def test_nobody_decides_about_their_own_upload(house: House, people: People, withdrawn: None) -> None:
    upload(people, "max")
    review = barred_review(house)
    assert review is not None
    assert people.client("max").get(f"/moderation/{review.id}").status_code == 404
    assert people.client("sam").get(f"/moderation/{review.id}").status_code in (403, 404)
