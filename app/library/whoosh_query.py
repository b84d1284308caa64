"""What is looked for where: the index's fields and their weights, and a question made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from whoosh.fields import ID, TEXT, Schema
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import FuzzyTerm, Prefix, Term
from whoosh.scoring import BM25F

WEIGHTS = {"title": 3.0, "tags": 2.0, "kind": 1.5, "text": 1.0}
DIAGNOSIS = {"diagnosis": 3.0}
LETTERS, DIAGNOSIS_LETTERS = "letters", "diagnosis_letters"
"""The same words before stemming: a word's beginning and its near misses are looked for here."""
FILTERS = ("specialty", "modality", "age_band", "sex", "resolved")
SHORTEST_MISSPELT = 4
LONG_WORD = 6
NEAR = 0.3
"""What a word's beginning, or nearly its letters, is worth against the word itself."""

# Most cases have few tags or no diagnosis: a short field is no sign of a good match there.
WEIGHTING = BM25F(tags_B=0.0, kind_B=0.0, diagnosis_B=0.0, letters_B=0.0, diagnosis_letters_B=0.0)

Terms = Sequence[tuple[str, ...]]

# Only the case's id is stored: a text that isn't there needn't be erased. Values come as lists of ready words.
SCHEMA = Schema(
    case_id=ID(stored=True, unique=True),
    **{name: TEXT(stored=False, phrase=True) for name in (*WEIGHTS, *DIAGNOSIS)},
    **{name: TEXT(stored=False, phrase=False) for name in (LETTERS, DIAGNOSIS_LETTERS)},
    **{name: ID(stored=False) for name in FILTERS},
)


def every_word(terms: Terms, *, by_diagnosis: bool) -> Query:
    """All of them, each in whichever field."""
    fields = _fields(by_diagnosis=by_diagnosis)
    return And([Or([_exact(field, term, weight) for field, weight in fields.items()]) for term in terms])


def any_word(terms: Terms, spelt: Iterable[str], *, by_diagnosis: bool) -> Query:
    """Any of them, or of the words as they were spelt something near."""
    letters = (LETTERS, DIAGNOSIS_LETTERS) if by_diagnosis else (LETTERS,)
    exact = [
        _exact(field, term, weight) for field, weight in _fields(by_diagnosis=by_diagnosis).items() for term in terms
    ]
    near = [query for word in dict.fromkeys(spelt) for field in letters for query in _near(field, word)]
    return Or([*exact, *near])


def narrowed(filters: Mapping[str, str]) -> Query | None:
    """The filters as a query, or None without any."""
    return And([Term(name, value) for name, value in filters.items()]) if filters else None


def _fields(*, by_diagnosis: bool) -> dict[str, float]:
    return WEIGHTS | DIAGNOSIS if by_diagnosis else WEIGHTS


def _exact(field: str, term: tuple[str, ...], weight: float) -> Query:
    if len(term) == 1:
        return Term(field, term[0], boost=weight)
    return Phrase(field, list(term), boost=weight)


def _near(field: str, word: str) -> Iterator[Query]:
    if len(word) < SHORTEST_MISSPELT:
        return
    yield Prefix(field, word, boost=NEAR)
    yield FuzzyTerm(field, word, boost=NEAR, maxdist=2 if len(word) >= LONG_WORD else 1)
