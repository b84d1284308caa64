"""Who gets the bytes of a picture (I1, I6)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases import services
from app.cases.models import Case
from app.cases.rules import GONE, SHOWN, CaseStatus
from app.kernel.outbox import Outbox
from app.kernel.settings import ReadPolicy, Settings
from app.ops.house import House
from tests.cases.making import case_in, published_case, received_image
from tests.counting import statements
from tests.people import People

READERS = ("omar", "sam", "nobody")
MODERATORS = ("max", "mona")


def address(case: Case, nominal: int = 320, extension: str = "webp") -> str:
    return f"/images/{case.pictures[0].image.name}/{nominal}.{extension}"


def status_for(client: FlaskClient, url: str) -> int:
    answer = client.get(url)
    has_picture = (answer.mimetype or "").startswith("image/") and len(answer.data) > 0
    assert has_picture == (answer.status_code == 200)
    return answer.status_code


def test_i1_a_picture_reaches_only_whom_its_case_is_open_to(house: House, people: People) -> None:
    noise = published_case(house, people, author="omar")
    urls = {status: address(case_in(status, house, people)) for status in CaseStatus}
    inside = {status: 404 if status in GONE else 200 for status in CaseStatus}
    outside = {status: 200 if status in SHOWN else 404 for status in CaseStatus}
    for name in ("clara", *MODERATORS, *READERS):
        client = people.client(name)
        seen = {status: status_for(client, url) for status, url in urls.items()}
        assert seen == (outside if name in READERS else inside), name
        assert status_for(client, address(noise)) == 200


def test_i1_a_stranger_without_a_sign_in_gets_no_picture(app: Flask, house: House, people: People) -> None:
    for status in CaseStatus:
        answer = app.test_client().get(address(case_in(status, house, people)))
        assert answer.status_code == 302, status
        assert "/sign-in" in answer.location


def unconfirmed(house: House, people: People) -> Case:
    """A draft whose second picture its author has not confirmed, as its only picture left."""
    author, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        case = services.start(session, author, at=at)
        image = received_image(session, house.store, author.account_id, at=at)
        services.add_picture(session, author, case, image, at=at)
    return case


def test_i1_a_picture_its_author_has_not_confirmed_is_the_authors_alone(house: House, people: People) -> None:
    url = address(unconfirmed(house, people))
    assert status_for(people.client("clara"), url) == 200
    for name in (*MODERATORS, *READERS):
        assert status_for(people.client(name), url) == 404, name


def test_i1_a_picture_goes_with_consent_at_the_very_second(house: House, people: People) -> None:
    case = published_case(house, people)
    with house.database.writing() as session:
        services.note_consent(session, session.get_one(Case, case.id), ends_at=house.clock.now())
    assert status_for(people.client("sam"), address(case)) == 404
    assert people.client("sam").get(f"/cases/{case.id}").status_code == 404


@pytest.mark.parametrize("address_of", ["0" * 32 + "/320.webp", "%2e%2e/320.webp", "{name}/321.webp", "{name}/320.png"])
def test_an_address_that_names_no_file_is_not_found(house: House, people: People, address_of: str) -> None:
    case = published_case(house, people)
    name = case.pictures[0].image.name
    assert people.client("sam").get("/images/" + address_of.replace("{name}", name)).status_code == 404


def test_every_size_comes_in_both_formats_with_its_type_and_short_caching(house: House, people: People) -> None:
    case, client = published_case(house, people), people.client("sam")
    for nominal in (320, 960, 2048):
        for extension, mimetype in (("webp", "image/webp"), ("jpg", "image/jpeg")):
            answer = client.get(address(case, nominal, extension))
            assert (answer.status_code, answer.mimetype) == (200, mimetype)
            assert answer.headers["Cache-Control"] == "private, max-age=60"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_browser_that_has_the_picture_is_told_so_unless_it_is_gone(house: House, people: People) -> None:
    case, client, moderator = published_case(house, people), people.client("sam"), people.actor("max")
    tag = client.get(address(case)).headers["ETag"]
    assert client.get(address(case), headers={"If-None-Match": tag}).status_code == 304
    with house.database.writing() as session:
        services.hide(
            session,
            Outbox(session, house.clock.now()),
            moderator,
            session.get_one(Case, case.id),
            at=house.clock.now(),
        )
    assert client.get(address(case), headers={"If-None-Match": tag}).status_code == 404


def test_a_picture_costs_one_statement_besides_the_sign_in(house: House, people: People) -> None:
    case, client = published_case(house, people, pictures=3), people.client("sam")
    client.get(address(case))
    with statements(house.database.engine) as seen:
        client.get(address(case))
    assert len([statement for statement in seen if "case_picture" in statement]) == 1
    assert len(seen) <= 5


class TestWhereEverybodyMayRead:
    """An instance whose library is open."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, read_policy=ReadPolicy.EVERYBODY)

    def test_shown_pictures_may_be_kept_by_shared_caches_for_a_minute(
        self, app: Flask, house: House, people: People
    ) -> None:
        case = published_case(house, people)
        answer = app.test_client().get(address(case))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=60")

    def test_i1_pictures_of_drafts_stay_private(self, app: Flask, house: House, people: People) -> None:
        case = unconfirmed(house, people)
        assert people.client("clara").get(address(case)).headers["Cache-Control"] == "private, max-age=60"
        assert app.test_client().get(address(case)).status_code == 302
