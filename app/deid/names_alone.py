"""Find names by what follows them, and those the lists know without any cue."""

from __future__ import annotations

from collections.abc import Iterator

from app.deid import name_cues as cues
from app.deid.lexicon import LISTED, NAME, TOWN_WORDS, Kind
from app.deid.loose import loose
from app.deid.name_cues import Bearer
from app.deid.name_runs import FUNCTION_WORDS, LETTERED, PARTICLES, Run, Trust, is_eponym, run_from
from app.deid.named import Named, name_of
from app.deid.reading import Reading, Token

_OTHER = Kind.ORDINARY | Kind.MEDICAL | Kind.EPONYM | Kind.COUNTRY | Kind.LIKE_A_WORD
_POSSESSED = loose(
    r"['’]s?\s+(?:(?:own|late|elderly|eldest|youngest|older|younger|former|new|usual|named|current|"
    rf"previous|past|main|next|medical|presenting|first|last)\s+)?(?:{cues.RELATIVES}|gp|consultant|"
    r"symptoms?|condition|case|history|family|presentation|"
    r"birthday|name|notes|records?|house|home|carers?|care|blood|results?|symptoms|mobility|mood|pain|"
    r"appetite|weight|school|teacher|employer|job|death|birth|request|concerns?|wishes|behalf|care|bed|"
    r"treatment|medication|surgery|operation|biopsy|scan|visit|recovery|"
    r"story|age|baby|children|life|health|test|progress|admission|discharge|diagnosis|care\s+plan|boss|"
    r"colleagues?|dog|cat|skin|chest|head|knee|leg|arm|heart|eyes?)\b"
)


def before_cues(reading: Reading) -> Iterator[Named]:
    number = 0
    while number < len(reading.tokens):
        token = reading.tokens[number]
        starts = (token.capital or token.low in {"van", "von", "de", "el", "al"}) and not token.shouted
        worth = (starts and (not token.kind & Kind.ORDINARY or token.kind & NAME)) or (
            token.shouted and not token.kind & _OTHER
        )
        run = run_from(reading, number, Trust.CUE) if worth else None
        if run and (
            _is_subject(reading, run)
            if starts
            else cues.SURELY_AFTER.match(reading.low, reading.tokens[run.last - 1].end)
        ):
            yield name_of(reading, run, Bearer.PATIENT)
        number = max(run.last if run else 0, number + 1)


def _is_subject(reading: Reading, run: Run) -> bool:
    tokens = reading.tokens[run.first : run.last]
    end = tokens[-1].end
    if is_eponym(reading, run):
        return False
    if len(tokens) == 1:
        return _is_single_subject(reading, tokens[0])
    if all(token.is_any(Kind.ORDINARY) for token in tokens) and tokens[0].first:
        return bool(cues.SURELY_AFTER.match(reading.low, end))
    if tokens[-1].possessive:
        return bool(_POSSESSED.match(reading.low, end))
    if reading.text.startswith(".", end) and tokens[-1].initial:
        end += 1
    return bool(cues.AFTER.match(reading.low, end))


def _is_single_subject(reading: Reading, token: Token) -> bool:
    """Whether one word alone is somebody, by what follows it; the less it's known, the surer that must be."""
    if token.is_any(Kind.EPONYM) and not token.is_any(Kind.GIVEN):
        shapes = (cues.HUMAN_AFTER, cues.SURELY_AFTER)
        return not token.possessive and any(shape.match(reading.low, token.end) for shape in shapes)
    if token.is_any(Kind.ORDINARY) and token.is_any(LISTED) and not token.possessive:
        shape = cues.SURELY_AFTER if token.first or not token.is_any(Kind.GIVEN) else cues.AFTER
        return token.low not in FUNCTION_WORDS and bool(shape.match(reading.low, token.end))
    ordinary = token.is_any(Kind.ORDINARY) and (token.first or not token.possessive)
    if token.low in TOWN_WORDS or len(token.text) < 3 or ordinary or (token.possessive and token.is_any(Kind.EPONYM)):
        return False
    if token.possessive:
        return bool(_POSSESSED.match(reading.low, token.end))
    if token.first and not token.is_any(LISTED):
        return any(shape.match(reading.low, token.end) for shape in (cues.HUMAN_AFTER, cues.SURELY_AFTER))
    return bool(cues.AFTER.match(reading.low, token.end))


