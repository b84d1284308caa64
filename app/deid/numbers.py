"""Find the numbers that stand for a person or a thing: records, accounts, identity papers, devices, vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.loose import Written, loose
from app.deid.rules import Label, Span

_NO = (
    r"(?:numbers?|num|nos?|nr|n\.?\s?[º°o]\.?|nºs?|n°|№|#|id|identifier|ref(?:erence)?|code|número|"
    r"numero|numéro|nummer|clínica|clinica)"
)
_LINK = (
    rf"(?:[\s.]{{0,2}}\(?{_NO}\b\)?\.?){{0,3}}\s{{0,2}}(?:is\b|was\b|es\b|é\b|est\b|ist\b|:|=|#|-|–|#|"
    rf"\|)?\s{{0,2}}(?:#|\()?"
)
_VALUE = (
    r"(?P<value>(?=[A-Z0-9./\\-]{0,14}\d|[A-Z]{1,4} ?\d)(?:[A-Z]{1,4}[ -]?)?[A-Z0-9]+(?:[./\\-][A-Z0-9]+){0,6}"
    r"(?:(?<=\d)[ ](?:\d{1,6}|[A-D])(?![\w:/.%-]*[\w:/%])){0,6}(?:(?<=\d)[ -]?[A-Z])?)(?![\w@])"
)
_SURE_CUES = (
    r"mrn|m\.r\.n\.?|umrn|urn|(?:medical|patient|health|hospital|clinic)[\s-]record|hosp(?:ital|"
    r"\.)?(?=[\s.]{1,2}(?:no|num|nr|#|id))|patient[\s-](?=id|no|num|ref|ident)|pt[\s-](?=id|no|num)|pid|"
    r"nhs(?!\s*trust)|"
    r"chi(?=\s?(?:no|num|:|\d{6}))|h&c|hcn|ohip|phn|ihi|(?:health|insurance|medicare|medicaid|membership|"
    r"member|subscriber|policy|beneficiary|claim|group)[\s-]?(?:card|plan|policy)?(?=[\s:#.]{1,2}(?:no|"
    r"num|id|#|:|is|\d|[A-Z]{1,4}\d))|"
    r"medicare|medicaid|ssn|social\s+security|s\.s\.n\.|passport|driv(?:ing|er['’]?s?|"
    r"ers)[\s-]+licen[cs]e|national\s+(?:id|insurance|identity)(?:\s+card)?|ni(?=\s(?:no|num))|nino|"
    r"identity\s+(?:card|document)|id\s+card|"
    r"accession|acc(?=[\s.]?(?:no|num|#))|(?:bank\s+)?(?:account|acct)|sort\s+code|iban|(?:credit|debit|"
    r"bank)\s+card|certificate|permit|visa(?=\s(?:no|num))|employee|staff|student|pupil|payroll|badge|"
    r"service(?=\s(?:no|num))|"
    r"(?:gmc|nmc|npi|dea|licen[cs]e|registration)(?=\W)|episode|encounter|visit(?=\s(?:no|num|id|#))|"
    r"user\s?(?:name|id)|login|id(?=[\s:#]{1,3}[A-Z]{0,3}\d{4})|"
    r"admission(?=\s(?:no|num|id|#))|case(?=\s(?:no|num|id|#|ref))|chart|file(?=\s(?:no|num|#|ref))|"
    r"unit(?=\s(?:no|num|#))|record|"
    r"(?:lab(?:oratory)?|specimen|sample|slide|block|pathology|histology|biopsy|path|cytology|"
    r"requisition|request|order|report|referral|study|subject|participant|trial|protocol|biobank|donor|"
    r"bag|unit|exam|image|study\s+uid|booking|invoice|receipt|ubrn|our|your)(?=[\s.]{0,2}(?:no\b|num|"
    r"id\b|#|ref|nr|code|:\s?(?:[A-Z]{1,4}[- ]?)?\d))|"
    r"(?:our|your|my)?\s?ref(?:erence)?(?=\s?(?:no|num|:|#))|"
    # French, Spanish, Portuguese, German, Italian, South Asian
    r"(?:n°|no|numéro)?\s?(?:de\s)?(?:s[eé]curit[eé]\s+sociale|s[eé]cu)|nir|nss|ins|ipp|nip|nda|(?:n°|"
    r"numéro)?\s?(?:de\s)?dossier|(?:carte\s+)?vitale|matricule|cni|passeport|permis|"
    r"nhc|h\.?c\.?(?=\s?(?:n|:))|(?:n[º°.]?\s?(?:de\s)?)?historia(?:\s+cl[ií]nica)?|expediente|"
    r"tarjeta(?:\s+sanitaria)?|cip|dni|nie|nif|nuss|naf|cédula|cedula|c\.i\.|curp|rfc|rut|run|ruc|cuil|"
    r"cuit|pasaporte|p[oó]liza|afiliaci[oó]n|"
    r"cpf|c\.p\.f\.|rg|cns|cart[ãa]o(?:\s+(?:sus|nacional(?:\s+de\s+sa[uú]de)?|de\s+cidad[ãa]o))?|sus|"
    r"prontu[áa]rio|processo|utente|niss|sns|(?:bilhete\s+de\s+)?identidade|cc(?=\s?(?:n[º°]|"
    r":?\s?\d{7,8}\s))|passaporte|matr[íi]cula\s+n|"
    r"(?:versicherten|kranken|fall|patienten|versicherungs|personalausweis|sozialversicherungs|"
    r"rentenversicherungs|aufnahme|akten)[\s-]?(?:nummer|nr)|fallnr|pat\.?-?(?:nr|id)|reisepass|ausweis|"
    r"codice\s+fiscale|c\.f\.|tessera(?:\s+sanitaria)?|cartella(?:\s+clinica)?|nosologico|bsn|pesel|"
    r"personnummer|cpr|t\.?c\.?\s?kimlik|kimlik|tckn|"
    r"aadhaar|aadhar|uhid|uid|pan(?=\W)|ip(?=\s?no)|op(?=\s?no)|opd(?=\s?no)|cr(?=\s?no)|reg(?:d|"
    r"istration)?(?=\s?(?:no|num))|nrc|nric|mykad|ic(?=\sno)|nin|bvn|nhif|nhis|voter"
)
_SURE = loose(rf"(?<![\w])(?:{_SURE_CUES})\b{_LINK}{_VALUE}")
_HASH = loose(r"(?<!\w)(?:#\s?|\bno\.?\s|\bid:?\s|n[º°]\s?)(?P<value>(?:[A-Z]{1,3}-?)?\d{5,12})(?![\w%]|[.,]\d)")
_FORMATS = re.compile(
    r"(?<![\w.,/-])(?!NCT|ISRCTN|PMC|PMID|OMIM|ORPHA|HGNC|ENS|GSE|CVE|COVID|SARS)(?:"
    r"\d{3}-\d{2}-\d{4}"  # US social security
    r"|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}|\d{2}\.\d{3}\.\d{3}-[\dX]"  # Brazil
    r"|[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?"  # France
    r"|\d{8}[ -]?[A-Z]|\d{2}\.\d{3}\.\d{3}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z]|\d{1,2}\.\d{3}\.\d{3}-[\dkK]"  # Spain, Chile
    r"|\d{2}/?\s?\d{8,10}/?\s?\d{2}|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d|[A-Z]{4}\s?\d{10,14}"
    r"|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]"  # UK national insurance
    r"|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{5}\d{4}[A-Z]"  # Italy, India
    r"|\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{4})?|\d{3}[ -]\d{3}[ -]\d{4}(?=[^\w-]|$)"
    r"|[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?"  # bank accounts
    r"|[A-Z]{1,3}\d{2}-\d{4,7}|[A-Z]{1,3}-?\d{2}/\d{4,7}|[A-Z]{1,3}-\d{5,10}|[A-Z]{2,4}-\d{2,4}-\d{4,8}|"
    r"[A-Z]{1,4}\d{6,10}[A-Z]?"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{7,18}|\d{6,8}-\d{1,5}"
    r")(?![\w%/-]|[.,:]\d)"
)
_CODE = re.compile(
    r"(?<![\w.,/-])(?!NCT|ISRCTN|PMC|PMID|OMIM|ORPHA|HGNC|COVID|SARS|ICD|HLA|ISO|DSM|"
    r"EN-)[A-Z]{2,10}(?:-[A-Z0-9]{2,10}){0,4}-[A-Z]{0,4}\d{3,10}[A-Z]{0,2}(?:-[A-Z0-9]{1,8}){0,3}(?![\w%/-])"
)
"""Letters and digits joined by hyphens, as systems number their records: HZN-IL-12345678."""
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d\d)?\d\d|(?:19|20)\d\d([/.-])\d\d\2\d\d")
_NOT_BEFORE = loose(
    r"(?:nct|pmid|pmc|snomed(?:[\s-]?ct)?|loinc|omim|mim|orpha(?:net)?|isrctn|doi|hgnc|hp|cpt|"
    r"icd(?:-?\d+)?(?:-cm)?|rs|atc|rxnorm|chr\w{1,2}|grch\d*|position|rrid|cas|umls|cui|mesh|"
    r"ens[a-z]{0,3}|n[mp]_|"
    r"isbn|issn|eudract|uniprot|clinvar|dbsnp|gnomad|accession\sgse|gse|count|load|titre|titer|cost|"
    r"price|about|approximately|than|>|<|≥|≤|~|€|£|\$|budget|population)\W{0,3}$"
)
_UNIT = loose(
    r"\s?(?:mg|mcg|µg|ug|g|kg|ml|l|iu|ui|units?|unités|u/|cells?|cellules|copies|cop[ií]as|cfu|mmol|"
    r"/\s?(?:mm|µ|u|ml|l|hpf|cm|d)|%|x\s?10|×|ng|pg|mm|cm|euros?|€|£|\$|dollars|steps|people|inhabitants|"
    r"patients|"
    r"habitants|habitantes|platelets|per\b|bp\b|kb\b|ms\b|hz\b)"
)
_DEVICE = loose(
    r"\b(?:(?:device|implant|pacemaker|pump|generator|lead|model|equipment|machine)?\s?(?:serial|ser\.?|"
    r"s/n|sn|s\.n\.|imei|udi|lot|batch|mac(?:\s+address)?|device\s+(?:id|identifier|no|number)|"
    r"implant\s+(?:id|no|number|ref)|"
    r"n(?:°|º|o|umé?e?ro)?\s?(?:de\s)?s[eéè]rie|(?:n°|no|numéro|nº|número)\s?(?:de\s)?lot[e]?|lote|"
    r"serien(?:nummer|nr)|seriennr|charge(?:n(?:nummer|nr))?(?=[.:\s]{1,2}\w*\d)|matricola|lotto|"
    r"numero\s+di\s+serie))\b"
    r"\.?(?:\s?(?:no|number|num|nr|n[º°]|#|code|id)\b)?\.?\s{0,2}(?:is\b|was\b|:|=|#|-)?\s{0,2}(?:#|\()?"
    r"(?P<value>(?=[A-Z0-9-]{0,20}\d[A-Z0-9-]{0,20}\d)(?:[A-Z]{1,4} )?[A-Z0-9]{2,}(?:[-./:][A-Z0-9]+)"
    r"{0,7}(?:(?<=\d) \d{3,6}){0,3})(?![\w@])"
)
_MAC = loose(r"(?<![\w:-])(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}(?![\w:-])|(?<!\w)\(01\)\d{14}(?:\(\d\d\)[\w-]{1,20}){0,4}")
_VEHICLE = loose(
    r"\b(?:licen[cs]e\s+plate|number\s+plate|plates?|vehicle(?:\s+reg(?:istration)?)?|"
    r"registration(?:\s+(?:plate|mark|number|no))?|reg(?:\.|istered|\s+plate|\s+no)?|immatricul(?:ation|"
    r"ée?)|plaque|matr[íi]cula|placa|kennzeichen|targa|tag)\b"
    r"(?:\s?(?:no|number|n[º°])\b)?[\s.:#(-]{0,3}(?:(?:is|was|as|de|do|carro|coche|voiture|number)\s){0,2}"
    r"(?P<value>(?=[A-Z0-9 -]{0,9}\d)(?=[A-Z0-9 -]{0,9}[A-Z])[A-Z0-9]{1,4}(?:[ -·]?[A-Z0-9]{1,4}){1,3})(?!\w)"
)
_CAR = loose(
    r"\b(?:car|van|lorry|truck|vehicle|motorbike|motorcycle|taxi|driver|driving|parked|coche|carro|voiture|auto|moto)\b"
)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}\d{2}\s?[A-Z]{3}|\d{4}\s?[B-DF-HJ-NP-TV-Z]{3}|[A-Z]{3}[ -]?\d[A-Z0-9]\d{2}|"
    r"[A-Z]{1,3}-[A-Z]{1,2}\s?\d{1,4}|\d[A-Z]{3}\d{3}|[A-Z]{3}[ -]\d{3,4})(?![\w-])"
)
_SURE_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-\d{3}-[A-Z]{2}|"
    r"(?=[A-HJ-NPR-Z0-9]{0,13}\d{4})(?=\w{0,12}[A-Z]\w?[A-Z])[A-HJ-NPR-Z0-9]{3}[A-HJ-NPR-Z]{1,2}[A-HJ-NPR-Z0-9]{12,13})"
    r"(?![\w-])"
)


def cued_numbers(written: Written) -> Iterator[Span]:
    """Yield the numbers that a word tells: ID of people and records, DEVICE of things, OTHER of vehicles."""
    yield from _devices(written)
    yield from _vehicles(written)
    for match in _SURE.finditer(written.low):
        if _is_number(match["value"]):
            yield Span(*match.span("value"), Label.ID)


def shaped_numbers(written: Written) -> Iterator[Span]:
    """Yield the numbers that their own shape tells, and long ones that nothing explains."""
    for match in _HASH.finditer(written.low):
        if not _UNIT.match(written.low, match.end()):
            yield Span(*match.span("value"), Label.ID)
    for match in _FORMATS.finditer(written.text):
        before = written.low[max(0, match.start() - 18) : match.start()]
        if not _UNIT.match(written.low, match.end()) and not _NOT_BEFORE.search(before):
            yield Span(*match.span(), Label.ID)
    for match in _CODE.finditer(written.text):
        digits = "".join(filter(str.isdigit, match.group()))
        if len(digits) > 4 or (len(digits) == 4 and digits[:2] not in {"19", "20"}):
            yield Span(*match.span(), Label.ID)


def _is_number(value: str) -> bool:
    if _DATE.fullmatch(value):
        return False
    digits = sum(map(str.isdigit, value))
    return digits > 3 or (digits > 2 and not value.isdigit())


def _devices(written: Written) -> Iterator[Span]:
    for match in _DEVICE.finditer(written.low):
        if len(match["value"]) > 3:
            yield Span(*match.span("value"), Label.DEVICE)
    for match in _MAC.finditer(written.low):
        yield Span(*match.span(), Label.DEVICE)


def _vehicles(written: Written) -> Iterator[Span]:
    for match in _VEHICLE.finditer(written.low):
        value = written.text[match.start("value") : match.end("value")]
        if len(value) > 3 and (value.isupper() or written.text == written.low):
            yield Span(*match.span("value"), Label.OTHER)
    for match in _SURE_PLATE.finditer(written.text):
        yield Span(*match.span(), Label.OTHER)
    for match in _PLATE.finditer(written.text):
        if _CAR.search(written.low, max(0, match.start() - 70), match.start()):
            yield Span(*match.span(), Label.OTHER)
