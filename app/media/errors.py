"""Why a file isn't taken as a picture, or a change isn't made to one; each says what to do instead."""

from __future__ import annotations

from app.kernel.errors import Refusal, TooMuch, mark


class PictureRefused(Refusal):
    """An upload that didn't become a picture; nothing of it has been kept."""


class EmptyFile(PictureRefused):
    """The upload has no bytes."""

    def __init__(self) -> None:
        super().__init__(mark("This file is empty. Choose the picture again."))


class TooLarge(PictureRefused, TooMuch):
    """The upload has more bytes than are taken."""

    status = TooMuch.status

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            mark("This file is larger than %(megabytes)s MB. Export a smaller picture and upload that."),
            megabytes=megabytes,
        )


class NotAPicture(PictureRefused):
    """The content is no picture, whatever the file is called."""

    def __init__(self) -> None:
        super().__init__(mark("This file is not a picture. Choose a JPEG, PNG, WebP or HEIC picture."))


class UnsupportedFormat(PictureRefused):
    """The content is of a known kind that isn't taken; `kind` is its usual name."""

    def __init__(self, kind: str) -> None:
        super().__init__(mark("This file is a %(kind)s. Export the picture as JPEG or PNG and upload that."), kind=kind)


class DamagedPicture(PictureRefused):
    """The content begins like a picture, and can't be decoded to its end."""

    def __init__(self) -> None:
        super().__init__(mark("This picture is damaged or incomplete. Export it again as JPEG or PNG and upload that."))


class TooManyPixels(PictureRefused):
    """More pixels, or a longer side, than are decoded."""

    def __init__(self, megapixels: int, side: int) -> None:
        super().__init__(
            mark(
                "This picture has more than %(megapixels)s megapixels or a side of more than %(side)s pixels."
                " Scale it down and upload that."
            ),
            megapixels=megapixels,
            side=side,
        )


class TooSlowToDecode(PictureRefused):
    """The decoder ran out of its time or memory."""

    def __init__(self) -> None:
        super().__init__(
            mark("This picture takes too much time or memory to open. Save it as a plain JPEG and upload that.")
        )


class BadRectangle(Refusal):
    """A rectangle that covers nothing of the picture, or more rectangles than are taken."""


class BadCrop(Refusal):
    """A part to keep that isn't a part of the picture, or too small a one."""
