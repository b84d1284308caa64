"""Pages of objections: flag a case, one of its pictures, a comment or a person, and read what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Account
from app.cases import queries as cases
from app.cases.models import Case
from app.cases.queries import Placed
from app.kernel.errors import NotFound
from app.moderation import queries, services
from app.moderation.forms import FlagForm
from app.moderation.labels import KINDS, OUTCOMES, REASONS
from app.moderation.rules import FLAGS_THAT_PAUSE, Reason, ReviewKind
from app.policy.rules import Permission
from app.threads import queries as threads
from app.threads.models import Comment
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session

bp = Blueprint("flags", __name__, template_folder="templates")
FLAGS = "60 per hour"
"""For each address; how much one person may flag in a day is for the services to say."""


@dataclass(frozen=True)
class Page:
    """What a flag is about: the way back, the way on, and what else the page shows."""

    kind: ReviewKind
    back: str
    after: str
    subject: object


@bp.route("/cases/<int:case_id>/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(cases.readable, Permission.FLAG)
def case(case: Case) -> ResponseReturnValue:
    """Say what is wrong with a case; or go on to one of its pictures, or to its author."""
    back = url_for("cases.show", case_id=case.id)
    return _asked(Page(ReviewKind.FLAGGED_CASE, back, url_for("library.home"), case), _flagging(case))


@bp.route("/cases/<int:case_id>/pictures/<int:picture_id>/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(cases.placed, Permission.FLAG)
def picture(placed: Placed) -> ResponseReturnValue:
    """Say what is wrong with one picture of a case."""
    back = url_for(".case", case_id=placed.case.id)
    return _asked(Page(ReviewKind.FLAGGED_IMAGE, back, url_for("library.home"), placed), _flagging(placed))


@bp.route("/comments/<int:comment_id>/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(threads.comment_by_id, Permission.FLAG)
def comment(comment: Comment) -> ResponseReturnValue:
    """Say what is wrong with a comment that one can read; or go on to whoever wrote it."""
    _check_readable(comment)
    back = _comments_of(comment)
    return _asked(Page(ReviewKind.FLAGGED_COMMENT, back, back, comment), _flagging(comment))


@bp.route("/cases/<int:case_id>/author/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(cases.readable, Permission.FLAG)
def author(case: Case) -> ResponseReturnValue:
    """Say what is wrong with the author of a case, who is reached by it alone: nobody's number is tried out."""
    return _person(case.author, url_for("cases.show", case_id=case.id))


@bp.route("/comments/<int:comment_id>/author/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(threads.comment_by_id, Permission.FLAG)
def commenter(comment: Comment) -> ResponseReturnValue:
    """Say what is wrong with whoever wrote a comment that one can read."""
    _check_readable(comment)
    return _person(comment.author, _comments_of(comment))


@bp.get("/account/flags")
@open_to(Permission.MANAGE_SELF)
def own() -> ResponseReturnValue:
    """What the reader has flagged, and what became of it."""
    flags = queries.own_flags(session(), actor().account_id)
    return render_template("moderation/own_flags.html", flags=flags, kinds=KINDS, reasons=REASONS, outcomes=OUTCOMES)


def _person(account: Account, back: str) -> ResponseReturnValue:
    if account.id == actor().id:
        raise NotFound()

    def send(reason: Reason, note: str) -> None:
        services.flag_person(session(), actor(), account, reason=reason, note=note, at=now())

    return _asked(Page(ReviewKind.FLAGGED_PERSON, back, back, account), send)


def _flagging(subject: Case | Comment | Placed) -> Callable[[Reason, str], None]:
    def send(reason: Reason, note: str) -> None:
        services.flag(session(), outbox(), actor(), subject, reason=reason, note=note, at=now())

    return send


def _asked(page: Page, send: Callable[[Reason, str], None]) -> ResponseReturnValue:
    """The form, or what follows from it; whoever has flagged too much keeps what was typed."""
    form = FlagForm()
    form.offer(page.kind)
    if not form.validate_on_submit():
        return _rendered(page, form), 422 if form.is_submitted() else 200
    try:
        send(form.reason.data, form.note.data or "")
    except services.TooManyFlags as refusal:
        form.form_errors.append(explain(refusal))
        return _rendered(page, form), refusal.status
    flash(_said(page.kind), "success")
    return redirect(page.after)


def _rendered(page: Page, form: FlagForm) -> str:
    return render_template("moderation/flag.html", page=page, form=form, flags_that_pause=FLAGS_THAT_PAUSE)


def _said(kind: ReviewKind) -> str:
    if kind is ReviewKind.FLAGGED_PERSON:
        return str(_("Thank you. Moderators look at it."))
    return str(_("Thank you. It is hidden until moderators have decided."))


def _check_readable(comment: Comment) -> None:
    if not threads.is_open(session(), actor(), comment.case) or comment.hidden_at is not None:
        raise NotFound()


def _comments_of(comment: Comment) -> str:
    return url_for("cases.show", case_id=comment.case_id, _anchor="comments")
