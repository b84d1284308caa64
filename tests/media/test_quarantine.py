"""The life of an original: covered, looked at by its author, confirmed or erased, and gone."""

from __future__ import annotations

import io
from datetime import timedelta

import PIL.Image
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, Gone, NotFound, WrongStep
from app.media import queries, services
from app.media.errors import BadRectangle
from app.media.models import DoomedBlob, Image, Rectangle
from app.media.originals import prepare
from app.media.redaction import Plan
from app.media.rules import BlobKind, ImageState, RenditionFormat, Sign
from app.media.storage import ImageStore
from tests.clock import HeldClock
from tests.media.pictures import encoded, near, photo, with_secrets

CORNER: Rectangle = {"x": -5, "y": 0, "width": 45, "height": 30}


@pytest.fixture
def image(session: Session, store: ImageStore, clock: HeldClock, clara: int) -> Image:
    """Clara's picture, beside another one that nothing may happen to."""
    services.receive(session, store, author_id=clara, original=prepare(encoded(photo(90, 90), "PNG")), at=clock.now())
    return services.receive(session, store, author_id=clara, original=prepare(with_secrets("JPEG")), at=clock.now())


def actions(session: Session, image: Image) -> list[str]:
    rows = select(AuditEntry.action).where(AuditEntry.subject == "image", AuditEntry.subject_id == image.id)
    return list(session.scalars(rows.order_by(AuditEntry.id)))


def doomed(session: Session) -> set[tuple[BlobKind, str]]:
    return {(row.kind, row.key) for row in session.scalars(select(DoomedBlob))}


def test_redacting_rebuilds_every_file_and_dooms_the_former_ones(
    session: Session, store: ImageStore, image: Image, clock: HeldClock
) -> None:
    former, seen = {file.key for file in image.renditions}, image.content_hash

    services.redact(session, store, image, Plan((CORNER,)), at=clock.now())

    assert image.content_hash != seen
    assert image.redactions == [{"x": 0, "y": 0, "width": 40, "height": 30}]
    assert doomed(session) == {(BlobKind.RENDITION, key) for key in former}
    assert not former & {file.key for file in image.renditions}
    assert store.content_hash(image.renditions) == image.content_hash
    assert actions(session, image) == ["image.received", "image.redacted"]


def test_redacting_again_replaces_the_rectangles_and_can_take_them_all_off(
    session: Session, store: ImageStore, image: Image, clock: HeldClock
) -> None:
    bare = image.content_hash
    services.redact(session, store, image, Plan((CORNER,)), at=clock.now())
    services.redact(session, store, image, Plan(), at=clock.now())

    assert (image.redactions, image.content_hash) == ([], bare)


def test_a_refused_rectangle_changes_nothing(
    session: Session, store: ImageStore, image: Image, clock: HeldClock
) -> None:
    before = (image.content_hash, sorted(store.keys(BlobKind.RENDITION)))

    with pytest.raises(BadRectangle):
        services.redact(session, store, image, Plan(({"x": 500, "y": 0, "width": 9, "height": 9},)), at=clock.now())

    assert (image.content_hash, sorted(store.keys(BlobKind.RENDITION))) == before
    assert doomed(session) == set()
    assert actions(session, image) == ["image.received"]


def test_a_rolled_back_redaction_leaves_the_former_picture_whole(
    session: Session, store: ImageStore, image: Image, clock: HeldClock
) -> None:
    session.commit()
    seen = image.content_hash

    services.redact(session, store, image, Plan((CORNER,)), at=clock.now())
    session.rollback()

    assert image.content_hash == seen
    assert store.content_hash(image.renditions) == seen
    assert doomed(session) == set()


def test_i3_confirming_what_was_seen_dooms_the_original_in_the_same_transaction(
    session: Session, image: Image, clock: HeldClock
) -> None:
    original = image.quarantine_key or ""

    services.confirm(session, image, content_hash=image.content_hash, signs=tuple(Sign), at=clock.now())

    assert (image.state, image.quarantine_key, image.confirmed_at) == (ImageState.CONFIRMED, None, clock.now())
    assert doomed(session) == {(BlobKind.QUARANTINE, original)}
    assert actions(session, image) == ["image.received", "image.confirmed"]


