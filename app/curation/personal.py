"""What this room holds about a person: the collections they keep."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.curation.models import Collection, CollectionEntry
from app.kernel.personal import Chapter, rows


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """Collections, and what stands in them."""
    theirs = Collection.author_id == account_id
    kept = select(Collection.id, Collection.title, Collection.description, Collection.visibility, Collection.created_at)
    yield Chapter("collections", "Your collections", rows(session, kept.where(theirs).order_by(Collection.id)))
    entries = select(CollectionEntry.collection_id, CollectionEntry.case_id, CollectionEntry.position)
    mine = entries.add_columns(CollectionEntry.note).join(Collection).where(theirs)
    yield Chapter("collection_entries", "What stands in them", rows(session, mine))
