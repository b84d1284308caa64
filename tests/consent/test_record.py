"""Recording consent: what is none is refused, what counts is kept without a name, and when it counts (I14)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import actor_of
from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.consent import forms_folder, queries, receipts, services
from app.consent.models import Consent
from app.consent.rules import Assent, Capacity, Giver, Method, Scope
from app.kernel.audit import AuditEntry
from app.kernel.errors import Conflict, NotAllowed, NotFound, WrongStep
from app.kernel.outbox import Outbox, OutboxEntry
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import draft_in
from tests.clock import HeldClock
from tests.consent.making import consented_draft, published_case, terms
from tests.people import People


@pytest.fixture
def clara(session: Session, people: People, clock: HeldClock) -> Actor:
    return actor_of(people.account_in(session, "clara"), clock.now())


@pytest.fixture
def case(session: Session, house: House, clara: Actor, clock: HeldClock) -> Case:
    return draft_in(session, house.store, clara, at=clock.now())


def test_a_record_holds_who_by_capacity_and_the_material_that_was_shown(
    session: Session, outbox: Outbox, clara: Actor, case: Case, clock: HeldClock
) -> None:
    consent, code = services.record(session, outbox, clara, case, terms(clock.now()), at=clock.now())
    assert (consent.giver, consent.capacity) == (Giver.PATIENT, Capacity.CAPABLE_PATIENT)
    assert consent.material_hash == cases.fingerprint(case)
    assert consent.scopes == frozenset(Scope)
    assert case.consented
    assert receipts.is_complete(code)
    assert code not in str(vars(consent))
    session.flush()
    assert session.scalars(select(OutboxEntry.name)).all() == ["ConsentRecorded"]
    written = select(AuditEntry).where(AuditEntry.action == "consent.recorded")
    assert session.scalars(written).one().detail == {"case_id": case.id}


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": frozenset({Scope.QUIZ})},
        {"scopes": frozenset()},
        {"giver": Giver.PARENT},
        {"assent": Assent.GIVEN},
        {"form_version": "1900-1"},
        {"jurisdiction": "atlantis"},
        {"language": "xx"},
        {"reference": "  "},
        {"method": Method.SYNTHETIC},
        {"given_on": HeldClock().now().date() + timedelta(days=2)},
        {"expires_at": HeldClock().now()},
    ],
    ids=",".join,
)
def test_consent_that_would_be_none_is_refused(
    session: Session, outbox: Outbox, clara: Actor, case: Case, clock: HeldClock, changes: dict[str, Any]
) -> None:
    with pytest.raises(services.BadTerms):
        services.record(session, outbox, clara, case, terms(clock.now(), **changes), at=clock.now())
    assert queries.live_consent(session, case.id) is None
    assert not case.consented


@pytest.mark.parametrize(
    ("giver", "assent", "capacity"),
    [
        (Giver.PARENT, Assent.TOO_YOUNG, Capacity.PATIENT_IS_CHILD),
        (Giver.SUBSTITUTE, Assent.NOT_APPLICABLE, Capacity.PATIENT_LACKS_CAPACITY),
        (Giver.ESTATE, Assent.NOT_APPLICABLE, Capacity.PATIENT_HAS_DIED),
    ],
)
def test_each_giver_decides_on_one_ground(
    session: Session,
    outbox: Outbox,
    clara: Actor,
    case: Case,
    clock: HeldClock,
    giver: Giver,
    assent: Assent,
    capacity: Capacity,
) -> None:
    agreed = terms(clock.now(), giver=giver, assent=assent)
    consent, _code = services.record(session, outbox, clara, case, agreed, at=clock.now())
    assert consent.capacity is capacity


def test_a_case_has_one_live_consent(
    session: Session, outbox: Outbox, clara: Actor, case: Case, clock: HeldClock
) -> None:
    services.record(session, outbox, clara, case, terms(clock.now()), at=clock.now())
    with pytest.raises(Conflict):
        services.record(session, outbox, clara, case, terms(clock.now()), at=clock.now())
    assert len(session.scalars(select(Consent)).all()) == 1


def test_an_invented_case_can_do_with_an_invented_consent(
    session: Session, outbox: Outbox, clara: Actor, clock: HeldClock
) -> None:
    invented = cases.start(session, clara, at=clock.now(), is_synthetic=True)
    agreed = terms(clock.now(), method=Method.SYNTHETIC)
    consent, _code = services.record(session, outbox, clara, invented, agreed, at=clock.now())
    assert consent.method is Method.SYNTHETIC


def test_only_the_author_records_and_only_for_a_draft(house: House, people: People) -> None:
    draft, shown = consented_draft(house, people, author="omar").case, published_case(house, people).case
    clara, omar, at = people.actor("clara"), people.actor("omar"), house.clock.now()
    for actor, case, refusal in ((clara, draft, NotAllowed), (clara, shown, WrongStep)):
        with pytest.raises(refusal), house.database.writing() as session:
            found = session.get_one(Case, case.id)
            services.record(session, Outbox(session, at), actor, found, terms(at), at=at)
    assert omar.id == draft.author_id


def test_i14_consent_is_in_force_for_its_scopes_until_it_ends_and_never_again(
    session: Session, outbox: Outbox, clara: Actor, case: Case, clock: HeldClock
) -> None:
    ends = clock.now() + timedelta(days=1)
    agreed = terms(clock.now(), scopes=frozenset({Scope.LIBRARY, Scope.QUIZ}), expires_at=ends)
    services.record(session, outbox, clara, case, agreed, at=clock.now())
    force = {scope: queries.in_force(session, case.id, scope, clock.now()) for scope in Scope}
    assert force == {Scope.LIBRARY: True, Scope.QUIZ: True, Scope.HANDOUT: False, Scope.EXPORT: False}
    assert queries.in_force(session, case.id, Scope.LIBRARY, ends - timedelta(seconds=1))
    assert not queries.in_force(session, case.id, Scope.LIBRARY, ends)
    assert not queries.in_force(session, case.id + 1, Scope.LIBRARY, clock.now())


def test_i14_a_withdrawn_consent_is_not_in_force_and_its_case_is_gone_in_the_same_transaction(
    session: Session, outbox: Outbox, clara: Actor, case: Case, clock: HeldClock
) -> None:
    consent, _code = services.record(session, outbox, clara, case, terms(clock.now()), at=clock.now())
    services.withdraw(session, outbox, clara, case, at=clock.now())
    assert consent.withdrawn_at == clock.now()
    assert not any(queries.in_force(session, case.id, scope, clock.now()) for scope in Scope)
    assert (case.status, case.consented, case.title) == (CaseStatus.WITHDRAWN, False, "")


def test_i14_a_case_is_not_submitted_once_its_consent_has_run_out(house: House, people: People) -> None:
    ends = house.clock.now() + timedelta(hours=1)
    draft, clara = consented_draft(house, people, expires_at=ends).case, people.actor("clara")
    with pytest.raises(cases.NotReady), house.database.writing() as session:
        case = session.get_one(Case, draft.id)
        services.submit_case(session, Outbox(session, ends), clara, case, content_hash=case.content_hash, at=ends)


def test_forms_are_found_by_folder_language_and_version() -> None:
    version = forms_folder.newest(forms_folder.CONTENT, "generic", "en")
    assert forms_folder.is_known("generic", "en", version)
    with pytest.raises(NotFound):
        forms_folder.newest(forms_folder.CONTENT, "atlantis", "en")


def test_a_former_form_stays_known_and_is_not_offered(tmp_path: Any) -> None:
    folder = tmp_path / "consent" / "se"
    folder.mkdir(parents=True)
    (folder / "sv.md").write_text("title: Samtycke\nversion: 2\n\nText\n", encoding="utf-8")
    (folder / "sv.2024.md").write_text("title: Samtycke\nversion: 1\n\nText\n", encoding="utf-8")
    (folder / "notes.md").write_text("no version here\n", encoding="utf-8")
    assert forms_folder.newest(tmp_path, "se", "sv") == "2"
    assert forms_folder.is_known("se", "sv", "1", tmp_path)
    assert len(forms_folder.all_forms(tmp_path)) == 2
