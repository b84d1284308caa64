"""What people do in a thread. Reading it is part of the case page: see panels."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.identifiers import shown_texts_of
from app.cases.models import Case
from app.kernel.errors import NotFound, Refusal
from app.policy.rules import Permission
from app.threads import queries, services
from app.threads.forms import CommentForm, DissentForm, OpinionForm, ResolutionForm
from app.threads.models import Comment, Resolution
from app.threads.panels import asked_for, discussion, names
from app.threads.values import Proposal
from app.web.errors import explain
from app.web.forms import Form
from app.web.gate import on
from app.web.identifiers import Inquiry
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session

bp = Blueprint("threads", __name__, template_folder="templates")


@bp.route("/cases/<int:case_id>/opinion", methods=["GET", "POST"])
@on(cases.readable, Permission.GIVE_OPINION)
def give_opinion(case: Case) -> ResponseReturnValue:
    """Commit a differential and see the thread."""
    form = OpinionForm()
    if not form.is_submitted() and queries.has_opened(session(), actor().account_id, case.id):
        return redirect(_thread_url(case))
    inquiry = _inquiry(case, form)
    if form.validate_on_submit() and inquiry.is_settled() and _commit(case, form, inquiry.kept_reason):
        return redirect(_thread_url(case))
    page = render_template("threads/opinion.html", case=case, form=form, inquiry=inquiry, **names())
    return page, 422 if form.is_submitted() else 200


def _commit(case: Case, form: OpinionForm, kept_reason: str) -> bool:
    certainty = int(form.certainty.data) if form.certainty.data else None
    try:
        services.give_opinion(
            session(), outbox(), actor(), case, form.guesses, certainty=certainty, kept_reason=kept_reason, at=now()
        )
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        form.form_errors.append(explain(refusal))
        return False
    return True


@bp.post("/cases/<int:case_id>/opinion/skip")
@on(cases.readable, Permission.GIVE_OPINION)
def skip(case: Case) -> ResponseReturnValue:
    """Open the thread without an opinion."""
    services.skip(session(), actor(), case, at=now())
    return redirect(_thread_url(case))


@bp.get("/cases/<int:case_id>/comments")
@on(cases.readable, Permission.READ_CASE)
def comments(case: Case) -> ResponseReturnValue:
    """One page of the discussion for those whose page puts it in its place; others get the whole case page."""
    _check_open(case)
    after, reply_to = asked_for("after"), asked_for("reply")
    if _wants_part():
        return discussion(case, after=after, reply_to=reply_to)
    return redirect(url_for("cases.show", case_id=case.id, after=after or None, reply=reply_to or None))


@bp.post("/cases/<int:case_id>/comments")
@limiter.limit("120 per hour")
@on(cases.readable, Permission.COMMENT)
def comment(case: Case) -> ResponseReturnValue:
    """Post a comment and see it in its place."""
    form = CommentForm()
    reply_to = int(form.reply_to.data) if (form.reply_to.data or "").isdigit() else 0
    inquiry = _inquiry(case, form)
    if not (form.validate() and inquiry.is_settled()):
        _check_open(case)
        if _wants_part():
            return discussion(case, after=asked_for("after"), reply_to=reply_to, form=form, inquiry=inquiry), 422
        return render_template("threads/comment.html", case=case, form=form, inquiry=inquiry), 422
    posted = services.comment(
        session(),
        outbox(),
        actor(),
        case,
        body=form.body.data,
        reply_to=reply_to or None,
        kept_reason=inquiry.kept_reason,
        at=now(),
    )
    return _show(case, posted)


def _show(case: Case, posted: Comment) -> Response:
    after = queries.newest_page(session(), case.id)
    if not _wants_part():
        place = url_for("cases.show", case_id=case.id, after=after or None, _anchor=f"comment-{posted.id}")
        return make_response(redirect(place))
    response = make_response(discussion(case, after=after))
    response.headers["HX-Reswap"] = f"outerHTML show:#comment-{posted.id}:top"
    return response


@bp.post("/comments/<int:comment_id>/agree")
@limiter.limit("240 per hour")
@on(queries.comment_by_id, Permission.COMMENT)
def agree(posted: Comment) -> ResponseReturnValue:
    """Agree with a comment, or take it back."""
    _check_open(posted.case)
    change = services.disagree if request.form.get("agreed") == "no" else services.agree
    change(session(), actor(), posted, at=now())
    if _wants_part():
        return discussion(posted.case, after=asked_for("after"))
    return redirect(url_for("cases.show", case_id=posted.case_id, _anchor=f"comment-{posted.id}"))


@bp.route("/cases/<int:case_id>/resolution", methods=["GET", "POST"])
@on(cases.readable, Permission.PROPOSE_RESOLUTION)
def propose(case: Case) -> ResponseReturnValue:
    """The author's form; an unconfirmed proposal, or else the working diagnosis, is filled in."""
    form = ResolutionForm(data=_known(case))
    inquiry = _inquiry(case, form)
    if form.validate_on_submit() and inquiry.is_settled():
        services.propose(session(), outbox(), actor(), case, _proposal(form, inquiry.kept_reason), at=now())
        flash(_("Your proposal waits for a verified colleague to confirm it."), "success")
        return redirect(_thread_url(case))
    page = render_template("threads/propose.html", case=case, form=form, inquiry=inquiry)
    return page, 422 if form.is_submitted() else 200


