"""What becomes of collections when somebody deletes their account."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.accounts import queries as accounts
from app.curation.models import Collection, CollectionEntry
from app.curation.rules import Visibility
from app.kernel.clock import Clock
from app.kernel.database import Database


def forget_private(database: Database, _clock: Clock, account_id: int) -> None:
    """Erase the collections that only they saw; those of the library stay, under no name."""
    private = Collection.author_id == account_id, Collection.visibility == Visibility.PRIVATE
    with database.writing() as session:
        if accounts.has_left(session, account_id):
            entries = select(Collection.id).where(*private)
            session.execute(delete(CollectionEntry).where(CollectionEntry.collection_id.in_(entries)))
            session.execute(delete(Collection).where(*private))
