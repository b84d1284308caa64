"""The thread on the case page."""

from __future__ import annotations

from flask import render_template, request

from app.cases.models import Case
from app.policy.rules import Permission, may
from app.threads import queries
from app.threads.forms import CommentForm, OpinionForm
from app.threads.labels import BASES, CERTAINTIES, RESOLUTIONS, SURENESS
from app.threads.values import Thread
from app.web.identity import actor
from app.web.unit import session


def thread(case: Case) -> str:
    """Below the case: the gate of one's own opinion, or the thread behind it."""
    if not case.is_shown_at(actor().at):
        return ""
    after = request.args.get("after", 0, type=int)
    seen = queries.thread_of(session(), actor(), case, after=after)
    if not seen.is_open:
        return render_template("threads/gate.html", case=case, form=OpinionForm(formdata=None), **names())
    return render_template(
        "threads/thread.html", case=case, thread=seen, form=_comment_form(seen), **names(), **_rights(case, seen)
    )


def names() -> dict[str, object]:
    """The labels that thread templates use."""
    return {
        "bases": BASES,
        "certainties": CERTAINTIES,
        "resolution_labels": RESOLUTIONS,
        "sureness": SURENESS,
        "sureness_choices": list(SURENESS.items()),
    }


def _comment_form(seen: Thread) -> CommentForm:
    form = CommentForm(formdata=None)
    wanted = request.args.get("reply", type=int)
    form.reply_to.data = next((entry.id for entry in seen.comments if entry.id == wanted), "")
    return form


def _rights(case: Case, seen: Thread) -> dict[str, object]:
    judge = seen.resolution is not None and may(actor(), Permission.CONFIRM_RESOLUTION, case)
    return {
        "may_comment": may(actor(), Permission.COMMENT, case),
        "may_propose": may(actor(), Permission.PROPOSE_RESOLUTION, case),
        "may_judge": judge,
        "answered": next((entry for entry in seen.comments if entry.id == request.args.get("reply", type=int)), None),
    }
