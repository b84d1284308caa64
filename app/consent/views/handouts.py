"""Pages on which a case leaves the library: a handout to print, a bundle of files, and who has taken them."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from flask import redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.cases import queries as cases
from app.cases.labels import STAGES
from app.cases.models import Case
from app.consent import bundle, queries, services
from app.consent.answers import Answer, Answers
from app.consent.labels import EXPORT_KINDS
from app.consent.rules import ExportKind
from app.consent.views.blueprint import bp
from app.kernel.errors import NotFound
from app.kernel.settings import Settings
from app.media.storage import ImageStore
from app.policy.rules import Permission
from app.web.gate import on
from app.web.identity import actor
from app.web.limits import limiter
from app.web.provided import provided
from app.web.unit import now, session

EXPORTS = "120 per hour"
IN_MEMORY = 8 * 1024 * 1024


@bp.get("/cases/<int:case_id>/handout")
@on(cases.readable, Permission.MAKE_HANDOUT)
def handout(case: Case) -> ResponseReturnValue:
    """The sheet to print, once it's written down who takes it; before that, what goes with it."""
    services.check_covered(session(), case, ExportKind.HANDOUT, at=now())
    own = queries.own_export(session(), actor().account_id, case, ExportKind.HANDOUT)
    if own is None:
        return render_template("consent/handout_terms.html", case=case)
    return render_template("consent/handout.html", export=own, **_shown(case))


@bp.post("/cases/<int:case_id>/handout")
@limiter.limit(EXPORTS)
@on(cases.readable, Permission.MAKE_HANDOUT)
def make_handout(case: Case) -> ResponseReturnValue:
    """Write down who takes the handout, then show it."""
    services.take(session(), actor(), case, ExportKind.HANDOUT, at=now())
    return redirect(url_for(".handout", case_id=case.id), 303)


@bp.get("/cases/<int:case_id>/export")
@on(cases.readable, Permission.EXPORT_CASE)
def export(case: Case) -> ResponseReturnValue:
    """What is in the bundle, and what goes with it."""
    services.check_covered(session(), case, ExportKind.BUNDLE, at=now())
    own = queries.own_export(session(), actor().account_id, case, ExportKind.BUNDLE)
    return render_template(
        "consent/export_terms.html", case=case, own=own, pictures=cases.pictures_for_readers(case, now())
    )


@bp.post("/cases/<int:case_id>/export")
@limiter.limit(EXPORTS)
@on(cases.readable, Permission.EXPORT_CASE)
def take_export(case: Case) -> ResponseReturnValue:
    """Write down who takes the bundle, and hand it over."""
    services.take(session(), actor(), case, ExportKind.BUNDLE, at=now())
    texts = {name: render_template(f"consent/bundle/{name}", **_shown(case)) for name in bundle.TEXTS}
    facts = bundle.facts_of(case, _answer(case), address=_address(case), at=now())
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    bundle.write(file, case, texts, facts, provided(ImageStore), at=now())
    file.seek(0)
    response = send_file(file, "application/zip", as_attachment=True, download_name=f"casebook-{case.id}.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/cases/<int:case_id>/exports")
@on(cases.by_id, Permission.SEE_EXPORTS)
def exports(case: Case) -> ResponseReturnValue:
    """Who has taken the case out of the library. It's all that can be read of a case that has ended."""
    found = queries.exports_of(session(), case.id)
    if case.is_gone and not found:
        raise NotFound()
    return render_template("consent/exports.html", case=case, exports=found, kinds=EXPORT_KINDS)


def _shown(case: Case) -> dict[str, object]:
    """What both kinds have on their pages."""
    return {
        "case": case,
        "pictures": cases.pictures_for_readers(case, now()),
        "stages": STAGES,
        "answer": _answer(case),
        "address": _address(case),
        "at": now(),
    }


def _answer(case: Case) -> Answer | None:
    return provided(Answers).find(session(), actor(), case)


def _address(case: Case) -> str:
    return f"{provided(Settings).public_url}{url_for('cases.show', case_id=case.id)}"
