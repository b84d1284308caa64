"""One picture is flagged: the whole case is hidden with every file, and moderators may destroy that picture alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.cases import queries as cases
from app.cases import services as case_services
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import services as consents
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed, Refusal
from app.kernel.outbox import Outbox
from app.media import jobs as media_jobs
from app.media.models import BarredPicture, Image
from app.media.rules import ImageState
from app.moderation import jobs, services
from app.moderation.models import Flag, Review
from app.moderation.rules import FLAGS_A_DAY, Decision, Reason, ReviewKind, ReviewStatus
from app.ops.house import House
from tests.clock import HeldClock
from tests.moderation.doubting import all_files_of, answers, files_of, flag_picture, shown_case
from tests.moderation.making import claim, decide, flagged, review_of
from tests.people import People


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's case of two pictures in the library; Omar's stays beside it."""
    shown_case(house, people, author="omar")
    return shown_case(house, people)


def now(house: House, case: Case) -> Case:
    with house.database.reading() as session:
        return session.get_one(Case, case.id)


def test_i1_a_flag_on_one_picture_hides_every_file_of_the_whole_case_from_every_reader(
    house: House, people: People, case: Case
) -> None:
    sam, files = people.client("sam"), all_files_of(case)
    assert len(files) == 12
    assert answers(sam, files) == {200}
    page = sam.get(f"/cases/{case.id}/flag").text
    address = f"/cases/{case.id}/pictures/{case.pictures[1].id}/flag"
    assert address in page
    assert case.pictures[1].image.name in sam.get(address).text
    assert sam.post(address, data={"reason": "face", "note": "In the mirror."}).status_code == 302
    for name in ("sam", "omar", "faye", "nobody"):
        reader = people.client(name)
        assert answers(reader, [*files, f"/cases/{case.id}"]) == {404}
        assert f'href="/cases/{case.id}"' not in reader.get("/library").text
    for name in ("clara", "max"):
        assert answers(people.client(name), files) == {200}


def test_moderators_see_the_very_picture_first_and_what_was_said(house: House, people: People, case: Case) -> None:
    review = flag_picture(house, people, case, 1)
    page = people.client("max").get(f"/moderation/{review.id}").text
    other, this = (picture.image.name for picture in case.pictures)
    assert page.index(this) < page.index(other)
    assert "A face, or part of one" in page
    assert case.title in people.client("max").get("/moderation?kind=flagged_image").text


def test_nothing_wrong_and_everybody_sees_it_again(house: House, people: People, case: Case) -> None:
    review = flag_picture(house, people, case)
    claim(house, people, review)
    max_ = people.client("max")
    version = {"version": str(review_of(house, ReviewKind.FLAGGED_IMAGE, review.subject_id).version)}
    sent = {**version, "decision": "restore"}
    assert max_.post(f"/moderation/{review.id}", data=sent).status_code == 422  # without having looked
    assert max_.post(f"/moderation/{review.id}", data={**sent, "looked": "y"}).status_code == 302
    assert answers(people.client("sam"), all_files_of(case)) == {200}


def test_a_picture_that_tells_who_it_is_is_destroyed_barred_and_gone_from_the_case(
    house: House, people: People, case: Case
) -> None:
    image = case.pictures[0].image
    with house.database.writing() as session:
        session.get_one(Image, image.id).perceptual_hash = "ab" * 32
    review = flag_picture(house, people, case)
    decide(house, people, review, Decision.DESTROY, reasons=(Reason.FACE,), note="It shows in the mirror.")
    media_jobs.destroy_doomed(house.database, house.store, house.clock)
    for file in image.renditions:
        with pytest.raises(FileNotFoundError):
            house.store.get(file.key)
    assert answers(people.client("clara"), files_of(image)) == {404}
    assert answers(people.client("max"), files_of(image)) == {404}
    left = now(house, case)
    assert left.status is CaseStatus.CHANGES_REQUESTED
    assert [picture.id for picture in left.pictures] == [case.pictures[1].id]
    with house.database.reading() as session:
        assert session.get_one(Image, image.id).state is ImageState.ERASED
        assert session.scalars(select(BarredPicture.perceptual_hash)).all() == ["ab" * 32]
    page = people.client("clara").get(f"/cases/{case.id}/pictures").text
    for words in ("A moderator has destroyed a picture of your case.", "A face", "It shows in the mirror."):
        assert words in page
    assert "Max" not in page
    assert people.client("max").get(f"/moderation/{review.id}").status_code == 200


