"""Signing through a link: shown first, signed once, by nobody else, and never for another case than was shown."""

from __future__ import annotations

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app.cases import services as cases
from app.cases.models import Case
from app.consent import forms_folder, queries, receipts, services
from app.consent.identity import Identity, NoSignature, from_bytes, read_strokes
from app.consent.models import Consent, SigningLink
from app.consent.rules import Method, Scope
from app.consent.services.signing import digest, sealed_as
from app.kernel.audit import AuditEntry
from app.kernel.outbox import Outbox, OutboxEntry
from app.kernel.sealing import Sealer
from app.ops.house import House
from tests.cases.making import TEXT, draft_case
from tests.consent.making import GIVER, consented_draft, link_for, signed_fields, terms
from tests.people import People


def consents(house: House) -> list[Consent]:
    with house.database.reading() as session:
        return list(session.scalars(select(Consent)))


def actions(house: House) -> Counter[str]:
    with house.database.reading() as session:
        return Counter(session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("consent.%"))))


def code_on(page: str) -> str:
    found = re.search(r'code-large">([0-9A-Z-]{19})<', page)
    assert found is not None
    return found[1]


def picture_links(page: str) -> list[str]:
    return re.findall(r'/sign/[^"\s]+?\.(?:jpg|webp)', page)


def edit(house: House, people: People, case: Case, **text_: str) -> None:
    clara = people.actor("clara")
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        content = cases.CaseContent(title="Another title", presentation="Another text.", **text_)  # type: ignore[arg-type]
        cases.edit(session, clara, found, content, at=house.clock.now())


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """A phone on which nobody is signed in."""
    return app.test_client()


def test_the_patient_sees_everything_decides_and_gets_a_receipt_that_works(
    house: House, people: People, phone: FlaskClient
) -> None:
    case = draft_case(house, people)
    token = link_for(house, people, case)
    page = phone.get(f"/sign/{token}")
    assert page.status_code == 200
    for shown in (TEXT.title, TEXT.presentation, TEXT.findings, TEXT.question, "Finger web, view 1", "Picture 1"):
        assert shown in page.text
    assert TEXT.working_diagnosis not in page.text
    assert "I am free to say no" in page.text
    assert "checked" not in page.text
    assert {phone.get(link).status_code for link in picture_links(page.text)} == {200}
    done = phone.post(f"/sign/{token}", data=signed_fields())
    assert done.status_code == 200
    [consent] = consents(house)
    assert (consent.method, consent.scopes) == (Method.SIGNED_BY_LINK, frozenset({Scope.LIBRARY, Scope.QUIZ}))
    assert consent.form_hash == forms_folder.form_in_use(forms_folder.CONTENT, "generic", "en").digest
    assert consent.receipt_hash == receipts.digest(code_on(done.text))
    with house.database.reading() as session:
        found = session.get_one(Case, case.id)
        assert (found.consented, consent.material_hash) == (True, cases.fingerprint(found))
    assert phone.post("/withdraw/now", data={"code": code_on(done.text)}).status_code == 200


def test_pages_of_the_link_are_kept_by_nobody_and_no_address_leaves_them(
    house: House, people: People, phone: FlaskClient
) -> None:
    token = link_for(house, people, draft_case(house, people))
    page = phone.get(f"/sign/{token}")
    for answer in (page, phone.get(picture_links(page.text)[0]), phone.post(f"/sign/{token}", data=signed_fields())):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "/my-cases" not in page.text


def test_on_a_device_that_is_handed_over_no_menu_of_its_owner_shows(house: House, people: People) -> None:
    case, device = draft_case(house, people), people.client("clara")
    answer = device.post(f"/cases/{case.id}/consent/link", data={"way": "here", "place": "generic"})
    assert answer.status_code == 302
    page = device.get(answer.location)
    assert "May others learn from this case?" in page.text
    for menu in ("dock", "/my-cases", "Sign out", "Clara"):
        assert menu not in page.text
    done = device.post(answer.location, data=signed_fields(strokes="", typed="y"))
    assert f'href="/cases/{case.id}/consent"' in done.text
    assert consents(house)[0].method is Method.SIGNED_HERE


