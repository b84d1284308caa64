"""Two people stand by what is shown, and by nothing else (I4, I5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.queries import actor_of
from app.cases import queries, services
from app.cases.content import fingerprint
from app.cases.models import Case
from app.cases.rules import Blocker, CaseStatus
from app.kernel.audit import AuditEntry
from app.kernel.database import Database
from app.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, WrongStep
from app.kernel.outbox import Outbox, OutboxEntry
from app.media.redaction import Plan
from app.media.rules import ImageState
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import (
    TEXT,
    TINY_PNG,
    Making,
    by_moderator,
    case_in,
    draft_in,
    publish,
    published_case,
    received_image,
    review,
    submit,
)
from tests.clock import HeldClock
from tests.people import People


@dataclass
class Stage:
    """A complete draft by Clara, with Max to judge it, in the test's own session."""

    session: Session
    outbox: Outbox
    house: House
    clara: Actor
    max: Actor
    omar: Actor
    case: Case
    making: Making


@pytest.fixture
def stage(session: Session, outbox: Outbox, house: House, people: People, clock: HeldClock) -> Stage:
    at = clock.now()
    clara, judge, omar = (actor_of(people.account_in(session, name), at) for name in ("clara", "max", "omar"))
    draft_in(session, house.store, omar, at=at, title="Noise")
    case = draft_in(session, house.store, clara, at=at)
    return Stage(session, outbox, house, clara, judge, omar, case, Making(session, case, clara, judge, at))


def events(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(OutboxEntry.name).order_by(OutboxEntry.id)))


def add_unconfirmed(stage: Stage) -> None:
    image = received_image(stage.session, stage.house.store, stage.clara.account_id, at=stage.making.at)
    services.add_picture(stage.session, stage.clara, stage.case, image, at=stage.making.at)