def test_the_case_comes_back_without_the_destroyed_picture(house: House, people: People, case: Case) -> None:
    decide(house, people, flag_picture(house, people, case), Decision.DESTROY, reasons=(Reason.FACE,))
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        consents.submit_case(session, Outbox(session, at), clara, found, content_hash=found.content_hash, at=at)
    jobs.open_case_review(house.database, house.clock, case.id)
    decide(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE)
    sam = people.client("sam")
    assert answers(sam, files_of(case.pictures[1].image)) == {200}
    assert answers(sam, files_of(case.pictures[0].image)) == {404}


@pytest.mark.parametrize("decision", [Decision.DESTROY, Decision.REMOVE, Decision.REQUEST_CHANGES])
def test_whatever_takes_something_away_needs_a_reason(
    house: House, people: People, case: Case, decision: Decision
) -> None:
    with pytest.raises(Refusal):
        decide(house, people, flag_picture(house, people, case), decision)
    assert now(house, case).status is CaseStatus.HIDDEN


def test_removing_takes_the_whole_case(house: House, people: People, case: Case) -> None:
    decide(house, people, flag_picture(house, people, case), Decision.REMOVE, reasons=(Reason.CONSENT,))
    assert now(house, case).status is CaseStatus.TAKEN_DOWN


def test_a_case_that_two_things_hide_is_shown_once_both_are_decided(house: House, people: People, case: Case) -> None:
    first = flag_picture(house, people, case, 0)
    with house.database.writing() as session:  # detectors find something meanwhile
        placed = cases.placed_image(session, case.pictures[1].image_id)
        assert placed is not None
        services.doubt(session, Outbox(session, house.clock.now()), placed, at=house.clock.now())
    decide(house, people, first, Decision.RESTORE)
    assert answers(people.client("sam"), all_files_of(case)) == {404}
    second = review_of(house, ReviewKind.DETECTOR_FINDING, case.pictures[1].image_id)
    decide(house, people, second, Decision.RESTORE, reasons=(Reason.FALSE_ALARM,))
    assert answers(people.client("sam"), all_files_of(case)) == {200}


def test_nothing_is_published_while_a_picture_of_it_is_flagged(house: House, people: People, case: Case) -> None:
    flag_picture(house, people, case)
    clara, max_, at = people.actor("clara"), people.actor("max"), house.clock.now()
    with house.database.writing() as session:  # another moderator gives it back for a reason of their own
        case_services.return_for_changes(session, Outbox(session, at), max_, session.get_one(Case, case.id), at=at)
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        consents.submit_case(session, Outbox(session, at), clara, found, content_hash=found.content_hash, at=at)
    jobs.open_case_review(house.database, house.clock, case.id)
    with pytest.raises(Refusal, match="flagged and not decided"):
        decide(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE)
    assert answers(people.client("sam"), all_files_of(case)) == {404}


def test_a_picture_of_a_submitted_case_can_still_be_destroyed(house: House, people: People, case: Case) -> None:
    review = flag_picture(house, people, case)
    clara, max_, at = people.actor("clara"), people.actor("max"), house.clock.now()
    with house.database.writing() as session:
        found, outbox = session.get_one(Case, case.id), Outbox(session, at)
        case_services.return_for_changes(session, outbox, max_, found, at=at)
        consents.submit_case(session, outbox, clara, found, content_hash=found.content_hash, at=at)
    decide(house, people, review, Decision.DESTROY, reasons=(Reason.FACE,))
    assert now(house, case).status is CaseStatus.CHANGES_REQUESTED
    assert len(now(house, case).pictures) == 1


