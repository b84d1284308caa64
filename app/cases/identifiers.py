"""What in a case's text could tell who it is: all its text looked through together, and what is still to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.cases.content import CaseContent, PictureWords, content_of
from app.cases.models import Case, KeptIdentifier
from app.cases.rules import TEXT_FIELDS
from app.deid.answering import LookedThrough, key_of, look_through

TEXTS = (*TEXT_FIELDS, "working_diagnosis")
TAG, CAPTION, ALT_TEXT = "tag-", "caption-", "alt_text-"
"""How the fields of tags (by their place) and of pictures' words (by the picture's id) begin."""


def texts_of(case: Case) -> dict[str, str]:
    """Every text of the case by its field, in the order in which it's written."""
    texts = {name: getattr(case, name) for name in TEXTS}
    texts |= {f"{TAG}{place}": tag.name for place, tag in enumerate(case.tags)}
    for picture in case.pictures:
        texts |= {f"{CAPTION}{picture.id}": picture.caption, f"{ALT_TEXT}{picture.id}": picture.alt_text}
    return texts


def shown_texts_of(case: Case) -> dict[str, str]:
    """The texts that readers see, by field."""
    return {field: text for field, text in texts_of(case).items() if field != "working_diagnosis"}


def look_through_case(case: Case) -> LookedThrough:
    """Look through all text of the case together; what is found in tags is proposed to be taken out."""
    looked = look_through(texts_of(case))
    in_tags = {
        field: [replace(proposal, replacement="") for proposal in found]
        for field, found in looked.found.items()
        if field.startswith(TAG)
    }
    return LookedThrough(looked.texts, {**looked.found, **in_tags})


def kept_by_key(case: Case) -> dict[str, KeptIdentifier]:
    """What the author keeps, by the keys of the questions."""
    return {key_of(kept.label, kept.wording): kept for kept in case.kept_identifiers}


def recount(case: Case) -> None:
    """Count what the author has neither replaced nor kept, and forget answers about what isn't there any more."""
    found = {question.key for question in look_through_case(case).questions}
    kept = kept_by_key(case)
    if not found >= kept.keys():
        case.kept_identifiers = [row for key, row in kept.items() if key in found]
    case.open_identifiers = len(found - kept.keys())


def content_with(case: Case, texts: Mapping[str, str]) -> CaseContent:
    """The case's content with these texts instead of its own."""
    tags = tuple(text for field, text in texts.items() if field.startswith(TAG))
    written: dict[str, Any] = {name: texts[name] for name in TEXTS}
    return replace(content_of(case), **written, tags=tags)


def words_with(case: Case, texts: Mapping[str, str]) -> dict[int, PictureWords]:
    """What these texts say about the case's pictures, by the pictures' ids."""
    return {
        picture.id: PictureWords(texts[f"{CAPTION}{picture.id}"], texts[f"{ALT_TEXT}{picture.id}"])
        for picture in case.pictures
    }
