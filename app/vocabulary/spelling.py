"""One spelling for words: folded (case, diacritics, Greek letters) and British or American alike.

Texts, questions and names of concepts go through the same folding, so it need not be right about a language, only the
same for all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.kernel.folding import without_marks

LONGEST_WORD = 60

WORD = re.compile(r"[^\W_]+")
X_RAY = re.compile(r"\bx[\s-]?rays?\b")

LETTERS = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "κ": "kappa",
        "λ": "lambda",
        "μ": "mu",
        "ω": "omega",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
    }
)

SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[ao]e"), "e"),  # anaemia, oedema
    (re.compile(r"ou(?=r(s|ed|ing|less)?$)"), "o"),  # tumour, colour
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(?<=i)s(?=(e|es|ed|ing|ation|ations)$)"), "z"),  # localised, catheterisation
    (re.compile(r"(?<=ly)s(?=(e|es|ed|ing)$)"), "z"),  # analyse
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),  # fibre, centre
    (re.compile(r"^grey"), "gray"),
)


def fold(text: str) -> str:
    """Lower case without diacritics, Greek letters by their names."""
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(LETTERS)
    return X_RAY.sub("xray", without_marks(lowered))


def spell(word: str) -> str:
    """One spelling for what Britain and America spell in two ways; the word must be folded."""
    for pattern, written in SPELLINGS:
        word = pattern.sub(written, word)
    return word


def spelt(text: str) -> Iterator[str]:
    """The words of a text in order, in one spelling, not stemmed."""
    for match in WORD.finditer(fold(text)):
        yield spell(match.group()[:LONGEST_WORD])
