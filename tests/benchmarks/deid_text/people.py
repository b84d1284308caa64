"""Draws the identifiers of one made-up case: people, places, dates and numbers, from a seeded source of chance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from app.deid.wordlists import lines
from tests.benchmarks.deid_text import unseen

UNSEEN_SHARE = 0.55
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
"""By language, January first."""


def _listed(name: str) -> list[str]:
    return [word for line in lines(name) for word in line.split() if len(word) > 3 and "-" not in word]


_GIVEN = _listed("given_names")
_SURNAMES = _listed("surnames")
_TOWNS = [town.strip() for line in lines("towns") for town in line.split(",") if town.strip()]


@dataclass
class Draw:
    """One source of chance and a language; every method returns a wording as a person would write it."""

    chance: random.Random
    language: str

    def pick(self, *options: str) -> str:
        """Return one of the options."""
        return self.chance.choice(options)

    def digits(self, count: int) -> str:
        """Return so many digits, the first not 0."""
        return str(self.chance.randint(1, 9)) + "".join(str(self.chance.randint(0, 9)) for _ in range(count - 1))

    def letters(self, count: int) -> str:
        """Return so many capitals."""
        return "".join(self.chance.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(count))

    def given(self) -> str:
        """Return a given name."""
        return self.chance.choice(unseen.GIVEN if self.chance.random() < UNSEEN_SHARE else _GIVEN)

    def surname(self) -> str:
        """Return a surname."""
        return self.chance.choice(unseen.SURNAMES if self.chance.random() < UNSEEN_SHARE else _SURNAMES)

    def full(self) -> str:
        """Return a full name in one of the ways it's written."""
        given, surname = self.given(), self.surname()
        return self.chance.choices(
            (
                f"{given} {surname}",
                f"{given[0]}. {surname}",
                f"{given} {self.given()} {surname}",
                f"{given} {self.letters(1)}. {surname}",
            ),
            (7, 1, 1, 1),
        )[0]

    def town(self) -> str:
        """Return a town or village."""
        return self.chance.choice(unseen.TOWNS if self.chance.random() < UNSEEN_SHARE else _TOWNS)

    def hospital(self) -> str:
        """Return a named institution."""
        return self.chance.choice(unseen.HOSPITALS.get(self.language, unseen.HOSPITALS["en"]))

    def date(self) -> str:
        """Return a date in one of the usual forms of the language."""
        day = date(2015, 1, 1) + timedelta(days=self.chance.randint(0, 3400))
        month = _month(day, self.language)
        if self.language in {"es", "pt"}:
            forms = [
                f"{day.day} de {month} de {day.year}",
                f"{day.day} de {month}",
                f"{day:%d/%m/%Y}",
                f"{day:%d/%m/%y}",
                f"{month} de {day.year}",
            ]
        elif self.language in {"fr", "it"}:
            forms = [
                f"{day.day} {month} {day.year}",
                f"{day.day} {month}",
                f"{day:%d/%m/%Y}",
                f"{day:%d.%m.%y}",
                f"{month} {day.year}",
            ]
        elif self.language == "de":
            forms = [f"{day.day}. {month} {day.year}", f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}", f"{month} {day.year}"]
        else:
            forms = [
                f"{day.day} {month} {day.year}",
                f"{month} {day.day}, {day.year}",
                f"{day:%d/%m/%Y}",
                f"{day:%m/%d/%Y}",
                f"{day:%Y-%m-%d}",
                f"{day:%d-%b-%Y}",
                f"{day.day}{_ordinal(day.day)} {month}",
                f"{month} {day.day}{_ordinal(day.day)}",
                f"{day.day}{_ordinal(day.day)} of {month} {day.year}",
                f"{month} {day.year}",
                f"{day.month}/{day.day}/{day:%y}",
                f"{day.day} {month[:3]}",
                f"{day:%d.%m.%Y}",
                f"{month[:3]} {day.day}, {day.year}",
            ]
        return self.chance.choice(forms)

    def birth(self) -> str:
        """Return a date of birth in numbers."""
        day = date(1935, 1, 1) + timedelta(days=self.chance.randint(0, 25000))
        return self.chance.choice(
            (f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}")
            if self.language != "en"
            else (
                f"{day:%d/%m/%Y}",
                f"{day:%m/%d/%Y}",
                f"{day.day}/{day.month}/{day:%y}",
                f"{day.day} {_month(day, 'en')} {day.year}",
            )
        )

    def phone(self) -> str:
        """Return a telephone number as written where the language is spoken."""
        d = self.digits
        return {
            "fr": self.pick(f"0{d(1)} {d(2)} {d(2)} {d(2)} {d(2)}", f"+33 6 {d(2)} {d(2)} {d(2)} {d(2)}"),
            "es": self.pick(f"6{d(2)} {d(3)} {d(3)}", f"9{d(1)} {d(3)} {d(2)} {d(2)}", f"+34 6{d(2)} {d(3)} {d(3)}"),
            "pt": self.pick(f"9{d(2)} {d(3)} {d(3)}", f"({d(2)}) 9{d(4)}-{d(4)}", f"+351 9{d(2)} {d(3)} {d(3)}"),
            "de": self.pick(f"0{d(3)} {d(6)}", f"+49 {d(3)} {d(7)}", f"0{d(2)}/{d(7)}"),
            "it": self.pick(f"3{d(2)} {d(7)}", f"+39 06 {d(8)}"),
            "en": self.pick(
                f"0{d(4)} {d(6)}",
                f"020 {d(4)} {d(4)}",
                f"({d(3)}) {d(3)}-{d(4)}",
                f"{self.chance.randint(2, 9)}{d(2)}-{d(3)}-{d(4)}",
                f"+44 7{d(3)} {d(6)}",
                f"+1 {d(3)} {d(3)} {d(4)}",
                f"+234 80{d(1)} {d(3)} {d(4)}",
                f"+91 9{d(4)} {d(5)}",
                f"04{d(2)} {d(3)} {d(3)}",
                f"+254 7{d(2)} {d(6)}",
            ),
        }[self.language]

    def record(self) -> str:
        """Return a record number."""
        d = self.digits
        return self.pick(d(7), d(8), f"{self.letters(1)}{d(6)}", f"{d(3)}-{d(4)}", f"{self.letters(2)}{d(5)}", d(6))

    def identity(self) -> tuple[str, str]:
        """Return the cue and the number of an identity or insurance paper."""
        d = self.digits
        return {
            "fr": (
                "N° de sécurité sociale : ",
                f"{self.pick('1', '2')} {d(2)} 0{self.chance.randint(1, 9)} {d(2)} {d(3)} {d(3)} {d(2)}",
            ),
            "es": self.chance.choice(
                (("DNI ", f"{d(8)}{self.letters(1)}"), ("NHC: ", d(6)), ("NSS ", f"{d(2)}/{d(8)}/{d(2)}"))
            ),
            "pt": self.chance.choice(
                (("CPF ", f"{d(3)}.{d(3)}.{d(3)}-{d(2)}"), ("N.º de utente: ", d(9)), ("Processo n.º ", d(7)))
            ),
            "de": ("Versichertennummer: ", f"{self.letters(1)}{d(9)}"),
            "it": (
                "Codice fiscale ",
                f"{self.letters(6)}{d(2)}{self.letters(1)}{d(2)}{self.letters(1)}{d(3)}{self.letters(1)}",
            ),
            "en": self.chance.choice(
                (
                    ("NHS number ", f"{d(3)} {d(3)} {d(4)}"),
                    ("SSN: ", f"{d(3)}-{d(2)}-{d(4)}"),
                    ("NHS No: ", d(10)),
                    ("Medicare number ", f"{d(4)} {d(5)} {d(1)}"),
                    ("Aadhaar ", f"{d(4)} {d(4)} {d(4)}"),
                    ("passport no. ", d(9)),
                    ("insurance ID ", f"{self.letters(3)}{d(8)}"),
                    ("accession number ", f"{self.letters(1)}{d(2)}-{d(5)}"),
                    ("policy number ", f"{self.letters(2)}-{d(7)}"),
                )
            ),
        }[self.language]

    def old(self) -> str:
        """Return an age over 89."""
        return str(self.chance.choice([*range(90, 100), 101, 103]))


def _month(day: date, language: str) -> str:
    return MONTHS[language].split()[day.month - 1]


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