def test_the_author_is_shown_the_link_once_and_told_when_it_is_signed(
    house: House, people: People, phone: FlaskClient
) -> None:
    case, clara = draft_case(house, people), people.client("clara")
    page = clara.post(f"/cases/{case.id}/consent/link", data={"way": "phone", "place": "generic"})
    found = re.search(r"/sign/([\w-]{43})", page.text)
    assert found is not None
    assert "<svg" in page.text
    again = clara.get(f"/cases/{case.id}/consent")
    assert "Waiting for the signature" in again.text
    assert found[1] not in again.text
    assert clara.get(f"/cases/{case.id}/consent/link").status_code == 204
    phone.post(f"/sign/{found[1]}", data=signed_fields())
    told = clara.get(f"/cases/{case.id}/consent/link")
    assert "Consent is recorded" in told.text
    assert GIVER not in told.text + clara.get(f"/cases/{case.id}/consent").text


def test_no_byte_of_the_database_holds_the_name_the_strokes_or_the_token(
    house: House, people: People, phone: FlaskClient
) -> None:
    token = link_for(house, people, draft_case(house, people))
    phone.post(f"/sign/{token}", data=signed_fields(witnesses="Bartholomew Quist"))
    with house.database.engine.connect() as connection:
        rows = [row for table in Case.metadata.sorted_tables for row in connection.execute(select(table))]
    everything = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    for secret in (GIVER, "Abernathy", "Quist", "280, 100", "[280,100]", token):
        assert secret.encode() not in everything
    for file in house.settings.data.parent.rglob("*"):
        assert not file.is_file() or b"Abernathy" not in file.read_bytes(), file


def test_what_is_sealed_is_who_signed_and_opens_for_that_consent_alone(
    house: House, people: People, phone: FlaskClient
) -> None:
    phone.post(f"/sign/{link_for(house, people, draft_case(house, people))}", data=signed_fields())
    sealer = Sealer("", house.settings.consent_key_file)
    with house.database.reading() as session:
        consent = session.scalars(select(Consent)).one()
        assert consent.sealed is not None
        identity = from_bytes(sealer.unseal(consent.sealed, sealed_as(consent.id)))
    assert (identity.name, len(identity.strokes), identity.witnesses) == (GIVER, 2, "")


def test_a_link_works_once(house: House, people: People, phone: FlaskClient) -> None:
    token = link_for(house, people, draft_case(house, people))
    pictures = picture_links(phone.get(f"/sign/{token}").text)
    assert phone.post(f"/sign/{token}", data=signed_fields()).status_code == 200
    for answer in (phone.post(f"/sign/{token}", data=signed_fields()), phone.get(f"/sign/{token}")):
        assert answer.status_code == 410
        assert "signed already" in answer.text
    assert phone.get(pictures[0]).status_code == 410
    assert len(consents(house)) == 1


def test_32_posts_at_once_give_one_consent(app: Flask, house: House, people: People) -> None:
    token = link_for(house, people, draft_case(house, people))

    def post(_number: int) -> int:
        return app.test_client().post(f"/sign/{token}", data=signed_fields()).status_code

    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(post, range(32)))
    assert statuses == {200: 1, 410: 31}
    assert len(consents(house)) == 1
    assert actions(house)["consent.recorded"] == 1


def test_a_link_is_good_for_a_day_and_does_not_revive(house: House, people: People, phone: FlaskClient) -> None:
    token = link_for(house, people, draft_case(house, people))
    pictures = picture_links(phone.get(f"/sign/{token}").text)
    house.clock.move(timedelta(hours=24))  # type: ignore[attr-defined]
    for answer in (phone.get(f"/sign/{token}"), phone.post(f"/sign/{token}", data=signed_fields())):
        assert (answer.status_code, "not good any more" in answer.text) == (410, True)
    house.clock.move(timedelta(hours=-2))  # type: ignore[attr-defined]
    assert phone.get(pictures[0]).status_code == 410
    assert consents(house) == []


@pytest.mark.parametrize("token", ["x", "A" * 43, "..", "%00"])
def test_an_unknown_link_leads_nowhere(phone: FlaskClient, token: str) -> None:
    assert phone.get(f"/sign/{token}").status_code == 404
    assert phone.post(f"/sign/{token}", data=signed_fields()).status_code == 404


def test_a_case_that_changed_cannot_be_signed_and_the_link_says_so(
    house: House, people: People, phone: FlaskClient
) -> None:
    case = draft_case(house, people)
    token = link_for(house, people, case)
    pictures = picture_links(phone.get(f"/sign/{token}").text)
    edit(house, people, case)
    for answer in (phone.get(f"/sign/{token}"), phone.post(f"/sign/{token}", data=signed_fields())):
        assert answer.status_code == 409
        assert "changed since this link was made" in answer.text
    assert phone.get(pictures[0]).status_code == 409
    told = people.client("clara").get(f"/cases/{case.id}/consent/link")
    assert "the case has changed since" in told.text
    assert consents(house) == []


