"""Resolutions: proposed by the author, confirmed by a second verified clinician, disputed with words, reopened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed, WrongStep
from app.kernel.outbox import Outbox, OutboxEntry
from app.ops.house import House
from app.threads import queries, services
from app.threads.models import Resolution
from app.threads.rules import ResolutionStatus
from tests.people import People
from tests.threads.making import PROPOSAL, confirmed, proposed, proposed_in, skip

TYPED = {
    "diagnosis": "Scabies",
    "basis": "microbiology_genetics",
    "certainty": "certain",
    "explanation": "Mites were seen.",
    "teaching_points": "- Look between the fingers.\n\n* Treat the household.",
}


def resolutions(house: House, case: Case) -> list[Resolution]:
    with house.database.reading() as session:
        wanted = select(Resolution).where(Resolution.case_id == case.id).order_by(Resolution.id)
        return list(session.scalars(wanted).unique())


def status_of(house: House, case: Case) -> CaseStatus:
    with house.database.reading() as session:
        return session.get_one(Case, case.id).status


def events(house: House) -> list[str]:
    with house.database.reading() as session:
        return list(session.scalars(select(OutboxEntry.name).order_by(OutboxEntry.id)))


def test_the_authors_form_knows_the_working_diagnosis(people: People, case: Case) -> None:
    page = people.client("clara").get(f"/cases/{case.id}/resolution").text
    assert 'value="Scabies"' in page


def test_the_author_proposes_with_basis_certainty_and_teaching_points(house: House, people: People, case: Case) -> None:
    clara = people.client("clara")
    answer = clara.post(f"/cases/{case.id}/resolution", data=TYPED)
    page = clara.get(answer.location).text
    for words in ("Scabies", "Microbiology or genetics", "Certain", "Mites were seen.", "Waits for a colleague"):
        assert words in page
    [resolution] = resolutions(house, case)
    assert resolution.teaching_points == ["Look between the fingers.", "Treat the household."]
    assert status_of(house, case) is CaseStatus.PUBLISHED


@pytest.mark.parametrize("missing", ["diagnosis", "basis", "certainty", "explanation"])
def test_a_proposal_that_lacks_something_keeps_what_was_typed(
    house: House, people: People, case: Case, missing: str
) -> None:
    answer = people.client("clara").post(f"/cases/{case.id}/resolution", data={**TYPED, missing: ""})
    assert answer.status_code == 422
    for name in {"explanation", "teaching_points", "diagnosis"} - {missing}:
        assert TYPED[name].splitlines()[0] in answer.text
    assert resolutions(house, case) == []


@pytest.mark.parametrize("name", ["sam", "omar", "nobody", "max"])
def test_nobody_but_the_author_proposes(house: House, people: People, case: Case, name: str) -> None:
    assert people.client(name).post(f"/cases/{case.id}/resolution", data=TYPED).status_code == 404
    actor, at = people.actor(name), house.clock.now()
    with pytest.raises(NotAllowed), house.database.writing() as session:
        services.propose(session, Outbox(session, at), actor, session.get_one(Case, case.id), PROPOSAL, at=at)


def test_a_colleague_confirms_and_the_case_is_resolved_at_once(house: House, people: People, case: Case) -> None:
    resolution = proposed(house, people, case)
    omar = people.client("omar")
    skip(house, people, case, "omar")
    assert "Confirm this diagnosis" in omar.get(f"/cases/{case.id}").text
    page = omar.get(omar.post(f"/resolutions/{resolution.id}/confirm").location).text
    assert "Confirmed by" in page
    assert "Omar" in page
    assert "Confirm this diagnosis" not in page
    [stored] = resolutions(house, case)
    assert (stored.status, stored.confirmed_by) == (ResolutionStatus.CONFIRMED, people.account("omar").id)
    assert status_of(house, case) is CaseStatus.RESOLVED
    assert {"ResolutionConfirmed", "CaseResolved"} <= set(events(house))


@pytest.mark.parametrize("name", ["clara", "sam", "nobody"])
def test_neither_author_nor_student_nor_stranger_confirms_or_disputes(
    house: House, people: People, case: Case, name: str
) -> None:
    resolution = proposed(house, people, case)
    if name == "sam":
        skip(house, people, case, name)
    client = people.client(name)
    assert "Confirm this diagnosis" not in client.get(f"/cases/{case.id}").text
    for step in ("confirm", "dispute"):
        answer = client.post(f"/resolutions/{resolution.id}/{step}", data={"dissent": "No mites."})
        assert answer.status_code == 404
    actor, at = people.actor(name), house.clock.now()
    with pytest.raises(NotAllowed), house.database.writing() as session:
        found = session.get_one(Resolution, resolution.id)
        services.confirm(session, Outbox(session, at), actor, found, at=at)
    assert status_of(house, case) is CaseStatus.PUBLISHED


def test_the_database_itself_refuses_a_resolution_that_its_proposer_confirms(
    house: House, people: People, case: Case
) -> None:
    resolution = proposed(house, people, case)
    with pytest.raises(IntegrityError), house.database.writing() as session:
        found = session.get_one(Resolution, resolution.id)
        found.status, found.confirmed_by = ResolutionStatus.CONFIRMED, found.proposed_by
        found.confirmed_at = house.clock.now()


def test_the_database_itself_refuses_two_live_resolutions(house: House, people: People, case: Case) -> None:
    proposed(house, people, case)
    with pytest.raises(IntegrityError), house.database.writing() as session:
        session.add(Resolution(case_id=case.id, proposed_by=case.author_id, proposed_at=house.clock.now(), **FACTS))


FACTS = {
    "diagnosis": "Eczema",
    "basis": PROPOSAL.basis,
    "certainty": PROPOSAL.certainty,
    "explanation": PROPOSAL.explanation,
    "teaching_points": [],
}


def test_a_colleague_confirms_the_words_they_read_or_none(house: House, people: People, case: Case) -> None:
    read = proposed(house, people, case)
    skip(house, people, case, "omar")
    proposed(house, people, case, replace(PROPOSAL, diagnosis="Eczema"))
    answer = people.client("omar").post(f"/resolutions/{read.id}/confirm")
    assert answer.status_code == 409
    assert "worded this proposal anew" in answer.text
    assert status_of(house, case) is CaseStatus.PUBLISHED
    [former, present] = resolutions(house, case)
    assert (former.status, former.diagnosis) == (ResolutionStatus.REPLACED, "Scabies")
    assert (present.status, present.diagnosis) == (ResolutionStatus.PROPOSED, "Eczema")


def test_only_the_first_of_two_colleagues_confirms(house: House, people: People, case: Case) -> None:
    resolution = confirmed(house, people, case, "omar")
    priya, at = people.actor("priya"), house.clock.now()
    with pytest.raises(Conflict), house.database.writing() as session:
        found = session.get_one(Resolution, resolution.id)
        services.confirm(session, Outbox(session, at), priya, found, at=at)
    assert resolutions(house, case)[0].confirmed_by == people.account("omar").id


def test_a_dissent_is_kept_for_all_to_read_and_the_author_may_propose_again(
    house: House, people: People, case: Case
) -> None:
    resolution = proposed(house, people, case)
    skip(house, people, case, "omar")
    omar = people.client("omar")
    assert "Scabies" in omar.get(f"/resolutions/{resolution.id}/dispute").text
    empty = omar.post(f"/resolutions/{resolution.id}/dispute", data={"dissent": " "})
    assert empty.status_code == 422
    page = omar.get(omar.post(f"/resolutions/{resolution.id}/dispute", data={"dissent": "No mites."}).location).text
    assert "Omar disagreed: No mites." in page
    assert status_of(house, case) is CaseStatus.PUBLISHED
    clara = people.client("clara")
    assert "Omar disagreed: No mites." in clara.get(f"/cases/{case.id}").text
    assert clara.post(f"/cases/{case.id}/resolution", data={**TYPED, "diagnosis": "Eczema"}).status_code == 302
    assert [entry.status.value for entry in resolutions(house, case)] == ["disputed", "proposed"]


def test_reopening_puts_the_case_in_doubt_and_tells_the_quizzes(house: House, people: People, case: Case) -> None:
    confirmed(house, people, case)
    clara = people.client("clara")
    assert "Reopen the case" in clara.get(f"/cases/{case.id}").text
    assert clara.post(f"/cases/{case.id}/reopen").status_code == 302
    assert status_of(house, case) is CaseStatus.PUBLISHED
    [resolution] = resolutions(house, case)
    assert resolution.status is ResolutionStatus.REOPENED
    assert "CaseReopened" in events(house)
    with house.database.reading() as session:
        assert queries.confirmed_resolution(session, case.id) is None
    assert clara.post(f"/cases/{case.id}/reopen").status_code == 409


@pytest.mark.parametrize("name", ["sam", "omar", "nobody"])
def test_nobody_but_the_author_reopens(house: House, people: People, case: Case, name: str) -> None:
    confirmed(house, people, case)
    assert people.client(name).post(f"/cases/{case.id}/reopen").status_code == 404
    assert status_of(house, case) is CaseStatus.RESOLVED


def test_a_resolved_case_takes_no_new_proposal_before_it_is_reopened(house: House, people: People, case: Case) -> None:
    confirmed(house, people, case)
    with pytest.raises(WrongStep), house.database.writing() as session:
        proposed_in(session, house, people, case)
    assert people.client("clara").get(f"/cases/{case.id}/resolution").status_code == 409


def test_i16_each_step_of_a_resolution_leaves_one_audit_row_without_a_word_of_it(
    house: House, people: People, case: Case
) -> None:
    resolution = confirmed(house, people, case)
    with house.database.reading() as session:
        about = select(AuditEntry).where(AuditEntry.subject == "resolution", AuditEntry.subject_id == resolution.id)
        rows = session.scalars(about.order_by(AuditEntry.id)).all()
    assert [row.action for row in rows] == ["resolution.proposed", "resolution.confirmed"]
    assert all("Scabies" not in str(row.detail) for row in rows)
