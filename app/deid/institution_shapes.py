"""The words and shapes that tell a named institution."""

from __future__ import annotations

import re

from app.deid.loose import loose
from app.deid.wordlists import group

HEADS = group("institution_heads")
WEAK_HEADS = group("weak_institution_heads")
"""Heads that ordinary words stand before without naming anything: fracture clinic, day centre, high school."""

STRENGTHENING = group("strengthening")
"""Words that make of a weak head one that a name does stand before: 'Jones Medical Center'."""

GENERIC = group("generic_institution_words")
JOINING = group("joining")
AFTER_OF = group("after_of")
ROMANCE_HEAD = loose(
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
ROMANCE_NAME = re.compile(
    r"(?:[«\"“]\s?)?(?P<name>(?:\d{1,2}\s+de\s+)?(?:(?:St|Ste|Dr|Dra|Prof|Sta|Sto|Sr|Sra|"
    r"N)\.\s)?[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]{0,40}(?:(?:\s|-)(?:(?:des?|du|del?|d[aeo]s?|di|la|le|les|los|las|el|"
    r"y|e|et|und|am|im|i|San|Sant|Santa|São)\s+|[dl]['’]){0,3}[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]{0,40}(?<![.])){0,5})"
)
COMPOUND = re.compile(
    r"\b[A-ZÄÖÜ][\w.-]{2,40}-(?:Krankenhaus|Klinik|Klinikum|Kliniken|Spital|Hospital|Stift|Ziekenhuis|"
    r"Hospiz|Gymnasium|Schule)(?:\s+[A-ZÄÖÜ][\w-]+)?"
)
COMPANY = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'’&-]{0,40}\s+(?:(?:&|and)\s+)?){1,4}(?:Ltd|Limited|Inc|Incorporated|LLC|LLP|"
    r"PLC|plc|GmbH|AG|S\.?A\.?R?\.?L?|SARL|SpA|S\.?L\.?|Ltda|Corp|Corporation|Company|Industries|Motors|"
    r"Airlines|Airways|Logistics|Steelworks|Textiles|Enterprises|Holdings|Brothers|Bros|& Sons|& Co|"
    r"and Sons)\b\.?)"
)
EMPLOYED = re.compile(
    r"\b(?:(?:works?|worked|working|employed|employee|job|shift|labou?rer|cashier|driver|manager|"
    r"engineer|technician|clerk|teacher|pupil|student|studies|studying|attends?|attended|attending|"
    r"enrolled|headmaster|professor|lecturer|volunteers?|intern)"
    r"\s+(?:(?:as|in)\s+(?:an?\s+|the\s+)?[\w -]{3,30}?\s+)?(?:at|for|with|by|of)|"
    r"employer(?:,|:|\s+is|"
    r"\s+was)?|travaille\s+(?:chez|à)|"
    r"employ[ée]+\s+chez|trabaja\s+en|trabalha\s+n[ao]|arbeitet\s+bei|lavora\s+(?:presso|"
    r"alla))\s+(?:the\s+|a\s+|local\s+)*(?=[A-ZÀ-Ý])"
)
PARTNERS = re.compile(
    r"(?:,\s[A-Z][\w'’-]+)*,?\s(?:and|&)\s[A-Z][\w'’-]+(?:\s(?:LLP|LLC|Ltd|Inc|Associates|Partners|Group|Sons|Co)\b)?"
)
MOVED = loose(
    r"\b(?:transferred|transfer|readmitted|repatriated|airlifted|discharged|admitted|"
    r"conveyed)\s+(?:\w+\s+){0,2}?(?:from|to|at|into)\s+(?=[a-zà-ÿ])"
)
FIRMS = group("firms")
ROMANCE = frozenset({"fr", "es", "pt", "it", "de"})
FIELD = loose(
    r"(?<![\w-])(?:facility|institution|hospital|agency|employer|workplace|company|school|practice|"
    r"pharmacy|hôpital|établissement|centro|institución|instituição|entidad|krankenhaus|"
    r"ospedale)(?:\s+name)?\s{0,2}[:|]\s{0,3}(?=[^\W\d])"
)
SAINT = re.compile(
    r"\b(?:at|to|from|in|into|of|by)\s+(?P<name>(?:St|Saint|Ste)\.?\s[A-Z][\w-]+(?:['’]s|s['’])|"
    r"[A-Z][a-z]{3,}['’]s(?=\s(?:Hospital|A&E|ED|ICU|ITU|emergency|ward|cath)))"
)
