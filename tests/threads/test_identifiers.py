"""What is said in threads is looked through before it's posted: replaced, or kept with a reason for moderators."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.deid.answering import key_of
from app.deid.rules import Label
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.threads import jobs, services
from app.threads.models import Comment, Opinion, Resolution
from tests.cases.making import published_case
from tests.people import People
from tests.threads.making import comment_of, opinion_of, proposed, skip
from tests.threads.test_resolution import TYPED

NAME = key_of(Label.NAME, "Berg")
MAIL = key_of(Label.EMAIL, "berg@example.org")
REPLACE = {f"do-{NAME}": "replace", f"with-{NAME}": "the patient"}
KEEP = {f"do-{NAME}": "keep", f"why-{NAME}": "an eponym"}
PART = {"HX-Request": "true", "HX-Target": "comments"}
QUESTION = "Could this tell who the patient is?"


@pytest.fixture
def sam(house: House, people: People, case: Case) -> FlaskClient:
    """Student Sam, who reads only."""
    skip(house, people, case, "sam")
    return people.client("sam")


def say(client: FlaskClient, case: Case, body: str, **more: str) -> TestResponse:
    return client.post(f"/cases/{case.id}/comments", data={"body": body, **more})


def comments(house: House, case: Case) -> list[tuple[str, str]]:
    with house.database.reading() as session:
        found = session.scalars(select(Comment).where(Comment.case_id == case.id).order_by(Comment.id)).unique()
        return [(comment.body, comment.kept_reason) for comment in found]


def test_a_comment_with_a_name_comes_back_and_is_not_lost(house: House, sam: FlaskClient, case: Case) -> None:
    sent = say(sam, case, "Mrs Berg itches.\nSince when?")
    assert sent.status_code == 422
    assert QUESTION in sent.text
    assert "Mrs Berg itches.\nSince when?" in sent.text
    assert 'value="[name]"' in sent.text
    assert comments(house, case) == []


def test_sent_again_it_is_posted_with_what_was_chosen_instead(house: House, sam: FlaskClient, case: Case) -> None:
    assert say(sam, case, "Mrs Berg itches. Does Berg?", **REPLACE).status_code == 302
    assert comments(house, case) == [("Mrs the patient itches. Does the patient?", "")]


def test_or_as_it_is_with_the_reason_alone(house: House, sam: FlaskClient, case: Case) -> None:
    assert say(sam, case, "Dr Berg described it.", **KEEP).status_code == 302
    assert comments(house, case) == [("Dr Berg described it.", "an eponym")]


def test_the_part_of_a_page_that_posts_works_alike(house: House, sam: FlaskClient, case: Case) -> None:
    address = f"/cases/{case.id}/comments"
    asked = sam.post(address, data={"body": "Mrs Berg itches."}, headers=PART)
    assert asked.status_code == 422
    assert asked.text.lstrip().startswith("<section")
    assert QUESTION in asked.text
    assert "Mrs Berg itches." in asked.text
    posted = sam.post(address, data={"body": "Mrs Berg itches.", **REPLACE}, headers=PART)
    assert posted.status_code == 200
    assert QUESTION not in posted.text
    assert "Mrs the patient itches." in posted.text


def test_keeping_without_a_reason_comes_back_with_everything(house: House, sam: FlaskClient, case: Case) -> None:
    ways = {f"do-{NAME}": "keep", f"why-{NAME}": " ", f"do-{MAIL}": "replace", f"with-{MAIL}": "her own address"}
    sent = say(sam, case, "Mrs Berg, berg@example.org", **ways)
    assert sent.status_code == 422
    assert "Say why it can stay." in sent.text
    assert "her own address" in sent.text
    assert "Mrs Berg, berg@example.org" in sent.text
    assert comments(house, case) == []


def test_what_is_typed_instead_or_added_meanwhile_is_asked_about_in_turn(
    house: House, sam: FlaskClient, case: Case
) -> None:
    sent = say(sam, case, "Mrs Berg itches. Ask Dr Okafor.", **REPLACE)
    assert sent.status_code == 422
    assert "Mrs the patient itches. Ask Dr Okafor." in sent.text
    assert "Berg" not in sent.text
    sent = say(sam, case, "Mrs Berg itches.", **{**REPLACE, f"with-{NAME}": "Dr Okafor"})
    assert sent.status_code == 422
    assert comments(house, case) == []


def test_a_comment_that_is_nothing_but_a_name_taken_out_says_nothing(
    house: House, people: People, sam: FlaskClient, case: Case
) -> None:
    sent = say(sam, case, "berg@example.org", **{f"do-{MAIL}": "replace", f"with-{MAIL}": ""})
    assert sent.status_code == 422
    assert "Write something first." in sent.text
    assert comments(house, case) == []


def test_a_name_found_with_a_cue_in_the_case_is_found_without_one_in_its_thread(house: House, people: People) -> None:
    case = published_with_a_name(house, people)
    skip(house, people, case, "sam")
    sam = people.client("sam")
    assert say(sam, case, "What did Berg say?").status_code == 422
    other = published_case(house, people)
    skip(house, people, other, "sam")
    assert say(sam, other, "What did Berg say?").status_code == 302


def published_with_a_name(house: House, people: People) -> Case:
    """A case whose author has kept a name."""
    case = published_case(house, people)
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        found.history = "Dr Berg described it first."
    return case


def test_an_opinion_is_committed_once_everything_in_it_is_decided(house: House, people: People, case: Case) -> None:
    sam, address = people.client("sam"), f"/cases/{case.id}/opinion"
    typed = {"first-diagnosis": "Eczema", "first-reason": "Mrs Berg scratches.", "second-diagnosis": "Dr Berg's itch"}
    asked = sam.post(address, data=typed)
    assert asked.status_code == 422
    assert asked.text.count("asked-way asked-keep") == 1
    assert "Mrs Berg scratches." in asked.text
    assert opinions(house, case) == []
    assert sam.post(address, data={**typed, **KEEP}).status_code == 302
    assert opinions(house, case) == [("an eponym", ["Mrs Berg scratches.", ""])]


def opinions(house: House, case: Case) -> list[tuple[str, list[str]]]:
    with house.database.reading() as session:
        found = session.scalars(select(Opinion).where(Opinion.case_id == case.id)).unique()
        return [(opinion.kept_reason, [entry.reason for entry in opinion.hypotheses]) for opinion in found]


def test_a_replacement_that_makes_a_diagnosis_too_long_comes_back(house: House, people: People, case: Case) -> None:
    typed = {"first-diagnosis": f"Mrs Berg {'x' * 140}", **REPLACE, f"with-{NAME}": "y" * 40}
    sent = people.client("sam").post(f"/cases/{case.id}/opinion", data=typed)
    assert sent.status_code == 422
    assert "160" in sent.text
    assert opinions(house, case) == []


def test_a_resolution_is_looked_through_with_its_teaching_points(house: House, people: People, case: Case) -> None:
    clara, address = people.client("clara"), f"/cases/{case.id}/resolution"
    typed = {**TYPED, "explanation": "Mrs Berg had mites.", "teaching_points": "- Berg again\n- Treat all."}
    asked = clara.post(address, data=typed)
    assert asked.status_code == 422
    assert QUESTION in asked.text
    assert clara.post(address, data={**typed, **REPLACE}).status_code == 302
    [resolution] = resolutions(house, case)
    assert resolution.explanation == "Mrs the patient had mites."
    assert resolution.teaching_points == ["the patient again", "Treat all."]
    assert resolution.kept_reason == ""


def test_the_form_of_a_resolution_asks_nothing_before_it_is_sent(house: House, people: People, case: Case) -> None:
    proposed(house, people, case)
    with house.database.writing() as session:
        [standing] = session.scalars(select(Resolution).where(Resolution.case_id == case.id)).unique()
        standing.explanation = "Mrs Berg had mites."
    page = people.client("clara").get(f"/cases/{case.id}/resolution").text
    assert "Mrs Berg had mites." in page
    assert QUESTION not in page


def test_a_dissent_is_looked_through_and_its_reason_joins_the_authors(house: House, people: People, case: Case) -> None:
    resolution = proposed(house, people, case)
    with house.database.writing() as session:
        session.get_one(Resolution, resolution.id).kept_reason = "a drug"
    skip(house, people, case, "omar")
    omar, address = people.client("omar"), f"/resolutions/{resolution.id}/dispute"
    assert omar.post(address, data={"dissent": "Dr Berg saw none."}).status_code == 422
    assert omar.post(address, data={"dissent": "Dr Berg saw none.", **KEEP}).status_code == 302
    [found] = resolutions(house, case)
    assert (found.dissent, found.kept_reason) == ("Dr Berg saw none.", "a drug; an eponym")


def resolutions(house: House, case: Case) -> list[Resolution]:
    with house.database.reading() as session:
        return list(session.scalars(select(Resolution).where(Resolution.case_id == case.id)).unique())


@pytest.fixture
def reasoned(house: House, people: People, case: Case) -> Case:
    """A thread in which an opinion, a comment and a resolution keep something."""
    opinion, comment = opinion_of(house, people, case, "omar", "Eczema"), comment_of(house, people, case, "omar", "Hm")
    resolution = proposed(house, people, case)
    with house.database.writing() as session:
        session.get_one(Opinion, opinion.id).kept_reason = "reason of the opinion"
        session.get_one(Comment, comment.id).kept_reason = "reason of the comment"
        session.get_one(Resolution, resolution.id).kept_reason = "reason of the resolution"
    return case


@pytest.mark.parametrize(("name", "number"), [("max", 3), ("omar", 0), ("sam", 0), ("clara", 0), ("nobody", 0)])
def test_moderators_alone_read_the_reasons_in_the_thread(
    house: House, people: People, reasoned: Case, name: str, number: int
) -> None:
    """Whoever looks first: what's kept for readers must not hold what moderators see."""
    skip(house, people, reasoned, "sam")
    people.client("mona").get(f"/cases/{reasoned.id}")
    page = people.client(name).get(f"/cases/{reasoned.id}").text
    assert page.count("reason of the ") == number


def reasons(house: House) -> set[str]:
    with house.database.reading() as session:
        return {
            reason
            for table in (Opinion, Comment, Resolution)
            for reason in session.scalars(select(table.kept_reason))
            if reason
        }


def test_a_removed_comment_keeps_no_reason(house: House, people: People, reasoned: Case) -> None:
    judge = people.actor("max")
    with house.database.writing() as session:
        [comment] = session.scalars(select(Comment).where(Comment.case_id == reasoned.id)).unique()
        services.remove_comment(session, judge, comment, at=house.clock.now())
    assert reasons(house) == {"reason of the opinion", "reason of the resolution"}
    with house.database.reading() as session:
        removed = select(Comment).where(Comment.removed_at.is_not(None), Comment.kept_reason != "")
        assert session.scalars(removed).unique().all() == []


def test_i7_the_end_of_a_case_takes_every_reason_with_it(house: House, people: People, reasoned: Case) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, reasoned.id)
        cases.end(session, Outbox(session, at), clara.id, found, reason=EndReason.AUTHOR, at=at)
    jobs.erase_thread(house.database, house.clock, reasoned.id)
    assert reasons(house) == set()
