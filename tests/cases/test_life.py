"""A case's life, lived in random order: what the table forbids never happens, what happens is written down once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases import queries, services
from app.cases.content import CaseContent, content_of, fingerprint
from app.cases.models import Case, CaseRevision
from app.cases.rules import EDITABLE, GONE, SHOWN, STEPS, CaseStatus, EndReason, Step
from app.kernel.audit import AuditEntry
from app.kernel.chain import prove, rows_of
from app.kernel.errors import Refusal
from app.kernel.outbox import Outbox
from app.media.models import Rendition
from app.media.rules import Sign
from app.ops.house import House
from tests.cases.making import TEXT, WAYS, Making, draft_in, received_image
from tests.people import People

STEP_ACTIONS = {f"case.{step.value}" for step in Step} | {"case.started"}
PLAIN: dict[Step, tuple[Callable[..., None], CaseStatus]] = {
    Step.RETURN: (services.return_for_changes, CaseStatus.CHANGES_REQUESTED),
    Step.REJECT: (services.reject, CaseStatus.REJECTED),
    Step.HIDE: (services.hide, CaseStatus.HIDDEN),
    Step.RESOLVE: (services.resolve, CaseStatus.RESOLVED),
    Step.REOPEN: (services.reopen, CaseStatus.PUBLISHED),
}


class Life(RuleBasedStateMachine):
    """The services against a small model: where the case stands, and whether it's complete and consented to."""

    def __init__(self, house: House, people: People, begin: CaseStatus) -> None:
        super().__init__()
        self.house, self.at = house, house.clock.now()
        self.author, self.moderator = people.actor("clara"), people.actor("max")
        way = WAYS[begin]
        with house.database.writing() as session:
            case = draft_in(session, house.store, self.author, at=self.at)
            for step in way:
                step(Making(session, case, self.author, self.moderator, self.at))
            self.case_id = case.id
        self.status, self.before_hiding = begin, CaseStatus.PUBLISHED
        self.consented, self.pictures, self.moves = bool(way) and begin not in GONE, 1, 1 + len(way)

    def do(self, act: Callable[[Session, Case], None], *, succeeds: bool) -> None:
        """Run a use case in a transaction; it must succeed or refuse as the model says, and then change nothing."""
        try:
            with self.house.database.writing() as session:
                act(session, session.get_one(Case, self.case_id))
        except Refusal:
            assert not succeeds
        else:
            assert succeeds

    def may(self, step: Step) -> bool:
        return self.status in STEPS[step][0]

    def moved(self, status: CaseStatus) -> None:
        self.status, self.moves = status, self.moves + 1

    @rule(title=st.text(max_size=12), somebody_else=st.booleans())
    def edit(self, *, title: str, somebody_else: bool) -> None:
        who = self.moderator if somebody_else else self.author
        content = replace(TEXT, title=f"Itch {title}")
        succeeds = self.status in EDITABLE and not somebody_else
        self.do(lambda session, case: services.edit(session, who, case, content, at=self.at), succeeds=succeeds)

    @rule()
    def add_picture(self) -> None:
        succeeds = self.status in EDITABLE

        def add(session: Session, case: Case) -> None:
            image = received_image(session, self.house.store, self.author.account_id, at=self.at)
            picture = services.add_picture(session, self.author, case, image, alt_text="A finger web", at=self.at)
            services.confirm_picture(
                session, self.author, case, picture, content_hash=image.content_hash, signs=tuple(Sign), at=self.at
            )

        if self.pictures < 4:
            self.do(add, succeeds=succeeds)
            self.pictures += succeeds

    @precondition(lambda self: self.pictures > 0 and self.status not in GONE)
    @rule()
    def remove_picture(self) -> None:
        succeeds = self.status in EDITABLE

        def remove(session: Session, case: Case) -> None:
            services.remove_picture(session, self.author, case, case.pictures[0], at=self.at)

        self.do(remove, succeeds=succeeds)
        self.pictures -= succeeds

    @precondition(lambda self: self.status not in GONE)
    @rule()
    def consent(self) -> None:
        self.do(lambda session, case: services.note_consent(session, case, ends_at=None), succeeds=True)
        self.consented = True

    @precondition(lambda self: self.status not in SHOWN | GONE)
    @rule()
    def let_consent_run_out(self) -> None:
        self.do(lambda session, case: services.note_consent(session, case, ends_at=self.at), succeeds=True)
        self.consented = False

    @rule(is_right=st.booleans(), somebody_else=st.booleans())
    def submit(self, *, is_right: bool, somebody_else: bool) -> None:
        who = self.moderator if somebody_else else self.author
        complete = self.consented and self.pictures > 0

        def send(session: Session, case: Case) -> None:
            seen = fingerprint(case) if is_right else "0" * 64
            services.submit(
                session, self.outbox(session), who, case, content_hash=seen, consented=case.consented, at=self.at
            )

        succeeds = self.may(Step.SUBMIT) and complete and is_right and not somebody_else
        self.do(send, succeeds=succeeds)
        if succeeds:
            self.moved(CaseStatus.SUBMITTED)

    @rule()
    def begin_review(self) -> None:
        succeeds = self.may(Step.BEGIN_REVIEW)
        self.do(
            lambda session, case: services.begin_review(session, self.moderator, case, at=self.at), succeeds=succeeds
        )
        if succeeds:
            self.moved(CaseStatus.IN_REVIEW)

    @rule()
    def release(self) -> None:
        succeeds = self.may(Step.RELEASE)
        self.do(lambda session, case: services.release(session, self.moderator, case, at=self.at), succeeds=succeeds)
        if succeeds:
            self.moved(CaseStatus.SUBMITTED)

    @rule(is_right=st.booleans(), by_author=st.booleans())
    def publish(self, *, is_right: bool, by_author: bool) -> None:
        who = self.author if by_author else self.moderator

        def show(session: Session, case: Case) -> None:
            seen = case.content_hash if is_right else "0" * 64
            services.publish(session, self.outbox(session), who, case, content_hash=seen, at=self.at)

        succeeds = self.may(Step.PUBLISH) and self.consented and is_right and not by_author
        self.do(show, succeeds=succeeds)
        if succeeds:
            self.moved(CaseStatus.PUBLISHED)

    @rule(step=st.sampled_from(list(PLAIN)))
    def plain_step(self, step: Step) -> None:
        service, wanted = PLAIN[step]
        succeeds = self.may(step)
        self.do(
            lambda session, case: service(session, self.outbox(session), self.moderator, case, at=self.at),
            succeeds=succeeds,
        )
        if succeeds and step is Step.HIDE:
            self.before_hiding = self.status
        if succeeds:
            self.moved(wanted)

    @rule()
    def show_again(self) -> None:
        succeeds = self.may(Step.SHOW_AGAIN) and self.consented
        self.do(
            lambda session, case: services.show_again(session, self.outbox(session), self.moderator, case, at=self.at),
            succeeds=succeeds,
        )
        if succeeds:
            self.moved(self.before_hiding)

    @rule(reason=st.sampled_from(EndReason), meant=st.sampled_from([True, False, False, False]))
    def end(self, *, reason: EndReason, meant: bool) -> None:
        if not meant and self.status not in GONE:
            return
        succeeds = self.may(Step.END)
        self.do(
            lambda session, case: services.end(session, self.outbox(session), None, case, reason=reason, at=self.at),
            succeeds=succeeds,
        )
        if succeeds:
            self.moved(CaseStatus.TAKEN_DOWN if reason is EndReason.MODERATOR else CaseStatus.WITHDRAWN)
            self.consented = False

    @precondition(lambda self: self.status not in GONE and self.status is not CaseStatus.REJECTED)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Take a step that the table allows, with the right arguments: most of the others are refused."""
        right_tries: dict[Step, Callable[[], None]] = {
            Step.SUBMIT: lambda: self.submit(is_right=True, somebody_else=False),
            Step.BEGIN_REVIEW: self.begin_review,
            Step.RELEASE: self.release,
            Step.PUBLISH: lambda: self.publish(is_right=True, by_author=False),
            Step.SHOW_AGAIN: self.show_again,
        }
        step = data.draw(st.sampled_from([step for step in Step if self.may(step) and step is not Step.END]))
        self.consent()
        right_tries.get(step, lambda: self.plain_step(step))()

    def outbox(self, session: Session) -> Outbox:
        return Outbox(session, self.at)

    @invariant()
    def the_case_stands_where_the_table_leads(self) -> None:
        with self.house.database.reading() as session:
            case = session.get_one(Case, self.case_id)
            assert case.status is self.status
            steps = queries.steps(session, self.case_id)
            assert len(steps) == self.moves
            assert [step.from_status for step in steps[1:]] == [step.to_status for step in steps[:-1]]
            assert steps[-1].to_status is self.status

    @invariant()
    def each_move_has_exactly_one_audit_row(self) -> None:
        own = select(func.count()).where(AuditEntry.subject == "case", AuditEntry.subject_id == self.case_id)
        with self.house.database.reading() as session:
            assert session.scalar(own.where(AuditEntry.action.in_(STEP_ACTIONS))) == self.moves

    @invariant()
    def what_is_shown_was_confirmed_twice_and_consented_to(self) -> None:
        with self.house.database.reading() as session:
            case = session.get_one(Case, self.case_id)
            assert case.is_gone or case.content_hash == fingerprint(case)
            if case.status in SHOWN:
                assert case.author_confirmed == case.moderator_confirmed == fingerprint(case)
                assert case.consented
                assert case.approved_by not in (None, case.author_id)

    @invariant()
    def what_has_ended_keeps_nothing(self) -> None:
        if self.status not in GONE:
            return
        with self.house.database.reading() as session:
            case = session.get_one(Case, self.case_id)
            assert content_of(case) == CaseContent()
            assert not any(picture.caption or picture.alt_text for picture in case.pictures)
            images = [picture.image_id for picture in case.pictures]
            left = select(func.count()).select_from(Rendition).where(Rendition.image_id.in_(images))
            assert session.scalar(left) == 0
            kept = session.scalars(select(CaseRevision).where(CaseRevision.case_id == self.case_id))
            assert all((revision.content, revision.content_hash) == ({}, "") for revision in kept)
            assert queries.tombstone(session, self.case_id) is not None


@pytest.mark.parametrize("begin", CaseStatus)
def test_a_case_lives_by_the_table_in_whatever_order_things_are_tried(
    house: House, people: People, begin: CaseStatus
) -> None:
    class LifeHere(Life):
        def __init__(self) -> None:
            super().__init__(house, people, begin)

    everything = list(HealthCheck)
    run_state_machine_as_test(
        LifeHere,
        settings=settings(max_examples=5, stateful_step_count=15, deadline=None, suppress_health_check=everything),
    )
    with house.database.reading() as session:
        assert prove(rows_of(session)).stands
