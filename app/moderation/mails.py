"""What we write to authors about decisions: that there is one, never what the case says."""

from __future__ import annotations

from app.kernel.database import Database
from app.kernel.mail import Mailer
from app.moderation import queries
from app.moderation.rules import ReviewKind


class ModerationMails:
    """Writes and sends the mails of this room."""

    def __init__(self, database: Database, mailer: Mailer, public_url: str) -> None:
        self._database, self._mailer, self._url = database, mailer, public_url

    def tell_author(self, review_id: int) -> None:
        """Tell a case's author that moderators have decided; how is on the case's page."""
        with self._database.reading() as session:
            review = queries.by_id(session, review_id)
        if review is None or review.kind not in (ReviewKind.CASE, ReviewKind.FLAGGED_CASE):
            return
        body = DECIDED.format(url=f"{self._url}/my-cases")
        self._mailer.send(review.author.email, "Casebook: a decision about your case", body)


DECIDED = """A moderator has decided about one of your cases at Casebook.

What they say, and what you can do next:
{url}
"""
