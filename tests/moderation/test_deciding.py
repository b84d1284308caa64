"""Decisions: by the holder, about what they saw, with a reason where one is owed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus, EndReason
from app.consent.models import Consent
from app.consent.queries import live_consent
from app.kernel.errors import Conflict, NotAllowed, Refusal, WrongStep
from app.kernel.outbox import Outbox
from app.moderation import services
from app.moderation.models import Review
from app.moderation.rules import ALLOWED, CLAIM_LEASE, REASONS_FOR, Decision, Reason, ReviewKind, ReviewStatus
from app.moderation.services import Verdict
from app.moderation.services.effects import EFFECTS
from app.ops.house import House
from tests.clock import HeldClock
from tests.consent.making import published_case
from tests.moderation.making import case_of, claim, decide, flagged, review_of, submitted, verdict
from tests.people import People


def judge(house: House, people: People, review: Review, said: Verdict, name: str = "max") -> None:
    actor, at = people.actor(name), house.clock.now()
    with house.database.writing() as session:
        services.decide(session, Outbox(session, at), actor, session.get_one(Review, review.id), said, at=at)


def seen(house: House, review: Review, decision: Decision, **said: Any) -> Verdict:
    with house.database.reading() as session:
        return replace(verdict(session, session.get_one(Review, review.id), decision=decision), **said)


def typed(client: FlaskClient, review: Review, **changes: object) -> dict[str, object]:
    """What the form on the review's page would send, with these fields filled in."""
    page = client.get(f"/moderation/{review.id}").text
    hidden = dict(re.findall(r'name="(version|content_hash)" type="hidden" value="([^"]*)"', page))
    return {**hidden, **changes}


def test_every_allowed_decision_has_an_effect_and_no_other_has() -> None:
    allowed = {(kind, decision) for kind, decisions in ALLOWED.items() for decision in decisions}
    assert set(EFFECTS) == allowed
    assert set(REASONS_FOR) == set(ReviewKind)


def test_an_approved_case_is_in_the_library_at_once(house: House, people: People) -> None:
    review = submitted(house, people)
    sam, max_ = people.client("sam"), people.client("max")
    assert sam.get(f"/cases/{review.subject_id}").status_code == 404
    max_.post(f"/moderation/{review.id}/claim")
    answer = max_.post(f"/moderation/{review.id}", data=typed(max_, review, decision="approve", looked="y"))
    assert answer.status_code == 302
    assert sam.get(f"/cases/{review.subject_id}").status_code == 200
    case = case_of(house, review)
    assert (case.approved_by, case.moderator_confirmed) == (people.account("max").id, case.content_hash)


def test_the_page_shows_the_case_as_readers_get_it_with_consent_and_confirmation(house: House, people: People) -> None:
    review = submitted(house, people)
    case = case_of(house, review)
    page = people.client("max").get(f"/moderation/{review.id}").text
    for words in (case.title, case.presentation, case.history, case.examination, case.findings, case.question):
        assert words in page
    for words in ("Finger web, view 1", "The patient", "Library", "In force for the library", "confirmed on"):
        assert words in page
    assert case.working_diagnosis
    assert case.working_diagnosis not in page
    assert f"/cases/{case.id}/pictures" not in page


def test_approving_without_having_looked_is_refused_and_keeps_what_was_typed(house: House, people: People) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    max_ = people.client("max")
    answer = max_.post(
        f"/moderation/{review.id}", data=typed(max_, review, decision="approve", note="A fine case", reasons=["marks"])
    )
    assert answer.status_code == 422
    assert "A fine case" in answer.text
    assert re.search(r'value="marks" checked', answer.text)
    assert case_of(house, review).status is CaseStatus.IN_REVIEW


@pytest.mark.parametrize(
    ("decision", "status"),
    [(Decision.REQUEST_CHANGES, CaseStatus.CHANGES_REQUESTED), (Decision.REJECT, CaseStatus.REJECTED)],
)
def test_a_case_goes_back_with_a_reason_and_not_without(
    house: House, people: People, decision: Decision, status: CaseStatus
) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    with pytest.raises(Refusal, match="Give a reason"):
        judge(house, people, review, seen(house, review, decision))
    assert case_of(house, review).status is CaseStatus.IN_REVIEW
    judge(house, people, review, seen(house, review, decision, reasons=(Reason.FACE,), note="Crop it."))
    assert case_of(house, review).status is status
    decided = review_of(house, ReviewKind.CASE, review.subject_id)
    assert (decided.status, decided.decision, decided.decided_by) == (
        ReviewStatus.DECIDED,
        decision,
        people.account("max").id,
    )
    assert (decided.reasons, decided.note, decided.claimed_by) == (["face"], "Crop it.", None)


def test_a_case_without_consent_in_force_is_not_published(house: House, people: People, clock: HeldClock) -> None:
    ends = clock.now() + timedelta(minutes=10)
    review = submitted(house, people, expires_at=ends)
    claim(house, people, review)
    clock.move(timedelta(minutes=10))
    with pytest.raises(Refusal, match="no consent in force"):
        judge(house, people, review, seen(house, review, Decision.APPROVE))
    assert "Not in force for the library" in people.client("max").get(f"/moderation/{review.id}").text
    assert case_of(house, review).status is CaseStatus.IN_REVIEW


