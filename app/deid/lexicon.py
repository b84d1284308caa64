"""What a single word can be: a name, an ordinary word, a medicine, an eponym, a country; by lists and endings."""

from __future__ import annotations

import re
from functools import lru_cache

from app.deid.wordlists import Phrase, by_first, phrases, words


class Kind:
    """What a word can be; a word can be several things, and none of them is 0: unknown.

    The values are plain numbers to be joined with |: a note asks for them thousands of times.
    """

    GIVEN = 1
    SURNAME = 2
    ORDINARY = 4
    MEDICAL = 8
    EPONYM = 16
    COUNTRY = 32
    LIKE_A_SURNAME = 64
    LIKE_A_WORD = 128


NAME = Kind.GIVEN | Kind.SURNAME | Kind.LIKE_A_SURNAME
LISTED = Kind.GIVEN | Kind.SURNAME

_GIVEN = words("given_names")
_SURNAMES = words("surnames")
_ORDINARY = words("ordinary_words")
_ABROAD = words("words_abroad")
_MEDICAL = words("drugs") | words("organisms")
_EPONYMS = words("eponyms") | {part for word in words("eponyms") for part in word.split("-")}
HEADS = words("eponym_heads")
"""Nouns that make the name before them an eponym."""

COUNTRIES = by_first(phrases("countries_states"))
COUNTRIES_OF_SEVERAL_WORDS = {
    first: several for first, found in COUNTRIES.items() if (several := [each for each in found if len(each) > 1])
}
EPONYM_PHRASES = by_first(phrases("eponym_phrases"))
INSTITUTIONS = by_first(phrases("institutions"))
_WITH_CUE: frozenset[Phrase] = phrases("towns_with_cue")
TOWNS = by_first(phrases("towns") | _WITH_CUE)
TOWN_WORDS = frozenset(phrase[0] for found in TOWNS.values() for phrase in found if len(phrase) == 1)
"""Towns of one word."""
WITH_CUE = _WITH_CUE
"""Towns that are words, names or eponyms too."""

_COUNTRY_WORDS = frozenset(phrase[0] for found in COUNTRIES.values() for phrase in found if len(phrase) == 1)

_MEDICAL_ENDING = re.compile(
    r"\w{3,}(?:itis|osis|emia|aemia|omas?|pathy|pathic|ectomy|otomy|ostomy|plasty|scopy|scopic|graphy|"
    r"gram|grams|ology|ologist|ologists|uria|"
    r"algia|penia|cytosis|trophy|trophic|plegia|paresis|phasia|rrhoea|rrhea|megaly|sclerosis|stenosis|"
    r"genic|genesis|mab|"
    r"nib|sartan|olol|statin|azole|cillin|mycin|micin|floxacin|prazole|tidine|azepam|zolam|barbital|"
    r"barbitone|dipine|gliptin|gliflozin|"
    r"glutide|parin|xaban|grel|grelor|vudine|oxetine|triptan|setron|dronate|lukast|terol|sone|solone|"
    r"nisone|thiazide|semide|profen|"
    r"oxicam|coxib|zosin|afil|ciclib|limus|platin|taxel|rubicin|tecan|cycline|penem|fungin|phylline|iptyline|ipramine|"
    r"virus|viral|coccus|cocci|bacter|bacterium|bacillus|phage|blast|blasts|cyte|cytes|ase|kinase|"
    r"globulin|caemia|lysis|plasia|plastic|"
    r"iasis|cele|tomy|desis|pexy|centesis|pril|cidal|static|toxin|zepine|ridone|apine|phobia|mania)s?$"
)
_ORDINARY_ENDING = re.compile(
    r"\w{3,}(?:tion|tions|sion|sions|ments?|ness|ical|ically|ious|eous|able|ible|ance|ence|ances|ences|"
    r"isms?|ships?|ful|less|wards?|"
    r"wise|ated|ised|ized|ified|ating|ising|izing|ively|ingly|edly|ously|ally|ities|ency|ancy|ogy|aire|"
    r"eux|euse|elle|ement|idad|"
    r"ción|cion|ções|ção|cao|mente|aggio|zione|ung|ungen|keit|heit|lich|isch|ose|ique|iques|ière)$"
)
_SURNAME_ENDING = re.compile(
    r"\w{2,}(?:ski|ska|cki|cka|dzki|icz|czyk|czak|niak|enko|chuk|shyn|skyy|sky|skaya|kova|nova|rova|lova|"
    r"mova|sova|tova|dova|chev|"
    r"yev|eyev|nov|kov|rov|lov|ovich|evich|ovic|evic|escu|eanu|oglu|opoulos|poulou|akis|aki|iadis|idis|"
    r"idou|akos|dottir|sson|ssen|"
    r"shvili|adze|idze|zadeh|pour|nejad|inen|stein|berg|mann|witz|owitz|baum|feld|thal|yan|ians?|jian|"
    r"unov|unova|ayev|ayeva|"
    r"inho|etti|elli|ucci|acci|ello|azzo|ieri|etto|mans|huis|veld|stra|ema|inga|sen|nanthan|swamy|"
    r"moorthy|murthy|lingam|"
    r"rajah|singhe|sekera|wardena|weera|tunga|palli|kutty|bhai|ben|jee|dhury|pathy|kumar|nathan|ullah|uddin|allah|"
    r"ez|oux|eau|ault|ard|aud|ot|ois)$"
)
_PREFIXES = frozenset(
    {
        "non",
        "pre",
        "post",
        "anti",
        "co",
        "re",
        "self",
        "sub",
        "peri",
        "intra",
        "inter",
        "extra",
        "semi",
        "multi",
        "mid",
        "pro",
        "x",
        "ex",
        "un",
        "well",
        "follow",
        "hyper",
        "hypo",
    }
)
_ARTICLES = frozenset({"al", "el", "ben", "bin", "abu", "ibn", "ait", "ould", "ter", "ul"})
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
    ("est", ""),
    ("d", ""),
)


