"""What people do in a thread. Reading it is part of the case page: see panels."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.models import Case
from app.kernel.errors import Refusal
from app.policy.rules import Permission
from app.threads import queries, services
from app.threads.forms import CommentForm, DissentForm, OpinionForm, ResolutionForm
from app.threads.models import Resolution
from app.threads.panels import names
from app.threads.values import Proposal
from app.web.errors import explain
from app.web.gate import on
from app.web.identity import actor
from app.web.unit import now, outbox, session

bp = Blueprint("threads", __name__, template_folder="templates")


@bp.post("/cases/<int:case_id>/opinion")
@on(cases.readable, Permission.GIVE_OPINION)
def give_opinion(case: Case) -> ResponseReturnValue:
    """Commit a differential and see the thread."""
    form = OpinionForm()
    if form.validate():
        certainty = int(form.certainty.data) if form.certainty.data else None
        try:
            services.give_opinion(session(), outbox(), actor(), case, form.guesses, certainty=certainty, at=now())
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.form_errors.append(explain(refusal))
        else:
            return redirect(_thread_url(case))
    return render_template("threads/opinion_again.html", case=case, form=form, **names()), 422


@bp.post("/cases/<int:case_id>/opinion/skip")
@on(cases.readable, Permission.GIVE_OPINION)
def skip(case: Case) -> ResponseReturnValue:
    """Open the thread without an opinion."""
    services.skip(session(), actor(), case, at=now())
    return redirect(_thread_url(case))


@bp.post("/cases/<int:case_id>/comments")
@on(cases.readable, Permission.COMMENT)
def comment(case: Case) -> ResponseReturnValue:
    """Post a comment and see it in its place."""
    form = CommentForm()
    if not form.validate():
        return render_template("threads/comment_again.html", case=case, form=form), 422
    reply_to = int(form.reply_to.data) if (form.reply_to.data or "").isdigit() else None
    posted = services.comment(session(), outbox(), actor(), case, body=form.body.data, reply_to=reply_to, at=now())
    place = max(0, posted.id - 1) if _is_far(case, posted.id) else None
    return redirect(url_for("cases.show", case_id=case.id, after=place, _anchor=f"comment-{posted.id}"))


@bp.route("/cases/<int:case_id>/resolution", methods=["GET", "POST"])
@on(cases.readable, Permission.PROPOSE_RESOLUTION)
def propose(case: Case) -> ResponseReturnValue:
    """The author's form; an unconfirmed proposal, or else the working diagnosis, is filled in."""
    form = ResolutionForm(data=_known(case))
    if form.validate_on_submit():
        proposal = Proposal(
            diagnosis=form.diagnosis.data,
            basis=form.basis.data,
            certainty=form.certainty.data,
            explanation=form.explanation.data,
            teaching_points=form.points,
        )
        services.propose(session(), outbox(), actor(), case, proposal, at=now())
        flash(_("Your proposal waits for a verified colleague to confirm it."), "success")
        return redirect(_thread_url(case))
    return render_template("threads/propose.html", case=case, form=form), 422 if form.is_submitted() else 200


@bp.post("/resolutions/<int:resolution_id>/confirm")
@on(queries.resolution_by_id, Permission.CONFIRM_RESOLUTION)
def confirm(resolution: Resolution) -> ResponseReturnValue:
    """A colleague agrees."""
    services.confirm(session(), outbox(), actor(), resolution, at=now())
    flash(_("The case is resolved. Thank you."), "success")
    return redirect(_thread_url(resolution.case))


@bp.route("/resolutions/<int:resolution_id>/dispute", methods=["GET", "POST"])
@on(queries.resolution_by_id, Permission.CONFIRM_RESOLUTION)
def dispute(resolution: Resolution) -> ResponseReturnValue:
    """A colleague disagrees, and says why."""
    form = DissentForm()
    if form.validate_on_submit():
        services.dispute(session(), actor(), resolution, dissent=form.dissent.data, at=now())
        flash(_("Your dissent is kept with the proposal."), "success")
        return redirect(_thread_url(resolution.case))
    page = render_template("threads/dispute.html", resolution=resolution, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.post("/cases/<int:case_id>/reopen")
@on(cases.readable, Permission.PROPOSE_RESOLUTION)
def reopen(case: Case) -> ResponseReturnValue:
    """The author has doubts again."""
    services.reopen(session(), outbox(), actor(), case, at=now())
    flash(_("The case is open again; its quiz items rest until it is resolved anew."), "info")
    return redirect(_thread_url(case))


def _thread_url(case: Case) -> str:
    return url_for("cases.show", case_id=case.id, _anchor="thread")


def _is_far(case: Case, comment_id: int) -> bool:
    """Whether the comment isn't on the first page of its thread."""
    first = queries.thread_of(session(), actor(), case)
    return comment_id not in {entry.id for entry in first.comments}


def _known(case: Case) -> dict[str, object]:
    standing = queries.live_resolution(session(), case.id)
    if standing is None:
        return {"diagnosis": case.working_diagnosis}
    return {
        "diagnosis": standing.diagnosis,
        "basis": standing.basis,
        "certainty": standing.certainty,
        "explanation": standing.explanation,
        "teaching_points": "\n".join(standing.teaching_points),
    }
