"""Tell the language of a note from its small words, where nobody said it."""

from __future__ import annotations

import re

from app.deid.wordlists import group

_WORD = re.compile(r"[^\W\d_]{2,6}")
_SMALL = {language: group(f"small_words_{language}") for language in ("en", "fr", "es", "pt", "de", "it")}
_OF = {
    word: [language for language, words in _SMALL.items() if word in words]
    for words in _SMALL.values()
    for word in words
}
_ENOUGH = 2
_LONG_ENOUGH = 1200
"""Characters that show the language well enough."""


def language_of(low: str) -> str:
    """Return the two-letter code of the language with most of its small words in the text; '' where too few are."""
    counts = dict.fromkeys(_SMALL, 0)
    for word in _WORD.findall(low[:_LONG_ENOUGH]):
        for language in _OF.get(word, ()):
            counts[language] += 1
    best = max(counts, key=lambda language: counts[language])
    if counts[best] < _ENOUGH:
        return ""
    return best if counts[best] > counts["en"] else "en"
