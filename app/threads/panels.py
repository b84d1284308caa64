"""The thread on the case page."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from flask import render_template, request

from app.cases.models import Case
from app.policy.rules import Permission, may
from app.threads import queries
from app.threads.forms import CommentForm, OpinionForm
from app.threads.labels import BASES, CERTAINTIES, RESOLUTIONS, SURENESS
from app.threads.stamps import Stamp, stamp_of
from app.threads.values import Thread
from app.web.fragments import kept
from app.web.identifiers import Inquiry
from app.web.identity import actor
from app.web.unit import session


def thread(case: Case) -> str:
    """Below the case: the gate of one's own opinion, or the thread behind it."""
    if not case.is_shown_at(actor().at):
        return ""
    stamp = stamp_of(session(), case.id, actor().id)
    if queries.must_commit_first(actor(), case) and not stamp.has_opened:
        form = OpinionForm(formdata=None)
        return render_template("threads/gate.html", case=case, form=form, given=stamp.given, **names())
    if actor().id == case.author_id or asked_for("reply"):
        return _whole(case)
    return kept(_what_it_shows(case, stamp), partial(_whole, case))


def _what_it_shows(case: Case, stamp: Stamp) -> tuple[Hashable, ...]:
    """All that the open thread depends on; who takes part in it gets a fragment of their own."""
    asked = (Permission.COMMENT, Permission.CONFIRM_RESOLUTION)
    rights = (actor().is_moderator, *(may(actor(), permission, case) for permission in asked))
    whose = actor().id if stamp.takes_part else None
    return ("threads.thread", case.id, stamp.state, asked_for("after"), rights, stamp.has_opened, whose)


def _whole(case: Case) -> str:
    seen = queries.thread_of(session(), actor(), case, after=asked_for("after"))
    return render_template(
        "threads/thread.html",
        case=case,
        thread=seen,
        may_propose=may(actor(), Permission.PROPOSE_RESOLUTION, case),
        may_judge=may(actor(), Permission.CONFIRM_RESOLUTION, case),
        **names(),
        **_talk(case, seen, CommentForm(formdata=None), asked_for("reply"), asked_for("after")),
    )


def discussion(
    case: Case,
    *,
    after: int = 0,
    reply_to: int = 0,
    form: CommentForm | None = None,
    inquiry: Inquiry | None = None,
) -> str:
    """The comments alone, to be put in the place of those on the page. Only for those whose thread is open."""
    seen = queries.thread_of(session(), actor(), case, after=after)
    context = _talk(case, seen, form or CommentForm(formdata=None), reply_to, after)
    return render_template("threads/discussion.html", case=case, thread=seen, inquiry=inquiry, **context)


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
    return {
        "form": form,
        "answered": answered,
        "asked_after": after,
        "may_comment": may_comment,
        "sees_reasons": actor().is_moderator,
        "reader_id": actor().id,
    }
