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
    seen = queries.thread_of(session(), actor(), case, after=asked_for("after"))
    if not seen.is_open:
        form = OpinionForm(formdata=None)
        return render_template("threads/gate.html", case=case, form=form, given=seen.given, **names())
    return render_template(
        "threads/thread.html",
        case=case,
        thread=seen,
        may_propose=may(actor(), Permission.PROPOSE_RESOLUTION, case),
        may_judge=may(actor(), Permission.CONFIRM_RESOLUTION, case),
        **names(),
        **_talk(case, seen, CommentForm(formdata=None), asked_for("reply"), asked_for("after")),
    )


def discussion(case: Case, *, after: int = 0, reply_to: int = 0, form: CommentForm | None = None) -> str:
    """The comments alone, to be put in the place of those on the page. Only for those whose thread is open."""
    seen = queries.thread_of(session(), actor(), case, after=after)
    context = _talk(case, seen, form or CommentForm(formdata=None), reply_to, after)
    return render_template("threads/discussion.html", case=case, thread=seen, **context)


def asked_for(name: str) -> int:
    """A comment's id from the address; 0 where there is none."""
    return request.args.get(name, 0, type=int)


def names() -> dict[str, object]:
    """The labels that thread templates use."""
    return {
        "bases": BASES,
        "certainties": CERTAINTIES,
        "resolution_labels": RESOLUTIONS,
        "sureness": SURENESS,
        "sureness_choices": list(SURENESS.items()),
    }


def _talk(case: Case, seen: Thread, form: CommentForm, reply_to: int, after: int) -> dict[str, object]:
    answered = next((entry for entry in seen.comments if entry.id == reply_to), None)
    form.reply_to.data = answered.id if answered else ""
    may_comment = may(actor(), Permission.COMMENT, case)
    return {"form": form, "answered": answered, "asked_after": after, "may_comment": may_comment}
