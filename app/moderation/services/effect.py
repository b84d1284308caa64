"""One decision on its way into effect, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import Account
from app.cases import queries as case_queries
from app.cases.changes import as_if
from app.cases.models import Case
from app.cases.queries import Placed
from app.cases.rules import Delicate
from app.kernel.errors import NotFound
from app.kernel.outbox import Outbox
from app.media.scanning.findings import FindingKind
from app.moderation import queries
from app.moderation.delicate import delicate_of
from app.moderation.models import Review, SecondLook
from app.moderation.rules import Decision, Reason, ReviewKind
from app.policy.actor import Actor
from app.threads import queries as thread_queries
from app.threads.models import Comment

T = TypeVar("T")


class Judged(Protocol):
    """What effects need of a verdict."""

    @property
    def decision(self) -> Decision: ...

    @property
    def content_hash(self) -> str: ...

    @property
    def note(self) -> str: ...

    @property
    def reasons(self) -> Iterable[Reason]: ...

    @property
    def expires_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Effect:
    """One decision on its way into effect."""

    session: Session
    outbox: Outbox
    actor: Actor
    review: Review
    verdict: Judged
    at: datetime

    @property
    def case(self) -> Case:
        """The case it is about, whole or in part; raises NotFound."""
        return _found(queries.case_of(self.session, self.review))

    @property
    def delicate(self) -> frozenset[Delicate]:
        """What is delicate about the case as it is, and as a change of it would make it."""
        case, change = self.case, case_queries.open_change(self.session, self.case.id)
        known = delicate_of(self.session, case) | self._left_in_sight
        return known | delicate_of(self.session, as_if(case, change)) if change else known

    @property
    def _left_in_sight(self) -> frozenset[Delicate]:
        """A face that a detector found since, and that this decision would leave in sight."""
        if self.review.kind is not ReviewKind.DETECTOR_FINDING or self.verdict.decision is not Decision.RESTORE:
            return frozenset()
        placed = case_queries.placed_image(self.session, self.review.subject_id)
        found = placed.picture.image.findings if placed else ()
        faces = [finding for finding in found if finding.kind is FindingKind.FACE and finding.answer is None]
        return frozenset({Delicate.FACE}) if faces else frozenset()

    @property
    def picture(self) -> Placed:
        """The picture it is about; raises NotFound once it was taken out of its case."""
        return _found(case_queries.placed_image(self.session, self.review.subject_id))

    @property
    def second_look(self) -> SecondLook:
        """The drawn decision it is about; raises NotFound."""
        return _found(self.session.get(SecondLook, self.review.subject_id))

    @property
    def comment(self) -> Comment:
        """The comment it is about; raises NotFound."""
        return _found(thread_queries.comment_by_id(self.session, self.review.subject_id))

    @property
    def person(self) -> Account:
        """The person it is about; raises NotFound."""
        return _found(accounts.by_id(self.session, self.review.subject_id))


def _found(subject: T | None) -> T:
    if subject is None:
        raise NotFound()
    return subject
