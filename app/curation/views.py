"""Pages of collections."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.models import Case
from app.curation import queries, services
from app.curation.forms import AddForm, CollectionForm, MoveForm
from app.curation.models import Collection, CollectionEntry
from app.kernel.errors import NotAllowed, Refusal, mark
from app.library.cards import cards_of
from app.policy.rules import Permission, may
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.unit import now, session

bp = Blueprint("curation", __name__, template_folder="templates")


@bp.get("/collections")
@open_to(Permission.BROWSE_LIBRARY)
def collections() -> ResponseReturnValue:
    """One's own collections, and those that others share."""
    return render_template(
        "curation/collections.html",
        own=queries.own(session(), actor()),
        shared=queries.shared(session(), actor()),
    )


@bp.route("/collections/new", methods=["GET", "POST"])
@open_to(Permission.KEEP_COLLECTIONS)
def new() -> ResponseReturnValue:
    """Start a collection."""
    form = CollectionForm()
    if form.validate_on_submit():
        collection = services.create(session(), actor(), _about(form), at=now())
        return redirect(url_for(".show", collection_id=collection.id))
    return render_template("curation/new.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/collections/<int:collection_id>")
@on(queries.by_id, Permission.READ_COLLECTION)
def show(collection: Collection) -> ResponseReturnValue:
    """A collection's cases, in its order."""
    found = queries.entries(session(), actor(), collection)
    cards = cards_of(session(), [case for _entry, case in found])
    notes = [entry.note for entry, _case in found]
    return render_template("curation/show.html", collection=collection, shown=list(zip(cards, notes, strict=True)))


@bp.route("/collections/<int:collection_id>/edit", methods=["GET", "POST"])
@on(queries.by_id, Permission.EDIT_COLLECTION)
def edit(collection: Collection) -> ResponseReturnValue:
    """Change what is said about a collection, and the order of its cases."""
    form = CollectionForm(obj=collection)
    if form.validate_on_submit():
        services.edit(session(), actor(), collection, _about(form), at=now())
        flash(_("The collection is changed."), "success")
        return redirect(url_for(".show", collection_id=collection.id))
    found = queries.entries(session(), actor(), collection)
    page = render_template("curation/edit.html", form=form, collection=collection, found=found)
    return page, 422 if form.is_submitted() else 200


@bp.post("/cases/<int:case_id>/collections")
@on(cases.by_id, Permission.READ_CASE)
def add(case: Case) -> ResponseReturnValue:
    """Put a case into one of one's own collections."""
    if not may(actor(), Permission.KEEP_COLLECTIONS):
        raise NotAllowed(mark("Collections are kept by faculty."))
    own = [listed.collection for listed in queries.own(session(), actor())]
    form = AddForm().offer(own)
    if not form.validate_on_submit():
        return render_template("curation/add.html", form=form, case=case), 422
    collection = session().get_one(Collection, form.collection.data)
    services.add(session(), actor(), collection, case, note=form.note.data or "", at=now())
    flash(_("The case is in “%(title)s”.", title=collection.title), "success")
    return redirect(url_for("cases.show", case_id=case.id))


@bp.post("/collections/<int:collection_id>/cases/<int:case_id>/remove")
@on(queries.entry, Permission.EDIT_COLLECTION)
def remove(entry: CollectionEntry) -> ResponseReturnValue:
    """Take a case out of a collection."""
    services.remove(session(), actor(), entry, at=now())
    flash(_("The case is out of the collection."), "success")
    return redirect(url_for(".edit", collection_id=entry.collection_id))


@bp.post("/collections/<int:collection_id>/cases/<int:case_id>/move")
@on(queries.entry, Permission.EDIT_COLLECTION)
def move(entry: CollectionEntry) -> ResponseReturnValue:
    """Move a case one place up or down."""
    form = MoveForm()
    if not form.validate_on_submit():
        raise Refusal(mark("Say whether the case goes up or down."))
    services.move(session(), actor(), entry, form.direction.data, at=now())
    return redirect(url_for(".edit", collection_id=entry.collection_id, _anchor=f"case-{entry.case_id}"))


def _about(form: CollectionForm) -> services.About:
    return services.About(
        title=form.title.data, description=form.description.data or "", visibility=form.visibility.data
    )
