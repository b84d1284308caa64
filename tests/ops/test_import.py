"""Importing a folder: everything takes the same doors as a person's upload, nothing is doubled, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app import cli, wiring
from app.cases.models import Case
from app.cases.rules import AgeBand, CaseStatus
from app.consent.models import Consent
from app.consent.rules import Scope
from app.kernel.errors import Refusal
from app.moderation.models import Review
from app.ops.house import House
from app.ops.importing.mapping import Mapping
from app.ops.importing.run import Order, Outcome, Result, import_folder
from tests.consent.making import terms
from tests.people import People
from tests.photo import SECRETS, phone_photo

TABLE = """id,images,title,presentation,age,sex,modality,alt
1,a.jpg;b.jpg,Cough,Cough for a week.,33,f,xray,Chest film
2,broken.jpg,Fever,Fever.,50+,m,xray,Chest film
3,c.jpg;broken.jpg,Rash,A rash \ufffd.,,,clinical_photo,Forearm
4,d.jpg,,Nothing else is known.,40,f,xray,Chest film
5,,No picture,Somebody forgot it.,40,f,xray,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five cases: two pictures, a broken one, one of two broken, one without a title, one without a picture."""
    made = tmp_path / "collection"
    made.mkdir()
    for number, name in enumerate("abcd"):
        (made / f"{name}.jpg").write_bytes(phone_photo(seed=number))
    (made / "broken.jpg").write_bytes(b"<svg onload='alert(1)'/>")
    (made / "table.csv").write_text(TABLE, encoding="utf-8")
    return made


def order(house: House, folder: Path, *, looked: bool = True, author: str = "clara") -> Order:
    return Order(
        folder=folder,
        author_email=f"{author}@example.org",
        terms=terms(house.clock.now(), reference="file 2026/117"),
        mapping=Mapping(),
        source="collection",
        looked=looked,
    )


def run(house: House, wanted: Order) -> list[Outcome]:
    outcomes, _ = import_folder(house, wanted, lambda _done, _total: None)
    return outcomes


def results(outcomes: list[Outcome]) -> dict[str, Result]:
    return {outcome.reference: outcome.result for outcome in outcomes}


def test_each_case_is_taken_or_named_with_the_reason(house: House, people: People, folder: Path) -> None:
    people.account("clara")
    outcomes = run(house, order(house, folder))
    assert results(outcomes) == {
        "1": Result.SUBMITTED,
        "2": Result.FAILED,
        "3": Result.SUBMITTED,
        "4": Result.DRAFT,
        "5": Result.DRAFT,
    }
    by_id = {outcome.reference: outcome for outcome in outcomes}
    assert (by_id["1"].pictures, by_id["3"].pictures, by_id["3"].refused) == (2, 1, 1)
    assert any("broken.jpg" in remark for remark in by_id["2"].remarks)
    assert any("broken.jpg" in remark for remark in by_id["3"].remarks)
    assert any("no title" in remark for remark in by_id["4"].remarks)
    assert any("no image" in remark for remark in by_id["5"].remarks)


def test_imported_cases_wait_for_moderators_under_a_recorded_consent(
    house: House, people: People, folder: Path
) -> None:
    people.account("clara")
    run(house, order(house, folder))
    with house.database.reading() as session:
        case = session.scalars(select(Case).where(Case.title == "Cough")).unique().one()
        consent = session.scalars(select(Consent).where(Consent.case_id == case.id)).one()
        reviews = session.scalars(select(Review.subject_id)).all()
    assert (case.status, case.age_band) == (CaseStatus.SUBMITTED, AgeBand.FROM_30)
    assert consent.reference == "file 2026/117"
    assert Scope.LIBRARY in consent.scopes
    assert case.id in reviews


def test_no_metadata_of_an_imported_photo_is_kept(house: House, people: People, folder: Path) -> None:
    people.account("clara")
    run(house, order(house, folder))
    kept = [path for path in house.settings.data.rglob("*") if path.is_file() and "quarantine" not in path.parts]
    assert any(path.suffix == ".webp" for path in kept)
    for path in kept:
        assert not any(secret in path.read_bytes() for secret in SECRETS), path


def test_a_second_import_makes_no_doubles(house: House, people: People, folder: Path) -> None:
    people.account("clara")
    run(house, order(house, folder))
    again = results(run(house, order(house, folder)))
    assert again == {**dict.fromkeys("1345", Result.SKIPPED), "2": Result.FAILED}
    with house.database.reading() as session:
        assert len(session.scalars(select(Case.id)).all()) == 4


def test_a_failed_case_leaves_no_row_and_no_file(house: House, people: People, folder: Path) -> None:
    people.account("clara")
    (folder / "table.csv").write_text("id,images,title\n2,broken.jpg,Fever\n", encoding="utf-8")
    run(house, order(house, folder))
    with house.database.reading() as session:
        assert session.scalars(select(Case.id)).all() == []
    stored = [*house.settings.quarantine.rglob("*.*"), *house.settings.renditions.rglob("*.*")]
    assert [path for path in stored if path.is_file()] == []


def test_without_a_look_at_every_picture_the_cases_stay_drafts(house: House, people: People, folder: Path) -> None:
    people.account("clara")
    outcomes = run(house, order(house, folder, looked=False))
    assert {outcome.result for outcome in outcomes} == {Result.DRAFT, Result.FAILED}


def test_the_foreign_identifier_is_not_kept(house: House, people: People, folder: Path) -> None:
    people.account("clara")
    (folder / "table.csv").write_text("id,images,title\nMRN-0815,a.jpg,Cough\n", encoding="utf-8")
    run(house, order(house, folder))
    with house.database.reading() as session:
        assert "MRN-0815" not in "".join(session.scalars(select(Case.source_reference)).all())  # type: ignore[arg-type]


@pytest.mark.parametrize("author", ["sam", "nobody", "ghost"])
def test_only_a_verified_clinician_can_be_the_author(house: House, people: People, folder: Path, author: str) -> None:
    if author != "ghost":
        people.account(author)
    with pytest.raises(Refusal):
        run(house, order(house, folder, author=author))


def test_the_command_ends_with_a_table_and_a_sum(
    house: House, people: People, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.account("clara")
    monkeypatch.setattr(wiring, "build", lambda _settings: replace(house))
    arguments = ["import", str(folder), "--author", "clara@example.org", "--consent-reference", "file 2026/117"]
    arguments += ["--consent-given", "2026-03-01", "--looked-at-every-picture"]
    answer = CliRunner().invoke(cli.casebook, arguments)
    assert answer.exit_code == 0, answer.output
    assert "5 cases: 2 submitted, 2 draft, 0 skipped, 1 failed; 4 pictures taken" in answer.output
