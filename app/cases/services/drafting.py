"""Making a draft: its text and its pictures. Only the author, and only while it's with the author."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.content import CaseContent, PictureWords, fingerprint, put
from app.cases.identifiers import recount
from app.cases.models import Case, CasePicture
from app.cases.rules import ALT_TEXT_LENGTH, CAPTION_LENGTH, MOST_PICTURES, TITLE_LENGTH, CaseStatus
from app.cases.services.planned import check_planned, note_redrawn
from app.cases.services.step import note
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, NotAllowed, NotFound, Refusal, TooMuch, WrongStep, mark
from app.kernel.outbox import Outbox
from app.media import services as media
from app.media.models import Image
from app.media.redaction import Plan
from app.media.rules import Dismissal, ImageState, Sign
from app.media.storage import ImageStore
from app.policy.actor import Actor


class Duplicate(Conflict):
    """The same pixels are part of a case already; whose isn't said."""

    def __init__(self) -> None:
        super().__init__(mark("This picture is part of a case already. Each picture is taken once."))


def start(
    session: Session,
    actor: Actor,
    *,
    at: datetime,
    source_reference: str | None = None,
    is_synthetic: bool = False,
) -> Case:
    """Open an empty draft. `source_reference` tells an import what it has taken already; it outlives the case."""
    case = Case(
        author_id=actor.account_id,
        status=CaseStatus.DRAFT,
        source_reference=source_reference,
        is_synthetic=is_synthetic,
        created_at=at,
        updated_at=at,
    )
    session.add(case)
    session.flush()
    case.content_hash = fingerprint(case)
    note(session, actor.id, case, None, "case.started", at=at)
    return case


def check_editable(actor: Actor, case: Case) -> None:
    """Raise NotAllowed for anybody but the author, WrongStep unless the case is with its author."""
    if actor.id != case.author_id:
        raise NotAllowed(mark("Only its author changes a case."))
    if not case.is_editable:
        raise WrongStep(mark("This case is not a draft any more, so its text and pictures can't be changed."))


def edit(
    session: Session,
    actor: Actor,
    case: Case,
    content: CaseContent,
    *,
    words: Mapping[int, PictureWords] | None = None,
    at: datetime,
) -> None:
    """Replace text, facts and tags, and, in the same go, what is said about the pictures with these ids.

    Raises Refusal for a title or words that are too long.
    """
    check_editable(actor, case)
    check_lengths(content, words or {})
    for picture in case.pictures:
        if said := (words or {}).get(picture.id):
            picture.caption, picture.alt_text = said.caption, said.alt_text
    put(case, content)
    _changed(session, actor, case, "edited", at=at)


def check_lengths(content: CaseContent, words: Mapping[int, PictureWords]) -> None:
    """Raise Refusal for a title, a caption or a description that is too long."""
    if len(content.title) > TITLE_LENGTH:
        raise Refusal(mark("A title has at most %(most)s characters."), most=TITLE_LENGTH)
    if any(len(said.caption) > CAPTION_LENGTH for said in words.values()):
        raise Refusal(mark("A caption has at most %(most)s characters."), most=CAPTION_LENGTH)
    if any(len(said.alt_text) > ALT_TEXT_LENGTH for said in words.values()):
        raise Refusal(mark("A description has at most %(most)s characters."), most=ALT_TEXT_LENGTH)


def admit(
    session: Session, outbox: Outbox, actor: Actor, image: Image, *, instead_in: int | None = None, at: datetime
) -> Refusal | None:
    """Judge a received image by what it looks like; return why it isn't taken, having erased it, or None.

    Nothing is raised: what is told to the moderators must be committed. A picture that readers see in the case
    `instead_in` may come again, to take its own place.
    """
    if not queries.is_taken(session, image, but_shown_in=instead_in):
        return media.refuse_if_barred(session, outbox, image, at=at)
    media.erase(session, image, actor_id=actor.id, at=at)
    return Duplicate()


