"""What we write when consent ends, will end, or covers less: that it does, never what the case says."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases import queries as cases
from app.cases.models import Case
from app.cases.rules import EndReason
from app.consent import queries
from app.consent.models import Consent, Export
from app.consent.rules import ExportKind, Scope
from app.kernel.database import Database
from app.kernel.errors import mark
from app.kernel.mail import Mailer


class ConsentMails:
    """Writes and sends the mails of this room. A case is named by its number, a day by its date in UTC."""

    def __init__(self, database: Database, mailer: Mailer, public_url: str) -> None:
        self._database, self._mailer, self._url = database, mailer, public_url

    def recall(self, export_id: int) -> None:
        """Ask somebody to delete what they took out of the library."""
        with self._database.reading() as session:
            export = queries.export_by_id(session, export_id)
            if export is None or export.recalled_at is None:
                return
            taken = "\n".join(f"- {_line(copy)}" for copy in queries.recalled_with(session, export))
        text = RECALLED.format(number=export.case_id, taken=taken)
        self._mailer.send(export.account.email, "Casebook: delete your copy of a case", text)

    def warn(self, consent_id: int) -> None:
        """Tell the author that consent runs out before long, unless it has ended by now."""
        with self._database.reading() as session:
            consent = session.get_one(Consent, consent_id)
            case = session.get_one(Case, consent.case_id)
        if consent.expires_at is None or consent.withdrawn_at is not None or case.is_gone:
            return
        day = f"{consent.expires_at:%Y-%m-%d %H:%M} UTC"
        self._tell_author(case, "consent for your case runs out", RUNS_OUT, day=day, link=f"/cases/{case.id}")

    def say_narrowed(self, case_id: int) -> None:
        """Tell the author for what the case isn't used any more."""
        with self._database.reading() as session:
            case, consent = session.get_one(Case, case_id), queries.live_consent(session, case_id)
        if consent is None or case.is_gone:
            return
        over = [USES[grant.scope] for grant in consent.grants if grant.withdrawn_at is not None]
        left = [USES[scope] for scope in sorted(consent.scopes)]
        link = f"/cases/{case_id}/exports"
        self._tell_author(
            case, "consent for your case covers less", NARROWED, over=", ".join(over), left=", ".join(left), link=link
        )

    def say_ended(self, case_id: int) -> None:
        """Tell the author that a case has ended without them, or that others have copies of it."""
        with self._database.reading() as session:
            case = session.get_one(Case, case_id)
            text = self._about_end(session, case)
        if text:
            self._tell_author(case, "a case of yours is gone", text, link=f"/cases/{case_id}/exports")

    def _about_end(self, session: Session, case: Case) -> str:
        stone, copies = cases.tombstone(session, case.id), queries.holders(session, case.id)
        why = WHY.get(stone.reason, "") if stone else ""
        return f"{why}{COPIES if copies else ''}"

    def _tell_author(self, case: Case, subject: str, text: str, *, link: str, **words: str) -> None:
        body = text.format(number=case.id, link=f"{self._url}{link}", **words)
        self._mailer.send(case.author.email, f"Casebook: {subject}", body)


def _line(copy: Export) -> str:
    return f"{KINDS[copy.kind]}, {copy.at:%Y-%m-%d}"


KINDS = {ExportKind.HANDOUT: mark("a handout"), ExportKind.BUNDLE: mark("an export")}
USES = {
    Scope.LIBRARY: mark("the library"),
    Scope.QUIZ: mark("quizzes"),
    Scope.HANDOUT: mark("handouts"),
    Scope.EXPORT: mark("export and reuse"),
}
RECALLED = mark("""Consent for case {number} at Casebook has ended, at least for what you took of it:

{taken}

Please delete your copy now: the files, prints, slides, and what you have passed on. Ask those who have it from you
to do the same. You need not answer this message.
""")
RUNS_OUT = mark("""Consent for your case {number} at Casebook runs out by itself:
{day}

From that moment nobody sees the case any more, and it's erased. You need do nothing. If the patient agrees anew, you
can share it again afterwards under a new consent.
{link}
""")
NARROWED = mark("""Some of the consent for your case {number} at Casebook has been taken back.

Not any more: {over}
Still agreed to: {left}

Who has a copy of it:
{link}
""")
WHY = {
    EndReason.PATIENT: mark("""Consent for your case {number} at Casebook has been taken back with the receipt's code.
The case is gone for everybody. Its text and pictures are erased. You need do nothing.
"""),
    EndReason.EXPIRED: mark("""Consent for your case {number} at Casebook has run out.
The case is gone for everybody. Its text and pictures are erased. If the patient agrees anew, you can share it again.
"""),
}
COPIES = mark("""
Case {number} had been taken out of the library, as consent then allowed. We have asked everybody to delete their copy.
Who they are:
{link}
""")
