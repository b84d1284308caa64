"""What differs between two versions of a case: word by word, picture by picture. Pure; nothing is read or written.

A version is what `content.as_json` gives: texts and facts by their names, tags, pictures in their order.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.cases.rules import TEXT_FIELDS
from app.cases.words import Piece, word_pieces

Version = Mapping[str, Any]
Picture = Mapping[str, Any]
FACTS = ("specialty", "modality", "age_band", "sex")
WORDS = ("caption", "alt_text")


class PictureChange(StrEnum):
    """What has become of a picture."""

    SAME = "same"
    REWORDED = "reworded"
    REPLACED = "replaced"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class TextDifference:
    """A text that differs, as pieces in the order in which they are read."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FactDifference:
    """A choice that differs, by the codes of both."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class PictureDifference:
    """A picture before and after, each with its number from 1; one is missing where it was added or removed."""

    change: PictureChange
    before: Picture | None
    after: Picture | None
    number_before: int | None
    number_after: int | None

    @property
    def number(self) -> int:
        """Where it stands, or stood."""
        return self.number_after or self.number_before or 0

    @property
    def words(self) -> dict[str, tuple[Piece, ...]]:
        """Caption and description as pieces, those that differ alone."""
        one, other = self.before or {}, self.after or {}
        pairs = {name: (str(one.get(name, "")), str(other.get(name, ""))) for name in WORDS}
        return {name: word_pieces(*pair) for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True)
class Differences:
    """All that differs. `pictures` has every picture once: those that there are, in their order, then the removed."""

    texts: tuple[TextDifference, ...]
    facts: tuple[FactDifference, ...]
    tags_added: tuple[str, ...]
    tags_removed: tuple[str, ...]
    pictures: tuple[PictureDifference, ...]
    is_reordered: bool

    def __bool__(self) -> bool:
        return bool(self.texts or self.facts or self.tags_added or self.tags_removed or self.has_other_pictures)

    @property
    def changed_pictures(self) -> list[PictureDifference]:
        """Pictures with something to see."""
        return [entry for entry in self.pictures if entry.change is not PictureChange.SAME]

    @property
    def has_other_pictures(self) -> bool:
        """Pictures, their words or their order differ."""
        return self.is_reordered or bool(self.changed_pictures)


def differences(before: Version, after: Version) -> Differences:
    """What has to be done to `before` to get `after`; nothing, for two that say the same."""
    pictures = tuple(_pictures(before.get("pictures", ()), after.get("pictures", ())))
    old, new = frozenset(before.get("tags", ())), frozenset(after.get("tags", ()))
    return Differences(
        texts=tuple(_texts(before, after)),
        facts=tuple(_facts(before, after)),
        tags_added=tuple(sorted(new - old)),
        tags_removed=tuple(sorted(old - new)),
        pictures=pictures,
        is_reordered=_is_reordered(pictures),
    )


def _texts(before: Version, after: Version) -> Iterable[TextDifference]:
    for field in TEXT_FIELDS:
        one, other = str(before.get(field, "")), str(after.get(field, ""))
        if one != other:
            yield TextDifference(field, word_pieces(one, other))


def _facts(before: Version, after: Version) -> Iterable[FactDifference]:
    for field in FACTS:
        one, other = str(before.get(field, "")), str(after.get(field, ""))
        if one != other:
            yield FactDifference(field, one, other)


def _pictures(before: Sequence[Picture], after: Sequence[Picture]) -> Iterable[PictureDifference]:
    """Pair pictures with the same pixels; of what is left, those with the same words were drawn or taken anew."""
    pairs = _paired(before, after)
    paired = set(pairs.values())
    for place, picture in enumerate(after):
        was = pairs.get(place)
        former = None if was is None else before[was]
        number = None if was is None else was + 1
        yield PictureDifference(_change(former, picture), former, picture, number, place + 1)
    for place, picture in enumerate(before):
        if place not in paired:
            yield PictureDifference(PictureChange.REMOVED, picture, None, place + 1, None)


def _change(before: Picture | None, after: Picture) -> PictureChange:
    if before is None:
        return PictureChange.ADDED
    if before["image"] != after["image"]:
        return PictureChange.REPLACED
    is_same = all(before.get(name, "") == after.get(name, "") for name in WORDS)
    return PictureChange.SAME if is_same else PictureChange.REWORDED


def _paired(before: Sequence[Picture], after: Sequence[Picture]) -> dict[int, int]:
    """For places of `after`, the place of the same picture in `before`."""
    pairs: dict[int, int] = {}
    for likeness in (_pixels_and_words, _pixels, _words):
        left = defaultdict[object, deque[int]](deque)
        for place, picture in enumerate(before):
            if place not in pairs.values():
                left[likeness(picture)].append(place)
        for place, picture in enumerate(after):
            if place not in pairs and (sames := left.get(likeness(picture))):
                pairs[place] = sames.popleft()
    return pairs


def _pixels(picture: Picture) -> object:
    return picture["image"]


def _words(picture: Picture) -> object:
    """Pictures that nobody has described aren't alike."""
    said = tuple(picture.get(name, "") for name in WORDS)
    return said if any(said) else object()


def _pixels_and_words(picture: Picture) -> object:
    return picture["image"], *(picture.get(name, "") for name in WORDS)


def _is_reordered(pictures: Iterable[PictureDifference]) -> bool:
    """Those that stay stand in another order than before."""
    order = [entry.number_before for entry in pictures if entry.number_before and entry.number_after]
    return order != sorted(order)
