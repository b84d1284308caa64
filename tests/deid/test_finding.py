"""What is found in a text: sentences for every kind of identifier, with [[LABEL wording]] where it must be found."""

from __future__ import annotations

import pytest

from app.deid.finding import find
from app.deid.rules import Label, Span
from tests.benchmarks.deid_text.corpus import marked

DATES = (
    "Seen on [[DATE 12 March 2021]] and [[DATE 4th of May]].",
    "[[DATE 03/04/2021]], [[DATE 03.04.21]], [[DATE 2021-03-04T14:30:00Z]] and [[DATE 12-Mar-2021]].",
    "First symptoms in [[DATE March 2021]], relapse in the [[DATE summer of 2022]], well since 2023.",
    "Reviewed on [[DATE Friday, 21 January]] at 09:30, again [[DATE Tuesday 4th]].",
    "Between [[DATE 12 and 18 September]] and on [[DATE 5/3]] he had seizures.",
    "DOB [[DATE 4/5/61]], born [[DATE March 3rd, 1966]], [[DATE 2021年3月4日]].",
)
AGES = (
    "A [[AGE 93-year-old]] man, aged 89 his wife died.",
    "[[AGE 97 y/o]] F; M, [[AGE 90]]; age: [[AGE 102]]; F/[[AGE 94]].",
    "In her [[AGE late nineties]], before her [[AGE 100th]] birthday.",
    "The oldest, a [[AGE centenarian]], and a boy aged 9.",
)
NUMBERS = (
    "MRN [[ID 1234567]], hospital no. [[ID K123456]], NHS number [[ID 943 476 5919]].",
    "SSN [[ID 123-45-6789]], passport [[ID 533401928]], policy no. [[ID HX-2291-884]].",
    "Accession [[ID S19-08834]], plan [[ID HZN-IL-12345678]], Aadhaar [[ID 4921 8830 1175]].",
    "Username: [[ID mfox1984]], member ID [[ID W2398 44821]], a catheter of 5 mm.",
    "Serial no. [[DEVICE PJN4438821]], lot [[DEVICE 7719-KX22]], MAC [[DEVICE 3C:5A:B4:11:22:EF]].",
    "Hit by a car, registration [[OTHER KX19 ZPO]]; VIN [[OTHER 1FTFW1ET5DFC10312]].",
)
CONTACTS = (
    "Ring [[PHONE 07911 123456]] or [[PHONE +44 20 7946 0018]], bleep [[PHONE 2241]].",
    "Phone: [[PHONE (217) 555-0187]] or [[PHONE 555-867-5309 ext 12]].",
    "Write to [[EMAIL t.bakare@nhs.example.net]] or [[EMAIL john dot smith at example dot com]].",
    "See [[URL https://portal.example/p/88213?visit=3]], [[URL www.lupus-tam.org]] and [[URL 10.24.118.7]].",
    "She posts as [[OTHER @tam_the_runner]].",
)
PLACES = (
    "He lives in [[LOCATION Ashcombe]], near [[LOCATION Totnes]], and flew from Kenya to Texas.",
    "Address: [[LOCATION 7 Rosebery Mews, Aldeburgh, Suffolk IP15 5QX]]",
    "Lives at [[LOCATION 2456 Oakwood Drive, Springfield, IL 62704]] with his dog.",
    "The mayor of [[LOCATION Tadcaster]] moved to [[LOCATION Southampton SO16 6YD]].",
    "A takes-a-bath man from [[LOCATION Bath]] fishes on [[LOCATION Lough Erne]].",
    "ORIGINALLY FROM [[LOCATION MOMBASA]], NOW WELL.",
)
INSTITUTIONS = (
    "Seen at [[HOSPITAL St Thomas' Hospital]], not at a local clinic or the university hospital.",
    "Transferred from [[HOSPITAL Hinchingbrooke]] to [[HOSPITAL Jones Medical Center]].",
    "A pupil at [[HOSPITAL Thornbury Primary School]], the mother works at [[HOSPITAL Acme Widgets Ltd]].",
    "Discharged to [[HOSPITAL Willowbrook Nursing Home]]; fracture clinic in two weeks.",
)
NAMES = (
    "Mr [[NAME Fotheringay]] was seen by Dr. [[NAME Ewurabena O'Hanrahan]] and Nurse [[NAME Xu]].",
    "Dear [[NAME Marisol]],\nThank you.\nBest wishes,\n[[NAME Okwudili Zubuze]]",
    "Patient: [[NAME SMITH, John]]\nConsultant: Mr [[NAME de la Torre]]\ncc: [[NAME J. R. Oyelaran]]",
    "Her mother, [[NAME Zuri]], and his friend called [[NAME Buddy]] came.",
    "[[NAME Thorvaldsen]]'s wife reports snoring; [[NAME Castrillo]] denied it.",
    "[[NAME Ginevra Altobelli]] is a 34-year-old woman. [[NAME Park Seo-yeon]] (29F) presented.",
    "Lives with her daughter-in-law [[NAME Mei]]; his brother-in-law, [[NAME Declan]], drove a grey Honda.",
    "Mr [[NAME Wm. Fitzgerald]] came; Pat. [[NAME Schneider]] rang. Apgar 9, Ballard 38 weeks.",
    "mrs [[NAME kowalczyk]] phoned, her husband [[NAME jamal]] is worried about her again and again",
    "HISTORY: MRS [[NAME ADEBAYO]] IS A 58 YEAR OLD WOMAN WITH DIABETES.",
    "Drs [[NAME Adeyemi]] and [[NAME Novak]]; [[NAME Abdulrahman bin Khalid Al-Otaibi]]; [[NAME van der Meulen]], Mr.",
    "Discussed at the meeting by [[NAME Melania Mascaró]] and others.",
    "Name | Ward\n[[NAME Saoirse Gilhooly]] | 7A",
)
LANGUAGES = (
    "M. [[NAME Kerbrat]], né le [[DATE 3 mai 1954]], vu par le Dr [[NAME Maunoury]] au [[HOSPITAL CHU de Poitiers]].",
    "Homme de [[AGE 92 ans]] vivant à [[LOCATION Guérande]] avec son épouse [[NAME Odette]]. Tél. "
    "[[PHONE 05 49 44 12 12]].",
    "Habite [[LOCATION 18 rue des Tanneurs, 37000 Tours]]. Sécurité sociale : [[ID 2 49 07 86 194 112 40]].",
    "La Sra. [[NAME Quispe]] ingresó el [[DATE 3 de enero de 2022]] en el [[HOSPITAL Hospital Universitario La Paz]].",
    "Varón de [[AGE 95 años]] que vive en [[LOCATION calle Mayor 23, 28801 Alcalá de Henares]], DNI [[ID 45678912K]].",
    "O Sr. [[NAME João da Silva]] mora em [[LOCATION Campinas]], CPF [[ID 529.982.247-25]], visto "
    "em [[DATE 15/08/2019]].",
    "Herr [[NAME Gruschka]] wurde am [[DATE 17. Juni 2021]] im [[HOSPITAL Klinikum Großhadern]] "
    "von Frau Dr. [[NAME Bauer]] untersucht.",
    "La Sig.ra [[NAME Pizzighelli]] è stata ricoverata il [[DATE 5 marzo 2018]] all'[[HOSPITAL Ospedale San Carlo]].",
)
ALL = (*DATES, *AGES, *NUMBERS, *CONTACTS, *PLACES, *INSTITUTIONS, *NAMES, *LANGUAGES)