def _proposal(form: ResolutionForm, kept_reason: str) -> Proposal:
    return Proposal(
        diagnosis=form.diagnosis.data,
        basis=form.basis.data,
        certainty=form.certainty.data,
        explanation=form.explanation.data,
        teaching_points=form.points,
        kept_reason=kept_reason,
    )


def _known(case: Case) -> dict[str, object]:
    standing = queries.live_resolution(session(), case.id)
    services.check_replaceable(standing)
    if standing is None:
        return {"diagnosis": case.working_diagnosis}
    return {
        "diagnosis": standing.diagnosis,
        "basis": standing.basis,
        "certainty": standing.certainty,
        "explanation": standing.explanation,
        "teaching_points": "\n".join(standing.teaching_points),
    }


@bp.post("/resolutions/<int:resolution_id>/confirm")
@on(queries.resolution_by_id, Permission.CONFIRM_RESOLUTION)
def confirm(resolution: Resolution) -> ResponseReturnValue:
    """A colleague agrees."""
    _check_open(resolution.case)
    services.confirm(session(), outbox(), actor(), resolution, at=now())
    flash(_("The case is resolved. Thank you."), "success")
    return redirect(_thread_url(resolution.case))


@bp.route("/resolutions/<int:resolution_id>/dispute", methods=["GET", "POST"])
@on(queries.resolution_by_id, Permission.CONFIRM_RESOLUTION)
def dispute(resolution: Resolution) -> ResponseReturnValue:
    """A colleague disagrees, and says why."""
    _check_open(resolution.case)
    form = DissentForm()
    inquiry = _inquiry(resolution.case, form)
    if form.validate_on_submit() and inquiry.is_settled():
        services.dispute(
            session(), actor(), resolution, dissent=form.dissent.data, kept_reason=inquiry.kept_reason, at=now()
        )
        flash(_("Your dissent is kept with the proposal."), "success")
        return redirect(_thread_url(resolution.case))
    page = render_template("threads/dispute.html", resolution=resolution, form=form, inquiry=inquiry)
    return page, 422 if form.is_submitted() else 200


@bp.post("/cases/<int:case_id>/reopen")
@on(cases.readable, Permission.PROPOSE_RESOLUTION)
def reopen(case: Case) -> ResponseReturnValue:
    """The author has doubts again."""
    services.reopen(session(), outbox(), actor(), case, at=now())
    flash(_("The case is open again; its quiz items rest until it is resolved anew."), "info")
    return redirect(_thread_url(case))


def _inquiry(case: Case, form: Form) -> Inquiry:
    """What in the typed words could tell who the patient is; nothing is asked before something is sent."""
    return Inquiry(form, shown_texts_of(case) if form.is_submitted() else {})


def _check_open(case: Case) -> None:
    """Whatever shows a part of the thread shows it to those who have opened it."""
    if not queries.is_open(session(), actor(), case):
        raise NotFound()


def _wants_part() -> bool:
    return request.headers.get("HX-Target") == "comments"


def _thread_url(case: Case) -> str:
    return url_for("cases.show", case_id=case.id, _anchor="thread")
