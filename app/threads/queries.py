"""Reads of threads. What a reader must not see before their own opinion is not even loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Account
from app.cases.models import Case
from app.kernel.folding import fold
from app.policy.actor import Actor, Standing
from app.policy.rules import Permission, may
from app.threads.differential import pool
from app.threads.models import Agreement, Comment, Hypothesis, Opinion, Resolution
from app.threads.rules import LIVE, ResolutionStatus
from app.threads.values import Agreed, Thread, Wrong

COMMENTS_A_PAGE = 50


def comment_by_id(session: Session, comment_id: int) -> Comment | None:
    """The comment with its case, or None."""
    return session.get(Comment, comment_id, options=[selectinload(Comment.case)])


def comments_by(session: Session, account_id: int, *, most: int) -> Sequence[Comment]:
    """A person's latest comments that keep their text, the latest first; for moderators."""
    own = select(Comment).where(Comment.author_id == account_id, Comment.removed_at.is_(None), Comment.body != "")
    return session.scalars(own.options(selectinload(Comment.case)).order_by(Comment.id.desc()).limit(most)).all()


def resolution_by_id(session: Session, resolution_id: int) -> Resolution | None:
    """The resolution with its case, or None."""
    return session.get(Resolution, resolution_id, options=[selectinload(Resolution.case)])


def own_opinion(session: Session, account_id: int, case_id: int) -> Opinion | None:
    """What this person committed, or that they chose to read only."""
    return session.scalar(select(Opinion).where(Opinion.case_id == case_id, Opinion.account_id == account_id))


def has_opened(session: Session, account_id: int, case_id: int) -> bool:
    """Whether this person has committed an opinion or chosen to read only."""
    return bool(opened_cases(session, account_id, [case_id]))


def opened_cases(session: Session, account_id: int, case_ids: Iterable[int]) -> set[int]:
    """Those of the cases whose thread this person has opened."""
    opened = select(Opinion.case_id).where(Opinion.account_id == account_id, Opinion.case_id.in_(list(case_ids)))
    return set(session.scalars(opened))


def must_commit_first(actor: Actor, case: Case) -> bool:
    """Blind first, for all who can give an opinion; moderators have to see what they moderate."""
    return may(actor, Permission.GIVE_OPINION, case) and not actor.is_moderator


def is_open(session: Session, actor: Actor, case: Case) -> bool:
    """Whether this reader may see what others think of the case."""
    return not must_commit_first(actor, case) or has_opened(session, actor.account_id, case.id)


def thread_of(session: Session, actor: Actor, case: Case, *, after: int = 0) -> Thread:
    """The thread as this reader may see it, in at most eight statements; comments come after the id `after`."""
    own = own_opinion(session, actor.id, case.id) if actor.id is not None else None
    if own is None and must_commit_first(actor, case):
        return Thread(own=None, is_open=False, given=_count_opinions(session, case.id))
    opinions = _opinions(session, case.id)
    comments = _comments(session, case.id, after)
    page = comments[:COMMENTS_A_PAGE]
    live, earlier = _resolutions(session, case.id)
    return Thread(
        own=own,
        is_open=True,
        given=len(opinions),
        opinions=opinions,
        differential=pool(hypothesis for opinion in opinions for hypothesis in opinion.hypotheses),
        comments=page,
        agreed=_agreed(session, actor, page),
        resolution=live,
        earlier=earlier,
        is_beginning=after == 0,
        following=page[-1].id if len(comments) > COMMENTS_A_PAGE else None,
    )


def newest_page(session: Session, case_id: int) -> int:
    """After which comment's id the page begins that ends with the newest comment; 0 where one page holds all."""
    posted = select(Comment.id).where(Comment.case_id == case_id).order_by(Comment.id.desc())
    return session.scalar(posted.offset(COMMENTS_A_PAGE).limit(1)) or 0


def live_resolution(session: Session, case_id: int) -> Resolution | None:
    """What is proposed or confirmed."""
    return session.scalar(select(Resolution).where(Resolution.case_id == case_id, Resolution.status.in_(LIVE)))


def confirmed_resolution(session: Session, case_id: int) -> Resolution | None:
    """What is confirmed."""
    confirmed = Resolution.status == ResolutionStatus.CONFIRMED
    return session.scalar(select(Resolution).where(Resolution.case_id == case_id, confirmed))


def wrong_diagnoses(session: Session, case_id: int, key: str) -> list[Wrong]:
    """What was argued for and isn't the key, by weight; variants in case and punctuation count as one."""
    argued = select(Hypothesis).join(Opinion).where(Opinion.case_id == case_id, Opinion.skipped.is_(False))
    hypotheses = session.scalars(argued.order_by(Hypothesis.id))
    others = [hypothesis for hypothesis in hypotheses if fold(hypothesis.diagnosis) != fold(key)]
    return [Wrong(share.diagnosis, share.people, share.reason) for share in pool(others)]


def _count_opinions(session: Session, case_id: int) -> int:
    given = select(func.count(Opinion.id)).where(Opinion.case_id == case_id, Opinion.skipped.is_(False))
    return session.scalar(given) or 0


def _opinions(session: Session, case_id: int) -> Sequence[Opinion]:
    given = select(Opinion).where(Opinion.case_id == case_id, Opinion.skipped.is_(False))
    return session.scalars(given.order_by(Opinion.id).options(_by_name(Opinion.account))).unique().all()


def _comments(session: Session, case_id: int, after: int) -> Sequence[Comment]:
    posted = select(Comment).where(Comment.case_id == case_id, Comment.id > after)
    one_more = posted.order_by(Comment.id).limit(COMMENTS_A_PAGE + 1)
    answered = selectinload(Comment.answered).joinedload(Comment.author).lazyload(Account.grants)
    return session.scalars(one_more.options(_by_name(Comment.author), answered)).unique().all()


def _agreed(session: Session, actor: Actor, comments: Sequence[Comment]) -> dict[int, Agreed]:
    """By comment; those that nobody agrees with are left out."""
    counts = (
        select(
            Agreement.comment_id,
            func.count(),
            func.count().filter(Agreement.standing == Standing.CLINICIAN),
            func.count().filter(Agreement.account_id == actor.id),
        )
        .where(Agreement.comment_id.in_([comment.id for comment in comments]))
        .group_by(Agreement.comment_id)
    )
    return {row[0]: Agreed(row[1], row[2], row[3] > 0) for row in session.execute(counts)}


def _resolutions(session: Session, case_id: int) -> tuple[Resolution | None, list[Resolution]]:
    """What is proposed or confirmed, and what was disputed or fell into doubt before it, the latest first."""
    known = select(Resolution).where(Resolution.case_id == case_id, Resolution.status != ResolutionStatus.REPLACED)
    people = (Resolution.proposer, Resolution.confirmer, Resolution.disputer)
    named = known.order_by(Resolution.id.desc()).options(*(_by_name(person) for person in people))
    found = session.scalars(named).unique().all()
    live = next((resolution for resolution in found if resolution.status in LIVE), None)
    return live, [resolution for resolution in found if resolution is not live]


def _by_name(person: object) -> ORMOption:
    """Load a person for their name alone, without the roles they hold."""
    return joinedload(person).lazyload(Account.grants)  # type: ignore[arg-type]
