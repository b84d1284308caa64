"""Uses taken back, time passing, hiding and showing, in any order: everybody gets what is agreed to, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.cases import services as cases
from app.cases.models import Case
from app.consent import jobs, queries, services
from app.consent.models import Consent
from app.consent.rules import Scope, holds_the_case
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.quizzes import jobs as quizzes_jobs
from tests.clock import HeldClock
from tests.consent.taking import can_read, is_asked
from tests.people import People
from tests.quizzes.making import live_item

USES = frozenset(Scope)
LASTS = timedelta(days=2)


class Uses(RuleBasedStateMachine):
    """A small model beside the house: what is left, whether it's hidden, ended or run out."""

    def __init__(self, house: House, people: People, clock: HeldClock) -> None:
        super().__init__()
        self.house, self.people, self.clock = house, people, clock

    @initialize(others=st.frozensets(st.sampled_from(sorted(USES - {Scope.LIBRARY, Scope.QUIZ}))), ends=st.booleans())
    def begin(self, *, others: frozenset[Scope], ends: bool) -> None:
        self.left = others | {Scope.LIBRARY, Scope.QUIZ}
        item = live_item(self.house, self.people, scopes=self.left, opinions={"omar": ("Eczema", "Tinea", "Psoriasis")})
        self.case_id, self.item_id = item.case_id, item.id
        self.ends_at = self.clock.now() + LASTS if ends else None
        with self.house.database.writing() as session:
            consent = session.scalars(select(Consent).where(Consent.case_id == self.case_id)).one()
            consent.expires_at = self.ends_at
            case = session.get_one(Case, self.case_id)
            cases.note_consent(session, case, ends_at=self.ends_at, quizzes=True)
        self.hidden = self.ended = False

    @property
    def lasts(self) -> bool:
        return self.ends_at is None or self.clock.now() < self.ends_at

    @rule(uses=st.frozensets(st.sampled_from(sorted(USES)), min_size=1), by=st.sampled_from(["clara", "max"]))
    def take_back(self, *, uses: frozenset[Scope], by: str) -> None:
        if self.ended:
            return
        who, at = self.people.actor(by), self.clock.now()
        with self.house.database.writing() as session:
            case = session.get_one(Case, self.case_id)
            services.withdraw(session, Outbox(session, at), who, case, scopes=uses, at=at)
        self.left -= uses
        self.ended = not holds_the_case(self.left, is_resolved=True)

    @precondition(lambda self: not self.hidden and not self.ended)
    @rule()
    def hide(self) -> None:
        self.decide(cases.hide)
        self.hidden = True

    @precondition(lambda self: self.hidden and not self.ended and self.lasts)
    @rule()
    def show_again(self) -> None:
        """Going never waits for a job; coming back does."""
        self.decide(cases.show_again)
        quizzes_jobs.follow_case(self.house.database, self.clock, self.case_id)
        self.hidden = False

    def decide(self, step: Callable[..., None]) -> None:
        who, at = self.people.actor("max"), self.clock.now()
        with self.house.database.writing() as session:
            step(session, Outbox(session, at), who, session.get_one(Case, self.case_id), at=at)

    @rule(hours=st.integers(1, 24))
    def let_time_pass(self, *, hours: int) -> None:
        self.clock.move(timedelta(hours=hours))

    @rule()
    def run_the_jobs(self) -> None:
        jobs.end_expired(self.house.database, self.clock)
        quizzes_jobs.follow_case(self.house.database, self.clock, self.case_id)
        self.ended = self.ended or not self.lasts

    @invariant()
    def each_gets_what_is_agreed_to(self) -> None:
        reader = self.people.actor("sam")
        is_out = self.lasts and not self.hidden and not self.ended
        with self.house.database.reading() as session:
            assert can_read(session, reader, self.case_id) is (is_out and Scope.LIBRARY in self.left)
            assert is_asked(session, reader, self.item_id) is (is_out and Scope.QUIZ in self.left)
            uses = queries.uses_in_force(session, self.case_id, self.clock.now())
            assert uses == (self.left if self.lasts and not self.ended else frozenset())


def test_in_any_order_each_gets_what_is_agreed_to_and_nothing_widens(
    house: House, people: People, clock: HeldClock
) -> None:
    class UsesHere(Uses):
        def __init__(self) -> None:
            super().__init__(house, people, clock)

    many = settings(max_examples=25, stateful_step_count=12, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(UsesHere, settings=many)
