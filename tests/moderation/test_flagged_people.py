"""A person is flagged: one flag changes nothing, several keep from writing, and a moderator alone keeps out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import services as accounts
from app.accounts.models import Account
from app.cases.models import Case
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed
from app.moderation import services
from app.moderation.models import Flag, Review
from app.moderation.rules import PERSON_FLAGS_A_DAY, Decision, Reason, ReviewKind
from app.moderation.services import TooManyFlags
from app.ops.house import House
from tests.clock import HeldClock
from tests.moderation.doubting import all_files_of, answers, shown_case
from tests.moderation.making import claim, decide, review_of
from tests.people import PASSWORD, People
from tests.threads.making import comment_of, skip

SUSPENDED = "Moderators have suspended this account."


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's case in the library, whose thread Sam and Omar have opened."""
    made = shown_case(house, people)
    skip(house, people, made, "sam")
    skip(house, people, made, "omar")
    return made


def flag(house: House, people: People, name: str, by: str = "sam", reason: Reason = Reason.ABUSIVE) -> Review:
    actor, account = people.actor(by), people.account(name)
    with house.database.writing() as session:
        found = session.get_one(Account, account.id)
        return services.flag_person(session, actor, found, reason=reason, at=house.clock.now())


def suspend(house: House, people: People, name: str, *reasons: Reason) -> Review:
    review = flag(house, people, name)
    decide(house, people, review, Decision.SUSPEND, reasons=reasons or (Reason.ABUSIVE,))
    return review


def paused_at(house: House, people: People, name: str) -> datetime | None:
    return people.account(name).paused_at


def test_the_way_leads_from_a_case_and_from_a_comment(house: House, people: People, case: Case) -> None:
    posted = comment_of(house, people, case, "omar", "Nonsense, all of it.")
    sam = people.client("sam")
    assert f"/cases/{case.id}/author/flag" in sam.get(f"/cases/{case.id}/flag").text
    address = f"/comments/{posted.id}/author/flag"
    assert address in sam.get(f"/comments/{posted.id}/flag").text
    assert sam.get(address).status_code == 200
    assert sam.post(address, data={"reason": "abusive"}).status_code == 302
    review = review_of(house, ReviewKind.FLAGGED_PERSON, people.account("omar").id)
    page = people.client("max").get(f"/moderation/{review.id}").text
    for words in ("Insults or harasses others", "Omar", "omar@example.org", "Nonsense, all of it."):
        assert words in page
    assert "Omar" in people.client("max").get("/moderation").text


def test_one_flag_hides_nothing_and_keeps_nobody_from_anything(house: House, people: People, case: Case) -> None:
    flag(house, people, "clara")
    assert paused_at(house, people, "clara") is None
    assert answers(people.client("sam"), [*all_files_of(case), f"/cases/{case.id}"]) == {200}
    assert people.client("clara").get("/cases/new").status_code == 200


def test_several_people_together_keep_somebody_from_writing_until_it_is_decided(
    house: House, people: People, case: Case
) -> None:
    omar = people.client("omar")
    flag(house, people, "omar", "sam")
    review = flag(house, people, "omar", "priya")
    assert paused_at(house, people, "omar") == house.clock.now()
    assert omar.get(f"/cases/{case.id}").status_code == 200
    assert omar.post(f"/cases/{case.id}/comments", data={"body": "Hello"}).status_code == 404
    assert omar.get("/cases/new").status_code == 403
    assert omar.post(f"/cases/{case.id}/flag", data={"reason": "face"}).status_code == 404
    assert "Several people have flagged you" in omar.get("/account").text
    decide(house, people, review, Decision.RESTORE)
    assert paused_at(house, people, "omar") is None
    assert omar.get("/cases/new").status_code == 200
    assert omar.post(f"/cases/{case.id}/comments", data={"body": "Hello"}).status_code in (200, 302)


def test_flags_from_before_the_last_decision_do_not_count_again(house: House, people: People) -> None:
    decide(house, people, flag(house, people, "omar", "sam"), Decision.RESTORE)
    house.clock.move(timedelta(days=1))  # type: ignore[attr-defined]
    flag(house, people, "omar", "priya")
    assert paused_at(house, people, "omar") is None


def test_one_person_counts_once(house: House, people: People) -> None:
    flag(house, people, "omar")
    with pytest.raises(Conflict):
        flag(house, people, "omar")
    assert paused_at(house, people, "omar") is None


@pytest.mark.parametrize("name", ["max", "opal", "faye"])
def test_flags_alone_stop_nobody_who_is_trusted_with_a_role(house: House, people: People, name: str) -> None:
    for by in ("sam", "priya", "sofia"):
        flag(house, people, name, by)
    assert paused_at(house, people, name) is None


def test_a_suspended_person_is_out_at_once_and_learns_it_only_with_the_right_password(
    house: House, people: People, app: Flask, case: Case
) -> None:
    clara = people.client("clara")
    assert clara.get("/account").status_code == 200
    suspend(house, people, "clara")
    assert "/sign-in" in clara.get("/account").location
    stranger = app.test_client()
    wrong = stranger.post("/sign-in", data={"email": "clara@example.org", "password": "something else"})
    unknown = stranger.post("/sign-in", data={"email": "no-one@example.org", "password": "something else"})
    for answer in (wrong, unknown):
        assert answer.status_code == 422
        assert SUSPENDED not in answer.text
        assert "go together" in answer.text
    right = stranger.post("/sign-in", data={"email": "clara@example.org", "password": PASSWORD})
    assert right.status_code == 422
    assert SUSPENDED in right.text
    assert "/sign-in" in stranger.get("/account").location
    assert answers(people.client("sam"), [*all_files_of(case), f"/cases/{case.id}"]) == {200}  # what they shared stays


def test_a_suspended_person_counts_for_nothing(house: House, people: People) -> None:
    suspend(house, people, "omar")
    actor = people.actor("omar")
    assert not actor.is_verified
    assert not actor.reads_library
    assert actor.roles == frozenset()


def test_a_moderator_lets_them_in_again_as_who_they_were(house: House, people: People, app: Flask) -> None:
    suspend(house, people, "omar")
    account_id, max_ = people.account("omar").id, people.client("max")
    page = max_.get("/moderation/suspended").text
    assert "Omar" in page
    assert "Insults or harasses others" in page
    assert max_.post(f"/moderation/suspended/{account_id}/lift").status_code == 302
    assert "Omar" not in max_.get("/moderation/suspended", follow_redirects=True).text.replace("Omar can sign in", "")
    assert people.actor("omar").is_verified
    assert people.client("omar").get("/cases/new").status_code == 200


def test_whoever_is_somebody_else_than_they_said_is_verified_no_more(house: House, people: People) -> None:
    suspend(house, people, "omar", Reason.IMPERSONATION)
    moderator = people.actor("max")
    with house.database.writing() as session:
        account = session.get_one(Account, people.account("omar").id)
        accounts.lift_suspension(session, moderator, account, at=house.clock.now())
    assert not people.actor("omar").is_verified


def test_i5_nobody_decides_about_themselves(house: House, people: People) -> None:
    review, max_ = flag(house, people, "max"), people.client("max")
    assert max_.get(f"/moderation/{review.id}").status_code == 404
    assert f'href="/moderation/{review.id}"' not in max_.get("/moderation").text
    assert f'href="/moderation/{review.id}"' in people.client("mona").get("/moderation").text
    with pytest.raises(NotAllowed):
        claim(house, people, review, "max")
    with house.database.reading() as session, pytest.raises(NotAllowed):
        account = session.get_one(Account, people.account("max").id)
        accounts.suspend(session, people.actor("max"), account, at=house.clock.now())
    with pytest.raises(IntegrityError), house.database.writing() as session:
        own = people.account("max").id
        session.execute(
            update(Account).where(Account.id == own).values(suspended_by=own, suspended_at=house.clock.now())
        )


@pytest.mark.parametrize("name", ["sam", "omar", "faye", "nobody"])
def test_only_moderators_see_and_lift_suspensions(house: House, people: People, name: str) -> None:
    suspend(house, people, "clara")
    client, address = people.client(name), f"/moderation/suspended/{people.account('clara').id}/lift"
    assert client.get("/moderation/suspended").status_code == 403
    assert client.post(address).status_code == 404
    assert people.account("clara").suspended_at is not None


def test_nobody_is_found_by_trying_numbers(house: House, people: People, case: Case) -> None:
    """A person is reached from what one can read of them, and from nowhere else."""
    posted = comment_of(house, people, case, "omar", "Hello")
    priya = people.client("priya")  # has not opened the thread
    assert priya.get(f"/comments/{posted.id}/author/flag").status_code == 404
    assert people.client("nobody").get(f"/cases/{case.id}/author/flag").status_code == 404
    assert people.client("clara").get(f"/cases/{case.id}/author/flag").status_code == 404  # themselves
    assert people.client("sam").post(f"/people/{people.account('omar').id}/flag").status_code == 404


def test_somebody_who_flags_person_after_person_is_stopped(house: House, people: People) -> None:
    for name in ("omar", "priya", "clara", "faye")[:PERSON_FLAGS_A_DAY]:
        flag(house, people, name)
    with pytest.raises(TooManyFlags, match="people within a day"):
        flag(house, people, "sofia")


def test_a_student_and_a_stranger_do_not_flag_themselves_or_unverified(house: House, people: People) -> None:
    for name, by in (("sam", "sam"), ("omar", "nobody")):
        with pytest.raises(NotAllowed):
            flag(house, people, name, by)


def test_thirty_two_equal_flags_are_one_and_pause_nobody(house: House, people: People) -> None:
    people.account("omar")
    people.account("sam")

    def one(_number: int) -> bool:
        try:
            flag(house, people, "omar")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(32))).count(True) == 1
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Flag)) == 1
    assert paused_at(house, people, "omar") is None


def test_i16_suspending_leaves_a_row_for_each_thing_that_changed(house: House, people: People) -> None:
    people.account("max")
    review = flag(house, people, "omar")
    with house.database.reading() as session:
        before = session.scalar(select(func.max(AuditEntry.id)))
    decide(house, people, review, Decision.SUSPEND, reasons=(Reason.IMPERSONATION,), note="Words.")
    with house.database.reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.id > before).order_by(AuditEntry.id)).all()
    assert [row.action for row in rows] == [
        "review.claimed",
        "verification.ended",
        "account.suspended",
        "review.suspend",
    ]
    assert all("Words" not in str(row.detail) for row in rows)


def test_a_reason_without_a_name_needs_words(people: People, case: Case) -> None:
    sam, address = people.client("sam"), f"/cases/{case.id}/author/flag"
    assert "Say in a few words" in sam.post(address, data={"reason": "other"}).text
    assert sam.post(address, data={"reason": "other", "note": "Sells things."}).status_code == 302
    assert sam.post(address, data={"reason": "face"}).status_code == 422  # no reason of this kind


def test_a_clock_that_goes_back_lets_nobody_in(house: House, people: People, clock: HeldClock) -> None:
    omar = people.client("omar")
    suspend(house, people, "omar")
    clock.move(-timedelta(days=1))
    assert "/sign-in" in omar.get("/account").location
