"""Which occupations may do what in which country: data, deny by default. What it rests on stands in docs/regions.md.

The rule behind the table: whoever shares a patient's case answers for it to a register that law has made. Where we
aren't sure that a country keeps one for an occupation, the occupation discusses and doesn't share.
"""

from __future__ import annotations

from app.accounts.rules import STUDENTS, Occupation
from app.policy.actor import Ability, Standing

LETTERS = {
    "n": Occupation.NURSE,
    "a": Occupation.PHYSICIAN_ASSISTANT,
    "p": Occupation.PHARMACIST,
    "d": Occupation.DENTIST,
    "t": Occupation.THERAPIST,
}
REGISTERED_IN = {
    # North America
    "CA": "napdt",
    "MX": "npd",
    "US": "napdt",
    # Europe
    "AT": "npdt",
    "BE": "npd",
    "BG": "npd",
    "CH": "npdt",
    "CY": "npd",
    "CZ": "npdt",
    "DE": "npd",
    "DK": "npdt",
    "EE": "npd",
    "ES": "npd",
    "FI": "npdt",
    "FR": "npdt",
    "GB": "napdt",
    "GR": "npd",
    "HR": "npd",
    "HU": "npd",
    "IE": "npdt",
    "IS": "npd",
    "IT": "npd",
    "LT": "npd",
    "LU": "npd",
    "LV": "npd",
    "MT": "npd",
    "NL": "napdt",
    "NO": "npdt",
    "PL": "npdt",
    "PT": "npdt",
    "RO": "npd",
    "SE": "npdt",
    "SI": "npd",
    "SK": "npd",
    # Asia and the Pacific
    "AU": "npdt",
    "HK": "npdt",
    "IN": "npd",
    "JP": "npd",
    "NZ": "npdt",
    "PH": "npdt",
    "SG": "npdt",
    # Africa
    "GH": "napd",
    "KE": "npd",
    "NG": "npdt",
    "ZA": "napdt",
    # South America
    "BR": "npdt",
}
"""Occupations beside physicians that law keeps a register of, one letter of `LETTERS` each."""

ELSEWHERE = ""
"""In a country that isn't listed physicians alone share, until somebody has looked its law up."""

_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
ISO_3166 = frozenset(_ISO_3166.split())
ALL = frozenset(Ability)
SPEAKING = frozenset({Ability.COMMENT})
SHARING = SPEAKING | {Ability.SHARE}
PHYSICIANS = {Occupation.PHYSICIAN: ALL, Occupation.RESIDENT: ALL - {Ability.MODERATE}}
"""In every country; whoever diagnoses under supervision confirms what somebody else has diagnosed, too."""
WHERE_REGISTERED = {
    Occupation.DENTIST: ALL,
    Occupation.NURSE: SHARING | {Ability.MODERATE},
    Occupation.PHARMACIST: SHARING | {Ability.MODERATE},
    Occupation.PHYSICIAN_ASSISTANT: SHARING,
    Occupation.THERAPIST: SHARING,
}
WITHOUT_REGISTER = {
    **dict.fromkeys(WHERE_REGISTERED, SPEAKING),
    **dict.fromkeys(STUDENTS, SPEAKING),
    Occupation.FACULTY: SPEAKING | {Ability.MODERATE},
    Occupation.OTHER_HEALTHCARE: SPEAKING,
}
BESIDES = {("US", Occupation.PHYSICIAN_ASSISTANT): frozenset({Ability.CONFIRM})}
"""What law gives an occupation in one country and not in others: they diagnose under a licence of their own."""


def is_registered(occupation: Occupation, country: str) -> bool:
    """Whether the table knows of a register that law keeps of this occupation there."""
    return occupation in PHYSICIANS or occupation in {
        LETTERS[letter] for letter in REGISTERED_IN.get(country, ELSEWHERE)
    }


def abilities(occupation: Occupation, country: str) -> frozenset[Ability]:
    """What the occupation may do there once it's verified; nothing where there is no such country."""
    if country not in ISO_3166:
        return frozenset()
    if not is_registered(occupation, country):
        return WITHOUT_REGISTER.get(occupation, frozenset())
    known = PHYSICIANS.get(occupation) or WHERE_REGISTERED[occupation]
    return known | BESIDES.get((country, occupation), frozenset())


def standing_of(occupation: Occupation, country: str, *, is_verified: bool) -> Standing:
    """What a person counts as; without a verification in force everybody is a plain member."""
    if not is_verified or not abilities(occupation, country):
        return Standing.MEMBER
    return Standing.STUDENT if occupation in STUDENTS else Standing.CLINICIAN
