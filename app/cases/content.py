"""What a case says, apart from where it stands: as a value that is edited, kept and hashed as a whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields

from app.accounts.rules import Specialty
from app.cases.models import Case, CaseTag
from app.cases.rules import AgeBand, Delicate, Modality, Sex, tidy_tags


@dataclass(frozen=True)
class CaseContent:
    """Text and facts of a case. All but `working_diagnosis`, and `delicate`, for moderators, is for readers."""

    title: str = ""
    presentation: str = ""
    history: str = ""
    examination: str = ""
    investigations: str = ""
    findings: str = ""
    question: str = ""
    specialty: Specialty = Specialty.OTHER
    modality: Modality = Modality.OTHER
    age_band: AgeBand = AgeBand.UNKNOWN
    sex: Sex = Sex.NOT_STATED
    tags: tuple[str, ...] = ()
    working_diagnosis: str = ""
    delicate: tuple[Delicate, ...] = ()


@dataclass(frozen=True)
class PictureWords:
    """What is said about one picture: its caption, and the text for those who can't see it."""

    caption: str = ""
    alt_text: str = ""


LISTS = ("tags", "delicate")
COLUMNS = tuple(field.name for field in fields(CaseContent) if field.name not in LISTS)


def content_of(case: Case) -> CaseContent:
    """The case's content as it stands."""
    return CaseContent(
        **{name: getattr(case, name) for name in COLUMNS},
        tags=tuple(tag.name for tag in case.tags),
        delicate=tuple(Delicate(kind) for kind in case.delicate or ()),
    )


def put(case: Case, content: CaseContent) -> None:
    """Write the content into the case; nothing else is changed."""
    for name in COLUMNS:
        setattr(case, name, getattr(content, name))
    case.delicate = [kind.value for kind in Delicate if kind in content.delicate]
    wanted = tidy_tags(content.tags)
    kept = {tag.name: tag for tag in case.tags}
    case.tags = [kept.get(name) or CaseTag(name=name) for name in sorted(wanted)]


def as_json(case: Case) -> dict[str, object]:
    """What readers of the case would get, text and pictures in order, in types that JSON knows."""
    content = asdict(content_of(case))
    del content["working_diagnosis"], content["delicate"]
    content["tags"] = sorted(content["tags"])
    pictures = [
        {"image": picture.image.content_hash, "caption": picture.caption, "alt_text": picture.alt_text}
        for picture in case.pictures
    ]
    return {**content, "pictures": pictures}


def fingerprint(case: Case) -> str:
    """SHA-256 in hex over everything readers would get: another letter or pixel, another fingerprint."""
    return hashlib.sha256(json.dumps(as_json(case), sort_keys=True).encode()).hexdigest()
