"""What we write to authors about flags and decisions: that there is one, never what the case says."""

from __future__ import annotations

from app.kernel.database import Database
from app.kernel.errors import mark
from app.kernel.mail import Mailer
from app.moderation import queries
from app.moderation.models import Review
from app.moderation.rules import Decision, ReviewKind, ReviewStatus


class ModerationMails:
    """Writes and sends the mails of this room."""

    def __init__(self, database: Database, mailer: Mailer, public_url: str) -> None:
        self._database, self._mailer, self._url = database, mailer, public_url

    def tell_author(self, review_id: int) -> None:
        """Tell the author of a case or a comment what was decided; why stands on the case's page."""
        review = self._review(review_id)
        if review is None or review.decision is None:
            return
        text = DECIDED.get((review.kind, review.decision))
        if text is not None:
            self._send(review, "a decision", text)

    def say_hidden(self, review_id: int) -> None:
        """Tell the author of a case that a reader has flagged it, unless that has been decided by now."""
        review = self._review(review_id)
        if review and review.kind is ReviewKind.FLAGGED_CASE and review.status is ReviewStatus.OPEN:
            self._send(review, "your case is hidden for now", HIDDEN)

    def _review(self, review_id: int) -> Review | None:
        with self._database.reading() as session:
            return queries.by_id(session, review_id)

    def _send(self, review: Review, subject: str, text: str) -> None:
        body = text.format(case=f"{self._url}/cases/{review.subject_id}", guidelines=f"{self._url}/pages/guidelines")
        self._mailer.send(review.author.email, f"Casebook: {subject}", body)


PUBLISHED = mark("""A moderator has approved your case at Casebook. Colleagues can read it now:
{case}
""")
CHANGES = mark("""A moderator asks you to change something in your case at Casebook and to submit it again.
What, and why:
{case}
""")
REJECTED = mark("""A moderator has not accepted your case at Casebook. Why:
{case}
""")
RESTORED = mark("""A reader had flagged your case at Casebook. A moderator has looked at it; it is in the library again:
{case}
""")
REMOVED = mark("""A moderator has removed your case from Casebook after a reader had flagged it.
Its text and pictures are erased. What must not be shown:
{guidelines}
""")
COMMENT_REMOVED = mark("""A moderator has removed a comment of yours at Casebook after a reader had flagged it.
What must not be written:
{guidelines}
""")
CHANGED = mark("""A moderator has approved the change of your case at Casebook. Readers see it now:
{case}
""")
MORE = mark("""A moderator asks for more in the change of your case at Casebook. Readers see the case as it was.
What, and why:
{case}
""")
NOT_CHANGED = mark("""A moderator has not accepted the change of your case at Casebook. Readers see the case as it was.
Why:
{case}
""")
HIDDEN = mark("""A reader has flagged your case at Casebook. It is hidden until a moderator has looked at it:
{case}

You need not do anything. We write again when it is decided.
""")
DECIDED: dict[tuple[ReviewKind, Decision], str] = {
    (ReviewKind.CASE, Decision.APPROVE): PUBLISHED,
    (ReviewKind.CASE, Decision.REQUEST_CHANGES): CHANGES,
    (ReviewKind.CASE, Decision.REJECT): REJECTED,
    (ReviewKind.CASE_CHANGE, Decision.APPROVE): CHANGED,
    (ReviewKind.CASE_CHANGE, Decision.REQUEST_CHANGES): MORE,
    (ReviewKind.CASE_CHANGE, Decision.REJECT): NOT_CHANGED,
    (ReviewKind.FLAGGED_CASE, Decision.RESTORE): RESTORED,
    (ReviewKind.FLAGGED_CASE, Decision.REQUEST_CHANGES): CHANGES,
    (ReviewKind.FLAGGED_CASE, Decision.REMOVE): REMOVED,
    (ReviewKind.FLAGGED_COMMENT, Decision.REMOVE): COMMENT_REMOVED,
}
"""Accounts write about verifications; a comment that is shown again needs no mail."""
