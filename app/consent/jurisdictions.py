"""Who may consent where, and what a record there asks for: a table. Sources and doubts stand in docs/consent.md.

It's what the design knows of the law, and no legal advice; where a detail is in doubt, the stricter rule stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.cases.rules import AgeBand
from app.consent.rules import Giver
from app.kernel.errors import mark

EVERYBODY = frozenset(Giver)
LIVING = EVERYBODY - {Giver.ESTATE}


class Ask(StrEnum):
    """What a record asks for, beyond who decided, for what and when."""

    AUTHORITY = "authority"
    LAST_DAY = "last_day"
    WITNESS_OF_A_MARK = "witness_of_a_mark"
    WITNESSES = "witnesses"


@dataclass(frozen=True)
class Jurisdiction:
    """One row. Ages are in years; None means that no age is set.

    `decides_from`: younger patients can't decide alone; None: whoever understands what it's about decides, at any
    age. `parents_until`: from then on no parent decides. `assent_from`: from then on a child must have agreed.
    `longest_years`: how long consent can hold.
    """

    code: str
    name: str
    law: str
    languages: tuple[str, ...] = ("en",)
    givers: frozenset[Giver] = EVERYBODY
    decides_from: int | None = 18
    parents_until: int | None = 18
    assent_from: int | None = 7
    asks: frozenset[Ask] = frozenset({Ask.AUTHORITY})
    longest_years: int | None = None


MARKED = frozenset({Ask.AUTHORITY, Ask.WITNESS_OF_A_MARK})

GENERIC = Jurisdiction(
    "generic",
    mark("General form"),
    mark("Good practice: ICMJE recommendations, Declaration of Helsinki"),
    decides_from=None,
    parents_until=None,
    assent_from=None,
    asks=frozenset(),
)
TABLE: tuple[Jurisdiction, ...] = (
    GENERIC,
    Jurisdiction(
        "australia",
        mark("Australia"),
        mark("Privacy Act 1988 and the Australian Privacy Principles"),
    ),
    Jurisdiction(
        "brazil",
        mark("Brazil"),
        mark("LGPD (Lei 13.709/2018), articles 11 and 14; Civil Code, articles 3, 4 and 20"),
        languages=("pt", "en"),
        asks=MARKED,
    ),
    Jurisdiction(
        "canada-ontario",
        mark("Canada: Ontario"),
        mark("Personal Health Information Protection Act, 2004, sections 18 to 26"),
        languages=("en", "fr"),
        decides_from=None,
        parents_until=16,
    ),
    Jurisdiction(
        "eu-general",
        mark("European Union: general"),
        mark("GDPR (2016/679), articles 4(11), 7 and 9(2)(a), recital 27"),
        languages=("en", "fr"),
        givers=LIVING,
    ),
    Jurisdiction(
        "france",
        mark("France"),
        mark("GDPR; Code de la santé publique, L1110-4; Code civil, articles 9 and 371-1"),
        languages=("fr", "en"),
    ),
    Jurisdiction(
        "germany",
        mark("Germany"),
        mark("GDPR; section 203 of the Criminal Code; section 22 KunstUrhG"),
        languages=("de", "en"),
    ),
    Jurisdiction(
        "india",
        mark("India"),
        mark("Digital Personal Data Protection Act, 2023, sections 6, 9 and 14"),
        asks=MARKED,
    ),
    Jurisdiction(
        "ireland",
        mark("Ireland"),
        mark("GDPR and Data Protection Act 2018; Assisted Decision-Making (Capacity) Act 2015"),
    ),
    Jurisdiction(
        "japan",
        mark("Japan"),
        mark("Act on the Protection of Personal Information, articles 20 and 27; guidance for medical care"),
        languages=("ja", "en"),
    ),
    Jurisdiction(
        "kenya",
        mark("Kenya"),
        mark("Data Protection Act, 2019, sections 32, 33 and 44 to 46"),
        givers=LIVING,
        asks=MARKED,
    ),
    Jurisdiction(
        "mexico",
        mark("Mexico"),
        mark("Federal data protection law (LFPDPPP) on sensitive data; NOM-004-SSA3-2012"),
        languages=("es", "en"),
        asks=frozenset({Ask.AUTHORITY, Ask.WITNESSES}),
    ),
    Jurisdiction(
        "new-zealand",
        mark("New Zealand"),
        mark("Health Information Privacy Code 2020, rules 10 and 11"),
        decides_from=16,
        parents_until=16,
    ),
    Jurisdiction(
        "nigeria",
        mark("Nigeria"),
        mark("Nigeria Data Protection Act, 2023, sections 26, 30 and 31; National Health Act, 2014, section 26"),
        givers=LIVING,
        asks=MARKED,
    ),
    Jurisdiction(
        "singapore",
        mark("Singapore"),
        mark("Personal Data Protection Act 2012, sections 4, 13 to 16"),
        decides_from=21,
        parents_until=21,
    ),
    Jurisdiction(
        "south-africa",
        mark("South Africa"),
        mark("POPIA, sections 11, 27 and 35; National Health Act 61 of 2003, section 14"),
        asks=MARKED,
    ),
    Jurisdiction(
        "spain",
        mark("Spain"),
        mark("GDPR; LOPDGDD (3/2018), articles 3 and 7; Ley 41/2002"),
        languages=("es", "en"),
        decides_from=16,
    ),
    Jurisdiction(
        "uk",
        mark("United Kingdom"),
        mark("UK GDPR; duty of confidentiality; Mental Capacity Act 2005; GMC guidance on recordings"),
        decides_from=16,
        parents_until=16,
    ),
    Jurisdiction(
        "usa",
        mark("United States"),
        mark("HIPAA Privacy Rule, 45 CFR 164.502(g) and 164.508(c)"),
        asks=frozenset({Ask.AUTHORITY, Ask.LAST_DAY}),
    ),
)
BY_CODE = {place.code: place for place in TABLE}

AGES: dict[AgeBand, tuple[int, int]] = {
    AgeBand.NEONATE: (0, 0),
    AgeBand.INFANT: (0, 0),
    AgeBand.FROM_1: (1, 4),
    AgeBand.FROM_5: (5, 9),
    AgeBand.FROM_10: (10, 14),
    AgeBand.FROM_15: (15, 19),
    AgeBand.FROM_20: (20, 29),
    AgeBand.FROM_30: (30, 39),
    AgeBand.FROM_40: (40, 49),
    AgeBand.FROM_50: (50, 59),
    AgeBand.FROM_60: (60, 69),
    AgeBand.FROM_70: (70, 79),
    AgeBand.FROM_80: (80, 89),
    AgeBand.FROM_90: (90, 150),
    AgeBand.UNKNOWN: (0, 150),
}
"""Youngest and oldest of each band, in years. Somewhere in a band is enough to be believed."""


def can_decide(place: Jurisdiction, age: AgeBand) -> bool:
    """Whether a patient of that age can decide alone."""
    return place.decides_from is None or AGES[age][1] >= place.decides_from


def can_have_parents_decide(place: Jurisdiction, age: AgeBand) -> bool:
    """Whether a parent can decide for a patient of that age."""
    return place.parents_until is None or AGES[age][0] < place.parents_until


def can_be_too_young_to_ask(place: Jurisdiction, age: AgeBand) -> bool:
    """Whether a child of that age can be too young to be asked."""
    return place.assent_from is None or AGES[age][0] < place.assent_from
