"""The second step of signing in: a code of the app, or a recovery code."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries, second_factors, services
from app.accounts.forms import CodeForm
from app.accounts.models import SignIn
from app.accounts.passkeys import relying_party
from app.accounts.views.blueprint import bp
from app.accounts.views.coming_in import let_in
from app.accounts.views.own import factor_sealer
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web import identity
from app.web.errors import explain
from app.web.gate import open_to
from app.web.journal import note_failure
from app.web.limits import CODE_LIMIT, SIGN_IN_LIMIT, entering_account, limiter
from app.web.provided import provided
from app.web.unit import now, outbox, session


@bp.route("/sign-in/second-factor", methods=["GET", "POST"])
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
@limiter.limit(CODE_LIMIT, methods=["POST"], key_func=entering_account)
@open_to(Permission.VISIT)
def second_factor() -> ResponseReturnValue:
    """Ask for it; whoever's first step is too long ago begins again."""
    half = half_sign_in()
    if half is None:
        return redirect(url_for(".sign_in", next=request.args.get("next")))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            services.use_code(session(), factor_sealer(), half.account, form.code.data, at=now())
        except services.WrongCode as refusal:
            note_failure("code")
            form.code.errors = [explain(refusal)]
        else:
            entry = services.complete(session(), outbox(), half, at=now())
            return let_in(entry, request.args.get("next"))
    return _page(form, half), 422 if form.is_submitted() else 200


def half_sign_in() -> SignIn | None:
    """The sign-in of this browser that awaits its second factor."""
    kept = identity.half()
    return queries.half_sign_in(session(), kept[0], now()) if kept else None


def _page(form: CodeForm, half: SignIn) -> str:
    factors = second_factors.overview(session(), half.account_id)
    is_possible = relying_party(provided(Settings).public_url) is not None
    return render_template(
        "accounts/second_factor.html",
        form=form,
        factors=factors,
        wanted=request.args.get("next"),
        has_passkeys=is_possible and bool(factors.passkeys),
    )
