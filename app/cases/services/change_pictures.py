"""Pictures that a change would add: they go the whole way of a draft's pictures, and no reader sees them before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases import queries
from app.cases.changes import as_if, copy_of
from app.cases.content import PictureWords
from app.cases.models import Case, CasePicture
from app.cases.rules import MOST_PICTURES
from app.cases.services.drafting import Duplicate
from app.cases.services.planned import check_planned, keep_written, own_change
from app.kernel.errors import NotFound, TooMuch, mark
from app.media import services as media
from app.media.models import Image
from app.policy.actor import Actor


def plan_picture(session: Session, actor: Actor, case: Case, image: Image, *, at: datetime) -> CasePicture:
    """Put a received image last in the change, which begins with it where there is none.

    A picture of this case may come again, covered otherwise. Raises TooMuch, or Duplicate, having erased the image,
    when its pixels are another case's or planned already.
    """
    change = own_change(session, actor, case, at=at)
    if image.author_id != actor.id or image.is_gone:
        raise NotFound()
    if len(change.content["pictures"]) >= MOST_PICTURES:
        raise TooMuch(mark("A case can have %(most)s pictures."), most=MOST_PICTURES)
    if queries.is_taken(session, image, but_shown_in=case.id):
        media.erase(session, image, actor_id=actor.id, at=at)
        raise Duplicate()
    picture = CasePicture(case_id=case.id, change_id=change.id, image=image, position=0)
    session.add(picture)
    session.flush()
    session.expire(change, ["pictures"])
    made = as_if(case, change)
    made.pictures.append(copy_of(picture, len(made.pictures) + 1, PictureWords()))
    keep_written(session, actor, change, made, action="picture_added", at=at)
    return picture


def remove_planned(session: Session, actor: Actor, case: Case, picture: CasePicture, *, at: datetime) -> None:
    """Erase a picture that the change would have added."""
    change = check_planned(session, actor, case, picture, at=at)
    media.erase(session, picture.image, actor_id=actor.id, at=at)
    session.delete(picture)
    session.flush()
    session.expire(change, ["pictures"])
    keep_written(session, actor, change, as_if(case, change), action="picture_removed", at=at)