CHANGES: dict[str, Callable[[Stage], None]] = {
    "text": lambda stage: services.edit(
        stage.session, stage.clara, stage.case, replace(TEXT, history="Another."), at=stage.making.at
    ),
    "caption": lambda stage: services.describe_picture(
        stage.session, stage.clara, stage.case, stage.case.pictures[0], caption="!", alt_text="!", at=stage.making.at
    ),
    "new picture": add_unconfirmed,
    "picture removed": lambda stage: services.remove_picture(
        stage.session, stage.clara, stage.case, stage.case.pictures[0], at=stage.making.at
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_i4_any_change_voids_both_confirmations(stage: Stage, change: str) -> None:
    for step in (submit, review, publish, by_moderator(services.hide)):
        step(stage.making)
    by_moderator(services.return_for_changes)(stage.making)
    stage.case.author_confirmed = stage.case.moderator_confirmed = stage.case.content_hash
    before = stage.case.content_hash
    CHANGES[change](stage)
    stage.session.expire_all()
    assert (stage.case.author_confirmed, stage.case.moderator_confirmed) == ("", "")
    assert stage.case.content_hash == fingerprint(stage.case) != before


def test_i4_covering_a_part_of_a_picture_voids_both_confirmations(stage: Stage) -> None:
    add_unconfirmed(stage)
    stage.case.author_confirmed = stage.case.moderator_confirmed = before = stage.case.content_hash
    services.redact_picture(
        stage.session,
        stage.house.store,
        stage.clara,
        stage.case,
        stage.case.pictures[-1],
        plan=Plan(({"x": 0, "y": 0, "width": 20, "height": 20},)),
        at=stage.making.at,
    )
    stage.session.expire_all()
    assert (stage.case.author_confirmed, stage.case.moderator_confirmed) == ("", "")
    assert stage.case.content_hash == fingerprint(stage.case) != before


@pytest.mark.parametrize("status", sorted(set(CaseStatus) - {CaseStatus.DRAFT, CaseStatus.CHANGES_REQUESTED}))
def test_i4_what_is_not_with_its_author_cannot_be_changed(house: House, people: People, status: CaseStatus) -> None:
    case, clara = case_in(status, house, people), people.actor("clara")
    with pytest.raises(WrongStep), house.database.writing() as session:
        found = session.get_one(Case, case.id)
        services.edit(session, clara, found, replace(TEXT, title="Other"), at=house.clock.now())
    with house.database.reading() as session:
        assert session.get_one(Case, case.id).title == case.title


def test_i4_the_database_refuses_to_show_what_was_not_confirmed(
    database: Database, house: House, people: People
) -> None:
    case = published_case(house, people)
    for values in ({"content_hash": "f" * 64}, {"moderator_confirmed": ""}, {"consented": False}):
        with pytest.raises(IntegrityError), database.writing() as session:
            session.execute(update(Case).where(Case.id == case.id).values(**values))


def test_i5_nobody_publishes_their_own_case_and_the_database_knows(stage: Stage) -> None:
    submit(stage.making)
    review(stage.making)
    seen = stage.case.content_hash
    with pytest.raises(NotAllowed):
        services.publish(stage.session, stage.outbox, stage.clara, stage.case, content_hash=seen, at=stage.making.at)
    with pytest.raises(IntegrityError):
        stage.session.execute(update(Case).where(Case.id == stage.case.id).values(approved_by=stage.clara.id))


def test_a_moderator_publishes_only_what_they_have_seen(stage: Stage) -> None:
    submit(stage.making)
    review(stage.making)
    with pytest.raises(Conflict):
        services.publish(stage.session, stage.outbox, stage.max, stage.case, content_hash="0" * 64, at=stage.making.at)
    assert stage.case.status is CaseStatus.IN_REVIEW
    assert stage.case.moderator_confirmed == ""


def test_an_author_submits_only_what_they_have_seen(stage: Stage) -> None:
    seen = stage.case.content_hash
    services.note_consent(stage.session, stage.case, ends_at=None)
    services.edit(stage.session, stage.clara, stage.case, replace(TEXT, title="In another tab"), at=stage.making.at)
    with pytest.raises(Conflict):
        services.submit(
            stage.session, stage.outbox, stage.clara, stage.case, content_hash=seen, consented=True, at=stage.making.at
        )
    assert "CaseSubmitted" not in events(stage.session)


def test_submitting_names_everything_that_is_missing(stage: Stage, clock: HeldClock) -> None:
    empty = services.start(stage.session, stage.clara, at=clock.now())
    with pytest.raises(services.NotReady) as refused:
        services.submit(
            stage.session,
            stage.outbox,
            stage.clara,
            empty,
            content_hash=empty.content_hash,
            consented=True,
            at=clock.now(),
        )
    assert refused.value.blockers == (
        Blocker.NO_IMAGE,
        Blocker.NO_TITLE,
        Blocker.NO_PRESENTATION,
        Blocker.NO_CONSENT,
    )


def test_blockers_name_pictures_that_lack_confirmation_or_description(stage: Stage) -> None:
    assert queries.blockers(stage.case) == [Blocker.NO_CONSENT]
    add_unconfirmed(stage)
    assert queries.blockers(stage.case) == [Blocker.IMAGE_NOT_CONFIRMED, Blocker.NO_ALT_TEXT, Blocker.NO_CONSENT]


def test_a_case_is_not_published_after_its_consent_has_run_out(stage: Stage, clock: HeldClock) -> None:
    submit(stage.making)
    services.note_consent(stage.session, stage.case, ends_at=clock.now())
    review(stage.making)
    with pytest.raises(Refusal):
        publish(stage.making)


def test_only_the_author_changes_or_submits_a_case(stage: Stage, clock: HeldClock) -> None:
    at = clock.now()
    with pytest.raises(NotAllowed):
        services.edit(stage.session, stage.omar, stage.case, TEXT, at=at)
    with pytest.raises(NotAllowed):
        services.submit(
            stage.session,
            stage.outbox,
            stage.max,
            stage.case,
            content_hash=stage.case.content_hash,
            consented=True,
            at=at,
        )


def test_a_picture_of_somebody_else_or_of_another_case_is_not_taken(stage: Stage, clock: HeldClock) -> None:
    theirs = received_image(stage.session, stage.house.store, stage.omar.account_id, at=clock.now())
    with pytest.raises(NotFound):
        services.add_picture(stage.session, stage.clara, stage.case, theirs, at=clock.now())
    other = draft_in(stage.session, stage.house.store, stage.clara, at=clock.now())
    with pytest.raises(NotFound):
        services.remove_picture(stage.session, stage.clara, stage.case, other.pictures[0], at=clock.now())


def test_the_same_pixels_are_taken_once_and_the_second_image_is_erased(stage: Stage, clock: HeldClock) -> None:
    again = received_image(stage.session, stage.house.store, stage.clara.account_id, at=clock.now())
    again.pixel_hash = stage.case.pictures[0].image.pixel_hash
    with pytest.raises(services.Duplicate):
        services.add_picture(stage.session, stage.clara, stage.case, again, at=clock.now())
    assert again.state is ImageState.ERASED
    assert len(stage.case.pictures) == 1


def test_a_picture_that_was_removed_can_be_uploaded_again(stage: Stage, clock: HeldClock) -> None:
    pixels = stage.case.pictures[0].image.pixel_hash
    services.remove_picture(stage.session, stage.clara, stage.case, stage.case.pictures[0], at=clock.now())
    again = received_image(stage.session, stage.house.store, stage.clara.account_id, at=clock.now())
    again.pixel_hash = pixels
    services.add_picture(stage.session, stage.clara, stage.case, again, at=clock.now())
    assert [picture.image_id for picture in stage.case.pictures] == [again.id]


def test_a_hidden_case_comes_back_as_what_it_was(stage: Stage) -> None:
    for step in (submit, review, publish):
        step(stage.making)
    hide, show_again = by_moderator(services.hide), by_moderator(services.show_again)
    hide(stage.making)
    show_again(stage.making)
    assert stage.case.status is CaseStatus.PUBLISHED
    by_moderator(services.resolve)(stage.making)
    hide(stage.making)
    show_again(stage.making)
    assert stage.case.status.value == "resolved"
    assert events(stage.session) == [
        "CaseSubmitted",
        "CasePublished",
        "CaseHidden",
        "CasePublished",
        "CaseResolved",
        "CaseHidden",
        "CasePublished",
    ]


def test_each_submission_keeps_its_revision(stage: Stage) -> None:
    submit(stage.making)
    review(stage.making)
    by_moderator(services.return_for_changes)(stage.making)
    services.edit(stage.session, stage.clara, stage.case, replace(TEXT, title="Second try"), at=stage.making.at)
    submit(stage.making)
    kept = queries.revisions(stage.session, stage.case.id)
    assert [(revision.number, revision.content["title"]) for revision in kept] == [
        (1, TEXT.title),
        (2, "Second try"),
    ]


def test_work_on_a_draft_keeps_its_originals_for_another_seven_days(stage: Stage, clock: HeldClock) -> None:
    add_unconfirmed(stage)
    image = stage.case.pictures[-1].image
    later = clock.move(clock.now() - clock.now().replace(day=1))
    services.edit(stage.session, stage.clara, stage.case, replace(TEXT, title="Later"), at=later)
    assert image.touched_at == later
    assert image.quarantine_key is not None
    assert stage.house.store.get_original(image.quarantine_key) == TINY_PNG


def test_an_edit_leaves_one_audit_row_without_text(stage: Stage) -> None:
    services.edit(stage.session, stage.clara, stage.case, replace(TEXT, title="Secret words"), at=stage.making.at)
    entry = stage.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.subject_id, entry.detail) == ("case.edited", stage.case.id, {})
