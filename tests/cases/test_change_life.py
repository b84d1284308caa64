"""A published case whose author changes it, lived in random order: readers see what was approved last, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from app.cases import queries, services
from app.cases.content import as_json, fingerprint
from app.cases.models import Case
from app.cases.rules import SHOWN, CaseStatus, EndReason
from app.cases.services import Statement
from app.kernel.chain import prove, rows_of
from app.kernel.errors import Refusal
from app.kernel.outbox import Outbox
from app.ops.house import House
from tests.cases.changing import ASKED, CORRECTION, IDENTIFIER, kept_words, write_in
from tests.cases.making import WAYS, Making, draft_in, published_case
from tests.people import People

LIVES = 15
"""Steps before which no case ends: what happens to those that live is worth more examples."""


class Changing(RuleBasedStateMachine):
    """The services against a small model: what readers see, where the case stands, where its change stands."""

    def __init__(self, house: House, people: People) -> None:
        super().__init__()
        self.house, self.at = house, house.clock.now()
        self.author, self.moderator = people.actor("clara"), people.actor("max")
        with house.database.writing() as session:
            case = draft_in(session, house.store, self.author, at=self.at, pictures=2)
            for step in WAYS[CaseStatus.PUBLISHED]:
                step(Making(session, case, self.author, self.moderator, self.at))
            self.case_id, self.shown = case.id, as_json(case)
        self.status, self.change, self.hid = CaseStatus.PUBLISHED, "", False
        self.planned: dict[str, object] = {}
        self.steps = 0

    def do(self, act: Callable[[Session, Case], object], *, succeeds: bool) -> bool:
        """Run a use case in a transaction; it must succeed or refuse as the model says."""
        try:
            with self.house.database.writing() as session:
                act(session, session.get_one(Case, self.case_id))
        except Refusal:
            assert not succeeds
        else:
            assert succeeds
        return succeeds

    @property
    def is_changeable(self) -> bool:
        return self.status in SHOWN or (self.status is CaseStatus.HIDDEN and self.hid)

    def outbox(self, session: Session) -> Outbox:
        return Outbox(session, self.at)

    @rule(title=st.sampled_from(["Itch", "Rash", "Burrows"]), turns=st.booleans())
    def write(self, *, title: str, turns: bool) -> None:
        def act(session: Session, case: Case) -> None:
            ids = [picture.id for picture in case.pictures]
            change = write_in(session, self.house, self.author, case, title=title, order=ids[::-1] if turns else ids)
            self.written = {**change.content, "pictures": [picture["image"] for picture in change.content["pictures"]]}

        if self.do(act, succeeds=self.is_changeable and self.change in ("", "draft", "returned")):
            self.change, self.planned = self.change or "draft", self.written

    @precondition(lambda self: self.change != "")
    @rule(statement=st.sampled_from([CORRECTION, ASKED, IDENTIFIER]), is_right=st.booleans())
    def submit(self, *, statement: Statement, is_right: bool) -> None:
        with self.house.database.reading() as session:
            change = queries.open_change(session, self.case_id)
            assert change is not None
            seen = change.content_hash if is_right else "0" * 64
            differs = change.content_hash != session.get_one(Case, self.case_id).content_hash

        def act(session: Session, case: Case) -> None:
            services.submit_change(
                session, self.outbox(session), self.author, case, statement, content_hash=seen, at=self.at
            )

        can = self.is_changeable and self.change in ("draft", "returned") and is_right and differs
        if self.do(act, succeeds=can):
            self.change = "submitted"
            if statement is IDENTIFIER and self.status in SHOWN:
                self.before_hiding, self.status, self.hid = self.status, CaseStatus.HIDDEN, True

    @rule(is_right=st.booleans(), own=st.booleans())
    def approve(self, *, is_right: bool, own: bool) -> None:
        with self.house.database.reading() as session:
            change = queries.open_change(session, self.case_id)
            seen = change.content_hash if change and is_right else "0" * 64
        who = self.author if own else self.moderator

        def act(session: Session, case: Case) -> None:
            services.approve_change(session, self.outbox(session), who, case, content_hash=seen, at=self.at)
            self.now_shown = as_json(case)

        can = self.is_changeable and self.change == "submitted" and is_right and not own
        if self.do(act, succeeds=can):
            pictures = [picture["image"] for picture in self.now_shown["pictures"]]  # type: ignore[attr-defined]
            assert {**self.now_shown, "pictures": pictures} == self.planned
            self.decided()
            self.shown = self.now_shown

    @rule()
    def send_back(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.return_change(session, self.moderator, case, at=self.at)

        if self.do(act, succeeds=self.is_changeable and self.change == "submitted"):
            self.change = "returned"

    @rule()
    def reject(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.reject_change(session, self.outbox(session), self.moderator, case, at=self.at)

        if self.do(act, succeeds=self.is_changeable and self.change == "submitted"):
            self.decided()

    def decided(self) -> None:
        if self.status is CaseStatus.HIDDEN:
            self.status = self.before_hiding
        self.change, self.hid = "", False

    @rule()
    def take_back(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.take_back_change(session, self.outbox(session), self.author, case, at=self.at)

        if self.do(act, succeeds=self.change == "submitted"):
            self.change = "draft"

    @rule()
    def drop(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.drop_change(session, self.outbox(session), self.author, case, at=self.at)

        if self.do(act, succeeds=not self.hid):
            self.change = ""

    @rule()
    def hide(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.hide(session, self.outbox(session), self.moderator, case, at=self.at)

        if self.do(act, succeeds=self.status in SHOWN):
            self.before_hiding, self.status = self.status, CaseStatus.HIDDEN

    @precondition(lambda self: not self.hid)
    @rule()
    def show_again(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.show_again(session, self.outbox(session), self.moderator, case, at=self.at)

        if self.do(act, succeeds=self.status is CaseStatus.HIDDEN):
            self.status = self.before_hiding

    @rule()
    def resolve(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.resolve(session, self.outbox(session), self.moderator, case, at=self.at)

        if self.do(act, succeeds=self.status is CaseStatus.PUBLISHED):
            self.status = CaseStatus.RESOLVED

    @precondition(lambda self: self.status is CaseStatus.HIDDEN)
    @rule()
    def send_the_case_back(self) -> None:
        def act(session: Session, case: Case) -> None:
            services.return_for_changes(session, self.outbox(session), self.moderator, case, at=self.at)

        self.do(act, succeeds=True)
        self.status, self.change, self.hid = CaseStatus.CHANGES_REQUESTED, "", False

    @precondition(lambda self: self.status is CaseStatus.CHANGES_REQUESTED)
    @rule()
    def publish_anew(self) -> None:
        with self.house.database.writing() as session:
            case = session.get_one(Case, self.case_id)
            for step in WAYS[CaseStatus.PUBLISHED]:
                step(Making(session, case, self.author, self.moderator, self.at))
        self.status = CaseStatus.PUBLISHED

    @precondition(lambda self: self.steps > LIVES)
    @rule(reason=st.sampled_from(EndReason))
    def end(self, *, reason: EndReason) -> None:
        def act(session: Session, case: Case) -> None:
            services.end(session, self.outbox(session), self.moderator.id, case, reason=reason, at=self.at)

        if self.do(act, succeeds=self.status not in (CaseStatus.WITHDRAWN, CaseStatus.TAKEN_DOWN)):
            self.status = CaseStatus.TAKEN_DOWN if reason is EndReason.MODERATOR else CaseStatus.WITHDRAWN
            self.change, self.hid = "", False

    @invariant()
    def time_passes(self) -> None:
        self.steps += 1

    @invariant()
    def readers_see_what_was_approved_last_or_nothing(self) -> None:
        with self.house.database.reading() as session:
            case = session.get_one(Case, self.case_id)
            assert case.status is self.status
            if case.is_shown_at(self.at):
                assert as_json(case) == self.shown
                assert case.content_hash == case.author_confirmed == case.moderator_confirmed == fingerprint(case)
            revisions = queries.shown_revisions(session, self.case_id)
            if self.status in SHOWN:
                assert revisions[-1].content_hash == case.content_hash
                assert not revisions[-1].withheld

    @invariant()
    def the_change_stands_where_the_model_says(self) -> None:
        with self.house.database.reading() as session:
            change = queries.open_change(session, self.case_id)
            assert (change.status.value if change else "") == self.change
            if change and self.change == "submitted":
                assert change.author_confirmed == change.content_hash != ""
            if self.status in (CaseStatus.WITHDRAWN, CaseStatus.TAKEN_DOWN):
                assert kept_words(session, self.case_id) == ""
            assert prove(rows_of(session)).stands


def test_a_case_that_is_changed_in_random_order(house: House, people: People) -> None:
    published_case(house, people, author="omar", title="Noise")
    run_state_machine_as_test(
        lambda: Changing(house, people),  # type: ignore[arg-type]
        settings=settings(
            max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )
