"""Writing a change of a published case. Readers see nothing of it, and the case itself stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.changes import as_if, copy_of, words_in
from app.cases.content import CaseContent, PictureWords, put
from app.cases.identifiers import content_with, look_through_case, words_with
from app.cases.models import Case, CaseChange
from app.cases.services.drafting import check_lengths
from app.cases.services.identifiers import keep
from app.cases.services.planned import keep_written, to_write
from app.deid.answering import Answer, Replaced
from app.kernel.errors import NotFound
from app.policy.actor import Actor


def write_change(
    session: Session,
    actor: Actor,
    case: Case,
    content: CaseContent,
    *,
    words: Mapping[int, PictureWords],
    order: Sequence[int],
    version: int,
    at: datetime,
) -> CaseChange:
    """Write down what the case is to say; the first time that begins a change.

    `words` are of pictures by their ids; `order` are the ids of those that are to be shown. `version` is of the change
    that the author was looking at, 0 where there was none. Raises Conflict when it's another one by now, Refusal for
    words that are too long.
    """
    change = to_write(session, actor, case, version=version, at=at)
    check_lengths(content, words)
    known = {picture.id: picture for picture in (*case.pictures, *change.pictures)}
    if not set(order) <= known.keys():
        raise NotFound()
    said = words_in(change.content) | dict(words)
    made = as_if(case, change)
    put(made, replace(content, working_diagnosis=""))
    made.pictures = [
        copy_of(known[number], place, said.get(number) or PictureWords(known[number].caption, known[number].alt_text))
        for place, number in enumerate(order, 1)
    ]
    keep_written(session, actor, change, made, action="written", at=at)
    return change


def answer_change_identifiers(
    session: Session, actor: Actor, case: Case, answers: Mapping[str, Answer], *, at: datetime
) -> CaseChange:
    """Take the answers about what was found in the change's text, as `answer_identifiers` does for a draft."""
    change = queries.open_change(session, case.id)
    change = to_write(session, actor, case, version=change.version if change else 0, at=at)
    made = as_if(case, change)
    looked = look_through_case(made)
    texts = looked.replaced(answers)
    content, words = content_with(made, texts), words_with(made, texts)
    check_lengths(content, words)
    keep(made, looked, answers, at=at)
    made.removed_identifiers += sum(isinstance(answers.get(asked.key), Replaced) for asked in looked.questions)
    put(made, replace(content, working_diagnosis=""))
    for picture in made.pictures:
        picture.caption, picture.alt_text = words[picture.id].caption, words[picture.id].alt_text
    keep_written(session, actor, change, made, action="identifiers_answered", at=at)
    return change
