"""The start page and the shelves, as people of each standing see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.rules import EvidenceKind, Specialty
from app.accounts.services import request_verification
from app.cases.models import Case
from app.cases.rules import AgeBand, CaseStatus, Modality, Sex
from app.factory import create_app
from app.kernel.outbox import Outbox
from app.kernel.settings import ReadPolicy
from app.library.rules import PAGE_SIZE
from app.ops.house import House
from app.threads.models import Opinion
from tests.cases.making import case_in, published_case
from tests.clock import HeldClock
from tests.counting import statements
from tests.library.conftest import Make
from tests.people import People

PART = {"HX-Request": "true", "HX-Target": "results"}


def test_a_guest_sees_what_casebook_is_and_no_case(app: Flask, make: Make) -> None:
    case = make(title="Burrows")
    page = app.test_client().get("/").text
    assert "Open an account" in page
    for address in ("/sign-up", "/sign-in", "/pages/about", "/pages/consent"):
        assert address in page
    for secret in (case.title, "ankle", "/images/", "Dermatology", "/library"):
        assert secret not in page, secret


def test_a_guest_of_the_library_is_sent_to_sign_in(app: Flask, make: Make) -> None:
    answer = app.test_client().get("/library?q=itch")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_a_guest_reads_where_the_instance_lets_everybody_read(house: House, make: Make) -> None:
    case = make(title="Burrows")
    open_house = replace(house, settings=replace(house.settings, read_policy=ReadPolicy.EVERYBODY))
    client = create_app(house=open_house).test_client()
    assert case.title in client.get("/").text
    assert case.title in client.get("/library?q=burrow").text


def test_the_start_page_shows_what_is_new_and_the_way_to_each_specialty(people: People, make: Make) -> None:
    case = make(title="Burrows")
    page = people.client("sam").get("/").text
    assert "Hello, Sam" in page
    assert f'href="/cases/{case.id}"' in page
    assert 'href="/library?specialty=dermatology"' in page
    assert "Take part" not in page


def test_who_has_not_confirmed_the_address_is_told_so_and_sees_no_case(
    house: House, people: People, make: Make
) -> None:
    case = make(title="Burrows")
    with house.database.writing() as session:
        people.account_in(session, "sam").email_confirmed_at = None
    client = people.client("sam")
    page = client.get("/").text
    assert "Confirm your e-mail address" in page
    assert 'action="/confirm"' in page
    assert case.title not in page
    assert client.get("/library").status_code == 403


def test_who_is_not_verified_is_told_how_to_be_and_then_to_wait(house: House, people: People, clock: HeldClock) -> None:
    with house.database.writing() as session:
        people.account_in(session, "priya").verified_until = clock.now() - timedelta(days=1)
    client = people.client("priya")
    assert "Ask to be verified" in client.get("/").text
    with house.database.writing() as session:
        priya = people.account_in(session, "priya")
        kind = EvidenceKind.REGISTRATION
        request_verification(session, Outbox(session, clock.now()), priya, kind=kind, evidence="4711", at=clock.now())
    page = client.get("/").text
    assert "is with the moderators" in page
    assert "Ask to be verified" not in page


def test_who_is_not_in_healthcare_is_not_asked_for_a_verification(people: People) -> None:
    page = people.client("nobody").get("/").text
    assert "Take part" not in page
    assert "/account#verification" not in page


def test_a_card_says_what_the_case_is_but_not_what_anybody_thinks_it_is(
    house: House, people: People, make: Make
) -> None:
    case = make(
        title="Burrows",
        specialty=Specialty.DERMATOLOGY,
        modality=Modality.CLINICAL_PHOTO,
        age_band=AgeBand.FROM_20,
        sex=Sex.FEMALE,
        working_diagnosis="Scabies",
    )
    for name in ("sam", "sofia"):
        _opine(house, people, case, name)
    _opine(house, people, case, "omar", skipped=True)
    page = people.client("sam").get("/library").text
    for word in ("Burrows", "Dermatology", "Clinical photo", "20 to 29 years", "Female", "Open", "2 opinions"):
        assert word in page, word
    assert "Scabies" not in page
    assert "Burrows with a dark point" not in page
    image = case.pictures[0].image
    assert f"/images/{image.name}/320.webp" in page
    assert f"/images/{image.name}/320.jpg" in page
    assert 'alt="Finger web, view 1"' in page
    assert "2048" not in page


def _opine(house: House, people: People, case: Case, name: str, *, skipped: bool = False) -> None:
    actor = people.actor(name)
    with house.database.writing() as session:
        session.add(
            Opinion(
                case_id=case.id,
                account_id=actor.account_id,
                skipped=skipped,
                standing=actor.standing,
                given_at=house.clock.now(),
            )
        )


@pytest.mark.parametrize("name", ["sam", "omar", "nobody", "clara", "max"])
def test_the_library_shows_only_what_is_published_even_to_authors_and_moderators(
    house: House, people: People, name: str
) -> None:
    for status in CaseStatus:
        case_in(status, house, people, title=f"Title of a {status.value} one")
    client = people.client(name)
    for page in (client.get("/library").text, client.get("/library?q=title").text, client.get("/").text):
        cards = [status for status in CaseStatus if f">Title of a {status.value} one</a></h2>" in page]
        assert cards == [CaseStatus.PUBLISHED, CaseStatus.RESOLVED]


def test_every_result_has_an_address_that_can_be_shared(people: People, make: Make) -> None:
    case = make(title="Burrows", sex=Sex.FEMALE)
    address = "/library?q=burrow&status=open&specialty=dermatology&modality=clinical_photo&age=20-29&sex=female"
    page = people.client("omar").get(address).text
    assert f'href="/cases/{case.id}"' in page
    assert 'value="burrow"' in page
    assert '<option selected value="dermatology">' in page
    for without in ("status=open&amp;specialty", "q=burrow&amp;specialty"):
        assert f'href="/library?{without}' in page


def test_a_form_without_script_ends_at_the_short_address(people: People) -> None:
    answer = people.client("sam").get("/library?q=itch&status=&specialty=&modality=&age=&sex=male&sort=relevance")
    assert (answer.status_code, answer.location) == (302, "/library?q=itch&sex=male")


def test_while_typing_only_the_results_come_with_their_address(people: People, make: Make) -> None:
    make(title="Burrows")
    answer = people.client("sam").get("/library?q=burrow&status=&sex=&sort=newest", headers=PART)
    assert answer.headers["HX-Replace-Url"] == "/library?q=burrow&sort=newest"
    assert "<html" not in answer.text
    assert "Burrows" in answer.text


@pytest.mark.parametrize(
    "arguments",
    [
        "specialty=astrology",
        "age=seven",
        "sex=",
        "page=-3",
        "page=x",
        "page=99999999999999999999",
        "sort=best",
        "q=%00",
        "x=1",
    ],
)
def test_whatever_stands_in_the_address_the_page_comes(people: People, make: Make, arguments: str) -> None:
    make(title="Burrows")
    answer = people.client("sam").get(f"/library?{arguments}", follow_redirects=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("typed", ['"', "<script>alert(x)</script>", "a:b*", "' OR x=x --", "%", "🙂", "x" * 5000])
def test_odd_questions_find_nothing_and_come_back_as_typed(people: People, make: Make, typed: str) -> None:
    make(title="Burrows")
    answer = people.client("sam").get("/library", query_string={"q": typed})
    assert answer.status_code == 200
    assert "Nothing found" in answer.text
    assert "<script>alert" not in answer.text


def test_an_empty_library_says_so(people: People) -> None:
    client = people.client("sam")
    assert "still empty" in client.get("/library").text
    assert "still empty" in client.get("/").text


def test_pages_follow_each_other_with_the_filters_kept(house: House, people: People) -> None:
    for number in range(PAGE_SIZE + 1):
        published_case(house, people, title=f"Itch {number}")
    client = people.client("sam")
    first = client.get("/library?sex=female").text
    assert "page 1 of 2" in first
    assert 'rel="next" href="/library?sex=female&amp;page=2"' in first
    last = client.get("/library?sex=female&page=2").text
    assert 'rel="prev" href="/library?sex=female"' in last
    assert 'rel="next"' not in last


def test_i18_a_missing_index_is_said_on_the_page(house: House, people: People, make: Make) -> None:
    make(title="Burrows")
    client = people.client("sam")
    assert "simpler search" not in client.get("/library?q=burrow").text
    (house.settings.index / "current").unlink()
    page = client.get("/library?q=burrow").text
    assert "simpler search" in page
    assert "Burrows" in page


def test_the_pages_cost_as_many_statements_with_many_cases_as_with_few(
    house: House, people: People, make: Make
) -> None:
    make(title="Burrows")
    client = people.client("sam")

    def cost(address: str) -> int:
        with statements(house.database.engine) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = ("/", "/library", "/library?q=burrow", "/library?q=burows+fever")
    few = {address: cost(address) for address in addresses}
    for number in range(10):
        case = make(title=f"Burrows {number}", pictures=2, tags=("itch", "night", f"tag {number}"))
        _opine(house, people, case, "sofia")
    assert {address: cost(address) for address in addresses} == few
