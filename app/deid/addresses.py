"""Find postal addresses: street lines with what follows them, post office boxes, postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.lexicon import TOWNS, Kind, kind_of
from app.deid.rules import Label, Span
from app.deid.wordlists import folded

_FLAGS = re.IGNORECASE
_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*"
_TYPES = (
    r"Street|St|Str|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Crescent|Cres|Terrace|Ter|Boulevard|Blvd|Square|Sq|Gardens|Gdns|Grove|Hill|Mews|"
    r"Row|Parade|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Walk|Rise|View|Park|Green|Heights|Quay|Wharf|Loop|Trail|Trl|Turnpike|Pike|Estate|Villas?|Cottages?|House|Mansions|Broadway|Esplanade|Nagar|Marg|Colony|Layout|Enclave|Vihar|Salai|Chowk|Sector"
)
_UNIT = r"(?:(?:Flat|Apartment|Apt|Unit|Suite|Ste|Room|Rm|No|House|Plot|Block|Floor|Shop)\.?\s?#?\d{0,4}[A-Za-z]?(?:\s?[A-Z])?,?\s+)"
_STREETS = (
    re.compile(
        rf"(?<![\w.,/-])(?:{_UNIT})?(?:No\.?\s)?\d{{1,5}}[A-Za-z]?(?:[-–/]\d{{1,4}}[A-Za-z]?)?,?\s+(?:(?:[NSEW]\.?|North|South|East|West)\s+)?(?:(?:{_CAP}|of|the|de|la|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}?(?:{_TYPES})\b\.?(?:\s(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b)?"
    ),
    re.compile(
        rf"(?<![\w.,/-])\d{{1,5}}[a-z]?\s+(?!weeks?|days?|months?|years?|hours?|mg|ml|times)(?:[^\W\d]{{3,20}}\s+){{1,2}}?(?:street|road|avenue|lane|close|drive|crescent|terrace|boulevard)\b",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![\w.,/-])\d{{1,5}}\s+(?:[NSEW]\.?\s+)?\d{{1,3}}(?:st|nd|rd|th)\s+(?:Street|St|Avenue|Ave|Road|Rd|Blvd|Place|Pl|Court|Ct)\b\.?",
        _FLAGS,
    ),
    re.compile(
        rf"\b(?:(?:{_CAP})\s+){{1,3}}(?:Street|Road|Avenue|Lane|Crescent|Boulevard|Terrace)\b(?!\s+(?:Hospital|Clinic|Surgery|Practice|School|Medical|Health|Station|drugs?))"
    ),
    re.compile(
        rf"(?<!\w)(?:\d{{1,4}}(?:\s?(?:bis|ter|quater|[A-D]))?,?\s+)?(?:rue|avenue|av\.|boulevard|bd|blvd|chemin|all[ée]e|impasse|quai|faubourg|ruelle|(?<=\d\s)(?:place|cours|route|square|passage|sentier|résidence|lotissement))\s+"
        rf"(?:(?:des?|du|la|le|les|aux?|sur)\s+|[dl]['’]){{0,3}}(?-i:(?:{_CAP}|\d{{1,2}}\s{_CAP}))(?:(?:\s|-)(?:(?:des?|du|la|le|les|et|sur)\s+|[dl]['’]){{0,2}}(?-i:{_CAP})){{0,4}}",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![\w/])(?:calle|c/|avda\.?|avenida|plaza|plza\.?|pza\.?|paseo|p\.º|camino|carretera|ctra\.?|ronda|travesía|callejón|carrera|cra\.?|calzada|jirón|jr\.|urbanización|urb\.|colonia|barrio|rua|travessa|praça|praceta|largo|estrada|alameda|beco|rodovia|bairro|av\.)\s+"
        rf"(?:(?:del?|dos?|das?|de\s+l[ao]s?|l[ao]s?)\s+){{0,2}}(?-i:(?:{_CAP}|\d{{1,3}}[A-Z]?(?:\s+(?:de|#)\s+{_CAP})?))(?:\s+(?:(?:del?|dos?|das?|y|e|la|los|las)\s+){{0,2}}(?-i:{_CAP})){{0,4}}"
        rf"(?:,?\s*(?:n[úuº°.o]*m?\.?[º°]?\s*|#\s*)?\d{{1,5}}(?:[-–]\d{{1,4}})?[A-Za-z]?\b)?(?:,\s*\d{{1,2}}\.?\s?[ºª°]\s?(?-i:[A-Z])?\b|,\s*(?:apto?|ap|bloco|bl|piso|puerta|esc)\.?\s*\w{{1,5}})*",
        _FLAGS,
    ),
    re.compile(
        r"\b[A-ZÄÖÜ][\wäöüß-]{2,30}(?:straße|strasse|str\.|weg|gasse|allee|platz|ring|damm|ufer|straat|laan|plein|gracht|kade|dijk|steeg|vägen|gatan|gata|veien|vej|gade)\s+\d{1,4}\s?[a-zA-Z]?\b"
    ),
    re.compile(
        rf"\b(?:[A-ZÄÖÜ]\w+(?:er|s)?[ -])(?:Straße|Strasse|Str\.|Weg|Allee|Platz|Ring|Damm)\s+\d{{1,4}}\s?[a-z]?\b|\b(?:Am|An der|Im|In der|Zum|Auf dem)\s{_CAP}\s\d{{1,3}}\s?[a-z]?(?=,\s\d{{5}}|\n\d{{5}})"
    ),
    re.compile(
        rf"\b(?:via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|vicolo|strada|lungotevere|ul\.|ulica|aleja|al\.)\s+(?:(?:dei|della|delle|degli|del|di|san|santa|xx)\s+){{0,2}}(?-i:{_CAP})(?:\s+(?-i:{_CAP})){{0,3}},?\s*(?:n\.?[º°]?\s*)?\d{{1,4}}(?:/?[a-zA-Z])?\b",
        _FLAGS,
    ),
    re.compile(
        rf"\b(?:{_CAP}\s){{1,3}}(?:Mah(?:allesi|\.)|Cad(?:desi|\.)|Sok(?:ak|ağı|\.)|Sk\.)(?:,?\s*(?:No:?\s*)?\d{{1,4}}(?:/\d{{1,3}})?)?"
    ),
    re.compile(
        r"\b(?:P\.?\s?O\.?\s?Box|Post\s?Office\s?Box|Private\sBag|Postfach|Apartado(?:\s(?:postal|de\scorreos))?|Caixa\sPostal|Casilla|Boîte\spostale)\s+(?:n[º°]\s?)?[A-Z]?\d{1,6}\b",
        _FLAGS,
    ),
    re.compile(rf"\b(?:Flat|Apartment|Apt|Suite)\.?\s+#?\d{{1,4}}[A-Z]?(?:,\s*{_CAP}(?:\s{_CAP}){{0,2}})?"),
)
_UK = r"(?:GIR\s?0AA|(?:[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPS-UW\d]?|[A-PR-UWYZ]\d[A-HJKPS-UW\d]?)\s?\d[ABD-HJLNP-UW-Z]{2})"
_CANADA = r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d"
_POSTCODE = re.compile(rf"(?<![\w.-])(?:{_UK}(?!\s?(?:HR|hr))|{_CANADA})(?![\w-])")
_STATES = (
    r"(?:AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|"
    r"NSW|VIC|QLD|ACT|TAS|ON|BC|AB|QC|MB|SK|SP|RJ|MG|RS|PR|BA|CE|PE)"
)
_TOWN_STATE_ZIP = re.compile(
    rf"(?:{_CAP}(?:\s{_CAP}){{0,2}},?\s+)?{_STATES},?\s+\d{{5}}(?:-\d{{4}})?(?!\w)|(?:{_CAP}(?:\s{_CAP}){{0,2}},?\s+)(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT)\s+\d{{4}}(?!\w)"
)
_TOWN_STATE = re.compile(rf"\b(?P<town>{_CAP}(?:\s{_CAP}){{0,2}}),\s(?:{_STATES})\b(?!\s?[,.]?\s?(?:PhD|FACS|MPH))")
_DEGREES = frozenset("MD PA DO ME MA MS OR IN OK HI OH DE LA CO ID PE AL ON AB PR BA MI CA AR VA DC MT MO SC".split())
_CODE_TOWN = re.compile(
    rf"(?<![\w.,/-])(?:[A-Z]{{1,2}}-)?(?P<code>\d{{5}}|\d{{4}}-\d{{3}}|\d{{5}}-\d{{3}}|\d{{3}}\s?\d{{2}}|\d{{4}}(?:\s[A-Z]{{2}})?)\s+(?P<town>{_CAP}(?:[\s-](?:{_CAP}|de|do|da|la|le|sur|am|an|der|del)){{0,3}})"
)
_CODE_CUE = re.compile(
    r"\b(?:zip(?:\s?code)?|post\s?code|postal\s+code|pin\s?code|code\s+postal|c[oó]digo\s+postal|c\.?p\.?|cep|plz|cap|eircode)\b\.?[\s:]{1,3}(?:(?:is|of)\s)?(?P<code>\d{5}-\d{3,4}|\d{4}-\d{3}|[A-Z]\d[\dWA-Z]\s?[\dA-Z]{3,4}|[A-Z]{1,2}\d[A-Z\d]?(?:\s?\d[A-Z]{2})?|\d{3}\s?\d{3}|\d{4,6})(?!\w)",
    _FLAGS,
)
_BRAZIL = re.compile(r"(?<![\w.,/-])\d{5}-\d{3}(?![\w-])")
_CUE = re.compile(
    r"(?:\b(?:home|postal|current|permanent|residential|patient|mailing)?\s?address(?:es)?(?:\s+is)?|\badresse(?:\s+postale)?|\bdirecci[oó]n|\bdomicilio|\bmorada|\bendere[çc]o|\banschrift|\bindirizzo|\badres|\balamat)\s{0,2}(?::|\bis\b|\|)\s{0,3}(?P<all>[^\n;|]{5,120})",
    _FLAGS,
)
_CUE_END = re.compile(
    r"\.\s+[A-Z]|\.\s*$|,?\s*\b(?:tel|phone|mobile|t[eé]l|tlf|telefon[eo]?|dob|d\.o\.b|nhs|mrn|email|e-mail|occupation|gp|sex|age|who|with|and\s+(?:can|is|was|lives)|because)\b|\t|\s{3,}",
    _FLAGS,
)
_NEXT = re.compile(
    rf"(?P<gap>,\s*|\s*\n\s*|\s+(?=\d{{4,5}}\b|[A-Z]{{1,2}}\d)|\s+(?:in|à|en|em)\s+|\s+-\s+)(?P<part>{_UK}|{_CANADA}|{_STATES}\s+\d{{4,5}}(?:-\d{{4}})?\b|(?:\d{{4,5}}(?:-\d{{3}})?\s(?:[A-Z]{{2}}\s)?)?{_CAP}(?:[\s-](?:{_CAP}|de|do|da|dos|la|le|sur|upon|on|am|der|del|of)){{0,3}}|\d{{5}}(?:-\d{{3,4}})?\b|\d{{3}}\s?\d{{3}}\b)"
)
_PLACED = re.compile(rf"^(?:{_UK}|{_CANADA}|.*\d{{4}}.*)$")


def addresses(text: str) -> Iterator[Span]:
    """Yield addresses from the house number to the postcode, and postcodes that stand alone."""
    for match in _CUE.finditer(text):
        end = _CUE_END.search(match["all"])
        length = end.start() if end else len(match["all"])
        if (
            length > 4
            and any(letter.isalpha() for letter in match["all"][:length])
            and _is_address(match["all"][:length])
        ):
            yield Span(match.start("all"), match.start("all") + length, Label.LOCATION)
    for shape in _STREETS:
        for match in shape.finditer(text):
            if _is_street(match.group()):
                yield Span(match.start(), _to_the_end(text, match.end()), Label.LOCATION)
    yield from _codes(text)


def _is_address(wording: str) -> bool:
    return wording[0].isdigit() or wording[0].isupper() or any(letter.isdigit() for letter in wording)


def _is_street(wording: str) -> bool:
    words = [folded(word.strip(".,'’")) for word in wording.split() if word[0].isalpha()]
    named = [word for word in words[:-1] if len(word) > 1]
    return not wording[0].isdigit() or not named or any(not kind_of(word) & Kind.MEDICAL for word in named)


def _to_the_end(text: str, end: int) -> int:
    """Take in what follows a street line: district, town, postcode, as long as it can be one."""
    reached, place = end, end
    for step in range(5):
        match = _NEXT.match(text, place)
        if not match:
            break
        place = match.end()
        part = match["part"]
        if _PLACED.match(part) or _is_town(part) or (step == 0 and match["gap"].strip() == "," and _is_unknown(part)):
            reached = place
        elif not _is_unknown(part):
            break
    return reached


def _is_town(part: str) -> bool:
    words = folded(part).replace("-", " ").split()
    return any(tuple(words[: len(phrase)]) == phrase for phrase in TOWNS.get(words[0], ()))


def _is_unknown(part: str) -> bool:
    return all(not kind_of(word) & (Kind.ORDINARY | Kind.MEDICAL | Kind.COUNTRY) for word in folded(part).split())


def _codes(text: str) -> Iterator[Span]:
    for shape in (_POSTCODE, _BRAZIL, _TOWN_STATE_ZIP):
        yield from (Span(*match.span(), Label.LOCATION) for match in shape.finditer(text))
    for match in _TOWN_STATE.finditer(text):
        words = folded(match["town"]).split()
        state = match.group().rsplit(", ", 1)[1]
        known = _is_town(match["town"])
        if known or (
            state not in _DEGREES and not any(kind_of(word) & (Kind.MEDICAL | Kind.ORDINARY) for word in words)
        ):
            yield Span(*match.span("town"), Label.LOCATION)
    for match in _CODE_TOWN.finditer(text):
        if _is_town(match["town"]) or (
            len(match["code"]) > 4
            and text[max(0, match.start() - 2) : match.start()] in {", ", "\n", "- "}
            and _is_unknown(match["town"])
        ):
            yield Span(*match.span(), Label.LOCATION)
    for match in _CODE_CUE.finditer(text):
        yield Span(*match.span("code"), Label.LOCATION)
