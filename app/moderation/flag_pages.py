"""The one way in which a page asks what is wrong, for every kind of thing that can be flagged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.moderation.forms import FlagForm
from app.moderation.rules import Reason, ReviewKind
from app.moderation.services import TooManyFlags
from app.web.errors import explain


@dataclass(frozen=True)
class Objection:
    """What can be objected to: how the page is drawn, what sends the objection, and what follows."""

    kind: ReviewKind
    page: Callable[[FlagForm], str]
    send: Callable[[Reason, str], object]
    thanks: str
    after: str


def ask(objection: Objection) -> ResponseReturnValue:
    """The form, or what follows from it; whoever has flagged too much today keeps what was typed."""
    form = FlagForm()
    form.offer(objection.kind)
    if not form.validate_on_submit():
        return objection.page(form), 422 if form.is_submitted() else 200
    try:
        objection.send(form.reason.data, form.note.data or "")
    except TooManyFlags as refusal:
        form.form_errors.append(explain(refusal))
        return objection.page(form), refusal.status
    flash(objection.thanks, "success")
    return redirect(objection.after)