def test_a_link_can_be_cancelled_and_a_new_one_cancels_the_former(
    house: House, people: People, phone: FlaskClient
) -> None:
    case, clara = draft_case(house, people), people.client("clara")
    first, second = link_for(house, people, case), link_for(house, people, case)
    assert (phone.get(f"/sign/{first}").status_code, phone.get(f"/sign/{second}").status_code) == (410, 200)
    assert clara.post(f"/cases/{case.id}/consent/link/cancel").status_code == 302
    assert clara.post(f"/cases/{case.id}/consent/link/cancel").status_code == 302
    assert phone.post(f"/sign/{second}", data=signed_fields()).status_code == 410
    assert actions(house) == {"consent.link_opened": 2, "consent.link_cancelled": 2}
    assert "Waiting for the signature" not in clara.get(f"/cases/{case.id}/consent").text


def test_a_link_ends_with_a_paper_that_was_recorded_or_a_case_that_ended(
    house: House, people: People, phone: FlaskClient
) -> None:
    recorded, ended = draft_case(house, people), draft_case(house, people)
    tokens = link_for(house, people, recorded), link_for(house, people, ended)
    clara = people.client("clara")
    paper = signed_fields(method="paper_at_institution", reference="Binder 7", given_on="2026-03-01")
    assert clara.post(f"/cases/{recorded.id}/consent", data=paper).status_code == 200
    clara.post(f"/cases/{ended.id}/withdraw")
    for token in tokens:
        assert phone.get(f"/sign/{token}").status_code == 410
        assert phone.post(f"/sign/{token}", data=signed_fields()).status_code == 410
    assert [consent.method for consent in consents(house)] == [Method.PAPER_AT_INSTITUTION]


def test_i1_a_link_shows_pictures_of_its_own_case_alone(house: House, people: People, phone: FlaskClient) -> None:
    own, other = draft_case(house, people), draft_case(house, people)
    token, another = link_for(house, people, own), link_for(house, people, other)
    [mine] = set(re.findall(r"/([0-9a-f]{32})/", phone.get(f"/sign/{token}").text))
    [theirs] = set(re.findall(r"/([0-9a-f]{32})/", phone.get(f"/sign/{another}").text))
    statuses = {
        (link, name): phone.get(f"/sign/{link}/{name}/0/320.webp").status_code
        for link in (token, another, "A" * 43)
        for name in (mine, theirs)
    }
    assert statuses == {
        (token, mine): 200,
        (token, theirs): 404,
        (another, mine): 404,
        (another, theirs): 200,
        ("A" * 43, mine): 404,
        ("A" * 43, theirs): 404,
    }
    assert phone.get(f"/images/{mine}/320.webp").status_code == 302  # a link opens no other door
    for file in ("0/321.webp", "1/320.webp", "0/320.png", "0/2048.bin"):
        assert phone.get(f"/sign/{token}/{mine}/{file}").status_code == 404


def test_a_link_shows_no_picture_that_its_author_has_not_confirmed(house: House, people: People) -> None:
    case, clara = draft_case(house, people), people.client("clara")
    with house.database.writing() as session:
        session.execute(text("UPDATE image SET state = 'received', quarantine_key = 'aa/aaaaaaaaaaaa.bin'"))
    answer = clara.post(f"/cases/{case.id}/consent/link", data={"way": "phone", "place": "generic"})
    assert answer.status_code == 422
    assert "image not confirmed" in answer.text
    page = clara.get(f"/cases/{case.id}/consent").text
    assert "Hand over this device" not in page
    assert "Still missing" in page


def test_i1_a_picture_that_is_open_again_is_not_shown_through_a_link(
    house: House, people: People, phone: FlaskClient
) -> None:
    token = link_for(house, people, draft_case(house, people))
    [picture, *_rest] = picture_links(phone.get(f"/sign/{token}").text)
    with house.database.writing() as session:
        session.execute(text("UPDATE image SET state = 'received', quarantine_key = 'aa/aaaaaaaaaaaa.bin'"))
    assert phone.get(picture).status_code == 404


