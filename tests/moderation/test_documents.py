"""Documents: redrawn, sealed, seen by the moderator who has taken the request up, recorded, and erased."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete, func, select, text

from app.accounts.models import Verification
from app.accounts.rules import REQUEST_WAITS, EvidenceKind, VerificationStatus
from app.kernel.audit import AuditEntry
from app.moderation import jobs, queries
from app.moderation.models import Review, VerificationDocument
from app.moderation.rules import Decision, ReviewKind
from app.ops.house import House
from tests.clock import HeldClock
from tests.moderation.making import claim, decide
from tests.people import People
from tests.photo import phone_photo


@pytest.fixture
def omar(house: House, people: People) -> FlaskClient:
    """Omar, whose verification has run out."""
    with house.database.writing() as session:
        people.account_in(session, "omar").verified_until = None
    return people.client("omar")


def hand_in(client: FlaskClient, data: bytes) -> int:
    form = {"document": (io.BytesIO(data), "Omar Haddad licence.jpg")}
    return client.post("/account/verification/document", data=form).status_code


def handed_in(house: House, client: FlaskClient) -> Review:
    assert hand_in(client, phone_photo(seed=7)) == 302
    with house.database.reading() as session:
        request = session.scalars(select(Verification)).one()
        review = queries.of_subject(session, ReviewKind.VERIFICATION, request.id)
        assert request.kind is EvidenceKind.DOCUMENT
        assert review is not None
        return review


def documents(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(VerificationDocument)) or 0


def looks(house: House) -> list[int | None]:
    with house.database.reading() as session:
        seen = select(AuditEntry.actor_id).where(AuditEntry.action == "verification.document_seen")
        return list(session.scalars(seen))


def test_the_moderator_who_took_it_up_sees_it_and_each_look_is_recorded(
    house: House, people: People, omar: FlaskClient
) -> None:
    review = handed_in(house, omar)
    claim(house, people, review, "max")
    max_ = people.client("max")
    address = f"/moderation/{review.id}/document"
    assert address in max_.get(f"/moderation/{review.id}").text
    assert looks(house) == []
    answer = max_.get(address)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert Image.open(io.BytesIO(answer.data)).format == "JPEG"
    assert b"Exif" not in answer.data
    max_.get(address)
    assert looks(house) == [people.account("max").id] * 2


def test_nobody_else_sees_it(house: House, app: Flask, people: People, omar: FlaskClient) -> None:
    review = handed_in(house, omar)
    address = f"/moderation/{review.id}/document"
    assert people.client("max").get(address).status_code == 409
    claim(house, people, review, "max")
    codes = {name: people.client(name).get(address).status_code for name in ("mona", "clara", "sam", "nobody", "opal")}
    assert codes == {"mona": 409, "clara": 404, "sam": 404, "nobody": 404, "opal": 409}
    assert omar.get(address).status_code == 404
    assert app.test_client().get(address).status_code == 302
    assert looks(house) == []


def test_a_lease_that_is_over_shows_it_no_more(
    house: House, people: People, omar: FlaskClient, clock: HeldClock
) -> None:
    review = handed_in(house, omar)
    claim(house, people, review, "max")
    clock.move(timedelta(minutes=30))
    assert people.client("max").get(f"/moderation/{review.id}/document").status_code == 409


def test_what_is_kept_is_sealed_and_lies_in_no_store_of_pictures(house: House, omar: FlaskClient) -> None:
    handed_in(house, omar)
    with house.database.reading() as session:
        kept = session.scalars(select(VerificationDocument)).one()
        assert b"JFIF" not in kept.sealed
        assert kept.sealed[:1] == b"\x01"
        assert session.scalar(text("SELECT count(*) FROM image")) == 0
    folders = (house.settings.renditions, house.settings.quarantine)
    assert [path for folder in folders for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("decision", [Decision.APPROVE, Decision.REJECT])
def test_the_decision_erases_it(house: House, people: People, omar: FlaskClient, decision: Decision) -> None:
    review = handed_in(house, omar)
    decide(house, people, review, decision, note="Said.")
    assert documents(house) == 0
    assert people.client("max").get(f"/moderation/{review.id}/document").status_code == 409


def test_after_thirty_days_it_is_erased_undecided(house: House, omar: FlaskClient, clock: HeldClock) -> None:
    handed_in(house, omar)
    clock.move(REQUEST_WAITS - timedelta(seconds=1))
    jobs.lapse_requests(house.database, clock)
    assert documents(house) == 1
    clock.move(timedelta(seconds=1))
    jobs.lapse_requests(house.database, clock)
    assert documents(house) == 0


def test_a_document_that_a_decision_by_another_way_has_left_goes_after_thirty_days(
    house: House, omar: FlaskClient, clock: HeldClock
) -> None:
    handed_in(house, omar)
    with house.database.writing() as session:
        request = session.scalars(select(Verification)).one()
        request.status, request.decided_at = VerificationStatus.REJECTED, clock.now()
    clock.move(REQUEST_WAITS)
    assert jobs.lapse_requests(house.database, clock) == 0
    assert documents(house) == 0


def test_a_request_that_is_deleted_takes_its_document_along(house: House, omar: FlaskClient) -> None:
    handed_in(house, omar)
    with house.database.writing() as session:
        session.execute(delete(Verification))
    assert documents(house) == 0


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 not a picture", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_no_picture_is_refused_and_nothing_is_kept(house: House, omar: FlaskClient, data: bytes) -> None:
    assert hand_in(omar, data) == 422
    assert documents(house) == 0
    with house.database.reading() as session:
        assert session.scalars(select(Verification)).all() == []


def test_a_form_without_a_file_says_what_to_do(omar: FlaskClient) -> None:
    answer = omar.post("/account/verification/document", data={"document": "text"})
    assert (answer.status_code, "Choose a picture." in answer.text) == (422, True)


def test_one_request_waits_at_a_time(house: House, omar: FlaskClient) -> None:
    handed_in(house, omar)
    assert hand_in(omar, phone_photo(seed=8)) == 409
    assert documents(house) == 1
