"""Why a file isn't taken as a picture, or a change isn't made to one; each says what to do instead."""

from __future__ import annotations

from typing import ClassVar

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
        super().__init__(
            mark("This file is not a picture. Choose a JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or DICOM file.")
        )


class UnsupportedFormat(PictureRefused):
    """The content is of a known kind that isn't taken; `kind` is its usual name."""

    ADVICE: ClassVar = {
        "ZIP": mark("This file is a ZIP or an Office document. Unpack it and upload the pictures in it."),
        "archive": mark("This file is an archive. Unpack it and upload the pictures in it."),
        "video": mark("This file is a video. Take a still picture from it and upload that."),
        "PDF": mark("This file is a PDF. Export its picture as JPEG or PNG and upload that, or take a screenshot."),
        "camera raw": mark("This file is what a camera's sensor recorded. Export it as JPEG and upload that."),
        "program": mark("This file is a program and not a picture."),
    }

    def __init__(self, kind: str) -> None:
        other = mark("This file is of a kind that is not taken: %(kind)s. Export it as JPEG or PNG and upload that.")
        super().__init__(self.ADVICE.get(kind, other), kind=kind)


class Polyglot(PictureRefused):
    """The file is a picture and something else at once; `kind` is the other's usual name."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            mark(
                "This file is a picture and a %(kind)s at once. Open it in a picture editor, export it as JPEG or PNG,"
                " and upload that."
            ),
            kind=kind,
        )


class UnshowablePixels(PictureRefused):
    """The pixels are measurements, and which of them would be black or white the file doesn't tell."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "This picture's pixels are measurements with fractions, or of more than 16 bits."
                " Export it with 8 or 16 bits and upload that."
            )
        )


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


class DicomRefused(PictureRefused):
    """A DICOM file that isn't taken; `reason` is a key of REASONS."""

    REASONS: ClassVar = {
        "no_pixels": mark("This DICOM file holds no picture. Choose the file of the picture itself."),
        "document": mark(
            "This DICOM file holds a document (a PDF, a report or a model) and not only a picture."
            " Export the picture as JPEG or PNG and upload that."
        ),
        "report": mark("This DICOM file is a report and not a picture. Choose the file of the picture itself."),
        "presentation": mark(
            "This DICOM file only says how another one is shown. Choose the file of the picture itself."
        ),
        "radiotherapy": mark(
            "This DICOM file is part of a radiotherapy plan and not a picture. Choose the picture that it was made on."
        ),
        "segmentation": mark("This DICOM file marks parts of another picture. Choose the file of the picture itself."),
        "recording": mark("This DICOM file is a recording and not a picture. Export it as a picture and upload that."),
        "whole_slide": mark(
            "This DICOM file is a whole slide, too large to be shown. Export the part that matters as JPEG or PNG."
        ),
        "folder": mark("This file only lists the pictures of a disc. Choose the files of the pictures themselves."),
        "video": mark("This DICOM file is a video. Export single pictures as JPEG or PNG and upload those."),
        "compression": mark(
            "This DICOM file is compressed in a way that can't be opened here."
            " Export it uncompressed, or as JPEG or PNG, and upload that."
        ),
        "too_many_frames": mark(
            "This DICOM file has more than %(frames)s frames. Export the frames that matter and upload those."
        ),
        "too_much_volume": mark(
            "The frames of this DICOM file have more than %(megapixels)s megapixels together."
            " Export the frames that matter and upload those."
        ),
        "pixels": mark(
            "This DICOM file describes its pixels in a way that is not understood. Export it as JPEG or PNG."
        ),
    }

    def __init__(self, reason: str, **details: str | int) -> None:
        super().__init__(self.REASONS[reason], **details)


class BadRectangle(Refusal):
    """A rectangle that covers nothing of the picture, or more rectangles than are taken."""


class BadCrop(Refusal):
    """A part to keep that isn't a part of the picture, or too small a one."""
