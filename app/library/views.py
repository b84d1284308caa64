"""Pages of the library: the start page and the shelves."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.labels import SPECIALTIES
from app.library import queries
from app.library.addresses import address_of
from app.library.cards import cards_of
from app.library.chips import chips_of
from app.library.forms import read
from app.library.index import SearchIndex
from app.library.rules import Query
from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.identity import actor
from app.web.paging import Neighbours, neighbours
from app.web.provided import provided
from app.web.unit import session

bp = Blueprint("library", __name__, template_folder="templates")
NEWEST_AT_HOME = 8
PART = "results"


@bp.get("/")
@open_to(Permission.VISIT)
def home() -> ResponseReturnValue:
    """The landing page, or for who is signed in what is new and what to do."""
    shelf = {
        "cards": cards_of(session(), queries.newest(session(), actor(), NEWEST_AT_HOME)),
        "specialties": [(SPECIALTIES[name], name, count) for name, count in queries.specialties(session(), actor())],
    }
    if actor().id is None:
        return render_template("library/landing.html", may_read=actor().reads_library, **shelf)
    return render_template("library/home.html", step=queries.next_step(session(), actor()), **shelf)


@bp.get("/library")
@open_to(Permission.BROWSE_LIBRARY)
def browse() -> ResponseReturnValue:
    """Search and filter; where only the results are asked for, only they are sent, with the address they have."""
    form, query = read(request.args)
    is_part = request.headers.get("HX-Target") == PART
    if "" in request.args.values() and not is_part:
        return redirect(address_of(query))  # a form without script sends its empty fields too
    results = queries.search(session(), _index(), actor(), query)
    shown = {
        "query": query,
        "results": results,
        "cards": cards_of(session(), results.cases),
        "chips": chips_of(query),
        "pager": _pager(query, results),
    }
    if not is_part:
        return render_template("library/browse.html", form=form, **shown)
    response = make_response(render_template("library/_results.html", **shown))
    response.headers["HX-Replace-Url"] = address_of(query)
    return response


def _index() -> SearchIndex:
    return provided(SearchIndex)  # type: ignore[type-abstract]  # a port is found like any class


def _pager(query: Query, results: queries.Results) -> Neighbours:
    def address(number: int) -> str:
        return address_of(query.but(page=number))

    return neighbours(results.page, address, has_next=results.page < results.pages)
