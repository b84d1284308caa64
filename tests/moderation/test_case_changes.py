"""Changes of published cases in the queue, on the pages that author, moderators and readers use."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.audit import AuditEntry
from app.media.cleaning import clean
from app.media.models import Image
from app.media.originals import prepare
from app.media.rules import ImageState, Sign
from app.moderation.models import Review, ReviewEntry
from app.moderation.rules import Decision, ReviewKind, ReviewStatus
from app.ops.house import House
from app.quizzes import queries as quizzes
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus
from tests.cases.changing import open_change, stored
from tests.cases.making import published_case
from tests.cases.test_authoring_pages import jpeg, upload
from tests.consent.making import consented_draft
from tests.moderation.making import decide as decide_directly
from tests.moderation.making import flagged, review_of, submit
from tests.moderation.test_resubmission import decide, hidden_fields
from tests.people import People
from tests.quizzes.making import live_item

SAID = {"reason": "correction", "consent": "given_covers", "looked": "y"}


def published(house: House, people: People, **changes: Any) -> Case:
    """A consented case in the library, through moderation."""
    case = consented_draft(house, people, **changes).case
    submit(house, people, case)
    decide_directly(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE)
    return stored(house, case)


def form_of(page: str) -> dict[str, str]:
    """What a form would send: hidden fields, inputs, the texts, what is chosen."""
    sent = hidden_fields(page)
    for tag in re.findall(r"<input [^>]*>", page):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") in ("text", "number"):
            sent[found["name"]] = found.get("value", "")
    for name, text in re.findall(r'<textarea [^>]*name="([\w-]+)"[^>]*>\r?\n?([^<]*)</textarea>', page):
        sent[name] = text
    for name, options in re.findall(r'<select [^>]*name="([\w-]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        sent[name] = re.findall(r'<option selected value="([^"]*)"', options)[0]
    return sent


def write(client: FlaskClient, case: Case, **typed: str) -> Any:
    address = f"/cases/{case.id}/change"
    return client.post(address, data={**form_of(client.get(address).text), **typed})


def send(client: FlaskClient, case: Case, **said: str) -> Any:
    address = f"/cases/{case.id}/change/submit"
    return client.post(address, data={**hidden_fields(client.get(address).text), **SAID, **said})


def test_the_whole_way_of_a_change(house: House, people: People) -> None:
    case = published(house, people)
    clara, max_, sam = people.client("clara"), people.client("max"), people.client("sam")
    answer = write(clara, case, title="Itch at night", tags="itch, household")
    assert (answer.status_code, answer.location) == (302, f"/cases/{case.id}/change/submit")
    page = clara.get(answer.location).text
    assert "<del>between the fingers</del><ins>at night</ins>" in page
    assert "<ins>household</ins>" in page
    assert send(clara, case).status_code == 302
    assert "Itch between the fingers" in sam.get(f"/cases/{case.id}").text
    review = review_of(house, ReviewKind.CASE_CHANGE, case.id)
    assert "Change of a case" in max_.get("/moderation").text
    page = max_.get(f"/moderation/{review.id}").text
    assert "<del>between the fingers</del><ins>at night</ins>" in page
    assert "Something was wrong" in page
    assert decide(max_, review.id, decision="approve", looked="y") == 302
    page = sam.get(f"/cases/{case.id}").text
    assert "Itch at night" in page
    assert f"/cases/{case.id}/history" in page
    page = sam.get(f"/cases/{case.id}/history").text
    assert "<del>between the fingers</del><ins>at night</ins>" in page
    assert "The first version." in page


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's case in the library; Omar's is noise."""
    published_case(house, people, author="omar", title="Noise")
    return published(house, people)


def waiting(house: House, people: People, case: Case, **typed: str) -> Review:
    """The review of a change that Clara has just submitted on the pages."""
    clara = people.client("clara")
    assert write(clara, case, **{"title": "Itch at night", **typed}).status_code == 302
    assert send(clara, case).status_code == 302
    return review_of(house, ReviewKind.CASE_CHANGE, case.id)


@pytest.mark.parametrize("name", ["omar", "sam", "max", "nobody"])
@pytest.mark.parametrize("page", ["", "/identifiers", "/submit", "/pictures"])
def test_the_pages_of_a_change_are_its_authors_alone(
    house: House, people: People, case: Case, name: str, page: str
) -> None:
    waiting(house, people, case)
    client = people.client(name)
    assert client.get(f"/cases/{case.id}/change{page}").status_code == 404
    assert client.post(f"/cases/{case.id}/change{page}").status_code == 404
    assert client.post(f"/cases/{case.id}/change/drop").status_code == 404
    assert client.post(f"/cases/{case.id}/change/take-back").status_code == 404


