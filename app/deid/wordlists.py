"""The word lists of this room, read once: names, towns, eponyms, medicines and ordinary words."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"
_SINGLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'", "‘": "'"}
)

Phrase = tuple[str, ...]


def folded(word: str) -> str:
    """Return the word in lower case, without accents, with plain apostrophes and hyphens."""
    return word.lower().replace("’", "'") if word.isascii() else _folded(word)


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_SINGLE))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).replace("‐", "-")


def lines(name: str) -> list[str]:
    """Return the lines of the list `words/<name>.txt` that are no comments."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def words(name: str) -> frozenset[str]:
    """Return the words of a list, parted by blanks, folded, each also without its apostrophes."""
    found = {folded(word) for line in lines(name) for word in line.split()}
    return frozenset(found | {word.replace("'", "") for word in found})


def phrases(name: str) -> frozenset[Phrase]:
    """Return the phrases of a list, parted by commas or lines, each a tuple of folded words without full stops."""
    found = (part for line in lines(name) for part in line.split(","))
    return frozenset(phrase for part in found if (phrase := _phrase(part)))


def _phrase(part: str) -> Phrase:
    return tuple(
        word.strip(".'") for word in folded(part).replace("-", " ").replace(".", ". ").split() if word.strip(".'")
    )


def by_first(all_phrases: frozenset[Phrase]) -> dict[str, list[Phrase]]:
    """Return the phrases by their first word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(all_phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def group(name: str) -> frozenset[str]:
    """Return the words under `[name]` in the list of groups, as they stand; raises KeyError without such a group."""
    return _groups()[name]


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines("groups"):
        if line.startswith("["):
            words_of_group = found.setdefault(line.strip("[]"), set())
        else:
            words_of_group.update(line.split())
    return {name: frozenset(group_words) for name, group_words in found.items()}
