"""Words as the index knows them: in one spelling (see `vocabulary.spelling`) and stemmed."""

from __future__ import annotations

import re
from functools import lru_cache

from whoosh.lang.porter import stem

from app.vocabulary.spelling import spelt

MOST_TERMS = 20

PHRASE = re.compile(r'"([^"]*)"')
FILLERS = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "from", "has", "in", "is", "of", "on", "or", "the", "to", "with"}
)


def words(text: str) -> list[str]:
    """The words of a text in order, stemmed."""
    return [_stemmed(word) for word in spelt(text)]


def terms(question: str) -> list[tuple[str, ...]]:
    """What a question asks for: words, and phrases where it puts several between quotes.

    Whatever is typed is a question; there is no syntax to get wrong. Fillers count only where nothing else is left.
    """
    phrases = [tuple(words(phrase)) for phrase in PHRASE.findall(question)]
    loose = list(spelt(PHRASE.sub(" ", question)))
    telling = [word for word in loose if word not in FILLERS] or ([] if phrases else loose)
    asked = [*phrases, *((_stemmed(word),) for word in telling)]
    return list(dict.fromkeys(term for term in asked if term))[:MOST_TERMS]


@lru_cache(maxsize=20_000)
def _stemmed(word: str) -> str:
    return str(stem(word))  # type: ignore[no-untyped-call]