def test_no_page_of_a_reader_holds_a_word_of_a_change_that_waits(house: House, people: People, case: Case) -> None:
    waiting(house, people, case, title="Zqchange", history="Zqchange", tags="zqchange")
    pages = (f"/cases/{case.id}", f"/cases/{case.id}/history", "/library", "/library?q=itch", "/", "/study")
    for name in ("sam", "omar", "faye"):
        client = people.client(name)
        found = [page for page in pages if b"zqchange" in client.get(page).data.lower()]
        assert found == []
    assert b"zqchange" in people.client("clara").get(f"/cases/{case.id}/change/submit").data.lower()


def test_the_index_follows_the_approval(house: House, people: People, case: Case) -> None:
    review = waiting(house, people, case, title="Nodules by day")
    sam, link = people.client("sam"), f'href="/cases/{case.id}"'
    assert link not in sam.get("/library?q=nodules").text
    assert link in sam.get("/library?q=fingers").text
    assert decide(people.client("max"), review.id, decision="approve", looked="y") == 302
    assert link in sam.get("/library?q=nodules").text


def test_an_item_that_quotes_the_case_falls_silent_and_is_drafted_anew(house: House, people: People) -> None:
    item = live_item(house, people)
    case = stored_by_id(house, item.case_id)
    review = waiting(house, people, case, presentation="Four weeks of itch, worse by day.")
    with house.database.reading() as session:
        assert quizzes.question_for(session, people.actor("sam"), item.id) is not None
    assert decide(people.client("max"), review.id, decision="approve", looked="y") == 302
    with house.database.reading() as session:
        assert quizzes.question_for(session, people.actor("sam"), item.id) is None
        after = session.get_one(Item, item.id)
        assert after.status is ItemStatus.DRAFT
        assert "worse by day" in after.stem
        assert session.get_one(Case, case.id).status is CaseStatus.RESOLVED


def stored_by_id(house: House, case_id: int) -> Case:
    with house.database.reading() as session:
        return session.get_one(Case, case_id)


def test_asked_for_more_the_author_reads_why_and_the_moderator_sees_what_came_of_it(
    house: House, people: People, case: Case
) -> None:
    review = waiting(house, people, case, title="Itch in a small valley")
    clara, mona = people.client("clara"), people.client("mona")
    said = {"decision": "request_changes", "reasons": ["rare_and_small_place"], "note": "Leave the place out."}
    assert decide(people.client("max"), review.id, **said) == 302
    for address in (f"/cases/{case.id}", f"/cases/{case.id}/change"):
        page = clara.get(address).text
        assert "A moderator asks for more in your change." in page
        assert "Leave the place out." in page
    assert "Leave the place out." not in people.client("sam").get(f"/cases/{case.id}").text
    assert waiting(house, people, case, title="Itch at dusk").id == review.id
    page = mona.get(f"/moderation/{review.id}").text
    assert "<del>in a small valley</del><ins>at dusk</ins>" in page
    assert "<del>between the fingers</del><ins>at dusk</ins>" in page
    assert "A rare disease together with a small place" in page
    assert "Leave the place out." in page


def test_a_rejected_change_leaves_the_case_and_can_be_read_again(house: House, people: People, case: Case) -> None:
    review = waiting(house, people, case, title="Worse title")
    assert decide(people.client("max"), review.id, decision="reject", note="It says less.") == 302
    page = people.client("clara").get(f"/cases/{case.id}/change").text
    assert "It says less." in page
    assert "<ins>Worse title</ins>" in page
    assert 'value="Itch between the fingers"' in page
    assert stored(house, case).title == "Itch between the fingers"


def test_a_change_that_is_taken_back_leaves_the_queue(house: House, people: People, case: Case) -> None:
    review, clara, max_ = waiting(house, people, case), people.client("clara"), people.client("max")
    assert clara.get(f"/cases/{case.id}/change").status_code == 302
    assert clara.post(f"/cases/{case.id}/change/take-back").status_code == 302
    assert review_of(house, ReviewKind.CASE_CHANGE, case.id).status is ReviewStatus.VOID
    assert "No change of this case waits." in max_.get(f"/moderation/{review.id}").text
    assert send(clara, case).status_code == 302
    assert review_of(house, ReviewKind.CASE_CHANGE, case.id).status is ReviewStatus.OPEN


