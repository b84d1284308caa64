"""Opening who signed, for moderators, with a reason that is written down; shown this once."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.consent import identity, queries, services
from app.consent.forms import OpeningForm
from app.consent.labels import OPENING_REASONS
from app.consent.queries import Sealed
from app.consent.views.blueprint import LABELS, bp
from app.kernel.sealing import Sealer
from app.policy.rules import Permission
from app.web.gate import on
from app.web.identity import actor
from app.web.provided import provided
from app.web.unit import now, session


@bp.route("/consents/<int:consent_id>/open", methods=["GET", "POST"])
@on(queries.sealed, Permission.OPEN_CONSENT)
def open_consent(subject: Sealed) -> ResponseReturnValue:
    """Ask why, write it down, show who signed."""
    form = OpeningForm()
    shown = {"case": subject.case, "consent": subject.consent, "pad": identity, **LABELS}
    if form.validate_on_submit():
        opened = services.open_identity(
            session(),
            provided(Sealer),
            actor(),
            subject,
            reason=form.reason.data,
            words=form.words.data,
            at=now(),
        )
        return render_template("consent/opened.html", identity=opened, **shown)
    former = queries.openings(session(), subject.consent.id)
    page = render_template("consent/open.html", form=form, openings=former, reasons=OPENING_REASONS, **shown)
    return page, 422 if form.is_submitted() else 200
