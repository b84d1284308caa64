"""Writing a change of a published case. Readers see nothing of it, and the case itself stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.changes import as_if, begin_from, copy_of, kept_as_json, words_in, written_like
from app.cases.content import CaseContent, PictureWords, fingerprint, put
from app.cases.identifiers import content_with, look_through_case, recount, words_with
from app.cases.models import Case, CaseChange
from app.cases.rules import SHOWN, CaseStatus
from app.cases.services.drafting import check_lengths
from app.cases.services.identifiers import keep
from app.deid.answering import Answer, Replaced
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, NotFound, WrongStep, mark
from app.media import services as media
from app.media.rules import ImageState
from app.policy.actor import Actor

CHANGED_MEANWHILE = mark("This change has been changed meanwhile, in another window perhaps. Compare, then save again.")


def check_changeable(actor: Actor, case: Case, change: CaseChange | None) -> None:
    """Raise NotAllowed for anybody but the author, WrongStep unless readers see the case.

    A case that its author's own change has hidden can be changed, too: that is how it comes back.
    """
    if actor.id != case.author_id:
        raise NotAllowed(mark("Only its author changes a case."))
    if not is_changeable(case, change):
        raise WrongStep(mark("This case isn't in the library now, so there is nothing to change beside it."))


def is_changeable(case: Case, change: CaseChange | None) -> bool:
    """In the library, or out of it only for this change's sake."""
    hidden_for_it = case.status is CaseStatus.HIDDEN and change is not None and change.is_open and change.hid_case
    return case.status in SHOWN or hidden_for_it


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
    put(made, content)
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
    put(made, content)
    for picture in made.pictures:
        picture.caption, picture.alt_text = words[picture.id].caption, words[picture.id].alt_text
    keep_written(session, actor, change, made, action="identifiers_answered", at=at)
    return change


def to_write(session: Session, actor: Actor, case: Case, *, version: int, at: datetime) -> CaseChange:
    """The open change that the author may write in, begun where there is none."""
    change = queries.open_change(session, case.id)
    check_changeable(actor, case, change)
    if version != (change.version if change else 0):
        raise Conflict(CHANGED_MEANWHILE)
    if change is None:
        return _begin(session, case, at)
    if not change.is_writable:
        raise WrongStep(mark("This change is with the moderators. Take it back to go on writing."))
    return change


def _begin(session: Session, case: Case, at: datetime) -> CaseChange:
    change = begin_from(case, at=at)
    try:
        with session.begin_nested():
            session.add(change)
    except IntegrityError as error:
        raise Conflict(CHANGED_MEANWHILE) from error
    return change


def keep_written(session: Session, actor: Actor, change: CaseChange, made: Case, *, action: str, at: datetime) -> None:
    """Keep what this imagined case says as what the change says; whatever the author had confirmed is void."""
    recount(made)
    change.content = written_like(made, made.pictures)
    change.content_hash, change.author_confirmed = fingerprint(made), ""
    change.kept = kept_as_json(made.kept_identifiers)
    change.open_identifiers, change.removed_identifiers = made.open_identifiers, made.removed_identifiers
    change.updated_at = at
    session.flush()
    for picture in change.pictures:
        if picture.image.state is ImageState.RECEIVED:
            media.touch(session, picture.image, at=at)
    record(session, actor.id, f"change.{action}", Subject.CASE, change.case_id, at=at, change=change.id)
