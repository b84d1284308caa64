"""Use cases of collections: start, edit, put a case in, take it out, move it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.models import Case
from app.curation import queries
from app.curation.models import Collection, CollectionEntry
from app.curation.rules import Direction, Visibility
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotFound, mark
from app.policy.actor import Actor


@dataclass(frozen=True)
class About:
    """What its maker says about a collection."""

    title: str
    description: str
    visibility: Visibility


def create(session: Session, actor: Actor, about: About, *, at: datetime) -> Collection:
    """Start an empty collection."""
    collection = Collection(
        author_id=actor.account_id,
        title=about.title.strip(),
        description=about.description.strip(),
        visibility=about.visibility,
        created_at=at,
    )
    session.add(collection)
    session.flush()
    _record(session, actor.id, "collection.created", collection.id, at, visibility=about.visibility.value)
    return collection


def edit(session: Session, actor: Actor, collection: Collection, about: About, *, at: datetime) -> None:
    """Say something else about a collection, or show it to others."""
    collection.title, collection.description = about.title.strip(), about.description.strip()
    collection.visibility = about.visibility
    session.flush()
    _record(session, actor.id, "collection.edited", collection.id, at, visibility=about.visibility.value)


def add(
    session: Session, actor: Actor, collection: Collection, case: Case, *, note: str, at: datetime
) -> CollectionEntry:
    """Put a case at the end; raises NotFound when it isn't in the library, Conflict when it's in already."""
    if not case.is_shown_at(at):
        raise NotFound()
    if queries.entry(session, collection.id, case.id) is not None:
        raise Conflict(mark("This case is in that collection already."))
    entry = CollectionEntry(
        collection_id=collection.id,
        case_id=case.id,
        position=queries.last_position(session, collection) + 1,
        note=note.strip(),
        added_at=at,
    )
    session.add(entry)
    session.flush()
    _record(session, actor.id, "collection.case_added", collection.id, at, case=case.id)
    return entry


def remove(session: Session, actor: Actor, entry: CollectionEntry, *, at: datetime) -> None:
    """Take a case out, with its note."""
    _take_out(session, actor.id, entry, at)


def move(session: Session, actor: Actor, entry: CollectionEntry, direction: Direction, *, at: datetime) -> None:
    """Let an entry change places with its neighbour, among those its maker can see; at the end nothing happens."""
    seen = [found for found, _case in queries.entries(session, actor, entry.collection)]
    if entry not in seen:
        raise NotFound()
    place = seen.index(entry)
    other = place + (1 if direction is Direction.DOWN else -1)
    if not 0 <= other < len(seen):
        return
    neighbour = seen[other]
    entry.position, neighbour.position = neighbour.position, entry.position
    session.flush()
    _record(session, actor.id, "collection.case_moved", entry.collection_id, at, case=entry.case_id)


def forget_case(session: Session, case_id: int, *, at: datetime) -> None:
    """Take an ended case out of every collection, with what was noted about it."""
    for entry in queries.entries_of_case(session, case_id):
        _take_out(session, None, entry, at)


def _take_out(session: Session, actor_id: int | None, entry: CollectionEntry, at: datetime) -> None:
    session.delete(entry)
    session.flush()
    _record(session, actor_id, "collection.case_removed", entry.collection_id, at, case=entry.case_id)


def _record(
    session: Session, actor_id: int | None, action: str, collection_id: int, at: datetime, **detail: str | int
) -> None:
    record(session, actor_id, action, Subject.COLLECTION, collection_id, at=at, **detail)
