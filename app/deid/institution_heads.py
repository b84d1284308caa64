"""Find institutions by the word that says what they are: hospital, school, clinique, Klinikum."""

from __future__ import annotations

from collections.abc import Iterator

from app.deid import institution_shapes as shapes
from app.deid.lexicon import HEADS, LISTED, Kind
from app.deid.name_runs import FUNCTION_WORDS
from app.deid.reading import Reading, Token
from app.deid.rules import Label, Span


def before_head(reading: Reading) -> Iterator[Span]:
    tokens = reading.tokens
    for number, token in enumerate(tokens):
        if token.shouted and token.low in shapes.HEADS:
            yield from _shouted(reading, number)
        if token.low not in shapes.HEADS or (not token.capital and token.low in shapes.WEAK_HEADS) or token.shouted:
            continue
        first = _leftmost(reading, number)
        last = _rightmost(reading, number)
        weak = token.low in shapes.WEAK_HEADS and not (number and tokens[number - 1].low in shapes.STRENGTHENING)
        named = [each for each in tokens[first:number] if _is_specific(each, weak=weak)]
        if weak and not named and first and tokens[first - 1].low in {"at", "from", "to", "the", "by", "attends"}:
            named = [
                each
                for each in tokens[first:number]
                if each.is_any(LISTED) and _is_specific(each, weak=False) and not each.is_any(Kind.EPONYM)
            ]
        place = tokens[number + 1 : last + 1]
        if eponym_follows(reading, last):
            continue
        if named or any(_is_specific(each, weak=True) for each in place):
            yield Span(tokens[first].start, tokens[last].end, Label.HOSPITAL)


def _shouted(reading: Reading, number: int) -> Iterator[Span]:
    """In a line of capitals, or a text without any, only words that are no ordinary ones name an institution."""
    tokens, first = reading.tokens, number
    specific = 0
    while first and number - first < 5 and not reading.gap(first - 1).replace("'s", "").replace("'S", "").strip(" .'’"):
        before = tokens[first - 1]
        other = before.is_any(Kind.ORDINARY | Kind.MEDICAL | Kind.COUNTRY | Kind.EPONYM) and not (
            before.is_any(Kind.SURNAME) and tokens[first].low in shapes.HEADS | shapes.GENERIC
        )
        generic = (
            before.low in shapes.GENERIC
            and before.low not in shapes.JOINING
            and before.low not in {"the", "a", "an", "our", "this", "his", "her", "at", "to", "from", "in"}
        )
        if before.low in FUNCTION_WORDS:
            break
        if other and not generic and before.low != "st":
            break
        weak = tokens[number].low in shapes.WEAK_HEADS and not before.is_any(LISTED)
        specific += not generic and before.low != "st" and not (weak and number - first < 2)
        first -= 1
    following = (
        capitals(reading, number + 2)
        if tokens[number].low == "university" and number + 1 < len(tokens) and tokens[number + 1].low == "of"
        else 0
    )
    if (
        specific
        and tokens[first].low not in shapes.JOINING
        and not (tokens[number].low in shapes.WEAK_HEADS and specific == 1 and tokens[first].is_any(Kind.LIKE_A_WORD))
    ):
        yield Span(tokens[first].start, tokens[number].end, Label.HOSPITAL)
    elif following and not tokens[number + 2].is_any(Kind.ORDINARY | Kind.MEDICAL):
        yield Span(tokens[number].start, tokens[number + 2].end, Label.HOSPITAL)


def _leftmost(reading: Reading, number: int) -> int:
    tokens, first = reading.tokens, number
    while first and number - first < 8:
        before = tokens[first - 1]
        gap = reading.gap(first - 1)
        if (
            gap.replace("'s", "").replace("’s", "").strip(" '’&-")
            and not (gap == ". " and before.low in {"st", "ste", "mt"})
        ) or "\n" in gap:
            break
        if not (before.capital or before.low in shapes.JOINING) or (
            before.first and before.low in {"the", "a", "an", "our", "at", "in", "from", "to"}
        ):
            break
        first -= 1
    while first < number and (
        tokens[first].text.islower()
        or (tokens[first].low in {"the", "at", "in", "from", "to", "dr", "mr", "mrs", "a", "an"})
    ):
        first += 1
    for place in range(
        first, number
    ):  # 'seen at Leeds and transferred': what stands before a small word counts only if it leads on
        if tokens[place].text.islower() and tokens[place].low in {"in", "at", "by"}:
            return place + 1
    return first