def add_picture(
    session: Session,
    actor: Actor,
    case: Case,
    image: Image,
    *,
    caption: str = "",
    alt_text: str = "",
    at: datetime,
) -> CasePicture:
    """Put a received image last; raises TooMuch, or Duplicate, having erased the image, when its pixels are taken."""
    check_editable(actor, case)
    if image.author_id != actor.id or image.is_gone:
        raise NotFound()
    if len(case.pictures) >= MOST_PICTURES:
        raise TooMuch(mark("A case can have %(most)s pictures."), most=MOST_PICTURES)
    if queries.is_taken(session, image):
        media.erase(session, image, actor_id=actor.id, at=at)
        raise Duplicate()
    position = max((picture.position for picture in case.pictures), default=0) + 1
    picture = CasePicture(image=image, position=position, caption=caption, alt_text=alt_text)
    case.pictures.append(picture)
    _changed(session, actor, case, "picture_added", at=at, image_id=image.id)
    return picture


def describe_picture(
    session: Session, actor: Actor, case: Case, picture: CasePicture, *, caption: str, alt_text: str, at: datetime
) -> None:
    """Set the caption, and the text for those who can't see the picture."""
    _check_part(actor, case, picture)
    if (picture.caption, picture.alt_text) == (caption, alt_text):
        return
    picture.caption, picture.alt_text = caption, alt_text
    _changed(session, actor, case, "picture_described", at=at, image_id=picture.image_id)


def remove_picture(session: Session, actor: Actor, case: Case, picture: CasePicture, *, at: datetime) -> None:
    """Take the picture out of the case and erase it."""
    _check_part(actor, case, picture)
    media.erase(session, picture.image, actor_id=actor.id, at=at)
    case.pictures.remove(picture)
    _changed(session, actor, case, "picture_removed", at=at, image_id=picture.image_id)


def redact_picture(
    session: Session,
    store: ImageStore,
    actor: Actor,
    case: Case,
    picture: CasePicture,
    *,
    plan: Plan,
    at: datetime,
) -> None:
    """Cover, crop and turn exactly so; raises BadRectangle or BadCrop, or WrongStep once confirmed."""
    check_picture(session, actor, case, picture, at=at)
    media.redact(session, store, picture.image, plan, at=at)
    if picture.change_id is None:
        _void(case, at=at)
        session.flush()
    else:
        note_redrawn(session, case, picture, at=at)


def answer_findings(
    session: Session,
    actor: Actor,
    case: Case,
    picture: CasePicture,
    answers: Mapping[int, Dismissal | None],
    *,
    at: datetime,
) -> None:
    """Say why findings of the detectors may stay in sight, or, with None, that they're open again."""
    check_picture(session, actor, case, picture, at=at)
    media.answer_findings(session, picture.image, answers, at=at)


def confirm_picture(
    session: Session,
    actor: Actor,
    case: Case,
    picture: CasePicture,
    *,
    content_hash: str,
    signs: Collection[Sign],
    at: datetime,
) -> None:
    """The author has seen the picture with this hash as everybody will, and looked for each sign.

    The original is destroyed. Raises Conflict when the picture is another one by now, Unanswered while a finding
    waits for a decision.
    """
    check_picture(session, actor, case, picture, at=at)
    media.confirm(session, picture.image, content_hash=content_hash, signs=signs, at=at)
    _touch(session, case, at=at)


def check_picture(session: Session, actor: Actor, case: Case, picture: CasePicture, *, at: datetime) -> None:
    """Raise unless the actor may work on this picture now: of their draft, or of a change that they're writing."""
    if picture.change_id is None:
        _check_part(actor, case, picture)
    else:
        check_planned(session, actor, case, picture, at=at)


def _check_part(actor: Actor, case: Case, picture: CasePicture) -> None:
    check_editable(actor, case)
    if picture.case_id != case.id:
        raise NotFound()


def _changed(session: Session, actor: Actor, case: Case, action: str, *, at: datetime, **detail: int) -> None:
    """Whatever was confirmed is another case now: no flush may come between the change and this."""
    _void(case, at=at)
    recount(case)
    session.flush()
    _touch(session, case, at=at)
    record(session, actor.id, f"case.{action}", Subject.CASE, case.id, at=at, **detail)


def _void(case: Case, *, at: datetime) -> None:
    case.content_hash = fingerprint(case)
    case.author_confirmed = case.moderator_confirmed = ""
    case.updated_at = at


def _touch(session: Session, case: Case, *, at: datetime) -> None:
    """Originals are kept for 7 days after the last work on their draft."""
    for picture in case.pictures:
        if picture.image.state is ImageState.RECEIVED:
            media.touch(session, picture.image, at=at)
