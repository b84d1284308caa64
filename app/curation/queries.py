"""Reads of collections. A case that the reader may not see isn't in the collection, and isn't counted."""

from __future__ import annotations

from collections.abc import Collection as Ids
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, lazyload

from app.cases.models import Case
from app.cases.queries import visible_to
from app.curation.models import Collection, CollectionEntry
from app.curation.rules import Visibility
from app.policy.actor import Actor


@dataclass(frozen=True)
class Listed:
    """A collection and how many cases in it the reader may see."""

    collection: Collection
    cases: int


def by_id(session: Session, collection_id: int) -> Collection | None:
    """The collection, or None."""
    return session.get(Collection, collection_id)


def entry(session: Session, collection_id: int, case_id: int) -> CollectionEntry | None:
    """One case's entry in a collection, or None."""
    return session.get(CollectionEntry, (collection_id, case_id))


def own(session: Session, actor: Actor) -> list[Listed]:
    """The reader's own collections, by title."""
    return _listed(session, actor, Collection.author_id == actor.id) if actor.id is not None else []


def shared(session: Session, actor: Actor) -> list[Listed]:
    """Other people's collections that are part of the library, by title."""
    if not actor.reads_library:
        return []
    condition = Collection.visibility == Visibility.LIBRARY
    return _listed(session, actor, condition & (Collection.author_id != actor.id) if actor.id else condition)


def entries(session: Session, actor: Actor, collection: Collection) -> list[tuple[CollectionEntry, Case]]:
    """What this reader may see of the collection, in its order."""
    chosen = (
        visible_to(actor)
        .join(CollectionEntry, CollectionEntry.case_id == Case.id)
        .where(CollectionEntry.collection_id == collection.id)
        .add_columns(CollectionEntry)
        .options(lazyload(CollectionEntry.collection))
        .order_by(CollectionEntry.position, CollectionEntry.case_id)
    )
    return [(found, case) for case, found in session.execute(chosen).unique()]


def entries_of_case(session: Session, case_id: int) -> Sequence[CollectionEntry]:
    """Every entry of one case, whosever collection it's in."""
    return session.scalars(select(CollectionEntry).where(CollectionEntry.case_id == case_id)).all()


def holding(session: Session, account_id: int, case_id: int) -> Sequence[Collection]:
    """The person's collections that this case is in, by title."""
    held = select(CollectionEntry.collection_id).where(CollectionEntry.case_id == case_id)
    return _own_by_title(session, account_id, Collection.id.in_(held))


def not_holding(session: Session, account_id: int, case_id: int) -> Sequence[Collection]:
    """The person's collections that this case could be added to, by title."""
    held = select(CollectionEntry.collection_id).where(CollectionEntry.case_id == case_id)
    return _own_by_title(session, account_id, Collection.id.not_in(held))


def last_position(session: Session, collection: Collection) -> int:
    """The position of the last entry, hidden ones included; 0 for none."""
    last = select(func.max(CollectionEntry.position)).where(CollectionEntry.collection_id == collection.id)
    return session.scalar(last) or 0


def _own_by_title(session: Session, account_id: int, condition: ColumnElement[bool]) -> Sequence[Collection]:
    found = select(Collection).where(Collection.author_id == account_id, condition)
    return session.scalars(found.order_by(Collection.title, Collection.id)).all()


def _listed(session: Session, actor: Actor, condition: ColumnElement[bool]) -> list[Listed]:
    found = session.scalars(select(Collection).where(condition).order_by(Collection.title, Collection.id)).all()
    counts = _visible_counts(session, actor, [collection.id for collection in found])
    return [Listed(collection, counts.get(collection.id, 0)) for collection in found]


def _visible_counts(session: Session, actor: Actor, collection_ids: Ids[int]) -> dict[int, int]:
    counted = (
        visible_to(actor)
        .join(CollectionEntry, CollectionEntry.case_id == Case.id)
        .where(CollectionEntry.collection_id.in_(collection_ids))
        .with_only_columns(CollectionEntry.collection_id, func.count(), maintain_column_froms=True)
        .group_by(CollectionEntry.collection_id)
    )
    return dict(session.execute(counted).all())
