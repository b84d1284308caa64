"""Tell the language of a note from its small words, where nobody said it."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{2,6}")
_SMALL = {
    "en": "the and with was for his her has had she from this that were been which are".split(),
    "fr": "les des est une dans par pour sur avec qui pas au du aux ans cette depuis chez".split(),
    "es": "el los las una por para con del que su se al años fue sin desde está".split(),
    "pt": "os uma para com não da dos das em foi ao anos na no mais há pelo sob".split(),
    "de": "der die das und mit nicht wurde eine einen bei zur zum ist im den des war auf".split(),
    "it": "il gli una per con del della dal dei che non è anni alla nel sul stata stato di".split(),
}
_OF = {
    word: [language for language, words in _SMALL.items() if word in words]
    for words in _SMALL.values()
    for word in words
}
_ENOUGH = 2


def language_of(low: str) -> str:
    """Return the two-letter code of the language with most of its small words in the text; '' where too few are."""
    counts = dict.fromkeys(_SMALL, 0)
    for word in _WORD.findall(low[:3000]):
        for language in _OF.get(word, ()):
            counts[language] += 1
    best = max(counts, key=lambda language: counts[language])
    if counts[best] < _ENOUGH:
        return ""
    return best if counts[best] > counts["en"] else "en"