def test_the_author_cannot_decide_about_their_own_change(house: House, people: People) -> None:
    case = consented_draft(house, people, author="max").case
    submit(house, people, case, author="max")
    decide_directly(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE, "mona")
    max_ = people.client("max")
    write(max_, case, title="Itch at night")
    send(max_, case)
    review = review_of(house, ReviewKind.CASE_CHANGE, case.id)
    assert max_.get(f"/moderation/{review.id}").status_code == 404
    assert max_.post(f"/moderation/{review.id}/claim").status_code == 404
    assert "Change of a case" in people.client("mona").get("/moderation").text


def test_a_flagged_case_is_decided_first(house: House, people: People, case: Case) -> None:
    review = waiting(house, people, case)
    flagged(house, people, case)
    assert decide(people.client("max"), review.id, decision="approve", looked="y") == 422
    assert stored(house, case).status is CaseStatus.HIDDEN


def test_the_moderator_must_have_looked(house: House, people: People, case: Case) -> None:
    review = waiting(house, people, case)
    assert decide(people.client("max"), review.id, decision="approve") == 422
    assert stored(house, case).title == "Itch between the fingers"


def test_an_identifier_hides_the_case_and_its_former_version_is_nowhere(
    house: House, people: People, case: Case
) -> None:
    clara, max_, sam = people.client("clara"), people.client("max"), people.client("sam")
    write(clara, case, history="Others itch as well.")
    assert send(clara, case, reason="identifier").status_code == 302
    assert sam.get(f"/cases/{case.id}").status_code == 404
    page = clara.get(f"/cases/{case.id}").text
    assert "hidden until moderators have decided" in page
    assert "A reader has flagged this case" not in page
    review = review_of(house, ReviewKind.CASE_CHANGE, case.id)
    assert "The case is hidden until you decide" in max_.get(f"/moderation/{review.id}").text
    assert decide(max_, review.id, decision="approve", looked="y") == 302
    for client in (sam, max_, clara):
        page = client.get(f"/cases/{case.id}/history").text
        assert "isn't shown any more" in page.replace("&#39;", "'")
        assert "household" not in page
    assert "Others itch as well." in sam.get(f"/cases/{case.id}").text


def test_what_is_wrong_is_said_and_what_was_typed_stays(house: House, people: People, case: Case) -> None:
    clara = people.client("clara")
    page = write(clara, case, title="x" * 200, history="Typed and kept")
    assert page.status_code == 422
    assert "Typed and kept" in page.text
    write(clara, case, title="First window")
    stale = clara.post(
        f"/cases/{case.id}/change", data={**form_of(page.text), "title": "Second window", "version": "0"}
    )
    assert stale.status_code == 409
    assert "Second window" in stale.text
    assert "in another window" in stale.text
    assert open_change(house, case).content["title"] == "First window"
    again = clara.post(f"/cases/{case.id}/change", data={**form_of(stale.text), "title": "Second window"})
    assert again.status_code == 302
    for missing in ("reason", "consent", "looked"):
        page = send(clara, case, **{missing: ""}, note="Typed and kept")
        assert page.status_code == 422
        assert "Typed and kept" in page.text
    assert send(clara, case, content_hash="0" * 64).status_code == 409


def test_a_name_in_the_change_is_asked_about_before_it_can_be_submitted(
    house: House, people: People, case: Case
) -> None:
    clara = people.client("clara")
    answer = write(clara, case, history="Mrs Berg itches.")
    assert answer.location == f"/cases/{case.id}/change/identifiers"
    page = clara.get(answer.location).text
    assert "<mark>Berg" in page
    assert 'name="content_hash"' not in clara.get(f"/cases/{case.id}/change/submit").text
    [key] = re.findall(r'name="do-(\w+)" value="keep"', page)
    assert clara.post(answer.location, data={f"do-{key}": "keep", f"why-{key}": ""}).status_code == 422
    kept = {f"do-{key}": "keep", f"why-{key}": "invented for teaching"}
    assert clara.post(answer.location, data=kept).location == f"/cases/{case.id}/change/submit"
    assert send(clara, case).status_code == 302
    review = review_of(house, ReviewKind.CASE_CHANGE, case.id)
    assert "invented for teaching" in people.client("max").get(f"/moderation/{review.id}").text


def all_at_once(clients: list[FlaskClient], address: str, data: dict[str, Any]) -> list[int]:
    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(lambda client: client.post(address, data=data).status_code, clients))


