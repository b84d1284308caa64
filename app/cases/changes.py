"""A change of a published case as the case it would make: judged, hashed and shown by all that knows cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.accounts.rules import Specialty
from app.cases.content import CaseContent, PictureWords, as_json, content_of, put
from app.cases.models import Case, CaseChange, CasePicture, KeptIdentifier
from app.cases.rules import TEXT_FIELDS, AgeBand, Modality, Sex
from app.deid.rules import Label

STANDS_AS_IT_IS = (
    *("id", "author_id", "author", "status", "is_synthetic", "shows_place", "published_at", "changed_at"),
    *("delay_days", "consented", "consent_ends_at", "submitted_at", "created_at", "updated_at", "delicate_found"),
)
"""What a change doesn't touch."""


def content_from(version: Mapping[str, Any], otherwise: CaseContent) -> CaseContent:
    """The content of a version that was kept as JSON; what readers don't get isn't in it, and stays as it is."""
    return replace(
        otherwise,
        **{name: version[name] for name in TEXT_FIELDS},
        specialty=Specialty(version["specialty"]),
        modality=Modality(version["modality"]),
        age_band=AgeBand(version["age_band"]),
        sex=Sex(version["sex"]),
        tags=tuple(version["tags"]),
    )


def as_if(case: Case, change: CaseChange) -> Case:
    """The case as it would be. It belongs to no session and must never be added to one."""
    made = Case(**{name: getattr(case, name) for name in STANDS_AS_IT_IS})
    put(made, replace(content_from(change.content, content_of(case)), working_diagnosis=""))
    made.pictures = list(_pictures(case, change))
    made.kept_identifiers = kept_from(change)
    made.content_hash, made.author_confirmed, made.moderator_confirmed = (
        change.content_hash,
        change.author_confirmed,
        "",
    )
    made.open_identifiers, made.removed_identifiers = change.open_identifiers, change.removed_identifiers
    return made


def written_like(case: Case, pictures: Iterable[CasePicture]) -> dict[str, Any]:
    """The version that this case is, with the id of each of these pictures of it, as a change keeps it."""
    entries = [
        {"picture": part.id, "image": part.image.content_hash, "caption": part.caption, "alt_text": part.alt_text}
        for part in pictures
    ]
    return {**as_json(case), "pictures": entries}


def begin_from(case: Case, *, at: datetime) -> CaseChange:
    """A change that changes nothing yet; what the author kept stays kept."""
    return CaseChange(
        case_id=case.id,
        author_id=case.author_id,
        base_hash=case.content_hash,
        content=written_like(case, case.pictures),
        content_hash=case.content_hash,
        submitted={},
        formerly={},
        kept=kept_as_json(case.kept_identifiers),
        open_identifiers=case.open_identifiers,
        removed_identifiers=case.removed_identifiers,
        author_confirmed="",
        moderator_confirmed="",
        created_at=at,
        updated_at=at,
    )


def kept_as_json(rows: Iterable[KeptIdentifier]) -> list[dict[str, str]]:
    """Identifiers that stay, in types that JSON knows."""
    return [
        {"label": row.label.value, "wording": row.wording, "reason": row.reason, "at": row.at.isoformat()}
        for row in rows
    ]


def kept_from(change: CaseChange) -> list[KeptIdentifier]:
    """Identifiers that stay, as rows that belong to no session yet."""
    return [
        KeptIdentifier(
            label=Label(entry["label"]),
            wording=entry["wording"],
            reason=entry["reason"],
            at=datetime.fromisoformat(entry["at"]),
        )
        for entry in change.kept
    ]


def apply(case: Case, change: CaseChange) -> None:
    """Make the case, which has the change's pictures already, say what it says; the note to oneself stays."""
    put(case, content_from(change.content, content_of(case)))
    said = words_in(change.content)
    order = list(said)
    for picture in case.pictures:
        words = said[picture.id]
        picture.position, picture.caption, picture.alt_text = order.index(picture.id) + 1, words.caption, words.alt_text
    case.pictures.sort(key=lambda picture: picture.position)
    case.kept_identifiers = _kept_rows(case, change)
    case.open_identifiers, case.removed_identifiers = change.open_identifiers, change.removed_identifiers


def _kept_rows(case: Case, change: CaseChange) -> list[KeptIdentifier]:
    """Rows that stand already go on standing: the same wording twice is refused, even for a moment."""
    standing = {(row.label, row.wording): row for row in case.kept_identifiers}
    wanted = kept_from(change)
    rows = [standing.get((row.label, row.wording), row) for row in wanted]
    for row, fresh in zip(rows, wanted, strict=True):
        row.reason, row.at = fresh.reason, fresh.at
    return rows


def copy_of(picture: CasePicture, place: int, words: PictureWords) -> CasePicture:
    """The picture as a part of a case that is only imagined."""
    return CasePicture(
        id=picture.id,
        case_id=picture.case_id,
        change_id=picture.change_id,
        image_id=picture.image_id,
        image=picture.image,
        position=place,
        caption=words.caption,
        alt_text=words.alt_text,
    )


def words_in(version: Mapping[str, Any]) -> dict[int, PictureWords]:
    """What a change's version says about its pictures, by their ids, in their order."""
    return {entry["picture"]: PictureWords(entry["caption"], entry["alt_text"]) for entry in version["pictures"]}


def _pictures(case: Case, change: CaseChange) -> Iterable[CasePicture]:
    """Copies of the pictures that would be there, in their order."""
    known = {part.id: part for part in (*case.pictures, *change.pictures)}
    for place, (picture_id, words) in enumerate(words_in(change.content).items(), 1):
        if picture_id in known:
            yield copy_of(known[picture_id], place, words)