@lru_cache(maxsize=50_000)
def kind_of(word: str) -> int:
    """Return what a folded word can be; of a hyphened word what its parts are."""
    if "-" in word and word not in _GIVEN and word not in _SURNAMES:
        return _of_parts([part for part in word.split("-") if part])
    plain = word.replace("'", "")
    kind = 0
    if word in _GIVEN or plain in _GIVEN:
        kind |= Kind.GIVEN
    if word in _SURNAMES or plain in _SURNAMES:
        kind |= Kind.SURNAME
    if word in _COUNTRY_WORDS:
        kind |= Kind.COUNTRY
    if word in _EPONYMS:
        kind |= Kind.EPONYM
    if word.endswith("type"):
        kind |= Kind.EPONYM
    return kind | _other_than_name(word, kind)


def kind_abroad(word: str) -> int:
    """Return what a folded word can be in a text that is not English, or may not be."""
    return kind_of(word) | (Kind.ORDINARY if word in _ABROAD else 0)


def _other_than_name(word: str, kind: int) -> int:
    found = 0
    listed = bool(kind & LISTED)
    if word in _ORDINARY:
        found |= Kind.ORDINARY
    elif not listed and _is_inflected(word):
        found |= Kind.ORDINARY | Kind.LIKE_A_WORD
    if word in _MEDICAL:
        found |= Kind.MEDICAL
    elif not listed and len(word) > 5 and _MEDICAL_ENDING.match(word):
        found |= Kind.MEDICAL | Kind.LIKE_A_WORD
    if not (listed or found or kind & Kind.EPONYM):
        if len(word) > 5 and _SURNAME_ENDING.match(word):
            return Kind.LIKE_A_SURNAME
        if len(word) > 6 and _ORDINARY_ENDING.match(word):
            return Kind.LIKE_A_WORD
    return found


def _is_inflected(word: str) -> bool:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)] + instead
            if stem in _ORDINARY or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in _ORDINARY):
                return True
    return False


def _of_parts(parts: list[str]) -> int:
    """A hyphened word is ordinary if its parts are, or it has a prefix; a name if a part is, or it has a particle."""
    if not parts:
        return Kind.ORDINARY
    kinds = [kind_of(part) for part in parts]
    found = 0
    for kind in kinds:
        found |= kind & (Kind.MEDICAL | Kind.EPONYM)
    if parts[0] in _PREFIXES or len(parts[0]) < 2 or all(kind & (Kind.ORDINARY | Kind.LIKE_A_WORD) for kind in kinds):
        return found | Kind.ORDINARY
    if parts[0] in _ARTICLES:
        return found | Kind.LIKE_A_SURNAME
    named = [kind for kind in kinds if kind & LISTED]
    if any(not kind & Kind.ORDINARY for kind in named):
        found |= Kind.GIVEN if kinds[0] & Kind.GIVEN else Kind.SURNAME
    return found
