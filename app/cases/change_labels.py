"""What reasons, consents and standings of changes are called on a page, and differences made ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.accounts.rules import Specialty
from app.cases.differences import Differences, Picture, PictureChange, Version, differences
from app.cases.labels import STAGES, label_of
from app.cases.models import Case
from app.cases.rules import AgeBand, ChangeConsent, ChangeReason, ChangeStatus, Modality, Sex
from app.media.models import Image

CHANGE_REASONS = {
    ChangeReason.CORRECTION: _l("Something was wrong"),
    ChangeReason.MORE_KNOWN: _l("More is known now"),
    ChangeReason.CLEARER: _l("It can be said or shown better"),
    ChangeReason.IDENTIFIER: _l("Something could tell who the patient is"),
}
CHANGE_REASON_HINTS = {
    ChangeReason.IDENTIFIER: _l(
        "The case is hidden at once, until a moderator has decided. The former version is in no history, and what was"
        " kept of it is emptied."
    ),
}
CHANGE_CONSENTS = {
    ChangeConsent.GIVEN_COVERS: _l("What the patient agreed to covers this change, too"),
    ChangeConsent.ASKED_AGAIN: _l("Whoever gave consent has seen this change and agrees"),
}
CHANGE_CONSENT_HINTS = {
    ChangeConsent.GIVEN_COVERS: _l("The same story and the same pictures: other words, less of it, a mistake mended."),
    ChangeConsent.ASKED_AGAIN: _l("Needed for new pictures, and wherever the story says more than it did."),
}
CHANGE_STATUSES = {
    ChangeStatus.DRAFT: _l("Being written"),
    ChangeStatus.SUBMITTED: _l("Waiting for a moderator"),
    ChangeStatus.RETURNED: _l("Back with its author"),
    ChangeStatus.APPROVED: _l("Approved"),
    ChangeStatus.REJECTED: _l("Not accepted"),
    ChangeStatus.SUPERSEDED: _l("Overtaken"),
    ChangeStatus.DROPPED: _l("Given up"),
}
PICTURE_CHANGES = {
    PictureChange.SAME: _l("unchanged"),
    PictureChange.REWORDED: _l("other words"),
    PictureChange.REPLACED: _l("replaced"),
    PictureChange.ADDED: _l("added"),
    PictureChange.REMOVED: _l("left out"),
}
FIELDS = {
    "title": _l("Title"),
    **STAGES,
    "specialty": _l("Specialty"),
    "modality": _l("Kind of picture"),
    "age_band": _l("Age"),
    "sex": _l("Sex"),
    "caption": _l("Caption"),
    "alt_text": _l("Description"),
}
KINDS: dict[str, type[StrEnum]] = {"specialty": Specialty, "modality": Modality, "age_band": AgeBand, "sex": Sex}


@dataclass(frozen=True)
class ShownDifferences:
    """Differences with all that a page needs to show them. `images` are those that there still are, by their hash."""

    differences: Differences
    images: Mapping[str, Image]

    def title(self, field: str) -> object:
        """What the field is called."""
        return FIELDS[field]

    def fact(self, field: str, code: str) -> str:
        """What the choice is called; nothing where there was none."""
        return label_of(KINDS[field](code)) if code else ""

    def fate(self, change: PictureChange) -> object:
        """What has become of the picture, in a word."""
        return PICTURE_CHANGES[change]

    def image(self, picture: Picture | None) -> Image | None:
        """The picture itself, if it's still there."""
        return self.images.get(picture["image"]) if picture else None


def shown_differences(before: Version, after: Version, *cases: Case) -> ShownDifferences:
    """What differs between two versions, with the pictures of these cases."""
    parts = [picture for case in cases for picture in case.pictures if not picture.image.is_gone]
    return ShownDifferences(differences(before, after), {part.image.content_hash: part.image for part in parts})