def test_i4_confirming_a_picture_that_has_changed_since_is_a_conflict(
    session: Session, store: ImageStore, image: Image, clock: HeldClock
) -> None:
    seen = image.content_hash
    services.redact(session, store, image, Plan((CORNER,)), at=clock.now())

    with pytest.raises(Conflict, match="has changed since you looked"):
        services.confirm(session, image, content_hash=seen, signs=tuple(Sign), at=clock.now())

    assert image.state is ImageState.RECEIVED
    assert image.quarantine_key is not None


def test_confirming_twice_is_one_change(session: Session, image: Image, clock: HeldClock) -> None:
    for _ in range(2):
        services.confirm(session, image, content_hash=image.content_hash, signs=tuple(Sign), at=clock.now())

    assert actions(session, image) == ["image.received", "image.confirmed"]


def test_a_confirmed_picture_cannot_be_redacted_nor_its_original_read(
    session: Session, store: ImageStore, image: Image, clock: HeldClock, clara: int
) -> None:
    services.confirm(session, image, content_hash=image.content_hash, signs=tuple(Sign), at=clock.now())

    with pytest.raises(WrongStep, match="Upload the picture again"):
        services.redact(session, store, image, Plan((CORNER,)), at=clock.now())
    with pytest.raises(WrongStep):
        services.read_original(session, store, image, actor_id=clara, at=clock.now())


@pytest.mark.parametrize("confirmed", [False, True])
def test_i6_an_erased_picture_keeps_nothing_and_stays_erased(
    session: Session, store: ImageStore, image: Image, clock: HeldClock, clara: int, *, confirmed: bool
) -> None:
    files = {(BlobKind.RENDITION, file.key) for file in image.renditions}
    files.add((BlobKind.QUARANTINE, image.quarantine_key or ""))
    seen = image.content_hash
    if confirmed:
        services.confirm(session, image, content_hash=seen, signs=tuple(Sign), at=clock.now())

    for _ in range(2):
        services.erase(session, image, actor_id=clara, at=clock.now())

    assert image.is_gone
    assert (image.content_hash, image.pixel_hash, image.redactions, image.renditions) == ("", "", [], [])
    assert doomed(session) == files
    assert actions(session, image).count("image.erased") == 1
    with pytest.raises(Gone):
        services.confirm(session, image, content_hash="", signs=tuple(Sign), at=clock.now())
    with pytest.raises(Gone):
        services.redact(session, store, image, Plan(), at=clock.now())
    with pytest.raises(Gone):
        services.read_original(session, store, image, actor_id=clara, at=clock.now())


def test_i2_the_original_is_read_by_its_author_alone_and_each_look_is_a_row(
    session: Session, store: ImageStore, image: Image, clock: HeldClock, clara: int
) -> None:
    for _ in range(2):
        found = services.read_original(session, store, image, actor_id=clara, at=clock.now())
        assert found == with_secrets("JPEG")
    with pytest.raises(NotFound):
        services.read_original(session, store, image, actor_id=clara + 1, at=clock.now())

    assert actions(session, image) == ["image.received", "image.original_read", "image.original_read"]


def test_i1_what_is_served_shows_the_covered_part_covered_in_all_files(
    session: Session, store: ImageStore, image: Image, clock: HeldClock
) -> None:
    services.redact(session, store, image, Plan((CORNER,)), at=clock.now())

    for file in image.renditions:
        assert with_secrets("JPEG") not in store.get(file.key)
    shown = queries.rendition_of(image, 320, RenditionFormat.WEBP)
    assert shown is not None
    assert near(_pixel(store.get(shown.key), 20, 15), (32, 33, 36), within=3)


def test_i3_the_database_itself_refuses_an_original_of_a_confirmed_or_erased_picture(
    session: Session, image: Image
) -> None:
    session.commit()
    for state in (ImageState.CONFIRMED, ImageState.ERASED):
        with pytest.raises(IntegrityError):
            session.execute(update(Image).where(Image.id == image.id).values(state=state))
        session.rollback()


def test_work_on_the_draft_begins_the_seven_days_anew_and_never_earlier(
    session: Session, image: Image, clock: HeldClock
) -> None:
    begun = clock.now()
    services.touch(session, image, at=clock.move(timedelta(days=3)))
    services.touch(session, image, at=begun)

    assert image.touched_at == clock.now()


def _pixel(data: bytes, x: int, y: int) -> object:
    with PIL.Image.open(io.BytesIO(data)) as picture:
        return picture.getpixel((x, y))
