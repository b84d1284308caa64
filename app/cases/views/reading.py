"""Reading: the case page, the files of its pictures, and an author's own cases."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.naming import person_of
from app.cases import queries
from app.cases.addresses import next_url, place_of
from app.cases.labels import STAGES
from app.cases.models import Case
from app.cases.queries import Placed, PlacedFile
from app.cases.sending import PRIVATE, PUBLIC, send_picture
from app.cases.views.blueprint import bp
from app.kernel.errors import NotFound
from app.kernel.settings import ReadPolicy, Settings
from app.policy.rules import Permission
from app.web.fragments import kept
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.provided import provided
from app.web.unit import now, session


@bp.get("/cases/<int:case_id>")
@on(queries.readable, Permission.READ_CASE)
def show(case: Case) -> ResponseReturnValue:
    """The case as readers see it; its author and moderators see it before it's published, too."""
    is_author = actor().id == case.author_id
    sheet = _sheet(case, is_author=is_author) if is_author else kept(_what_it_shows(case), partial(_sheet, case))
    return render_template("cases/show.html", case=case, sheet=sheet, is_author=is_author)


def _what_it_shows(case: Case) -> tuple[Hashable, ...]:
    """All that the sheet depends on: each change of a case counts its version up, and not all readers see names."""
    return ("cases.sheet", case.id, case.version, person_of(case.author))


def _sheet(case: Case, *, is_author: bool = False) -> Markup:
    pictures = [picture for picture in queries.shown_pictures(case) if is_author or Placed(case, picture).is_confirmed]
    shown = {"case": case, "pictures": pictures, "stages": STAGES, "is_author": is_author}
    return Markup(render_template("cases/sheet.html", **shown))  # noqa: S704 -- ours


@bp.get("/images/<name>/<int:nominal>.<extension>")
@bp.get("/images/<name>/<int:frame>/<int:nominal>.<extension>")
@on(queries.file_of, Permission.READ_CASE)
def image(placed: PlacedFile) -> ResponseReturnValue:
    """One file of a picture. Whoever isn't its author gets it once the author has confirmed it, moderators too."""
    if not placed.is_confirmed and actor().id != placed.author_id:
        raise NotFound()
    is_open = provided(Settings).read_policy is ReadPolicy.EVERYBODY and placed.is_shown_at(now())
    return send_picture(placed.file, caching=PUBLIC if is_open else PRIVATE)


@bp.get("/my-cases")
@open_to(Permission.MANAGE_SELF)
def mine() -> ResponseReturnValue:
    """All of the reader's own cases, where each stands and what it lacks."""
    cases = queries.own_cases(session(), actor().account_id)
    return render_template(
        "cases/mine.html",
        cases=cases,
        blockers={case.id: queries.blockers(case) if case.is_editable else [] for case in cases},
        next_url=next_url,
        place_of=place_of,
    )