@pytest.mark.parametrize("sentence", ALL)
def test_every_identifier_is_found_and_nothing_else(sentence: str) -> None:
    note = marked(sentence)
    assert shown(note.text, find(note.text)) == shown(note.text, note.gold)


def shown(text: str, spans: list[Span] | tuple[Span, ...]) -> list[tuple[Label, str]]:
    return [(span.label, span.of(text)) for span in spans]


def test_a_name_with_a_cue_is_found_again_in_small_letters_alone_and_with_an_s() -> None:
    text = "Mrs Zubuze attended. zubuze's pain is worse. Seen again, ZUBUZE agreed."
    assert [span.of(text) for span in find(text)] == ["Zubuze", "zubuze", "ZUBUZE"]


def test_a_name_handed_in_is_found_without_any_cue() -> None:
    text = "wound of castrillo, day 2"
    assert find(text) == []
    assert [span.of(text) for span in find(text, names={"Pedro Castrillo"})] == ["castrillo"]


def test_an_eponym_stays_even_where_a_patient_bears_its_name() -> None:
    text = "Mr Parkinson has no tremor. Parkinson's disease is unlikely. Mr Parkinson agrees."
    assert [(span.start, span.of(text)) for span in find(text)] == [(3, "Parkinson"), (64, "Parkinson")]


def test_the_language_is_only_a_hint() -> None:
    text = "Seen on 12 March 2021 by Dr Okafor."
    assert find(text, language="de") == find(text, language="en") == find(text)