def _rightmost(reading: Reading, number: int) -> int:
    """Take in 'of Wales', 'NHS Trust', 'Foundation Trust', 'Hospital Leeds'."""
    tokens, last = reading.tokens, number
    while last + 1 < len(tokens) and reading.gap(last) == " " and last - number < 6:
        after = tokens[last + 1]
        if (
            after.low
            in {"nhs", "foundation", "trust", "centre", "center", "hospital", "hospitals", "campus", "group", "system"}
            and after.capital
        ):
            last += 1
        elif (
            after.low in {"of", "in"}
            and after.text.islower()
            and (length := capitals(reading, last + 2))
            and tokens[number].capital
        ):
            if after.low == "in" and not tokens[number].capital:
                break
            if after.low == "in":
                break
            last += 1 + length
        else:
            break
    return last


def capitals(reading: Reading, number: int) -> int:
    tokens, taken = reading.tokens, 0
    while number + taken < len(tokens) and taken < 5:
        token = tokens[number + taken]
        gap = reading.gap(number + taken - 1) if taken else " "
        if gap not in {" ", "-"} and not (gap == ". " and tokens[number + taken - 1].low in {"st", "ste", "mt"}):
            break
        joins = (
            token.text.islower()
            and token.low in {"the", "and", "of", "at", "de", "la"}
            and number + taken + 1 < len(tokens)
            and tokens[number + taken + 1].capital
        )
        if not (token.capital and token.low not in shapes.AFTER_OF) and not joins:
            break
        taken += 1
    while taken and tokens[number + taken - 1].text.islower():
        taken -= 1
    return taken


def _is_specific(token: Token, *, weak: bool) -> bool:
    if not token.capital or token.low in shapes.GENERIC or token.initial or token.low in shapes.JOINING:
        return token.low in {"st", "saint"} and token.capital
    if weak:
        return not token.is_any(Kind.ORDINARY | Kind.MEDICAL | Kind.EPONYM) and not (
            token.upper and len(token.text) < 5
        )
    return (
        not token.is_any(Kind.MEDICAL)
        and not (token.upper and len(token.text) < 4)
        and not (token.is_any(Kind.ORDINARY) and token.first and not token.is_any(LISTED))
    )


def eponym_follows(reading: Reading, last: int) -> bool:
    after = last + 1
    return (
        after < len(reading.tokens)
        and reading.gap(last).strip(" '’s") == ""
        and reading.tokens[after].low in HEADS
        and reading.tokens[after].text.islower()
    )


def after_head(reading: Reading) -> Iterator[Span]:
    for match in shapes.ROMANCE_HEAD.finditer(reading.low):
        name = shapes.ROMANCE_NAME.match(reading.text, match.end())
        head = reading.text[match.start() : match.end()].split()[0]
        if not name or (not match["link"].strip() and not head[0].isupper()):
            continue
        numbers = list(range(reading.at(name.start("name")), reading.at(name.end("name") - 1) + 1))
        tokens = [reading.tokens[each] for each in numbers if each < len(reading.tokens)]
        if tokens and tokens[0].shouted:
            yield from _shouted_after(tokens, match.start())
            continue
        if (
            any(_names_institution(token, linked=bool(match["link"].strip())) for token in tokens)
            or name["name"][0].isdigit()
            or (head[0].isupper() and reading.language in shapes.ROMANCE and _is_two_words(tokens))
        ):
            end = name.end("name")
            if not eponym_follows(reading, numbers[-1]):
                yield Span(match.start(), end - len(name["name"]) + len(name["name"].rstrip(".'’-")), Label.HOSPITAL)


def _shouted_after(tokens: list[Token], start: int) -> Iterator[Span]:
    """In capitals only what is no ordinary word can name an institution, and it ends before the first that is."""
    end = 0
    for token in tokens:
        if (
            token.is_any(Kind.ORDINARY | Kind.MEDICAL | Kind.COUNTRY)
            and token.low not in {"saint", "sainte", "san", "santa", "sao", "nossa", "nuestra", "senora", "senhora"}
            and not token.is_any(LISTED)
        ):
            break
        end = token.end
    if end:
        yield Span(start, end, Label.HOSPITAL)


def _is_two_words(tokens: list[Token]) -> bool:
    named = [
        token
        for token in tokens
        if token.capital and token.low not in shapes.GENERIC and not token.is_any(Kind.MEDICAL | Kind.LIKE_A_WORD)
    ]
    return len(named) > 1


def _names_institution(token: Token, *, linked: bool) -> bool:
    if not token.capital or token.low in shapes.GENERIC or token.initial:
        return False
    if token.is_any(Kind.MEDICAL) or (token.upper and len(token.text) < 4):
        return False
    return (linked and not token.is_any(Kind.COUNTRY)) or not token.is_any(Kind.ORDINARY | Kind.COUNTRY)