def test_32_equal_submissions_and_32_equal_approvals_have_one_effect(house: House, people: People, case: Case) -> None:
    clara = people.client("clara")
    write(clara, case, title="Itch at night")
    address = f"/cases/{case.id}/change/submit"
    sent = {**hidden_fields(clara.get(address).text), **SAID}
    assert sorted(all_at_once([people.client("clara") for _ in range(32)], address, sent)) == [302, *[409] * 31]
    review = review_of(house, ReviewKind.CASE_CHANGE, case.id)
    moderators = [people.client("max") for _ in range(32)]
    moderators[0].post(f"/moderation/{review.id}/claim")
    fields = hidden_fields(moderators[0].get(f"/moderation/{review.id}").text)
    verdict = {**fields, "decision": "approve", "looked": "y"}
    assert sorted(all_at_once(moderators, f"/moderation/{review.id}", verdict)) == [302, *[409] * 31]
    with house.database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("%change%"))).all()
        assert [actions.count(action) for action in ("change.submitted", "change.approved", "case.changed")] == [
            1,
            1,
            1,
        ]
        assert len(cases.shown_revisions(session, case.id)) == 2
        opened = session.scalars(select(ReviewEntry.action).where(ReviewEntry.review_id == review.id)).all()
        assert opened == ["opened", "claimed", "approve"]


def test_a_photo_goes_the_whole_way_into_a_published_case(house: House, people: People, case: Case) -> None:
    clara, sam = people.client("clara"), people.client("sam")
    page = upload(clara, f"/cases/{case.id}/change/pictures", (jpeg(), "IMG_0001.jpg"))
    assert page.location == f"/cases/{case.id}/change/pictures"
    [planned] = open_change(house, case).pictures
    picture = f"/cases/{case.id}/pictures/{planned.id}"
    shown = f"/images/{planned.image.name}/320.jpg"
    assert clara.get(picture).status_code == 200
    assert sam.get(picture).status_code == sam.get(shown).status_code == 404
    preview = clara.get(f"{picture}/preview").text
    seen = re.findall(r'name="content_hash"[^>]*value="([0-9a-f]{64})"', preview)[0]
    signs = {"content_hash": seen, "signs": [sign.value for sign in Sign]}
    assert clara.post(f"{picture}/confirm", data=signs).location == f"/cases/{case.id}/change/pictures"
    write(clara, case, **{f"picture-{planned.id}-alt_text": "A red square", f"picture-{planned.id}-place": "1"})
    assert send(clara, case).status_code == 422
    assert send(clara, case, consent="asked_again").status_code == 302
    assert people.client("max").get(shown).status_code == 200
    assert sam.get(shown).status_code == people.client("omar").get(shown).status_code == 404
    review = review_of(house, ReviewKind.CASE_CHANGE, case.id)
    # no detector has looked at it here
    said = {"decision": "approve", "looked": "y", "looked_unscanned": "y"}
    assert decide(people.client("max"), review.id, **said) == 302
    assert sam.get(shown).status_code == 200
    assert "A red square" in sam.get(f"/cases/{case.id}").text


def test_a_picture_of_the_case_may_come_again_but_not_twice(house: House, people: People, case: Case) -> None:
    clara, pictures = people.client("clara"), f"/cases/{case.id}/change/pictures"
    with house.database.writing() as session:
        session.get_one(Image, case.pictures[0].image_id).pixel_hash = pixel_hash_of(jpeg())
    assert upload(clara, pictures, (jpeg(), "IMG_0001.jpg")).status_code == 302
    assert upload(clara, pictures, (jpeg(), "IMG_0001.jpg")).status_code == 422
    assert upload(people.client("omar"), "/cases/new", (jpeg(), "IMG_0001.jpg")).status_code == 422
    assert upload(clara, "/cases/new", (jpeg(), "IMG_0001.jpg")).status_code == 422
    [planned] = open_change(house, case).pictures
    write(clara, case, **{f"picture-{planned.id}-alt_text": "The same, covered"})
    with house.database.writing() as session:
        image = session.get_one(Image, planned.image_id)
        image.state, image.quarantine_key = ImageState.CONFIRMED, None
    page = send(clara, case, consent="asked_again")
    assert page.status_code == 422
    assert "stands there twice" in page.text


def pixel_hash_of(photo: io.BytesIO) -> str:
    return clean(prepare(photo.getvalue()).data).pixel_hash


def test_what_two_people_must_see_is_changed_by_two(house: House, people: People, case: Case) -> None:
    review = waiting(house, people, case)
    said = {"decision": "approve", "looked": "y", "delicate": ["face"]}
    assert decide(people.client("max"), review.id, **said) == 302
    assert stored(house, case).title == "Itch between the fingers"
    assert decide(people.client("mona"), review.id, decision="approve", looked="y") == 302
    after = stored(house, case)
    assert after.title == "Itch at night"
    assert (after.first_approved_by, after.approved_by) == (people.account("max").id, people.account("mona").id)
