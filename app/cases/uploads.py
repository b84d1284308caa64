"""Taking in uploaded pictures, one by one: a file that is refused takes none of the others with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.cases import services
from app.cases.content import PictureWords, content_of
from app.cases.models import Case, CasePicture
from app.cases.rules import AgeBand, Modality, Sex
from app.kernel.database import Database
from app.kernel.errors import NoRoom, Refusal
from app.kernel.outbox import Outbox
from app.kernel.settings import Settings
from app.media import services as media
from app.media.errors import PictureRefused
from app.media.models import Image
from app.media.originals import Facts, Original, prepare_all
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


def take_in(uploads: Iterable[FileStorage], *, instead_in: int | None = None) -> Intake:
    """Turn files into images, each in a transaction of its own; the slices of one DICOM series become one image.

    Decoding takes seconds, so the request's session gives the write lock back first and decoding comes before the
    own transaction's first statement: nobody else waits for our pictures. An image that then finds no case is
    erased by the sweep. `instead_in` is the case whose shown pictures may come again.
    """
    session().rollback()
    files = list(uploads)
    most = provided(Settings).max_upload_bytes
    prepared = prepare_all([_read(upload, most) for upload in files], max_bytes=most)
    named = [(_name_of([files[number] for number in each.sources]), each.result) for each in prepared]
    results = [_take(name, result, instead_in) for name, result in named]
    taken = tuple(result for result in results if isinstance(result, Taken))
    return Intake(taken, tuple(result for result in results if isinstance(result, Refused)))


def _read(upload: FileStorage, most: int) -> bytes:
    with closing(upload):
        return upload.stream.read(most + 1)


def attach(case: Case, intake: Intake) -> Intake:
    """Make the images pictures of the case; one that is there already (the same file twice) is refused."""

    def place(image: Image, facts: Facts | None) -> None:
        picture = services.add_picture(session(), actor(), case, image, at=now())
        if facts is not None:
            suggest(case, picture, facts)

    return _placed(intake, place)


def plan(case: Case, intake: Intake) -> Intake:
    """Make the images pictures of the case's change; what a DICOM tells about itself is left to the author."""
    return _placed(intake, lambda image, _facts: services.plan_picture(session(), actor(), case, image, at=now()))


def _placed(intake: Intake, place: Callable[[Image, Facts | None], object]) -> Intake:
    """Place each image; those that are refused there are erased."""
    taken, refused = [], list(intake.refused)
    for entry in intake.taken:
        image = session().get_one(Image, entry.image_id)
        try:
            place(image, entry.facts)
            taken.append(entry)
        except Refusal as refusal:
            media.erase(session(), image, actor_id=actor().id, at=now())
            refused.append(Refused(entry.name, explain(refusal)))
    return Intake(tuple(taken), tuple(refused))


def suggest(case: Case, picture: CasePicture, facts: Facts) -> None:
    """Fill in what a DICOM told about itself, where the author hasn't said anything yet."""
    content = content_of(case)
    if content.modality is Modality.OTHER and facts.modality:
        content = replace(content, modality=Modality(facts.modality))
    if content.age_band is AgeBand.UNKNOWN and facts.age_band:
        content = replace(content, age_band=AgeBand(facts.age_band))
    if content.sex is Sex.NOT_STATED and facts.sex:
        content = replace(content, sex=Sex(facts.sex))
    words = PictureWords(_caption_of(facts), picture.alt_text)
    services.edit(session(), actor(), case, content, words={picture.id: words}, at=now())


def _caption_of(facts: Facts) -> str:
    """Body part, view and side in words, as far as they're known."""
    sides = {"L": _("left"), "R": _("right"), "B": _("both sides")}
    words = ((facts.body_part or "").capitalize(), facts.view or "", sides.get(facts.laterality or "", ""))
    return ", ".join(word for word in words if word)


def _name_of(files: list[FileStorage]) -> str:
    """What a file, or a series of files, is called towards the one who uploaded it."""
    name = files[0].filename or _("picture")
    return name if len(files) == 1 else _("%(name)s and %(count)s more", name=name, count=len(files) - 1)


def _take(name: str, original: Original | PictureRefused, instead_in: int | None) -> Taken | Refused:
    if isinstance(original, PictureRefused):
        return Refused(name, explain(original))
    try:
        with provided(Database).writing() as own:
            image = media.receive(
                own,
                provided(ImageStore),
                author_id=actor().account_id,
                original=original,
                at=now(),
                scans=provided(Scanner).is_available,
            )
            why = services.admit(own, Outbox(own, now()), actor(), image, instead_in=instead_in, at=now())
            return Refused(name, explain(why)) if why else Taken(name, image.id, original.facts)
    except (PictureRefused, NoRoom) as refusal:
        return Refused(name, explain(refusal))