def test_links_are_made_seen_and_cancelled_by_the_author_alone(house: House, people: People) -> None:
    case = draft_case(house, people)
    link_for(house, people, case)
    for name in ("omar", "max", "sam", "nobody"):
        client = people.client(name)
        assert client.post(f"/cases/{case.id}/consent/link", data={"way": "phone"}).status_code == 404, name
        assert client.get(f"/cases/{case.id}/consent/link").status_code == 404, name
        assert client.post(f"/cases/{case.id}/consent/link/cancel").status_code == 404, name
    with house.database.reading() as session:
        assert session.scalars(select(SigningLink)).one().cancelled_at is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"giver": ""}, "Say who you are"),
        ({"giver": "parent"}, "Say whether the child agreed"),
        ({"scopes": []}, "Tick what you agree to"),
        ({"scopes": ["quiz"]}, "Without consent for the library"),
        ({"name": "  "}, "Please fill this in."),
        ({"name": "N" * 121}, "cannot be longer than 120"),
        ({"strokes": ""}, "Sign in the field, or tick"),
        ({"strokes": "[]"}, "Sign in the field, or tick"),
        ({"strokes": "[[[1, 1]]]"}, "a little larger"),
        ({"strokes": "nonsense"}, "a little larger"),
        ({"expires_on": "2026-01-01"}, "has run out already"),
        ({"expires_on": "soon"}, "Not a valid date"),
        ({"expires_on": "9999-12-31"}, "Compare the year"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(
    house: House, people: People, phone: FlaskClient, wrong: dict[str, object], said: str
) -> None:
    token = link_for(house, people, draft_case(house, people))
    page = phone.post(f"/sign/{token}", data=signed_fields(**{"name": "Astrid", **wrong}))
    assert page.status_code == 422
    assert said in page.text
    assert "name" in wrong or 'value="Astrid"' in page.text
    assert consents(house) == []
    assert phone.get(f"/sign/{token}").status_code == 200


def test_the_form_is_shown_in_each_language_of_its_place_and_kept_as_shown(
    house: House, people: People, phone: FlaskClient
) -> None:
    token = link_for(house, people, draft_case(house, people), place="canada-ontario")
    assert "Who decides in Ontario" in phone.get(f"/sign/{token}").text
    page = phone.get(f"/sign/{token}?language=fr")
    assert "Qui décide en Ontario" in page.text
    assert "Wer" not in phone.get(f"/sign/{token}?language=de").text
    french = forms_folder.form_in_use(forms_folder.CONTENT, "canada-ontario", "fr")
    phone.post(f"/sign/{token}", data=signed_fields(form=french.name))
    [consent] = consents(house)
    assert (consent.jurisdiction, consent.language) == ("canada-ontario", "fr")
    assert consent.form_hash == french.digest


def test_a_form_of_another_place_is_not_signed_through_the_link(
    house: House, people: People, phone: FlaskClient
) -> None:
    token = link_for(house, people, draft_case(house, people), place="usa")
    sent = signed_fields(expires_on="2027-01-01")
    for form in (sent["form"], "usa/en/1900-1", "", "usa"):
        page = phone.post(f"/sign/{token}", data={**sent, "form": form})
        assert page.status_code == 422
        assert "Read the form once more" in page.text
    assert consents(house) == []


@pytest.mark.parametrize("other", [{"jurisdiction": "uk"}, {"method": Method.SIGNED_HERE}])
def test_a_link_is_good_for_its_own_place_and_way_of_signing_alone(
    house: House, people: People, other: dict[str, object]
) -> None:
    token, at = link_for(house, people, draft_case(house, people)), house.clock.now()
    version = forms_folder.newest(forms_folder.CONTENT, str(other.get("jurisdiction", "generic")), "en")
    agreed = terms(at, **{"method": Method.SIGNED_BY_LINK, "reference": "", "form_version": version, **other})
    sealer = Sealer("", house.settings.consent_key_file)
    with pytest.raises(services.BadTerms), house.database.writing() as session:
        link = services.usable(session, token, at=at)
        services.sign(session, Outbox(session, at), sealer, link, agreed, identity=Identity(GIVER), at=at)
    assert consents(house) == []


@pytest.mark.parametrize(
    ("place", "lacks", "has"),
    [
        ("usa", {}, {"expires_on": "2027-01-01"}),
        ("mexico", {}, {"witnesses": "Ana, Luis"}),
        ("germany", {"giver": "estate"}, {"giver": "estate", "authority": "next_of_kin"}),
    ],
)
def test_what_a_place_asks_for_must_be_there(
    house: House, people: People, phone: FlaskClient, place: str, lacks: dict[str, str], has: dict[str, str]
) -> None:
    token = link_for(house, people, draft_case(house, people), place=place)
    form = forms_folder.form_in_use(forms_folder.CONTENT, place, "en").name
    assert phone.post(f"/sign/{token}", data=signed_fields(form=form, **lacks)).status_code == 422
    assert phone.post(f"/sign/{token}", data=signed_fields(form=form, **has)).status_code == 200


def test_the_giver_is_not_offered_where_the_law_does_not_let_them_decide(
    house: House, people: People, phone: FlaskClient
) -> None:
    token = link_for(house, people, draft_case(house, people), place="eu-general")
    assert 'value="estate"' not in phone.get(f"/sign/{token}").text
    forced = signed_fields(giver="estate", authority="executor")
    assert phone.post(f"/sign/{token}", data=forced).status_code == 422
    clara = people.client("clara")
    case = draft_case(house, people)
    assert 'value="estate"' not in clara.get(f"/cases/{case.id}/consent?place=eu-general").text
    assert 'value="estate"' in clara.get(f"/cases/{case.id}/consent?place=atlantis").text


def test_what_is_said_to_be_signed_on_a_screen_is_not_taken_on_paper(house: House, people: People) -> None:
    case = draft_case(house, people)
    sent = signed_fields(method="signed_here", reference="Binder 7", given_on="2026-03-01")
    assert people.client("clara").post(f"/cases/{case.id}/consent", data=sent).status_code == 422
    assert consents(house) == []


def test_one_audit_row_and_one_event_tell_that_it_was_signed_and_by_nobody_with_an_account(
    house: House, people: People, phone: FlaskClient
) -> None:
    phone.post(f"/sign/{link_for(house, people, draft_case(house, people))}", data=signed_fields())
    assert actions(house) == {"consent.link_opened": 1, "consent.recorded": 1}
    with house.database.reading() as session:
        row = session.scalars(select(AuditEntry).where(AuditEntry.action == "consent.recorded")).one()
        assert row.actor_id is None
        told = session.scalars(select(OutboxEntry.name).where(OutboxEntry.name == "ConsentRecorded")).all()
    assert len(told) == 1


def test_the_receipt_is_a_file_for_whoever_has_the_code(house: House, people: People, phone: FlaskClient) -> None:
    signed = consented_draft(house, people)
    answer = phone.post("/receipt.pdf", data={"code": signed.code.lower()})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF-")
    for code in (receipts.new_code(), "nonsense", ""):
        assert phone.post("/receipt.pdf", data={"code": code}).status_code == 404
    phone.post("/withdraw/now", data={"code": signed.code})
    assert phone.post("/receipt.pdf", data={"code": signed.code}).status_code == 404


def test_a_japanese_receipt_is_a_file_without_the_form(house: House, people: People, phone: FlaskClient) -> None:
    at = house.clock.now()
    version = forms_folder.newest(forms_folder.CONTENT, "japan", "ja")
    japanese = vars(terms(at, jurisdiction="japan", language="ja", form_version=version))
    signed = consented_draft(house, people, **japanese)
    assert phone.post("/receipt.pdf", data={"code": signed.code}).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        "[[[0, 0], [601, 5]]]",
        "[[[0, 0], [-1, 80]]]",
        "[[[0, 0], [100.5, 5]]]",
        "[[[0, 0], [true, 5]]]",
        "[[[0, 0, 0], [100, 5, 5]]]",
        '[[["0", "0"], [100, 5]]]',
        '{"a": 1}',
        "[1]",
        "[[[0, 0], [30, 0]]]",
        "[" * 100_000,
        json.dumps([[[0, 0], [500, 0]]] * 201),
        json.dumps([[[n % 600, 0] for n in range(5001)]]),
    ],
    ids=lambda sent: sent[:24],
)
def test_what_is_no_drawing_is_no_signature(sent: str) -> None:
    with pytest.raises(NoSignature):
        read_strokes(sent)


def test_a_token_is_long_and_kept_as_its_hash(house: House, people: People) -> None:
    token = link_for(house, people, draft_case(house, people))
    assert len(token) == 43
    with house.database.reading() as session:
        assert queries.link_by_hash(session, digest(token)) is not None
        assert queries.link_by_hash(session, token) is None
