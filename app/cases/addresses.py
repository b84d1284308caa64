"""Addresses of pictures, and of the page on which an author goes on with a case."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from app.cases import queries
from app.cases.models import Case, CasePicture
from app.cases.queries import Placed
from app.cases.rules import Blocker
from app.media.models import Image
from app.media.queries import srcset
from app.media.rules import RenditionFormat

SMALL, MIDDLE, LARGE = 320, 960, 2048
ImageUrl = Callable[..., str]
"""Of an image, a nominal width, an extension and a frame, as `image_url`: other rooms serve pictures, too."""


def image_url(image: Image, nominal: int = MIDDLE, extension: str = "jpg", frame: int = 0) -> str:
    """One file of a picture; frames after the first are kept in the largest width alone.

    The mark at its end changes with the pixels, so that no cache shows the former ones.
    """
    mark = image.content_hash[:8]
    number = frame or None
    return url_for("cases.image", name=image.name, frame=number, nominal=nominal, extension=extension, v=mark)


def image_srcset(image: Image, extension: str = "webp", url: ImageUrl = image_url) -> str:
    """All files of one format with their real widths, for `<source srcset>`."""
    form = RenditionFormat.WEBP if extension == "webp" else RenditionFormat.JPEG
    return ", ".join(f"{url(image, file.nominal, extension)} {file.width}w" for file in srcset(image, form))


def unconfirmed(case: Case) -> CasePicture | None:
    """The first picture that its author hasn't confirmed, or of which there's doubt since."""
    waiting = (picture for picture in case.pictures if not picture.image.is_settled)
    return next(waiting, None)


def redaction_url(case: Case) -> str:
    """The picture to work on next, or all of them."""
    picture = unconfirmed(case)
    if picture is None or picture.image.is_gone:
        return url_for("cases.pictures", case_id=case.id)
    return url_for("cases.redact", case_id=case.id, picture_id=picture.id)


def pictures_url(placed: Placed) -> str:
    """All pictures beside which this one stands: of the draft, or of the change that would add it."""
    page = "cases.change_pictures" if placed.is_planned else "cases.pictures"
    return url_for(page, case_id=placed.case.id)


def place_of(case: Case, blocker: Blocker) -> str:
    """Where the author removes what blocks the case."""
    if blocker is Blocker.NO_IMAGE:
        return url_for("cases.pictures", case_id=case.id)
    if blocker is Blocker.IMAGE_NOT_CONFIRMED:
        return redaction_url(case)
    if blocker is Blocker.IDENTIFIERS:
        return url_for("cases.identifiers", case_id=case.id)
    if blocker is Blocker.NO_CONSENT:
        return url_for("consent.give", case_id=case.id)
    return url_for("cases.edit", case_id=case.id)


def next_url(case: Case) -> str:
    """Where an author goes on with a draft: to what blocks it first, else to its submission."""
    blockers = queries.blockers(case)
    return place_of(case, blockers[0]) if blockers else url_for("consent.submit", case_id=case.id)
