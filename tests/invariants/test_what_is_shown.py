"""I1 to I5: what reaches whom, what is destroyed when, and who may say yes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.cases import services as cases
from app.cases.content import content_of
from app.cases.models import Case
from app.cases.rules import GONE, SHOWN, CaseStatus, EndReason
from app.kernel.audit import AuditEntry
from app.kernel.errors import NotAllowed, NotFound
from app.kernel.outbox import Outbox
from app.media import jobs as media_jobs
from app.media import services as media
from app.media.models import Image
from app.media.rules import QUARANTINE_LIMIT, Sign
from app.moderation.models import Review
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import TINY_PNG, case_in, draft_case, published_case, received_image
from tests.clock import HeldClock
from tests.moderation.making import submitted
from tests.people import People

OUTSIDERS = ("omar", "sam", "nobody")


def address(case: Case) -> str:
    return f"/images/{case.pictures[0].image.name}/320.webp"


def test_i01_a_picture_reaches_readers_only_of_a_case_that_is_shown_under_consent_and_confirmed_by_two(
    house: House, people: People
) -> None:
    by_status = {status: case_in(status, house, people) for status in CaseStatus}
    for name in OUTSIDERS:
        client = people.client(name)
        seen = {status for status, case in by_status.items() if client.get(address(case)).status_code == 200}
        assert seen == SHOWN, name
    shown = by_status[CaseStatus.PUBLISHED]
    with pytest.raises(IntegrityError), house.database.writing() as session:  # the database refuses the other way
        session.execute(update(Case).where(Case.id == shown.id).values(moderator_confirmed="another"))
    with house.database.writing() as session:
        cases.note_consent(session, session.get_one(Case, shown.id), ends_at=house.clock.now())
    assert people.client("sam").get(address(shown)).status_code == 404


def received(house: House, author: Actor) -> Image:
    """A picture that waits for its author."""
    with house.database.writing() as session:
        return received_image(session, house.store, author.account_id, at=house.clock.now())


def test_i02_an_original_is_its_authors_alone_and_each_look_is_an_audit_row(house: House, people: People) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    image = received(house, clara)
    for name in (*OUTSIDERS, "max", "opal"):
        looker = people.actor(name)
        with pytest.raises(NotFound), house.database.writing() as session:
            media.read_original(session, house.store, session.get_one(Image, image.id), actor_id=looker.id or 0, at=at)
    for _ in range(2):
        with house.database.writing() as session:
            seen = session.get_one(Image, image.id)
            assert media.read_original(session, house.store, seen, actor_id=clara.account_id, at=at) == TINY_PNG
    with house.database.reading() as session:
        looks = select(AuditEntry.actor_id).where(AuditEntry.action == "image.original_read")
        assert session.scalars(looks).all() == [clara.id, clara.id]


def originals(house: House) -> list[Path]:
    return [path for path in house.settings.quarantine.rglob("*") if path.is_file()]


@pytest.mark.parametrize("how", ["confirmed", "withdrawn", "forgotten"])
def test_i03_an_original_is_destroyed_when_confirmed_withdrawn_or_forgotten(
    house: House, people: People, clock: HeldClock, how: str
) -> None:
    clara, at = people.actor("clara"), clock.now()
    with house.database.writing() as session:
        case = cases.start(session, clara, at=at)
        image = received_image(session, house.store, clara.account_id, at=at)
        cases.add_picture(session, clara, case, image, at=at)
    assert len(originals(house)) == 1
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        if how == "confirmed":
            shown = found.pictures[0]
            seen = shown.image.content_hash
            cases.confirm_picture(session, clara, found, shown, content_hash=seen, signs=tuple(Sign), at=at)
        elif how == "withdrawn":
            cases.end(session, Outbox(session, at), clara.id, found, reason=EndReason.AUTHOR, at=at)
        else:
            clock.move(QUARANTINE_LIMIT)
    media_jobs.sweep_quarantine(house.database, house.store, clock)
    assert originals(house) == []
    with pytest.raises(IntegrityError), house.database.writing() as session:  # and none comes back to it
        session.execute(update(Image).where(Image.id == image.id).values(quarantine_key="ab/abcdef0123.bin"))


def test_i03_an_original_is_kept_until_the_seventh_day_is_over(house: House, people: People, clock: HeldClock) -> None:
    received(house, people.actor("clara"))
    clock.move(QUARANTINE_LIMIT - timedelta(seconds=1))
    media_jobs.sweep_quarantine(house.database, house.store, clock)
    assert len(originals(house)) == 1


def test_i04_a_change_voids_both_confirmations_before_it_can_be_seen(house: House, people: People) -> None:
    case, clara = case_in(CaseStatus.CHANGES_REQUESTED, house, people), people.actor("clara")
    with house.database.writing() as session:
        again = session.get_one(Case, case.id)
        again.author_confirmed = again.content_hash
        session.flush()
        cases.describe_picture(
            session, clara, again, again.pictures[0], caption="Another", alt_text="Another", at=house.clock.now()
        )
        assert (again.author_confirmed, again.moderator_confirmed) == ("", "")
        assert again.content_hash == cases.fingerprint(again) != case.content_hash
    shown = published_case(house, people)
    with pytest.raises(IntegrityError), house.database.writing() as session:  # what is shown can't change under it
        session.execute(update(Case).where(Case.id == shown.id).values(content_hash="of another text"))


def test_i05_nobody_moderates_their_own_work_and_the_database_knows_it(house: House, people: People) -> None:
    case, at = case_in(CaseStatus.IN_REVIEW, house, people, author="mona"), house.clock.now()
    mona = people.actor("mona")
    with pytest.raises(NotAllowed), house.database.writing() as session:
        own = session.get_one(Case, case.id)
        cases.publish(session, Outbox(session, at), mona, own, content_hash=own.content_hash, at=at)
    review = submitted(house, people, author="priya")
    for column in (Review.claimed_by, Review.decided_by):
        changed = (
            update(Review).where(Review.id == review.id).values({column: Review.author_id, Review.claimed_until: at})
        )
        with pytest.raises(IntegrityError, match="author"), house.database.writing() as session:
            session.execute(changed)
    with pytest.raises(IntegrityError, match="not_approved_by_author"), house.database.writing() as session:
        session.execute(update(Case).where(Case.id == case.id).values(approved_by=Case.author_id))


def test_i04_a_draft_keeps_its_words_when_nothing_of_them_changed(house: House, people: People) -> None:
    """The guard doesn't hang on the time of a change but on what it says."""
    draft, clara = draft_case(house, people), people.actor("clara")
    with house.database.writing() as session:
        same = session.get_one(Case, draft.id)
        cases.edit(session, clara, same, content_of(same), at=house.clock.now())
        assert same.content_hash == draft.content_hash
    assert draft.status not in GONE
