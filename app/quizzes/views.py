"""Pages of editors: the list of items, and one item with what item writing has to say about it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import NotFound, Refusal
from app.moderation import queries as reviews
from app.moderation.flag_pages import Objection, ask
from app.moderation.forms import FlagForm
from app.moderation.labels import REASONS
from app.moderation.rules import Reason, ReviewKind
from app.policy.rules import Permission
from app.quizzes import alarms, queries, services
from app.quizzes.forms import ItemForm, showing
from app.quizzes.labels import MEANINGS, STATUSES
from app.quizzes.models import Item
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.paging import neighbours
from app.web.unit import now, outbox, session

bp = Blueprint("quizzes", __name__, template_folder="templates")
PAGE = 25


@bp.get("/items")
@open_to(Permission.LIST_ITEMS)
def items() -> ResponseReturnValue:
    """The items the reader may edit, drafts first."""
    number = max(1, request.args.get("page", 1, type=int))
    wanted = queries.editable_by(actor()).offset((number - 1) * PAGE).limit(PAGE + 1)
    found = session().scalars(wanted).all()
    return render_template(
        "quizzes/items.html",
        entries=[(item, queries.findings_of(item)) for item in found[:PAGE]],
        statuses=STATUSES,
        page=neighbours(number, lambda page: url_for(".items", page=page), has_next=len(found) > PAGE),
    )


@bp.get("/items/<int:item_id>")
@on(queries.by_id, Permission.EDIT_ITEM)
def item(item: Item) -> ResponseReturnValue:
    """One item, to edit, with its flaws beside it."""
    return _page(item, showing(queries.text_of(item), item.version))


@bp.post("/items/<int:item_id>")
@on(queries.by_id, Permission.EDIT_ITEM)
def save(item: Item) -> ResponseReturnValue:
    """Save what was typed and, where that was asked for, let learners take it."""
    form = ItemForm()
    if not form.validate():
        return _page(item, form), 422
    try:
        _write(item, form)
    except Refusal as refusal:
        form.form_errors.extend(_reasons(refusal))
        return _page(item, form), refusal.status
    flash(_("Learners can take it now.") if form.accept.data else _("Saved as a draft."), "success")
    return redirect(url_for(".item", item_id=item.id))


@bp.route("/items/<int:item_id>/flag", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@open_to(Permission.STUDY)
def flag_item(item_id: int) -> ResponseReturnValue:
    """A learner who has answered the item says what is wrong with it."""
    item = queries.answered_by(session(), actor(), item_id)
    if item is None:
        raise NotFound()

    def send(reason: Reason, note: str) -> None:
        alarms.flag_item(session(), actor(), item, reason=reason, note=note, at=now())

    thanks = _("Thank you. Nobody is asked this question until moderators have decided.")
    page = partial(_flag_page, item)
    return ask(Objection(ReviewKind.ITEM_ALARM, page, send, thanks, url_for("learning.study")))


def _flag_page(item: Item, form: FlagForm) -> str:
    return render_template("quizzes/flag.html", form=form, lead_in=item.lead_in)


def _write(item: Item, form: ItemForm) -> None:
    services.edit(session(), actor(), item, form.as_text(), version=form.version.data, at=now())
    if form.accept.data:
        services.accept(session(), outbox(), actor(), item, version=item.version, at=now())


def _reasons(refusal: Refusal) -> list[str]:
    """Every flaw that keeps an item from learners, else the one sentence."""
    if isinstance(refusal, services.NotReady):
        return [_(finding.message, **finding.details) for finding in refusal.findings]
    return [explain(refusal)]


def _page(item: Item, form: ItemForm) -> str:
    return render_template(
        "quizzes/item.html",
        item=item,
        form=form,
        findings=queries.findings_of(item),
        arguments=queries.arguments_for(session(), item),
        alarm=reviews.of_subject(session(), ReviewKind.ITEM_ALARM, item.id),
        reasons=REASONS,
        status=STATUSES[item.status],
        meaning=MEANINGS[item.status],
    )
