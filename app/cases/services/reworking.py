"""Pictures of a case that is back with its author: one to work on again, one that may not stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.content import fingerprint
from app.cases.identifiers import recount
from app.cases.models import Case, CasePicture
from app.cases.services.drafting import check_editable
from app.kernel.audit import Subject, record
from app.kernel.errors import NotFound, WrongStep, mark
from app.media import services as media
from app.media.storage import ImageStore
from app.policy.actor import Actor


def reopen_picture(
    session: Session, store: ImageStore, actor: Actor, case: Case, picture: CasePicture, *, at: datetime
) -> None:
    """The author works on a confirmed picture again, beginning with what everybody has seen of it.

    Raises WrongStep while the case isn't with its author or the picture isn't confirmed.
    """
    check_editable(actor, case)
    if picture.case_id != case.id:
        raise NotFound()
    media.reopen(session, store, picture.image, at=at)
    case.updated_at = at
    session.flush()


def destroy_picture(session: Session, actor: Actor, case: Case, picture: CasePicture, *, at: datetime) -> None:
    """A moderator has the picture's files destroyed and its likeness barred; the rest of the case stays.

    Raises WrongStep unless the case is back with its author: nobody has confirmed it without the picture.
    """
    if not case.is_editable:
        raise WrongStep(mark("Only what isn't shown can lose a picture. Hide the case first."))
    media.bar(session, picture.image, at=at)
    media.erase(session, picture.image, at=at, actor_id=actor.id)
    case.pictures.remove(picture)
    case.content_hash, case.author_confirmed, case.moderator_confirmed = fingerprint(case), "", ""
    case.updated_at = at
    recount(case)
    session.flush()
    record(session, actor.id, "case.picture_destroyed", Subject.CASE, case.id, at=at, image_id=picture.image_id)
