"""From a photo to a written draft, through the pages."""

from __future__ import annotations

import io
import json
import re

import pytest
from flask.testing import FlaskClient
from PIL import Image as Pixels
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.cases import queries, services
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.audit import AuditEntry
from app.media import services as media
from app.media.models import Image
from app.media.rules import ImageState, Sign
from app.ops.house import House
from tests.cases.making import TEXT, case_in, draft_case, draft_in, published_case, received_image
from tests.people import People

TYPED = {
    "title": "A title",
    "presentation": "Two days of fever.",
    "history": "",
    "examination": "",
    "investigations": "",
    "findings": "",
    "question": "",
    "specialty": "cardiology",
    "modality": "ecg",
    "age_band": "90+",
    "sex": "male",
    "tags": "Fever,  chest pain",
    "working_diagnosis": "Pericarditis",
}


def jpeg(colour: str = "red") -> io.BytesIO:
    """A small photo with a comment in it."""
    made = io.BytesIO()
    Pixels.new("RGB", (64, 48), colour).save(made, "JPEG", comment=b"Jane Doe, ward 7")
    made.seek(0)
    return made


def upload(client: FlaskClient, address: str, *files: tuple[io.BytesIO, str]) -> TestResponse:
    return client.post(address, data={"pictures": list(files)}, content_type="multipart/form-data")


def only_case(house: House) -> Case:
    with house.database.reading() as session:
        return session.scalars(select(Case)).unique().one()


