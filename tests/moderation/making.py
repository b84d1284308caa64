"""Things that wait for moderators, committed, for tests of this room and of those above it."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import services as accounts
from app.accounts.models import Account, Verification
from app.accounts.rules import EvidenceKind
from app.cases.models import Case
from app.consent import services as consents
from app.kernel.outbox import Outbox
from app.moderation import jobs, queries, services
from app.moderation.models import Review, SecondLook
from app.moderation.rules import Decision, Reason, ReviewKind
from app.moderation.services import Verdict
from app.ops.house import House
from app.threads.models import Comment
from tests.consent.making import consented_draft
from tests.people import People

SECOND_NOTE = "Her brother would know her."
Flaggable = TypeVar("Flaggable", Case, Comment)


def submit(house: House, people: People, case: Case, *, author: str = "clara") -> None:
    """The author sends a consented draft to the moderators."""
    writer, at = people.actor(author), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        consents.submit_case(session, Outbox(session, at), writer, found, content_hash=found.content_hash, at=at)
    jobs.open_case_review(house.database, house.clock, case.id)


def submitted(house: House, people: People, *, author: str = "clara", **changes: Any) -> Review:
    """The review of a case that has just been submitted; `changes` are fields of the consent's terms."""
    case = consented_draft(house, people, author=author, **changes).case
    submit(house, people, case, author=author)
    return review_of(house, ReviewKind.CASE, case.id)


def asked_to_be_verified(house: House, people: People, name: str = "omar") -> Review:
    """The review of a request to be verified; whoever asks isn't verified yet."""
    account_id, at = people.account(name).id, house.clock.now()
    with house.database.writing() as session:
        account = session.get_one(Account, account_id)
        account.verified_until = None
        request = accounts.request_verification(
            session,
            Outbox(session, at),
            account,
            kind=EvidenceKind.REGISTRATION,
            evidence="register.example, number 12345",
            at=at,
        )
    jobs.open_verification_review(house.database, house.clock, request.id)
    return review_of(house, ReviewKind.VERIFICATION, request.id)


def flagged(house: House, people: People, subject: Flaggable, name: str = "omar", note: str = "") -> Review:
    """The review of a case or a comment that somebody has flagged."""
    actor, at = people.actor(name), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(type(subject), subject.id)
        return services.flag(session, Outbox(session, at), actor, found, reason=Reason.MARKS, note=note, at=at)


def claim(house: House, people: People, review: Review, name: str = "max") -> Review:
    """A moderator takes the review up; return it as it is then."""
    actor = people.actor(name)
    with house.database.writing() as session:
        found = session.get_one(Review, review.id)
        services.claim(session, actor, found, at=house.clock.now())
        return found


def decide(house: House, people: People, review: Review, decision: Decision, name: str = "max", **said: Any) -> None:
    """A moderator takes the review up and decides; `said` are fields of the verdict."""
    claim(house, people, review, name)
    actor, at = people.actor(name), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Review, review.id)
        services.decide(
            session, Outbox(session, at), actor, found, verdict(session, found, decision=decision, **said), at=at
        )


def verdict(session: Session, review: Review, **said: Any) -> Verdict:
    """A verdict about the review as it is now."""
    case = session.get(Case, review.subject_id)
    return Verdict(**{"version": review.version, "content_hash": case.content_hash if case else "", **said})


def review_of(house: House, kind: ReviewKind, subject_id: int) -> Review:
    """The one review of this kind about this subject."""
    with house.database.reading() as session:
        found = queries.of_subject(session, kind, subject_id)
        assert found is not None
        return found


def request_of(house: House, review: Review) -> Verification:
    """The request to be verified that the review is about."""
    with house.database.reading() as session:
        return session.get_one(Verification, review.subject_id)


def case_of(house: House, review: Review) -> Case:
    """The case that the review is about, as it is now."""
    with house.database.reading() as session:
        return session.get_one(Case, review.subject_id)


def change(house: House, review: Review, **facts: Any) -> None:
    """Give the case that the review is about these facts, as its author or a moderator would have."""
    with house.database.writing() as session:
        case = session.get_one(Case, review.subject_id)
        for name, value in facts.items():
            setattr(case, name, value)


def draw(house: House, decided: Review) -> Review:
    """The second look at what was decided; each decision is drawn."""
    jobs.draw_second_look(house.database, house.clock, decided.id, percent=100)
    with house.database.reading() as session:
        looks = select(SecondLook).where(SecondLook.case_id == decided.subject_id).order_by(SecondLook.id.desc())
        look = session.scalars(looks.limit(1)).one()
    return review_of(house, ReviewKind.SECOND_LOOK, look.id)


def look_of(house: House, review: Review) -> SecondLook:
    """What the second look is about, and what came of it."""
    with house.database.reading() as session:
        return session.get_one(SecondLook, review.subject_id)


def look_again(house: House, people: People, review: Review, opinion: Decision, name: str = "mona") -> None:
    """A second moderator says what they think, having seen the content that was drawn."""
    seen = look_of(house, review).content_hash
    decide(house, people, review, opinion, name, content_hash=seen, reasons=(Reason.FACE,), note=SECOND_NOTE)
