"""Words as the index knows them: folded (case, diacritics, Greek, British and American spelling) and stemmed.

Texts and questions go through the same folding, so it need not be right about a language, only the same for both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from whoosh.lang.porter import stem

from app.kernel.folding import without_marks

LONGEST_WORD = 60
MOST_TERMS = 20

WORD = re.compile(r"[^\W_]+")
PHRASE = re.compile(r'"([^"]*)"')
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

FILLERS = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "from", "has", "in", "is", "of", "on", "or", "the", "to", "with"}
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
