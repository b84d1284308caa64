"""Pages of objections: flag a case, one of its pictures, a comment or a person, and read what became of it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Account
from app.cases import queries as cases
from app.cases.models import Case
from app.cases.queries import Placed
from app.kernel.errors import NotFound
from app.moderation import queries, services
from app.moderation.flag_pages import Objection, ask
from app.moderation.forms import FlagForm
from app.moderation.labels import KINDS, OUTCOMES, REASONS
from app.moderation.rules import FLAGS_THAT_PAUSE, Reason, ReviewKind
from app.moderation.services.flagging import Flaggable
from app.policy.rules import Permission
from app.threads import queries as threads
from app.threads.models import Comment
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session

bp = Blueprint("flags", "app.moderation", template_folder="templates")
FLAGS = "60 per hour"
"""For each address; how much one person may flag in a day is for the services to say."""


@bp.route("/cases/<int:case_id>/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(cases.readable, Permission.FLAG)
def case(case: Case) -> ResponseReturnValue:
    """Say what is wrong with a case; or go on to one of its pictures, or to its author."""
    back = url_for("cases.show", case_id=case.id)
    return _thing(ReviewKind.FLAGGED_CASE, case, back=back, after=url_for("library.home"))


@bp.route("/cases/<int:case_id>/pictures/<int:picture_id>/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(cases.placed, Permission.FLAG)
def picture(placed: Placed) -> ResponseReturnValue:
    """Say what is wrong with one picture of a case."""
    back = url_for(".case", case_id=placed.case.id)
    return _thing(ReviewKind.FLAGGED_IMAGE, placed, back=back, after=url_for("library.home"))


@bp.route("/comments/<int:comment_id>/flag", methods=["GET", "POST"])
@limiter.limit(FLAGS, methods=["POST"])
@on(threads.comment_by_id, Permission.FLAG)
def comment(comment: Comment) -> ResponseReturnValue:
    """Say what is wrong with a comment that one can read; or go on to whoever wrote it."""
    back = _comments_with(comment)
    return _thing(ReviewKind.FLAGGED_COMMENT, comment, back=back, after=back)


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
    return _person(comment.author, _comments_with(comment))


@bp.get("/account/flags")
@open_to(Permission.MANAGE_SELF)
def own() -> ResponseReturnValue:
    """What the reader has flagged, and what became of it."""
    flags = queries.own_flags(session(), actor().account_id)
    return render_template("moderation/own_flags.html", flags=flags, kinds=KINDS, reasons=REASONS, outcomes=OUTCOMES)


def _thing(kind: ReviewKind, subject: Flaggable, *, back: str, after: str) -> ResponseReturnValue:
    def send(reason: Reason, note: str) -> None:
        services.flag(session(), outbox(), actor(), subject, reason=reason, note=note, at=now())

    thanks = _("Thank you. It is hidden until moderators have decided.")
    return ask(Objection(kind, partial(_page, kind, subject, back), send, thanks, after))


def _person(account: Account, back: str) -> ResponseReturnValue:
    if account.id == actor().id:
        raise NotFound()

    def send(reason: Reason, note: str) -> None:
        services.flag_person(session(), actor(), account, reason=reason, note=note, at=now())

    kind = ReviewKind.FLAGGED_PERSON
    thanks = _("Thank you. Moderators look at it.")
    return ask(Objection(kind, partial(_page, kind, account, back), send, thanks, back))


def _page(kind: ReviewKind, subject: object, back: str, form: FlagForm) -> str:
    pause = FLAGS_THAT_PAUSE
    return render_template(
        "moderation/flag.html", kind=kind, subject=subject, back=back, form=form, flags_that_pause=pause
    )


def _comments_with(comment: Comment) -> str:
    """Where the comment stands; raises NotFound for whoever can't read it there."""
    if not threads.is_open(session(), actor(), comment.case) or comment.hidden_at is not None:
        raise NotFound()
    return url_for("cases.show", case_id=comment.case_id, _anchor="comments")
