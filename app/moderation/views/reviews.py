"""Pages of moderation: the queue, and one review."""

from __future__ import annotations

from datetime import UTC, datetime, time

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.cases.rules import Delicate
from app.kernel.errors import Refusal
from app.moderation import queries, services
from app.moderation.forms import VerdictForm
from app.moderation.models import Review
from app.moderation.pages import delicate, has_unscanned, queue_page, review_page, shown_hash
from app.moderation.queries import ABOUT_CASES, Chosen
from app.moderation.rules import VERIFICATION_LASTS, ReviewKind, ReviewStatus
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.unit import now, outbox, session

bp = Blueprint("moderation", "app.moderation", template_folder="templates")


@bp.get("/moderation")
@open_to(Permission.REVIEW)
def queue() -> ResponseReturnValue:
    """What waits for this moderator."""
    kind = next((kind for kind in ReviewKind if kind.value == request.args.get("kind")), None)
    chosen = Chosen(kind, is_yours="yours" in request.args)
    return queue_page(session(), chosen, max(1, request.args.get("page", 1, type=int)))


def reviewable(session: Session, review_id: int) -> Review | None:
    """The review, unless it is a second look at what this moderator has decided: nothing of it is theirs to see."""
    review = queries.by_id(session, review_id)
    is_own = review is not None and review.kind is ReviewKind.SECOND_LOOK and review.first_by == actor().id
    return None if is_own else review


@bp.get("/moderation/<int:review_id>")
@on(reviewable, Permission.DECIDE_REVIEW)
def show(review: Review) -> ResponseReturnValue:
    """One review, as readers would see its subject, with the decision beside it."""
    return review_page(session(), review, _form(review))


@bp.post("/moderation/<int:review_id>/claim")
@on(reviewable, Permission.DECIDE_REVIEW)
def claim(review: Review) -> ResponseReturnValue:
    """Take it up."""
    services.claim(session(), actor(), review, at=now())
    return redirect(url_for(".show", review_id=review.id))


@bp.post("/moderation/<int:review_id>/release")
@on(reviewable, Permission.DECIDE_REVIEW)
def release(review: Review) -> ResponseReturnValue:
    """Give it back."""
    services.release(session(), actor(), review, at=now())
    return redirect(url_for(".queue"))


@bp.post("/moderation/<int:review_id>")
@on(reviewable, Permission.DECIDE_REVIEW)
def decide(review: Review) -> ResponseReturnValue:
    """Decide. Whatever stands against it, what was typed stays beside what is true now."""
    form = _form(review)
    if not form.validate():
        return review_page(session(), review, form), 422
    try:
        services.decide(session(), outbox(), actor(), review, _verdict(form), at=now())
    except Refusal as refusal:
        session().rollback()
        form.form_errors.append(explain(refusal))
        form.show_again(version=review.version, content_hash=shown_hash(session(), review))
        return review_page(session(), review, form), refusal.status
    flash(_said(review), "success")
    return redirect(url_for(".queue"))


def _said(review: Review) -> str:
    if review.status is ReviewStatus.OPEN:
        return str(_("Your approval is written down. It takes effect when a second moderator agrees."))
    return str(_("Decided. Thank you."))


def _form(review: Review) -> VerdictForm:
    form = VerdictForm(
        version=review.version,
        content_hash=shown_hash(session(), review),
        expires_on=(now() + VERIFICATION_LASTS).date(),
    )
    known = delicate(session(), review) if review.kind in ABOUT_CASES else tuple(Delicate)
    form.offer(review.kind, unscanned=has_unscanned(session(), review), known=known)
    return form


def _verdict(form: VerdictForm) -> services.Verdict:
    ends = form.expires_on.data
    return services.Verdict(
        decision=form.decision.data,
        version=form.version.data,
        reasons=tuple(form.reasons.data or ()),
        note=form.note.data or "",
        content_hash=form.content_hash.data or "",
        expires_at=datetime.combine(ends, time(), UTC) if ends else None,
        delicate=tuple(form.delicate.data or ()),
    )