def listed(reading: Reading) -> Iterator[Named]:
    tokens = reading.tokens
    number = 0
    while number < len(tokens):
        run = run_from(reading, number, Trust.NONE) if _may_begin(tokens, number) else None
        if run and _is_known(reading, run):
            yield name_of(reading, run, Bearer.UNKNOWN, cued=run.last - run.first > 1)
            number = run.last
        else:
            number += 1


def _may_begin(tokens: list[Token], number: int) -> bool:
    """Tell quickly what can't begin a name without a cue: nearly every word of a note."""
    token = tokens[number]
    if token.initial:
        return True
    if token.kind & NAME:
        return token.capital or not token.kind & Kind.ORDINARY
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if not token.capital or token.kind & (Kind.ORDINARY | Kind.MEDICAL) or after is None:
        return False
    return bool(after.kind & NAME) or (after.capital and not (token.kind or after.kind))


def _is_known(reading: Reading, run: Run) -> bool:
    """Whether a run without any cue is a name as far as the lists know."""
    tokens = [
        token for token in reading.tokens[run.first : run.last] if token.low not in PARTICLES or token.is_any(NAME)
    ]
    words = [token for token in tokens if not token.initial]
    if not words or is_eponym(reading, run):
        return False
    if len(words) > 1 and _is_unknown_pair(words):
        return _stands_out(reading, run)
    sure = [
        token
        for token in words
        if token.is_any(LISTED) and not token.is_any(Kind.ORDINARY | Kind.EPONYM | Kind.MEDICAL)
    ]
    if len(words) == 1:
        return _one_word(reading, run, words[0], sure=bool(sure), initials=len(tokens) - 1)
    given = any(token.is_any(Kind.GIVEN) for token in words)
    if words[0].text.islower() or words[0].shouted:
        return given and all(token.is_any(LISTED) for token in words) and len(sure) > 1
    if sure:
        odd = not words[0].kind or any(token.is_any(Kind.LIKE_A_SURNAME) for token in words)
        return given or len(sure) > 1 or not words[0].first or odd
    likely = any(token.is_any(Kind.LIKE_A_SURNAME) for token in words)
    return given and not words[0].first and (likely or all(token.is_any(LISTED) for token in words))


def _is_unknown_pair(words: list[Token]) -> bool:
    """Whether capitalised words begin with one nobody knows, and none is plainly no name."""
    if words[0].shouted or not all(token.text.istitle() for token in words):
        return False
    known_first = words[0].kind & Kind.GIVEN and words[0].kind & Kind.ORDINARY and not words[1].kind
    return bool(known_first) or (
        not words[0].kind & ~Kind.LIKE_A_SURNAME
        and all(not token.kind & ~Kind.LIKE_A_SURNAME or token.kind & Kind.SURNAME for token in words[1:])
    )


def _stands_out(reading: Reading, run: Run) -> bool:
    """Whether two capitalised words that nobody knows stand among words in small letters: nothing but a name does."""
    tokens = reading.tokens
    after = tokens[run.last] if run.last < len(tokens) and "\n" not in reading.gap(run.last - 1) else None
    before = tokens[run.first - 1] if run.first and "\n" not in reading.gap(run.first - 1) else None
    if reading.nouns_have_capitals or any(len(token.text) < 3 for token in tokens[run.first : run.last]):
        return False
    if after is not None and after.capital and not after.first and not after.upper and reading.gap(run.last - 1) == " ":
        return False
    if tokens[run.first].first:
        return after is not None and after.text.islower() and reading.gap(run.last - 1) == " "
    return before is not None or (after is not None and after.text.islower())


def _one_word(reading: Reading, run: Run, token: Token, *, sure: bool, initials: int) -> bool:
    before = reading.tokens[run.first - 1] if run.first else None
    if initials and reading.tokens[run.first].initial:
        return (
            token.is_any(NAME)
            and not (before and before.low in LETTERED)
            and (sure or reading.gap(run.first)[:1] == ".")
        )
    if sure and token.text.islower() and token.shouted and token.is_any(Kind.GIVEN) and len(token.text) > 3:
        return token.low not in TOWN_WORDS and not is_eponym(reading, run)
    if not sure or not token.capital or token.shouted or token.upper or len(token.text) < 3:
        return False
    if before and (before.low in {"in", "from", "at", "near", "to", "of"} and token.low in TOWN_WORDS):
        return False
    if token.is_any(Kind.GIVEN):
        return True
    return len(token.text) > 4 and not token.first and token.low not in TOWN_WORDS
