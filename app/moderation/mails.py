"""What we write to authors about flags and decisions: that there is one, never what the case says."""

from __future__ import annotations

from app.cases import queries as cases
from app.cases.rules import CaseStatus
from app.kernel.database import Database
from app.kernel.errors import mark
from app.kernel.mail import Mailer
from app.moderation import queries
from app.moderation.guidance import GUIDANCE
from app.moderation.labels import REASONS
from app.moderation.models import Review
from app.moderation.rules import HIDES_CASE, Decision, Reason, ReviewKind, ReviewStatus


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
        if text is not None and not self._is_still_hidden(review):
            self._send(review, "a decision", text + _what_to_do(review))

    def tell_flaggers(self, review_id: int) -> None:
        """Tell whoever has flagged it that it's decided; what, and nobody's name, stands on a page of their own."""
        with self._database.reading() as session:
            review = queries.by_id(session, review_id)
            if review is None or review.status is not ReviewStatus.DECIDED:
                return
            addresses = [account.email for account in queries.flaggers(session, review)]
        for address in addresses:
            self._mailer.send(address, "Casebook: what you flagged", LOOKED_AT.format(url=f"{self._url}/account/flags"))

    def _is_still_hidden(self, review: Review) -> bool:
        """Shown again as far as this review goes, but something else hides the case: the last word is still to come."""
        if review.decision is not Decision.RESTORE or review.kind not in HIDES_CASE:
            return False
        with self._database.reading() as session:
            case = cases.by_id(session, review.case_id or review.subject_id)
            return case is not None and case.status is CaseStatus.HIDDEN

    def say_hidden(self, review_id: int) -> None:
        """Tell the author of a case why it is hidden, unless that has been decided by now."""
        review = self._review(review_id)
        if review and review.kind in HIDES_CASE and review.status is ReviewStatus.OPEN:
            is_found = review.kind is ReviewKind.DETECTOR_FINDING
            self._send(review, "your case is hidden for now", FOUND if is_found else HIDDEN)

    def _review(self, review_id: int) -> Review | None:
        with self._database.reading() as session:
            return queries.by_id(session, review_id)

    def _send(self, review: Review, subject: str, text: str) -> None:
        body = text.format(
            case=f"{self._url}/cases/{review.case_id or review.subject_id}",
            item=f"{self._url}/items/{review.subject_id}",
            guidelines=f"{self._url}/pages/guidelines",
            reasons="\n".join(f"- {REASONS[Reason(code)]}" for code in review.reasons),
        )
        self._mailer.send(review.author.email, f"Casebook: {subject}", body)


def _what_to_do(review: Review) -> str:
    """What helps against each reason: our own words, none of the moderator's and none of the case."""
    helps = [GUIDANCE[Reason(code)] for code in review.reasons]
    return "\n".join(["", mark("What to do:"), *(f"- {text}" for text in helps), ""]) if helps else ""


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
FOUND = mark("""Newer detectors have looked again at the pictures at Casebook, and found something in one of yours
that could tell who the patient is. The case is hidden until a moderator has looked at it:
{case}

You need not do anything. We write again when it is decided.
""")
KEPT = mark("""A moderator has looked at what newer detectors had found in a picture of yours at Casebook.
Your case is in the library again:
{case}
""")
DESTROYED = mark("""A moderator has destroyed a picture of your case at Casebook, because somebody could be recognised.
Nobody can upload it again. The case without it is back with you. Why, and what to do:
{case}
""")
SUSPENDED = mark("""A moderator has suspended your account at Casebook. Why:
{reasons}

You can't sign in any more. What you have shared stays. If this is wrong, answer this mail.
What must not be done:
{guidelines}
""")
ITEM_BACK = mark("""Somebody has flagged a quiz item that you edited at Casebook, and a moderator asks for changes.
It is a draft again:
{item}
""")
LOOKED_AT = mark("""Moderators at Casebook have decided about something that you flagged. Thank you. What they decided:
{url}
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
    (ReviewKind.FLAGGED_IMAGE, Decision.RESTORE): RESTORED,
    (ReviewKind.FLAGGED_IMAGE, Decision.REQUEST_CHANGES): CHANGES,
    (ReviewKind.FLAGGED_IMAGE, Decision.DESTROY): DESTROYED,
    (ReviewKind.FLAGGED_IMAGE, Decision.REMOVE): REMOVED,
    (ReviewKind.DETECTOR_FINDING, Decision.RESTORE): KEPT,
    (ReviewKind.DETECTOR_FINDING, Decision.REQUEST_CHANGES): CHANGES,
    (ReviewKind.DETECTOR_FINDING, Decision.REMOVE): REMOVED,
    (ReviewKind.FLAGGED_PERSON, Decision.SUSPEND): SUSPENDED,
    (ReviewKind.ITEM_ALARM, Decision.REQUEST_CHANGES): ITEM_BACK,
}
"""Accounts write about verifications; a comment that is shown again needs no mail."""
