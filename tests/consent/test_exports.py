"""What leaves the library: who may take what, what is in it, who is told when consent ends, and what stays of it."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import jobs, services
from app.consent.models import Export
from app.consent.rules import ExportKind, Scope
from app.kernel.audit import AuditEntry
from app.kernel.errors import NotFound
from app.ops.house import House
from tests.cases.making import case_in
from tests.consent.making import published_case
from tests.consent.taking import take_back
from tests.consent.test_expiry import mails
from tests.people import People
from tests.quizzes.making import EXPLANATION, TEACHING, live_item

ALL = frozenset(Scope)


def exports_in(house: House) -> list[Export]:
    with house.database.reading() as session:
        return list(session.scalars(select(Export).order_by(Export.id)).unique())


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by their names without the folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        return {name.partition("/")[2]: bundle.read(name) for name in bundle.namelist()}


@pytest.fixture
def case_id(house: House, people: People) -> int:
    """A resolved case under a consent for everything; another stands beside it."""
    case_id = live_item(house, people, scopes=ALL, pictures=2).case_id
    published_case(house, people, author="priya")
    return case_id


def test_looking_writes_nothing_and_making_is_written_down_once(house: House, people: People, case_id: int) -> None:
    sam, address = people.client("sam"), f"/cases/{case_id}/handout"
    assert "Make the handout" in sam.get(address).text
    assert exports_in(house) == []
    made = sam.post(address)
    assert (made.status_code, made.location) == (303, address)
    assert "Itch between" in sam.get(address).text
    assert sam.post(address).status_code == 303
    [export] = exports_in(house)
    with house.database.reading() as session:
        case = session.get_one(Case, case_id)
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "case.exported")).all()
    assert (export.case_id, export.account_id, export.kind) == (case_id, people.account("sam").id, ExportKind.HANDOUT)
    assert (export.at, export.content_hash, export.recalled_at) == (house.clock.now(), case.content_hash, None)
    assert [row.detail for row in rows] == [{"kind": "handout", "export_id": export.id}]


@pytest.mark.parametrize("name", ["sofia", "clara", "max"])
def test_the_diagnosis_begins_on_a_sheet_of_its_own(people: People, case_id: int, name: str) -> None:
    """Sofia has given her opinion, Clara is the author, Max moderates."""
    client = people.client(name)
    client.post(f"/cases/{case_id}/handout")
    page = client.get(f"/cases/{case_id}/handout")
    first, _, second = page.text.partition("new-sheet")
    assert "Scabies" not in first
    for words in ("Scabies", EXPLANATION, TEACHING):
        assert words in second
    for sheet in (first, second):
        assert f"/cases/{case_id}" in sheet
        assert "If consent is taken back, destroy this sheet" in sheet
    assert "Clara" not in page.text.partition("<main")[2]
    assert page.headers["Cache-Control"] == "no-store"


def test_before_ones_own_opinion_neither_handout_nor_export_tells_the_diagnosis(people: People, case_id: int) -> None:
    """Blind first, here too: else a handout would be the way round the gate, and round the quiz."""
    for name in ("sam", "faye"):
        client = people.client(name)
        client.post(f"/cases/{case_id}/handout")
        page = client.get(f"/cases/{case_id}/handout").text
        assert "once you have given your own opinion" in page
        for words in ("Scabies", EXPLANATION, TEACHING):
            assert words not in page
    files = unzipped(people.client("faye").post(f"/cases/{case_id}/export").data)
    assert b"Scabies" not in b"".join(files.values())
    assert json.loads(files["case.json"])["case"]["resolution"] is None
    people.client("faye").post(f"/cases/{case_id}/opinion/skip")
    assert "Scabies" in people.client("faye").get(f"/cases/{case_id}/handout").text


def test_a_handout_is_written_down_anew_only_by_who_makes_it(people: People, case_id: int) -> None:
    people.client("sam").post(f"/cases/{case_id}/handout")
    assert "Make the handout" in people.client("omar").get(f"/cases/{case_id}/handout").text


def test_the_bundle_holds_text_pictures_and_what_goes_with_them(house: House, people: People, case_id: int) -> None:
    taken = people.client("omar").post(f"/cases/{case_id}/export")
    assert (taken.status_code, taken.content_type) == (200, "application/zip")
    assert taken.headers["Cache-Control"] == "no-store"
    assert f"casebook-{case_id}.zip" in taken.headers["Content-Disposition"]
    files = unzipped(taken.data)
    assert files.keys() == {
        "case.md",
        "case.json",
        "READ-FIRST.txt",
        *(f"pictures/0{number}.{extension}" for number in (1, 2) for extension in ("webp", "jpg")),
    }
    assert all(files[name][:2] == b"\xff\xd8" for name in files if name.endswith("jpg"))
    assert all(files[name][:4] == b"RIFF" for name in files if name.endswith("webp"))
    text, facts = files["case.md"].decode(), json.loads(files["case.json"])
    for words in (
        "# Itch between the fingers",
        "Burrows with a dark point",
        "**Scabies**",
        TEACHING,
        "pictures/01.jpg",
    ):
        assert words in text
    assert facts["case"]["pictures"][1]["files"] == ["pictures/02.webp", "pictures/02.jpg"]
    assert facts["case"]["resolution"]["diagnosis"] == "Scabies"
    assert facts["address"].endswith(f"/cases/{case_id}")
    said = files["READ-FIRST.txt"].decode()
    assert f"/cases/{case_id}" in said
    assert "delete these files" in said
    assert "Clara" not in text + said + files["case.json"].decode()


def test_the_bundle_has_nothing_that_others_wrote_and_no_note_of_the_authors(people: People, case_id: int) -> None:
    everything = b"".join(unzipped(people.client("omar").post(f"/cases/{case_id}/export").data).values())
    for words in (b"Eczema", b"thought of it", b"working_diagnosis", b"Binder"):
        assert words not in everything


@pytest.mark.parametrize(
    ("name", "handout", "export"),
    [
        ("omar", 200, 200),
        ("clara", 200, 200),
        ("faye", 200, 200),
        ("max", 200, 200),
        ("sam", 200, 404),
        ("nobody", 404, 404),
    ],
)
def test_members_make_handouts_and_clinicians_and_faculty_take_exports(
    people: People, case_id: int, name: str, handout: int, export: int
) -> None:
    client = people.client(name)
    assert client.get(f"/cases/{case_id}/handout").status_code == handout
    assert client.get(f"/cases/{case_id}/export").status_code == export
    assert client.post(f"/cases/{case_id}/export").status_code == export
    page = client.get(f"/cases/{case_id}").text
    assert (f"/cases/{case_id}/handout" in page) is (handout == 200)
    assert (f'/cases/{case_id}/export"' in page) is (export == 200)


def test_strangers_are_asked_to_sign_in(app: Flask, case_id: int) -> None:
    for page in ("handout", "export", "exports"):
        assert "/sign-in" in app.test_client().get(f"/cases/{case_id}/{page}").location


@pytest.mark.parametrize(("scope", "page"), [(Scope.HANDOUT, "handout"), (Scope.EXPORT, "export")])
def test_without_consent_for_it_nothing_leaves_and_no_link_leads_there(
    house: House, people: People, scope: Scope, page: str
) -> None:
    case = published_case(house, people, scopes=ALL - {scope}).case
    omar = people.client("omar")
    for method in ("GET", "POST"):
        answer = omar.open(f"/cases/{case.id}/{page}", method=method)
        assert answer.status_code == 403
        assert "It can be read here, and nowhere else" in answer.text
    assert f'/cases/{case.id}/{page}"' not in omar.get(f"/cases/{case.id}").text
    assert exports_in(house) == []


@pytest.mark.parametrize("status", [status for status in CaseStatus if status not in ("published", "resolved")])
def test_what_is_not_in_the_library_cannot_be_taken_from_it(house: House, people: People, status: CaseStatus) -> None:
    case = case_in(status, house, people)
    for name in ("omar", "clara", "max"):
        for page in ("handout", "export"):
            assert people.client(name).post(f"/cases/{case.id}/{page}").status_code in (404, 410)
    omar = people.actor("omar")
    with house.database.writing() as session, pytest.raises(NotFound):
        services.take(session, omar, session.get_one(Case, case.id), ExportKind.BUNDLE, at=house.clock.now())


def test_after_the_end_who_took_it_stands_on_a_page_and_nothing_else_of_it(
    house: House, people: People, case_id: int
) -> None:
    people.client("sam").post(f"/cases/{case_id}/handout")
    people.client("omar").post(f"/cases/{case_id}/export")
    clara = people.client("clara")
    ended = clara.post(f"/cases/{case_id}/withdraw")
    assert ended.location == f"/cases/{case_id}/exports"
    for name in ("clara", "max"):
        page = people.client(name).get(f"/cases/{case_id}/exports").text
        for words in ("Sam", "Omar", "Handout", "Export", "2 Mar 2026", "Asked to delete it"):
            assert words in page
        for words in ("Itch", "Burrows", "Scabies"):
            assert words not in page
    for name in ("omar", "sam", "faye", "nobody"):
        assert people.client(name).get(f"/cases/{case_id}/exports").status_code == 404


def test_after_the_end_of_what_nobody_took_there_is_no_page(house: House, people: People) -> None:
    case = published_case(house, people).case
    clara = people.client("clara")
    assert "Nobody has" in clara.get(f"/cases/{case.id}/exports").text
    assert clara.post(f"/cases/{case.id}/withdraw").location == "/my-cases"
    assert clara.get(f"/cases/{case.id}/exports").status_code == 404


def test_whoever_took_it_is_told_once_by_a_mail_without_a_word_of_it(
    house: House, people: People, case_id: int
) -> None:
    omar = people.client("omar")
    omar.post(f"/cases/{case_id}/handout")
    omar.post(f"/cases/{case_id}/export")
    people.client("sam").post(f"/cases/{case_id}/handout")
    take_back(house, people, case_id, by="max")
    told = {mail["To"]: mail.get_content() for mail in mails(house, "delete your copy")}
    assert len(mails(house, "delete your copy")) == 2
    assert told.keys() == {"omar@example.org", "sam@example.org"}
    assert "- a handout, 2026-03-02\n- an export, 2026-03-02" in told["omar@example.org"]
    for text in told.values():
        assert f"case {case_id}" in text
        for words in ("Itch", "Scabies", "Clara", "Max"):
            assert words not in text
    jobs.recall_exports(house.database, house.clock, case_id)
    assert len(mails(house, "delete your copy")) == 2


def test_only_those_whose_use_ended_are_told(house: House, people: People, case_id: int) -> None:
    people.client("sam").post(f"/cases/{case_id}/handout")
    people.client("omar").post(f"/cases/{case_id}/export")
    take_back(house, people, case_id, Scope.EXPORT)
    [mail] = mails(house, "delete your copy")
    assert mail["To"] == "omar@example.org"
    assert [export.recalled_at is None for export in exports_in(house)] == [True, False]
    [author] = mails(house, "covers less")
    assert author["To"] == "clara@example.org"
    assert "Not any more: export and reuse" in author.get_content()
    assert "Still agreed to: handouts, the library, quizzes" in author.get_content()


def test_out_of_the_library_alone_calls_no_handout_back(house: House, people: People, case_id: int) -> None:
    people.client("sam").post(f"/cases/{case_id}/handout")
    take_back(house, people, case_id, Scope.LIBRARY)
    assert mails(house, "delete your copy") == []
    assert [export.recalled_at for export in exports_in(house)] == [None]


def test_the_patient_hears_how_many_and_no_names(app: Flask, house: House, people: People) -> None:
    published = published_case(house, people)
    for name in ("sam", "omar"):
        people.client(name).post(f"/cases/{published.case.id}/handout")
    people.client("omar").post(f"/cases/{published.case.id}/export")
    client = app.test_client()
    some = client.post("/withdraw/uses", data={"code": published.code, "uses": ["export"]}).text
    assert "1 person had taken a copy" in some
    done = client.post("/withdraw/now", data={"code": published.code}).text
    assert "2 people had taken a copy" in done
    assert "Omar" not in done + some


def test_the_author_hears_what_a_patient_did_and_who_has_copies(app: Flask, house: House, people: People) -> None:
    published = published_case(house, people)
    people.client("sam").post(f"/cases/{published.case.id}/handout")
    app.test_client().post("/withdraw/now", data={"code": published.code})
    [mail] = mails(house, "is gone")
    assert mail["To"] == "clara@example.org"
    assert f"/cases/{published.case.id}/exports" in mail.get_content()
    assert "receipt's code" in mail.get_content()
    assert "Itch" not in mail.as_string()


def test_the_author_who_withdraws_without_copies_around_needs_no_mail(house: House, people: People) -> None:
    case = published_case(house, people).case
    people.client("clara").post(f"/cases/{case.id}/withdraw")
    assert mails(house, "is gone") == []


def test_the_database_refuses_the_same_copy_twice_and_a_recall_before_it_was_taken(
    house: House, people: People, case_id: int
) -> None:
    people.client("sam").post(f"/cases/{case_id}/handout")
    [export] = exports_in(house)
    again = {"case_id": case_id, "account_id": export.account_id, "kind": export.kind, "at": export.at}
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.add(Export(**again, content_hash=export.content_hash))
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.add(Export(**again, content_hash="0" * 64, recalled_at=export.at.replace(year=2000)))
