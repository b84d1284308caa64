"""Tables of collections and their ordered entries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.curation.rules import Visibility
from app.kernel.database import Base, choice


class Collection(Base):
    """A faculty member's ordered set of cases."""

    __tablename__ = "collection"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"), default=Visibility.PRIVATE)
    created_at: Mapped[datetime]

    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    def is_shown_at(self, _at: datetime) -> bool:
        """Part of the library."""
        return self.visibility is Visibility.LIBRARY


class CollectionEntry(Base):
    """One case in a collection."""

    __tablename__ = "collection_entry"

    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    position: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime]

    collection: Mapped[Collection] = relationship(lazy="joined", innerjoin=True)

    @property
    def author_id(self) -> int:
        """The collection's maker, who alone changes its entries."""
        return self.collection.author_id
