"""The shapes of street lines in the languages of the West, of India and of Turkey."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.loose import Written, loose

CAPITALISED = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]{0,30}"
_TYPES = (
    r"Street|St|Str|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Crescent|Cres|"
    r"Terrace|Ter|Boulevard|Blvd|Square|Sq|Gardens|Gdns|Grove|Hill|Mews|"
    r"Row|Parade|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Walk|Rise|View|Park|Green|Heights|Quay|Wharf|Loop|"
    r"Trail|Trl|Turnpike|Pike|Estate|Villas?|Cottages?|House|Mansions|Broadway|Esplanade|Nagar|Marg|"
    r"Colony|Layout|Enclave|Vihar|Salai|Chowk|Sector"
)
_UNIT = (
    r"(?:(?:Flat|Apartment|Apt|Unit|Suite|Ste|Room|Rm|No|House|Plot|Block|Floor|"
    r"Shop)\.?\s?#?\d{0,4}[A-Za-z]?(?:\s?[A-Z])?,?\s+)"
)
_NUMBERED = re.compile(
    rf"(?<![\w.,/-])(?:{_UNIT}"
    rf")?(?:No\.?\s)?\d{{1,5}}[A-Za-z]?(?:[-–/]\d{{1,4}}[A-Za-z]?)?,?\s+(?:(?:[NSEW]\.?|North|South|East|"
    rf"West)\s+)?(?:(?:{CAPITALISED}|of|the|de|la|\d{{1,3}}(?:st|nd|rd|"
    rf"th))\s+){{1,4}}?(?:{_TYPES})\b\.?(?:\s(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b)?"
)
_SMALL = loose(
    r"(?<![\w.,/-])\d{1,5}[a-z]?\s+(?!weeks?|days?|months?|years?|hours?|mg|ml|"
    r"times)(?:[^\W\d]{3,20}\s+){1,2}?(?:street|road|avenue|lane|close|drive|crescent|terrace|"
    r"boulevard)\b"
)
_COUNTED = loose(
    r"(?<![\w.,/-])\d{1,5}\s+(?:[NSEW]\.?\s+)?\d{1,3}(?:st|nd|rd|th)\s+(?:Street|St|Avenue|Ave|Road|Rd|"
    r"Blvd|Place|Pl|Court|Ct)\b\.?"
)
_NAMED = re.compile(
    rf"\b(?:(?:{CAPITALISED})\s+){{1,3}}(?:Street|Road|Avenue|Lane|Crescent|Boulevard|"
    r"Terrace)\b(?!\s+(?:Hospital|Clinic|Surgery|Practice|School|Medical|Health|Station|drugs?))"
)
_FRENCH = re.compile(
    rf"(?<!\w)(?:\d{{1,4}}(?:\s?(?:bis|ter|quater|[A-D]))?,?\s+)?(?:rue|avenue|av\.|boulevard|bd|blvd|"
    r"chemin|all[ée]e|impasse|quai|faubourg|ruelle|(?<=\d\s)(?:place|cours|route|square|passage|sentier|"
    r"résidence|lotissement))\s+"
    rf"(?:(?:des?|du|la|le|les|aux?|sur)\s+|[dl]['’]){{0,3}}(?-i:(?:{CAPITALISED}|"
    rf"\d{{1,2}}\s{CAPITALISED}))(?:(?:\s|-)(?:(?:des?|du|la|le|les|et|sur)\s+|"
    rf"[dl]['’]){{0,2}}(?-i:{CAPITALISED})){{0,4}}",
    re.IGNORECASE,
)
_IBERIAN = re.compile(
    r"(?<![\w/])(?:calle|c/|avda\.?|avenida|plaza|plza\.?|pza\.?|paseo|p\.º|camino|carretera|ctra\.?|"
    r"ronda|travesía|callejón|carrera|cra\.?|calzada|jirón|jr\.|urbanización|urb\.|colonia|barrio|rua|"
    r"travessa|praça|praceta|largo|estrada|alameda|beco|rodovia|bairro|av\.)\s+"
    rf"(?:(?:del?|dos?|das?|de\s+l[ao]s?|l[ao]s?)\s+){{0,2}}(?-i:(?:{CAPITALISED}|"
    rf"\d{{1,3}}[A-Z]?(?:\s+(?:de|#)\s+{CAPITALISED})?))(?:\s+(?:(?:del?|dos?|das?|y|e|la|los|"
    rf"las)\s+){{0,2}}(?-i:{CAPITALISED})){{0,4}}"
    r"(?:,?\s*(?:n[úuº°.o]*m?\.?[º°]?\s*|"
    rf"#\s*)?\d{{1,5}}(?:[-–]\d{{1,4}})?[A-Za-z]?\b)?(?:,\s*\d{{1,2}}\.?\s?[ºª°]\s?(?-i:[A-Z])?\b|"
    rf",\s*(?:apto?|ap|bloco|bl|piso|puerta|esc)\.?\s*\w{{1,5}})*",
    re.IGNORECASE,
)
_GERMAN = re.compile(
    r"\b[A-ZÄÖÜ][\wäöüß-]{2,30}(?:straße|strasse|str\.|weg|gasse|allee|platz|ring|damm|ufer|straat|laan|"
    r"plein|gracht|kade|dijk|steeg|vägen|gatan|gata|veien|vej|gade)\s+\d{1,4}\s?[a-zA-Z]?\b"
)
_GERMAN_APART = re.compile(
    r"\b(?:[A-ZÄÖÜ]\w+(?:er|s)?[ -])(?:Straße|Strasse|Str\.|Weg|Allee|Platz|Ring|"
    rf"Damm)\s+\d{{1,4}}\s?[a-z]?\b|\b(?:Am|An der|Im|In der|Zum|"
    rf"Auf dem)\s{CAPITALISED}\s\d{{1,3}}\s?[a-z]?(?=,\s\d{{5}}|\n\d{{5}})"
)
_ITALIAN = re.compile(
    r"\b(?:via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|vicolo|strada|lungotevere|ul\.|ulica|aleja|"
    r"al\.)\s+(?:(?:dei|della|delle|degli|del|di|san|santa|"
    rf"xx)\s+){{0,2}}(?-i:{CAPITALISED})(?:\s+(?-i:{CAPITALISED}"
    rf")){{0,3}},?\s*(?:n\.?[º°]?\s*)?\d{{1,4}}(?:/?[a-zA-Z])?\b",
    re.IGNORECASE,
)
_TURKISH = re.compile(
    rf"\b(?:{CAPITALISED}\s){{1,3}}(?:Mah(?:allesi|\.)|Cad(?:desi|\.)|Sok(?:ak|ağı|\.)|"
    rf"Sk\.)(?:,?\s*(?:No:?\s*)?\d{{1,4}}(?:/\d{{1,3}})?)?"
)
_BOX = loose(
    r"\b(?:P\.?\s?O\.?\s?Box|Post\s?Office\s?Box|Private\sBag|Postfach|Apartado(?:\s(?:postal|"
    r"de\scorreos))?|Caixa\sPostal|Casilla|Boîte\spostale)\s+(?:n[º°]\s?)?[A-Z]?\d{1,6}\b"
)
_FLAT = re.compile(rf"\b(?:Flat|Apartment|Apt)\.?\s+#?\d{{1,4}}[A-Z]?(?:,\s*{CAPITALISED}(?:\s{CAPITALISED}){{0,2}})?")
_GATES = (
    (loose(r"\d[a-z]?,?\s"), (_NUMBERED,)),
    (loose(r"\b(?:street|road|avenue|lane|crescent|boulevard|terrace)\b"), (_NAMED,)),
    (
        loose(
            r"\b(?:rue|avenue|av\.|boulevard|bd|blvd|chemin|all[ée]e|impasse|quai|faubourg|ruelle|place|cours|"
            r"route|square|passage|sentier|résidence|lotissement)\s"
        ),
        (_FRENCH,),
    ),
    (
        loose(
            r"\b(?:calle|c/|avda|avenida|plaza|plza|pza|paseo|p\.º|camino|carretera|ctra|ronda|travesía|callejón|"
            r"carrera|cra|calzada|jirón|jr\.|urbanización|urb\.|colonia|barrio|rua|travessa|praça|praceta|largo|"
            r"estrada|alameda|beco|rodovia|bairro|av\.)"
        ),
        (_IBERIAN,),
    ),
    (
        loose(
            r"(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|ring|damm|ufer|straat|laan|plein|gracht|kade|dijk|"
            r"steeg|vägen|gata|veien|vej|gade|am|der|im|zum|dem)\s"
        ),
        (_GERMAN, _GERMAN_APART),
    ),
    (
        loose(
            r"\b(?:via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|vicolo|strada|lungotevere|ul\.|ulica|aleja|"
            r"al\.)\s"
        ),
        (_ITALIAN,),
    ),
    (loose(r"\b(?:mah|cad|sok|sk)"), (_TURKISH,)),
    (loose(r"\b(?:flat|apartment|apt)"), (_FLAT,)),
)
"""What must be somewhere in the text for a shape to be worth looking for."""


def street_lines(written: Written) -> Iterator[tuple[int, int]]:
    """Yield where street lines and post office boxes stand, without district, town and postcode."""
    for shape in (_SMALL, _COUNTED, _BOX):
        yield from (match.span() for match in shape.finditer(written.low))
    for gate, shapes in _GATES:
        if gate.search(written.low):
            for shape in shapes:
                yield from (match.span() for match in shape.finditer(written.text))