def test_i16_one_audit_row_for_each_thing_that_changed(house: House, people: People, case: Case) -> None:
    for name in ("sam", "max"):
        people.account(name)
    with house.database.reading() as session:
        before = session.scalar(select(func.max(AuditEntry.id)))
    decide(house, people, flag_picture(house, people, case), Decision.DESTROY, reasons=(Reason.FACE,))
    with house.database.reading() as session:
        rows = session.scalars(select(AuditEntry.action).where(AuditEntry.id > before).order_by(AuditEntry.id)).all()
    assert rows == [
        "review.opened",
        "case.hidden",
        "review.claimed",
        "case.returned",
        "image.erased",
        "case.picture_destroyed",
        "review.destroy",
    ]


def test_thirty_two_equal_flags_are_one(house: House, people: People, case: Case) -> None:
    people.account("sam")

    def one(_number: int) -> bool:
        try:
            flag_picture(house, people, case)
        except (Conflict, NotAllowed):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(one, range(32)))
    assert done.count(True) == 1
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Flag)) == 1
        assert session.scalars(select(Review.status).where(Review.kind == ReviewKind.FLAGGED_IMAGE)).all() == [
            ReviewStatus.OPEN
        ]
        hidden = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "case.hidden")
        assert session.scalar(hidden) == 1


def test_only_verified_members_flag_and_only_what_they_can_read(
    app: Flask, house: House, people: People, case: Case
) -> None:
    address = f"/cases/{case.id}/pictures/{case.pictures[0].id}/flag"
    nobody = people.client("nobody")
    assert nobody.get(address).status_code == 404
    assert nobody.post(address, data={"reason": "face"}).status_code == 404
    assert "/sign-in" in app.test_client().get(address).location
    elsewhere = f"/cases/{case.id - 1}/pictures/{case.pictures[0].id}/flag"
    assert people.client("sam").get(elsewhere).status_code == 404
    assert now(house, case).status is CaseStatus.PUBLISHED


def test_nobody_decides_about_a_picture_of_their_own(house: House, people: People) -> None:
    review = flag_picture(house, people, shown_case(house, people, author="max"))
    assert people.client("max").get(f"/moderation/{review.id}").status_code == 404
    assert people.client("sam").get(f"/moderation/{review.id}").status_code == 404
    with pytest.raises(NotAllowed):
        decide(house, people, review, Decision.RESTORE, "max")


@pytest.mark.parametrize(("typed", "says"), [({}, "Choose a reason."), ({"reason": "other"}, "Say in a few words")])
def test_a_flag_without_a_reason_hides_nothing(
    house: House, people: People, case: Case, typed: dict[str, str], says: str
) -> None:
    address = f"/cases/{case.id}/pictures/{case.pictures[0].id}/flag"
    answer = people.client("sam").post(address, data=typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert now(house, case).status is CaseStatus.PUBLISHED


def test_a_person_flags_so_many_things_a_day_and_then_keeps_what_was_typed(
    house: House, people: People, case: Case, clock: HeldClock
) -> None:
    for _number in range(FLAGS_A_DAY):
        flagged(house, people, shown_case(house, people, author="omar", pictures=1), "sam")
    sam, address = people.client("sam"), f"/cases/{case.id}/flag"
    answer = sam.post(address, data={"reason": "face", "note": "At the window."})
    assert answer.status_code == 429
    assert f"{FLAGS_A_DAY} things within a day" in answer.text
    assert "At the window." in answer.text
    assert now(house, case).status is CaseStatus.PUBLISHED
    assert people.client("faye").get(address).status_code == 200  # it's the person's own measure
    clock.move(timedelta(hours=24))
    assert sam.post(address, data={"reason": "face"}).status_code == 302


def test_whoever_flagged_it_reads_what_became_of_it_without_a_name(house: House, people: People, case: Case) -> None:
    other = flag_picture(house, people, shown_case(house, people, author="omar"), name="faye")
    review, sam = flag_picture(house, people, case), people.client("sam")
    assert "Moderators look at it." in sam.get("/account/flags").text
    decide(house, people, review, Decision.DESTROY, reasons=(Reason.FACE,), note="A secret note.")
    page = sam.get("/account/flags").text
    assert "Moderators have destroyed the picture." in page
    assert page.count("Flagged picture") == 1
    for secret in ("Max", "A secret note.", case.title, "Clara"):
        assert secret not in page
    assert other.status is ReviewStatus.OPEN