def hash_on(page: TestResponse) -> str:
    found = re.search(r'name="content_hash"[^>]*value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


def test_an_upload_opens_a_draft_and_leads_to_the_first_picture(house: House, people: People) -> None:
    client = people.client("clara")
    answer = upload(client, "/cases/new", (jpeg(), "IMG_0001.jpg"), (jpeg("blue"), "IMG_0002.jpg"))
    case = only_case(house)
    assert answer.status_code == 302
    assert answer.location == f"/cases/{case.id}/pictures/{case.pictures[0].id}"
    assert (case.status, len(case.pictures)) == (CaseStatus.DRAFT, 2)
    assert client.get(answer.location).status_code == 200


def test_each_refused_file_is_named_with_its_reason_and_the_others_are_kept(house: House, people: People) -> None:
    page = upload(
        people.client("clara"),
        "/cases/new",
        (io.BytesIO(b"just words"), "notes.jpg"),
        (jpeg(), "good.jpg"),
        (io.BytesIO(b""), "empty.png"),
        (jpeg(), "good again.jpg"),
    )
    assert page.status_code == 200
    assert all(name in page.text for name in ("notes.jpg", "empty.png", "good again.jpg"))
    assert "not a picture" in page.text
    assert "is empty" in page.text
    assert "part of a case already" in page.text
    assert len(only_case(house).pictures) == 1


def test_when_no_file_is_taken_nothing_is_opened(house: House, people: People) -> None:
    page = upload(people.client("clara"), "/cases/new", (io.BytesIO(b"<svg/>"), "<b>x</b>.svg"))
    assert page.status_code == 422
    assert "&lt;b&gt;x&lt;/b&gt;.svg" in page.text
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
        assert session.scalar(select(func.count()).select_from(Image)) == 0
    assert list((house.settings.quarantine).glob("*/*")) == []


def test_without_a_file_the_page_says_so(people: People) -> None:
    page = people.client("clara").post("/cases/new", data={}, content_type="multipart/form-data")
    assert page.status_code == 422
    assert "Choose at least one picture" in page.text


def test_a_picture_that_is_in_somebody_elses_draft_is_refused_without_a_word_about_them(
    house: House, people: People
) -> None:
    upload(people.client("omar"), "/cases/new", (jpeg(), "mine.jpg"))
    page = upload(people.client("clara"), "/cases/new", (jpeg(), "copy.jpg"))
    assert page.status_code == 422
    assert "part of a case already" in page.text
    assert "Omar" not in page.text
    with house.database.reading() as session:
        states = session.scalars(select(Image.state).order_by(Image.id)).all()
    assert states == [ImageState.RECEIVED, ImageState.ERASED]


def test_more_pictures_can_be_added_and_one_be_removed(house: House, people: People) -> None:
    case, client = draft_case(house, people), people.client("clara")
    assert upload(client, f"/cases/{case.id}/pictures", (jpeg(), "more.jpg")).status_code == 302
    assert len(only_case(house).pictures) == 2
    gone = case.pictures[0]
    assert client.post(f"/cases/{case.id}/pictures/{gone.id}/remove").status_code == 302
    left = only_case(house)
    assert [picture.id for picture in left.pictures] != [gone.id]
    with house.database.reading() as session:
        assert session.get_one(Image, gone.image_id).state is ImageState.ERASED
    assert client.get(f"/images/{gone.image.name}/320.webp").status_code == 404


def test_cover_look_confirm_destroys_the_original(house: House, people: People) -> None:
    client = people.client("clara")
    page = upload(client, "/cases/new", (jpeg(), "photo.jpg"))
    here = page.location
    before = client.get(f"{here}/original")
    assert (before.status_code, before.mimetype) == (200, "image/jpeg")
    assert b"Jane Doe" not in before.data
    boxes = json.dumps([{"x": 0, "y": 0, "width": 32, "height": 48}])
    covered = client.post(here, data={"rectangles": boxes})
    assert covered.location == f"{here}/preview"
    preview = client.get(covered.location)
    assert "how everybody will see it" in preview.text
    image = only_case(house).pictures[0].image
    left = Pixels.open(io.BytesIO(client.get(f"/images/{image.name}/320.jpg").data)).getpixel((4, 20))
    assert isinstance(left, tuple)
    assert max(left) < 60
    signs = {"signs": [sign.value for sign in Sign]}
    confirmed = client.post(f"{here}/confirm", data={"content_hash": hash_on(preview), **signs})
    assert confirmed.status_code == 302
    assert only_case(house).pictures[0].image.state is ImageState.CONFIRMED
    assert client.get(f"{here}/original").status_code == 409
    assert list(house.settings.quarantine.glob("*/*")) == []


def test_a_stale_preview_confirms_nothing(house: House, people: People) -> None:
    client = people.client("clara")
    here = upload(client, "/cases/new", (jpeg(), "photo.jpg")).location
    stale = hash_on(client.get(f"{here}/preview"))
    client.post(here, data={"rectangles": '[{"x": 0, "y": 0, "width": 9, "height": 9}]'})
    answer = client.post(f"{here}/confirm", data={"content_hash": stale, "signs": [sign.value for sign in Sign]})
    assert answer.status_code == 409
    assert "has changed since you looked at it" in answer.text
    assert hash_on(answer) != stale
    assert " checked" not in answer.text
    assert only_case(house).pictures[0].image.state is ImageState.RECEIVED


@pytest.mark.parametrize(
    "boxes",
    [
        "not json",
        '{"x": 1}',
        '[{"x": 1, "y": 1, "width": 5}]',
        '[{"x": "1", "y": 1, "width": 5, "height": 5}]',
        '[{"x": 1.5, "y": 1, "width": 5, "height": 5}]',
        '[{"x": true, "y": 1, "width": 5, "height": 5}]',
        '[{"x": 5000, "y": 1, "width": 5, "height": 5}]',
        "[" * 50_000,
        json.dumps([{"x": 1, "y": 1, "width": 5, "height": 5}] * 101),
    ],
)
def test_parts_that_cannot_be_covered_are_said_beside_the_picture(house: House, people: People, boxes: str) -> None:
    client = people.client("clara")
    here = upload(client, "/cases/new", (jpeg(), "photo.jpg")).location
    page = client.post(here, data={"rectangles": boxes})
    assert page.status_code == 422
    assert "field-error" in page.text
    assert only_case(house).pictures[0].image.redactions == []


def test_i2_an_original_is_served_to_its_author_alone_and_each_look_is_written_down(
    house: House, people: People
) -> None:
    here = upload(people.client("clara"), "/cases/new", (jpeg(), "photo.jpg")).location
    for name in ("omar", "max", "sam", "nobody"):
        assert people.client(name).get(f"{here}/original").status_code == 404, name
    for _look in range(2):
        answer = people.client("clara").get(f"{here}/original")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    with house.database.reading() as session:
        looks = select(AuditEntry.actor_id).where(AuditEntry.action == "image.original_read")
        assert session.scalars(looks).all() == [people.account("clara").id] * 2


def test_after_covering_the_author_still_gets_the_whole_picture_to_work_on(house: House, people: People) -> None:
    client = people.client("clara")
    here = upload(client, "/cases/new", (jpeg(), "photo.jpg")).location
    client.post(here, data={"rectangles": '[{"x": 0, "y": 0, "width": 32, "height": 48}]'})
    whole = Pixels.open(io.BytesIO(client.get(f"{here}/original").data)).getpixel((4, 20))
    assert isinstance(whole, tuple)
    assert whole[0] > 200
    assert "32" in client.get(here).text


def test_text_facts_and_descriptions_are_saved_together(house: House, people: People) -> None:
    case, client = draft_case(house, people), people.client("clara")
    part = f"picture-{case.pictures[0].id}-"
    answer = client.post(
        f"/cases/{case.id}/edit", data={**TYPED, f"{part}caption": "Lead II", f"{part}alt_text": "An ECG"}
    )
    assert answer.status_code == 302
    saved = only_case(house)
    assert (saved.title, saved.age_band.value, saved.sex.value) == ("A title", "90+", "male")
    assert [tag.name for tag in saved.tags] == ["chest pain", "fever"]
    assert (saved.pictures[0].caption, saved.pictures[0].alt_text) == ("Lead II", "An ECG")
    assert saved.working_diagnosis == "Pericarditis"


@pytest.mark.parametrize(
    "wrong",
    [{"title": "x" * 161}, {"specialty": "astrology"}, {"age_band": "91"}, {"tags": ",".join("abcdefghijklmno")}],
)
def test_a_form_with_a_mistake_keeps_what_was_typed(house: House, people: People, wrong: dict[str, str]) -> None:
    case, client = draft_case(house, people), people.client("clara")
    part = f"picture-{case.pictures[0].id}-"
    typed = {**TYPED, **wrong, f"{part}caption": "Lead II typed", f"{part}alt_text": ""}
    page = client.post(f"/cases/{case.id}/edit", data=typed)
    assert page.status_code == 422
    for text in (typed["title"], "Two days of fever.", "Pericarditis", "Lead II typed"):
        assert text in page.text
    assert only_case(house).title == TEXT.title


def test_a_caption_that_is_too_long_keeps_the_text_too(house: House, people: People) -> None:
    case, client = draft_case(house, people), people.client("clara")
    part = f"picture-{case.pictures[0].id}-"
    page = client.post(f"/cases/{case.id}/edit", data={**TYPED, f"{part}caption": "y" * 301})
    assert page.status_code == 422
    assert "y" * 301 in page.text
    assert "Two days of fever." in page.text


def test_a_draft_that_is_hardly_begun_can_be_put_down(house: House, people: People) -> None:
    case, client = draft_case(house, people), people.client("clara")
    empty = {**dict.fromkeys(TYPED, ""), "specialty": "other", "modality": "other", "age_band": "unknown"}
    assert client.post(f"/cases/{case.id}/edit", data={**empty, "sex": "not_stated"}).status_code == 302
    assert only_case(house).title == ""


PAGES = ("/cases/{case}/edit", "/cases/{case}/pictures", "/cases/{case}/pictures/{picture}")
POSTS = ("/cases/{case}/edit", "/cases/{case}/pictures", "/cases/{case}/pictures/{picture}/remove")


def test_authoring_pages_are_the_authors_alone(house: House, people: People) -> None:
    case = draft_case(house, people)
    for name in ("omar", "max", "sam", "nobody"):
        client = people.client(name)
        for page in PAGES:
            address = page.format(case=case.id, picture=case.pictures[0].id)
            assert client.get(address).status_code == 404, (name, address)
        for page in POSTS:
            address = page.format(case=case.id, picture=case.pictures[0].id)
            assert client.post(address, data=TYPED).status_code == 404, (name, address)
    assert only_case(house).title == TEXT.title


def test_only_verified_clinicians_open_a_case(people: People) -> None:
    for name in ("sam", "nobody"):
        assert people.client(name).get("/cases/new").status_code == 403


def test_a_picture_is_not_found_under_another_case(house: House, people: People) -> None:
    case, other = draft_case(house, people), draft_case(house, people)
    address = f"/cases/{case.id}/pictures/{other.pictures[0].id}"
    assert people.client("clara").get(address).status_code == 404


def test_a_published_case_cannot_be_opened_for_writing(house: House, people: People) -> None:
    case, client = published_case(house, people), people.client("clara")
    for page in PAGES:
        assert client.get(page.format(case=case.id, picture=case.pictures[0].id)).status_code == 409
    assert client.post(f"/cases/{case.id}/edit", data=TYPED).status_code == 409


def test_a_picture_that_was_erased_in_the_meantime_can_be_taken_out(house: House, people: People) -> None:
    author, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        case = draft_in(session, house.store, author, at=at)
        image = received_image(session, house.store, author.account_id, at=at)
        forgotten = services.add_picture(session, author, case, image, at=at)
    with house.database.writing() as session:
        media.erase(session, session.get_one(Image, forgotten.image_id), at=at)
    client = people.client("clara")
    assert client.get(f"/cases/{case.id}/pictures/{forgotten.id}").status_code == 302
    assert "was erased" in client.get(f"/cases/{case.id}/pictures").text
    assert client.post(f"/cases/{case.id}/pictures/{forgotten.id}/remove").status_code == 302
    assert len(only_case(house).pictures) == 1


def test_my_cases_names_what_each_draft_lacks_and_leaves_out_what_ended(house: House, people: People) -> None:
    case_in(CaseStatus.PUBLISHED, house, people, author="omar", title="Noise of another author")
    case_in(CaseStatus.WITHDRAWN, house, people)
    draft = draft_case(house, people, title="My draft")
    case_in(CaseStatus.RESOLVED, house, people, title="My resolved case")
    page = people.client("clara").get("/my-cases").text
    assert "My draft" in page
    assert "Record the consent." in page
    assert f'/cases/{draft.id}/consent"' in page
    assert "My resolved case" in page
    assert "Noise of another author" not in page
    assert page.count("row-item") == 2


def test_a_reader_without_cases_gets_a_friendly_page(people: People) -> None:
    assert "verified healthcare professionals" in people.client("sam").get("/my-cases").text
    assert "No case yet" in people.client("clara").get("/my-cases").text


def test_what_a_moderator_asked_for_can_be_changed_and_sent_again(house: House, people: People) -> None:
    case, client = case_in(CaseStatus.CHANGES_REQUESTED, house, people), people.client("clara")
    part = f"picture-{case.pictures[0].id}-"
    data = {**TYPED, "title": "Better", f"{part}alt_text": "An ECG"}
    assert client.post(f"/cases/{case.id}/edit", data=data).status_code == 302
    changed = only_case(house)
    assert (changed.title, changed.author_confirmed) == ("Better", "")
    assert queries.blockers(changed) == []
