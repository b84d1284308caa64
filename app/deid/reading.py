"""A text as the finders read it: its words, each with its place and what it can be, and what is already spoken for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.deid.lexicon import kind_abroad, kind_of
from app.deid.loose import lowered
from app.deid.tongues import language_of
from app.deid.wordlists import Phrase, folded

_WORD = re.compile(r"(?:[dl]['’](?=\w\w))?([^\W\d_]+(?:['’‐-][^\W\d_]+)*)")
_ELIDED = re.compile(r"(?:[dlnsjcmt]|qu)['’](?=[a-zà-ÿ])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\n•*>|\t][\"'”)\s]*|[-–]\s)$")
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_NAMELY = re.compile(
    r"(?:Mc|Mac|Mag|O['’]?|Ó['’]?|D['’]?|De|Di|La|Le|Lo|Van|Von|Fitz|Ap|Al|El|Del|Della|Du|St|N['’]|"
    r"Ng['’])?[^\W\d_][^\W\dA-ZÀ-Ý_]*(?:[-'’‐][^\W\d_]+)*"
)
_WITH_DIGITS = re.compile(r"\b(?=\w{0,4}\d)[a-zA-Z\d]{2,4}\b")
_SHOUTED_SHARE = 0.7
_QUIET_FROM = 40
"""Characters from which a text without any capital is one whose writer uses none."""


@dataclass(slots=True)
class Token:
    """One word: where it stands, how it's written and what it can be. A possessive 's is not part of it."""

    start: int
    end: int
    text: str
    low: str
    kind: int
    possessive: bool
    first: bool
    """Whether a sentence, a line or a cell begins with it."""
    shouted: bool
    """Whether its line is in capitals, or the whole text has none, so that its own say nothing."""
    capital: bool = False
    """Whether it begins with a capital; in a shouted line every word does, in a text without capitals none."""
    upper: bool = False
    """Whether it's all capitals: SMITH, COPD."""
    mixed: bool = False
    """Whether it has capitals inside as no name has: IgE, mRNA, CpG."""
    initial: bool = False
    """Whether it's a single letter, and a capital as far as capitals tell."""

    def __post_init__(self) -> None:
        text = self.text
        single = len(text) == 1
        self.initial = single and (self.shouted or text.isupper())
        if text.islower():
            return
        self.capital = text[0].isupper()
        self.upper = not single and text.isupper()
        self.mixed = not (self.upper or text.istitle() or _NAMELY.fullmatch(text))

    def is_any(self, kind: int) -> bool:
        """Whether the word can be one of these."""
        return bool(self.kind & kind)


class Reading:
    """The words of a text, and which characters are already part of an identifier."""

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self.low = lowered(text)
        self.language = (language or language_of(self.low))[:2].lower()
        """A two-letter code, or '' where nothing tells."""
        self.tokens = list(_tokens(text, kind_of if self.language == "en" else kind_abroad))
        self._starts = [token.start for token in self.tokens]
        self.spoken_for: set[int] = set()
        """Numbers of the tokens that already belong to an identifier of another kind."""
        self.eponyms: set[int] = set()
        """Numbers of the tokens of eponyms of several words, such as 'Marcus Gunn'."""

    def at(self, place: int) -> int:
        """Return the number of the first token that doesn't end before `place`."""
        number = bisect_right(self._starts, place)
        if number and self.tokens[number - 1].end > place:
            return number - 1
        return number

    @property
    def nouns_have_capitals(self) -> bool:
        """Whether capitals say nothing of names, as in German."""
        return self.language == "de"

    def titled(self) -> str:
        """Return the text with a capital to each word of what is shouted or quiet; each character in its place."""
        pieces, place = [], 0
        for token in self.tokens:
            if token.shouted and len(token.text) > 1:
                pieces += [self.text[place : token.start], token.text[0].upper() + token.text[1:].lower()]
                place = token.start + len(token.text)
        titled = "".join([*pieces, self.text[place:]])
        return (
            _WITH_DIGITS.sub(lambda match: match[0].upper(), titled)
            if pieces and len(titled) == len(self.text)
            else self.text
        )

    def mark_eponyms(self, phrases: Mapping[str, Iterable[Phrase]]) -> None:
        """Mark the tokens of the eponyms that the text has of these phrases."""
        for number, token in enumerate(self.tokens):
            found = phrases.get(token.low.split("-")[0]) if token.low[0] != "-" else None
            if found:
                self.eponyms.update(range(number, number + self.phrase(number, found)))

    def speak_for(self, start: int, end: int) -> None:
        """Mark the words from character `start` to `end` as a part of an identifier."""
        number = self.at(start)
        while number < len(self.tokens) and self.tokens[number].start < end:
            self.spoken_for.add(number)
            number += 1

    def gap(self, number: int) -> str:
        """Return what stands between token `number` and the next one; of the last one a line break."""
        if number + 1 >= len(self.tokens):
            return "\n"
        token = self.tokens[number]
        return self.text[token.end : self.tokens[number + 1].start]

    def phrase(self, number: int, found: Iterable[Phrase]) -> int:
        """Return how many tokens from `number` on are one of the phrases, given the longest first; 0 if none."""
        tokens = self.tokens
        for phrase in found:
            length = _matches(tokens, number, phrase)
            if length and all(
                len(self.gap(each)) <= 2 and "\n" not in self.gap(each) for each in range(number, number + length - 1)
            ):
                return length
        return 0


def _matches(tokens: list[Token], number: int, phrase: Phrase) -> int:
    """Return how many tokens the phrase takes; hyphens part words in a phrase, but not in a token."""
    place, taken = 0, 0
    while place < len(phrase):
        if number + taken >= len(tokens):
            return 0
        token = tokens[number + taken]
        parts = token.low.split("-") if token.low != phrase[place] else [phrase[place]]
        if tuple(parts) != phrase[place : place + len(parts)] and token.low + "'s" != phrase[place]:
            return 0
        place += len(parts)
        taken += 1
    return taken


def _tokens(text: str, kind: Callable[[str], int]) -> Iterable[Token]:
    offset = 0
    quiet = text.islower() and len(text) > _QUIET_FROM
    for line in text.splitlines(keepends=True):
        shouted = quiet or _is_shouted(line)
        for match in _WORD.finditer(line):
            yield _token(text, offset, match, kind, shouted=shouted)
        offset += len(line)


def _token(text: str, offset: int, match: re.Match[str], kind: Callable[[str], int], *, shouted: bool) -> Token:
    start, end = offset + match.start(1), offset + match.end(1)
    word = match.group(1)
    possessive = False
    if "'" in word or "’" in word:
        elided = _ELIDED.match(word)
        if elided:
            start, word = start + elided.end(), word[elided.end() :]
        if word.endswith(_POSSESSIVES) and len(word) > 2:
            word, end, possessive = word[:-2], end - 2, True
    possessive = possessive or (word[-1] in "sS" and text[end : end + 1] in {"'", "’"})
    low = folded(word)
    # Only where a capital stands does it matter whether a sentence begins there.
    first = (shouted or word[0].isupper()) and (
        not start or bool(_SENTENCE_END.search(text[max(0, start - 4) : start]))
    )
    return Token(start, end, word, low, kind(low), possessive, first, shouted)


def _is_shouted(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) > 7 and sum(map(str.isupper, letters)) > _SHOUTED_SHARE * len(letters)