def test_i4_only_the_very_version_that_was_seen_is_published(house: House, people: People) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    with pytest.raises(Conflict):
        judge(house, people, review, seen(house, review, Decision.APPROVE, content_hash="0" * 64))
    with pytest.raises(Conflict):
        judge(house, people, review, seen(house, review, Decision.APPROVE, content_hash=""))
    assert case_of(house, review).status is CaseStatus.IN_REVIEW


def test_two_moderators_conflict_instead_of_overwriting_each_other(
    house: House, people: People, clock: HeldClock
) -> None:
    review = submitted(house, people)
    max_, mona = people.client("max"), people.client("mona")
    max_.post(f"/moderation/{review.id}/claim")
    reject = typed(max_, review, decision="reject", note="Her face mirrors in the glass.")
    clock.move(CLAIM_LEASE)
    mona.post(f"/moderation/{review.id}/claim")
    approve = typed(mona, review, decision="approve", looked="y")
    late = max_.post(f"/moderation/{review.id}", data=reject)
    assert late.status_code == 409
    assert "Mona is looking at this at the moment." in late.text
    assert "Her face mirrors in the glass." in late.text
    assert mona.post(f"/moderation/{review.id}", data=approve).status_code == 302
    assert max_.post(f"/moderation/{review.id}", data=reject).status_code == 409
    assert review_of(house, ReviewKind.CASE, review.subject_id).decision is Decision.APPROVE


def test_a_form_from_before_the_last_change_is_not_taken_but_kept(
    house: House, people: People, clock: HeldClock
) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    max_ = people.client("max")
    stale = typed(max_, review, decision="reject", note="Too dark.")
    clock.move(timedelta(minutes=1))
    claim(house, people, review)
    answer = max_.post(f"/moderation/{review.id}", data=stale)
    assert answer.status_code == 409
    assert "Look at it again and decide anew." in answer.text
    assert "Too dark." in answer.text
    version = review_of(house, ReviewKind.CASE, review.subject_id).version
    assert f'name="version" type="hidden" value="{version}"' in answer.text


def test_nobody_decides_without_holding_the_review(house: House, people: People) -> None:
    review = submitted(house, people)
    for name, refused in (("max", Conflict), ("clara", NotAllowed), ("omar", NotAllowed)):
        with pytest.raises(refused):
            judge(house, people, review, seen(house, review, Decision.APPROVE), name)
    claim(house, people, review, "max")
    with pytest.raises(Conflict):
        judge(house, people, review, seen(house, review, Decision.APPROVE), "mona")
    assert case_of(house, review).status is CaseStatus.IN_REVIEW


@pytest.mark.parametrize("decision", [Decision.RESTORE, Decision.REMOVE])
def test_a_decision_that_belongs_to_another_kind_is_refused(house: House, people: People, decision: Decision) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    with pytest.raises(WrongStep):
        judge(house, people, review, seen(house, review, decision, reasons=(Reason.OTHER,)))
    max_ = people.client("max")
    data = typed(max_, review, decision=decision.value, note="x", looked="y")
    assert max_.post(f"/moderation/{review.id}", data=data).status_code == 422


def test_a_flagged_case_comes_back_as_what_it_was(house: House, people: People) -> None:
    case = published_case(house, people).case
    decide(house, people, flagged(house, people, case), Decision.RESTORE, "mona")
    assert people.client("sam").get(f"/cases/{case.id}").status_code == 200


def test_a_flagged_case_can_go_back_to_its_author(house: House, people: People) -> None:
    case = published_case(house, people).case
    review = flagged(house, people, case)
    decide(house, people, review, Decision.REQUEST_CHANGES, "mona", reasons=(Reason.MARKS,))
    assert case_of(house, review).status is CaseStatus.CHANGES_REQUESTED


def test_i6_removing_a_flagged_case_erases_it_and_ends_its_consent(house: House, people: People) -> None:
    case = published_case(house, people).case
    review = flagged(house, people, case)
    decide(house, people, review, Decision.REMOVE, "mona", reasons=(Reason.FACE,))
    ended = case_of(house, review)
    assert (ended.status, ended.title, ended.presentation) == (CaseStatus.TAKEN_DOWN, "", "")
    assert all(picture.image.is_gone for picture in ended.pictures)
    with house.database.reading() as session:
        assert live_consent(session, case.id) is None
        [consent] = session.query(Consent).filter_by(case_id=case.id)
        assert consent.withdrawn_at == house.clock.now()
    for name in ("sam", "clara", "max"):
        assert people.client(name).get(f"/cases/{case.id}").status_code == 410


def test_a_case_that_ended_meanwhile_is_not_decided(house: House, people: People) -> None:
    review = submitted(house, people)
    claim(house, people, review)
    clara, at = people.actor("clara"), house.clock.now()
    said = seen(house, review, Decision.APPROVE)
    with house.database.writing() as session:
        case = session.get_one(Case, review.subject_id)
        cases.end(session, Outbox(session, at), clara.id, case, reason=EndReason.AUTHOR, at=at)
    with pytest.raises((Refusal, WrongStep)):
        judge(house, people, review, said)
    page = people.client("max").get(f"/moderation/{review.id}")
    assert page.status_code == 200
    assert "A case that has ended" in page.text
