"""What an author decides about identifiers in the text: replaced everywhere, or kept with a reason for moderators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.identifiers import content_with, kept_by_key, look_through_case, recount, words_with
from app.cases.models import Case, KeptIdentifier
from app.cases.services.drafting import check_editable, check_lengths, edit
from app.deid.answering import LONGEST_REASON, Answer, Kept, LookedThrough, Replaced, tidy
from app.kernel.audit import Subject, record
from app.kernel.errors import Refusal, mark
from app.policy.actor import Actor


def answer_identifiers(
    session: Session, actor: Actor, case: Case, answers: Mapping[str, Answer], *, at: datetime
) -> None:
    """Take the answers, by the questions' keys; those about what isn't in the text (any more) count for nothing.

    Raises Refusal, with nothing changed, for a reason or a text that won't do.
    """
    check_editable(actor, case)
    looked = look_through_case(case)
    texts = looked.replaced(answers)
    content, words = content_with(case, texts), words_with(case, texts)
    check_lengths(content, words)
    former = _reasons(case)
    keep(case, looked, answers, at=at)
    case.removed_identifiers += sum(isinstance(answers.get(asked.key), Replaced) for asked in looked.questions)
    if texts != looked.texts:
        edit(session, actor, case, content, words=words, at=at)
    else:
        recount(case)
        session.flush()
    if _reasons(case) != former:
        record(
            session, actor.id, "case.identifiers_kept", Subject.CASE, case.id, at=at, kept=len(case.kept_identifiers)
        )


def keep(case: Case, looked: LookedThrough, answers: Mapping[str, Answer], *, at: datetime) -> None:
    """Write down what is kept, and forget what was kept and is to be replaced now."""
    rows = kept_by_key(case)
    for question in looked.questions:
        answer = answers.get(question.key)
        if isinstance(answer, Replaced):
            rows.pop(question.key, None)
        elif isinstance(answer, Kept):
            row = rows.setdefault(question.key, KeptIdentifier(label=question.label, wording=tidy(question.wording)))
            row.reason, row.at = _checked(answer.reason), at
    case.kept_identifiers = list(rows.values())


def _checked(reason: str) -> str:
    if not reason.strip():
        raise Refusal(mark("Say why it can stay."))
    if len(reason) > LONGEST_REASON:
        raise Refusal(mark("A reason has at most %(most)s characters."), most=LONGEST_REASON)
    return reason.strip()


def _reasons(case: Case) -> dict[str, str]:
    return {key: row.reason for key, row in kept_by_key(case).items()}
