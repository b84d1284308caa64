"""Identifiers in what somebody has typed: what is asked about them, and what the same form answers.

A question is answered by three inputs: `do-<key>` (replace or keep), `with-<key>`, `why-<key>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, StringField, TextAreaField

from app.deid.answering import (
    LONGEST_REASON,
    LONGEST_REPLACEMENT,
    Answer,
    Kept,
    LookedThrough,
    Question,
    Replaced,
    look_through,
)
from app.deid.rules import Label
from app.web.forms import Form

WORDS = {
    Label.NAME: _l("Name"),
    Label.DATE: _l("Date"),
    Label.AGE: _l("Age"),
    Label.LOCATION: _l("Place"),
    Label.HOSPITAL: _l("Institution"),
    Label.ID: _l("Number"),
    Label.PHONE: _l("Phone"),
    Label.EMAIL: _l("E-mail"),
    Label.URL: _l("Web address"),
    Label.DEVICE: _l("Device number"),
    Label.OTHER: _l("Other"),
}
"""What each kind of identifier is called on a page."""
REASONS = (_l("an eponym"), _l("a drug"), _l("a place everybody knows"))
"""Why something is kept most often."""
REPLACE, KEEP = "replace", "keep"


class Answers:
    """What the posted form answers; before it's posted, what was answered earlier: `known`, the reasons by key.

    `given` are the answers that will do, by key; `errors` say what is wrong with the others.
    """

    words, reasons = WORDS, REASONS
    longest_reason, longest_replacement = LONGEST_REASON, LONGEST_REPLACEMENT

    def __init__(self, questions: Sequence[Question], known: Mapping[str, str] | None = None) -> None:
        self.questions, self._known = questions, known or {}
        self.given: dict[str, Answer] = {}
        self.errors: dict[str, str] = {}
        for question in questions:
            if f"do-{question.key}" in request.form:
                self._read(question)

    def choice(self, question: Question) -> str:
        """Which of the two is chosen, or is to be chosen beforehand."""
        before = KEEP if question.key in self._known else REPLACE
        return KEEP if request.form.get(f"do-{question.key}", before) == KEEP else REPLACE

    def replacement(self, question: Question) -> str:
        """What is to stand there instead, as typed or else as proposed."""
        return _line(request.form.get(f"with-{question.key}", question.replacement))

    def reason(self, question: Question) -> str:
        """Why it can stay, as typed or else as it was said before."""
        return _line(request.form.get(f"why-{question.key}", self._known.get(question.key, "")))

    def _read(self, question: Question) -> None:
        text, reason = self.replacement(question), self.reason(question)
        if self.choice(question) == KEEP:
            self._take(question, Kept(reason), _wrong_with(reason))
        else:
            self._take(question, Replaced(text), _too_long(text, LONGEST_REPLACEMENT))

    def _take(self, question: Question, answer: Answer, wrong: str) -> None:
        if wrong:
            self.errors[question.key] = wrong
        else:
            self.given[question.key] = answer


class Inquiry:
    """Looks through the texts of a form once it's sent, before anything is made of them.

    `beside` are texts of the same case: a name found with a cue there is found in the form, too.
    """

    def __init__(self, form: Form, beside: Mapping[str, str]) -> None:
        self._form, self._beside = form, beside
        self._fields = {field.name: field for field in _text_fields(form)}
        self._looked = self._look() if form.is_submitted() else LookedThrough({}, {})
        self.answers = Answers(self._looked.questions)
        self.kept_reason = ""

    def is_settled(self) -> bool:
        """Write what is to be replaced into the form; false while something is open or doesn't fit.

        Then `answers` asks what is open. Otherwise `kept_reason` says why what's left was kept.
        """
        if self.answers.errors:
            return False
        for name, text in self._looked.replaced(self.answers.given).items():
            self._fields[name].data = text
        self._looked = self._look()
        self.answers = Answers(self._looked.questions)
        kept = [answer.reason for answer in self.answers.given.values() if isinstance(answer, Kept)]
        if len(kept) < len(self._looked.questions):
            return False
        self.kept_reason = "; ".join(dict.fromkeys(kept))[:LONGEST_REASON]
        return bool(self._form.validate())

    def _look(self) -> LookedThrough:
        return look_through({name: field.data or "" for name, field in self._fields.items()}, beside=self._beside)


def _text_fields(form: Iterable[Any]) -> Iterable[Any]:
    """The fields of running text, also of the forms inside."""
    for field in form:
        if isinstance(field, FormField):
            yield from _text_fields(field.form)
        elif isinstance(field, FieldList):
            yield from _text_fields(field)
        elif type(field) in (StringField, TextAreaField):
            yield field


def _line(text: str) -> str:
    return " ".join(text.split())


def _wrong_with(reason: str) -> str:
    return _too_long(reason, LONGEST_REASON) if reason else str(_("Say why it can stay."))


def _too_long(text: str, most: int) -> str:
    return str(_("At most %(most)s characters fit here.", most=most)) if len(text) > most else ""
