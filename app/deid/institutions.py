"""Find hospitals, practices, schools, universities and employers that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from app.deid.lexicon import HEADS, INSTITUTIONS, LISTED, Kind
from app.deid.loose import loose
from app.deid.name_runs import FUNCTION_WORDS
from app.deid.reading import Reading, Token
from app.deid.rules import Label, Span
from app.deid.wordlists import group

_HEADS = group("institution_heads")
_WEAK_HEADS = group("weak_institution_heads")
"""Heads that ordinary words stand before without naming anything: fracture clinic, day centre, high school."""

_STRENGTHENING = group("strengthening")
"""Words that make of a weak head one that a name does stand before: 'Jones Medical Center'."""

_GENERIC = group("generic_institution_words")
_JOINING = group("joining")
_AFTER_OF = group("after_of")
_ROMANCE_HEAD = loose(
    r"(?<![\w-])(?:(?:l['’])?h[ôo]pital(?:ux)?|cliniques?|polyclinique|CHR?U?(?=\s(?:de|du|d['’]))|CHU|"
    r"CHRU|centre\s+hospitalier(?:\s+(?:universitaire|r[ée]gional|intercommunal|g[ée]n[ée]ral|"
    r"sp[ée]cialis[ée]))*|EHPAD|maternit[ée]|maison\s+de\s+(?:retraite|sant[ée])|centre\s+de\s+sant[ée]|"
    r"lyc[ée]e|coll[èe]ge|[ée]cole(?:\s+(?:primaire|maternelle))?|universit[ée]|institut|laboratoire|pharmacie|cabinet|"
    r"hospital(?:\s+(?:universitari[oa]|general|cl[íi]nico|regional|provincial|comarcal|"
    r"materno[- ]infantil|maternoinfantil|infantil|militar|nacional|central|privado|municipal|estadual|"
    r"distrital|escolar|geral|p[úu]blico))*|cl[íi]nicas?|policl[íi]nic[oa]|sanatorio|"
    r"centro\s+(?:m[ée]dico|de\s+salud|de\s+sa[úu]de|hospitalar(?:\s+universit[áa]rio)?)|"
    r"complejo\s+hospitalario|ambulatorio|instituto(?:\s+(?:nacional|de\s+\w+))?|"
    r"universidad(?:e)?(?:\s+(?:federal|estadual|nacional|aut[óo]noma))?|facultad(?:e)?|colegio|"
    r"col[ée]gio|escuela|escola|residencia(?=\s+(?:de\s+mayores|geri[áa]trica|[A-ZÁÉÍÓÚ]))|"
    r"santa\s+casa(?:\s+de\s+miseric[óo]rdia)?|UBS|UPA|USF|IES|CEIP|maternidade|lar(?=\s+(?:d[aeo]|"
    r"[A-Z]))|farmacia|"
    r"laboratorio|laborat[óo]rio|klinikum|uni(?:versit[äa]ts)?klini(?:k|kum)|krankenhaus|klinik|spital|"
    r"kantonsspital|praxis|gymnasium|universit[äa]t|ospedale|policlinico|casa\s+di\s+(?:cura|riposo)|"
    r"azienda\s+ospedaliera|presidio\s+ospedaliero|universit[àa]|istituto|scuola|liceo|ASL|RSA)"
    r"(?P<link>(?:\s+(?:des?|du|del?|d[aeo]s?|di|della|dei|degli|la|le|les|los|las|el|of|am|im|in|der|"
    r"zu[mr]?|dr\.?a?|prof\.?)\b\.?|\s+(?:l|d)['’](?=\w)|\s+en(?=\s[A-ZÀ-Ý]))*)(?P<gap>[ \t]+|(?<=['’]))"
)
_ROMANCE_NAME = re.compile(
    r"(?:[«\"“]\s?)?(?P<name>(?:\d{1,2}\s+de\s+)?(?:(?:St|Ste|Dr|Dra|Prof|Sta|Sto|Sr|Sra|"
    r"N)\.\s)?[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]{0,40}(?:(?:\s|-)(?:(?:des?|du|del?|d[aeo]s?|di|la|le|les|los|las|el|"
    r"y|e|et|und|am|im|i|San|Sant|Santa|São)\s+|[dl]['’]){0,3}[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]{0,40}(?<![.])){0,5})"
)
_COMPOUND = re.compile(
    r"\b[A-ZÄÖÜ][\w.-]{2,40}-(?:Krankenhaus|Klinik|Klinikum|Kliniken|Spital|Hospital|Stift|Ziekenhuis|"
    r"Hospiz|Gymnasium|Schule)(?:\s+[A-ZÄÖÜ][\w-]+)?"
)
_COMPANY = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'’&-]{0,40}\s+(?:(?:&|and)\s+)?){1,4}(?:Ltd|Limited|Inc|Incorporated|LLC|LLP|"
    r"PLC|plc|GmbH|AG|S\.?A\.?R?\.?L?|SARL|SpA|S\.?L\.?|Ltda|Corp|Corporation|Company|Industries|Motors|"
    r"Airlines|Airways|Logistics|Steelworks|Textiles|Enterprises|Holdings|Brothers|Bros|& Sons|& Co|"
    r"and Sons)\b\.?)"
)
_EMPLOYED = re.compile(
    r"\b(?:(?:works?|worked|working|employed|employee|job|shift|labou?rer|cashier|driver|manager|"
    r"engineer|technician|clerk|teacher|pupil|student|studies|studying|attends?|attended|attending|"
    r"enrolled|headmaster|professor|lecturer|volunteers?|intern)"
    r"\s+(?:(?:as|in)\s+(?:an?\s+|the\s+)?[\w -]{3,30}?\s+)?(?:at|for|with|by|of)|travaille\s+(?:chez|à)|"
    r"employ[ée]+\s+chez|trabaja\s+en|trabalha\s+n[ao]|arbeitet\s+bei|lavora\s+(?:presso|"
    r"alla))\s+(?:the\s+|a\s+|local\s+)*(?=[A-ZÀ-Ý])"
)
_PARTNERS = re.compile(
    r"(?:,\s[A-Z][\w'’-]+)*,?\s(?:and|&)\s[A-Z][\w'’-]+(?:\s(?:LLP|LLC|Ltd|Inc|Associates|Partners|Group|Sons|Co)\b)?"
)
_MOVED = loose(
    r"\b(?:transferred|transfer|readmitted|repatriated|airlifted|discharged|admitted|"
    r"conveyed)\s+(?:\w+\s+){0,2}?(?:from|to|at|into)\s+(?=[a-zà-ÿ])"
)
_FIRMS = group("firms")
_ROMANCE = frozenset({"fr", "es", "pt", "it", "de"})
_FIELD = loose(
    r"(?<![\w-])(?:facility|institution|hospital|agency|employer|workplace|company|school|practice|"
    r"pharmacy|hôpital|établissement|centro|institución|instituição|entidad|krankenhaus|"
    r"ospedale)(?:\s+name)?\s{0,2}[:|]\s{0,3}(?=[^\W\d])"
)
_SAINT = re.compile(
    r"\b(?:at|to|from|in|into|of|by)\s+(?P<name>(?:St|Saint|Ste)\.?\s[A-Z][\w-]+(?:['’]s|s['’])|"
    r"[A-Z][a-z]{3,}['’]s(?=\s(?:Hospital|A&E|ED|ICU|ITU|emergency|ward|cath)))"
)


def institutions(reading: Reading) -> Iterator[Span]:
    """Yield named institutions as HOSPITAL; 'the hospital', 'fracture clinic' and the like are none."""
    yield from _before_head(reading)
    yield from _after_head(reading)
    yield from _listed(reading)
    for shape in (_COMPOUND, _COMPANY, _SAINT):
        for match in shape.finditer(reading.text):
            if shape is _COMPANY and reading.tokens[reading.at(match.start())].shouted:
                continue
            group = "name" if "name" in shape.groupindex else 0
            yield Span(*match.span(group), Label.HOSPITAL)
    yield from _employers(reading)
    yield from _moved(reading)
    yield from _fields(reading)


def _before_head(reading: Reading) -> Iterator[Span]:
    tokens = reading.tokens
    for number, token in enumerate(tokens):
        if token.shouted and token.low in _HEADS:
            yield from _shouted(reading, number)
        if token.low not in _HEADS or (not token.capital and token.low in _WEAK_HEADS) or token.shouted:
            continue
        first = _leftmost(reading, number)
        last = _rightmost(reading, number)
        weak = token.low in _WEAK_HEADS and not (number and tokens[number - 1].low in _STRENGTHENING)
        named = [each for each in tokens[first:number] if _is_specific(each, weak=weak)]
        if weak and not named and first and tokens[first - 1].low in {"at", "from", "to", "the", "by", "attends"}:
            named = [
                each
                for each in tokens[first:number]
                if each.is_any(LISTED) and _is_specific(each, weak=False) and not each.is_any(Kind.EPONYM)
            ]
        place = tokens[number + 1 : last + 1]
        if _eponym_follows(reading, last):
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
            before.is_any(Kind.SURNAME) and tokens[first].low in _HEADS | _GENERIC
        )
        generic = (
            before.low in _GENERIC
            and before.low not in _JOINING
            and before.low not in {"the", "a", "an", "our", "this", "his", "her", "at", "to", "from", "in"}
        )
        if before.low in FUNCTION_WORDS:
            break
        if other and not generic and before.low != "st":
            break
        weak = tokens[number].low in _WEAK_HEADS and not before.is_any(LISTED)
        specific += not generic and before.low != "st" and not (weak and number - first < 2)
        first -= 1
    following = (
        _capitals(reading, number + 2)
        if tokens[number].low == "university" and number + 1 < len(tokens) and tokens[number + 1].low == "of"
        else 0
    )
    if (
        specific
        and tokens[first].low not in _JOINING
        and not (tokens[number].low in _WEAK_HEADS and specific == 1 and tokens[first].is_any(Kind.LIKE_A_WORD))
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
            or "\n" in gap
        ):
            break
        if not (before.capital or before.low in _JOINING) or (
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
            and (length := _capitals(reading, last + 2))
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


def _capitals(reading: Reading, number: int) -> int:
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
        if not (token.capital and token.low not in _AFTER_OF) and not joins:
            break
        taken += 1
    while taken and tokens[number + taken - 1].text.islower():
        taken -= 1
    return taken


def _is_specific(token: Token, *, weak: bool) -> bool:
    if not token.capital or token.low in _GENERIC or token.initial or token.low in _JOINING:
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


def _eponym_follows(reading: Reading, last: int) -> bool:
    after = last + 1
    return (
        after < len(reading.tokens)
        and reading.gap(last).strip(" '’s") == ""
        and reading.tokens[after].low in HEADS
        and reading.tokens[after].text.islower()
    )


def _after_head(reading: Reading) -> Iterator[Span]:
    for match in _ROMANCE_HEAD.finditer(reading.low):
        name = _ROMANCE_NAME.match(reading.text, match.end())
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
            or (head[0].isupper() and reading.language in _ROMANCE and _is_two_words(tokens))
        ):
            end = name.end("name")
            if not _eponym_follows(reading, numbers[-1]):
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
        if token.capital and token.low not in _GENERIC and not token.is_any(Kind.MEDICAL | Kind.LIKE_A_WORD)
    ]
    return len(named) > 1


def _names_institution(token: Token, *, linked: bool) -> bool:
    if not token.capital or token.low in _GENERIC or token.initial:
        return False
    if token.is_any(Kind.MEDICAL) or (token.upper and len(token.text) < 4):
        return False
    return linked and not token.is_any(Kind.COUNTRY) or not token.is_any(Kind.ORDINARY | Kind.COUNTRY)


def _listed(reading: Reading) -> Iterator[Span]:
    for number, token in enumerate(reading.tokens):
        phrases = INSTITUTIONS.get(token.low) or INSTITUTIONS.get(token.low + "'s") if token.capital else None
        taken = reading.phrase(number, phrases) if phrases else 0
        if taken and all(each.capital or each.low in _JOINING for each in reading.tokens[number : number + taken]):
            end = reading.tokens[number + taken - 1]
            tail = 2 if reading.text.startswith(("'s", "’s"), end.end) else 0
            if not (
                taken == 1
                and (token.low in {"amazon", "einstein", "guys", "cochin", "necker"})
                and not reading.text.startswith("'s", end.end)
            ):
                if not _eponym_follows(reading, number + taken - 1):
                    yield Span(token.start, end.end + tail, Label.HOSPITAL)


def _employers(reading: Reading) -> Iterator[Span]:
    for match in _EMPLOYED.finditer(reading.low):
        number = reading.at(match.end())
        taken = _capitals(reading, number)
        tokens = reading.tokens[number : number + taken]
        if tokens and tokens[0].shouted:
            tokens = list(
                takewhile(lambda token: not token.is_any(Kind.ORDINARY | Kind.MEDICAL) or token.low in _FIRMS, tokens)
            )
        if (
            tokens
            and not any(token.is_any(Kind.COUNTRY | Kind.MEDICAL) or token.low in _GENERIC for token in tokens[:1])
            and not _looks_like_person(tokens)
        ):
            if any(not token.is_any(Kind.ORDINARY) or taken > 1 for token in tokens if token.capital):
                partners = _PARTNERS.match(reading.text, tokens[-1].end)
                yield Span(tokens[0].start, partners.end() if partners else tokens[-1].end, Label.HOSPITAL)


def _moved(reading: Reading) -> Iterator[Span]:
    """After 'transferred from' an unknown name is a hospital's."""
    for match in _MOVED.finditer(reading.low):
        number = reading.at(match.end())
        taken = _capitals(reading, number)
        tokens = reading.tokens[number : number + taken]
        if tokens and not tokens[0].kind and not tokens[0].shouted and not tokens[0].upper and len(tokens[0].text) > 3:
            yield Span(tokens[0].start, tokens[-1].end, Label.HOSPITAL)


def _fields(reading: Reading) -> Iterator[Span]:
    """After 'Facility:' all capitalised words are a name, if not all of them are plain words of the trade."""
    for match in _FIELD.finditer(reading.low):
        number = reading.at(match.end())
        taken = _capitals(reading, number)
        tokens = reading.tokens[number : number + taken]
        named = [
            token
            for token in tokens
            if token.low not in _GENERIC | _HEADS
            and not token.is_any(Kind.MEDICAL)
            and not (token.upper and len(token.text) < 4)
        ]
        headed = len(tokens) > 2 and tokens[-1].low in _HEADS
        if (
            tokens
            and not tokens[0].shouted
            and any(not token.is_any(Kind.ORDINARY) or token.is_any(LISTED) or headed for token in named)
        ):
            yield Span(tokens[0].start, tokens[-1].end, Label.HOSPITAL)


def _looks_like_person(tokens: list[Token]) -> bool:
    return (
        tokens[0].low in {"mr", "mrs", "ms", "dr", "professor", "miss"}
        or (tokens[0].is_any(Kind.GIVEN) and not tokens[0].is_any(Kind.ORDINARY))
        or (tokens[0].upper and len(tokens[0].text) < 4)
    )
