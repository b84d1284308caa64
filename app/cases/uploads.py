"""Taking in uploaded pictures, one by one: a file that is refused takes none of the others with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.cases import services
from app.cases.models import Case
from app.kernel.database import Database
from app.kernel.errors import Refusal
from app.kernel.outbox import Outbox
from app.kernel.settings import Settings
from app.media import services as media
from app.media.errors import PictureRefused
from app.media.models import Image
from app.media.originals import Facts, prepare
from app.media.scanning.detecting import Scanner
from app.media.storage import ImageStore
from app.web.errors import explain
from app.web.identity import actor
from app.web.provided import provided
from app.web.unit import now, session


@dataclass(frozen=True)
class Taken:
    """A file that has become an image, not yet part of a case."""

    name: str
    image_id: int
    facts: Facts | None


@dataclass(frozen=True)
class Refused:
    """A file that wasn't taken, and why; its name is for the page alone."""

    name: str
    why: str


@dataclass(frozen=True)
class Intake:
    """What became of the files of one upload."""

    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...]


def take_in(uploads: Iterable[FileStorage]) -> Intake:
    """Turn files into images, each in a transaction of its own.

    Decoding takes seconds, so the request's session gives the write lock back first and decoding comes before the
    own transaction's first statement: nobody else waits for our pictures. An image that then finds no case is
    erased by the sweep.
    """
    session().rollback()
    results = [_take(upload) for upload in uploads]
    taken = tuple(result for result in results if isinstance(result, Taken))
    return Intake(taken, tuple(result for result in results if isinstance(result, Refused)))


def attach(case: Case, intake: Intake) -> Intake:
    """Make the images pictures of the case; one that is there already (the same file twice) is refused."""
    refused = list(intake.refused)
    taken = []
    for entry in intake.taken:
        image = session().get_one(Image, entry.image_id)
        try:
            services.add_picture(session(), actor(), case, image, at=now())
            taken.append(entry)
        except Refusal as refusal:
            media.erase(session(), image, actor_id=actor().id, at=now())
            refused.append(Refused(entry.name, explain(refusal)))
    return Intake(tuple(taken), tuple(refused))


def _take(upload: FileStorage) -> Taken | Refused:
    name = upload.filename or _("picture")
    try:
        original = prepare(cast(BinaryIO, upload.stream), max_bytes=provided(Settings).max_upload_bytes)
        with provided(Database).writing() as own:
            image = media.receive(
                own,
                provided(ImageStore),
                author_id=actor().account_id,
                original=original,
                at=now(),
                scans=provided(Scanner).is_available,
            )
            why = services.admit(own, Outbox(own, now()), actor(), image, at=now())
            return Refused(name, explain(why)) if why else Taken(name, image.id, original.facts)
    except PictureRefused as refusal:
        return Refused(name, explain(refusal))
