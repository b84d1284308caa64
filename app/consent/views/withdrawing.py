"""Withdrawing consent, with an account or with a receipt code."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.models import Case
from app.consent import services
from app.consent.forms import ReceiptForm, WithdrawalForm
from app.consent.views.blueprint import RECEIPT_LIMIT, bp
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session


@bp.route("/cases/<int:case_id>/withdraw", methods=["GET", "POST"])
@on(cases.readable, Permission.WITHDRAW_CASE)
def withdraw(case: Case) -> ResponseReturnValue:
    """Ask, then end the case for good."""
    is_author = actor().id == case.author_id
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return render_template("consent/withdraw.html", case=case, form=form, is_author=is_author)
    services.withdraw(session(), outbox(), actor(), case, at=now())
    flash(_("The case is gone. Its pictures and its text are being erased."), "success")
    return redirect(url_for("cases.mine") if is_author else "/")


@bp.route("/withdraw", methods=["GET", "POST"])
@limiter.limit(RECEIPT_LIMIT, methods=["POST"])
@open_to(Permission.VISIT)
def withdraw_by_code() -> ResponseReturnValue:
    """For patients, without an account: type the code, then say once more that it's meant."""
    form = ReceiptForm()
    if form.validate_on_submit():
        return render_template("consent/sure.html", form=form)
    return render_template("consent/code.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/withdraw/now")
@limiter.limit(RECEIPT_LIMIT)
@open_to(Permission.VISIT)
def withdraw_now() -> ResponseReturnValue:
    """Withdraw with the code. Whether the code is known is told here, and nowhere before."""
    form = ReceiptForm()
    if form.validate():
        try:
            services.withdraw_by_receipt(session(), outbox(), form.code.data, at=now())
        except services.UnknownCode as refusal:
            form.code.errors = [explain(refusal)]
        else:
            return render_template("consent/done.html")
    return render_template("consent/code.html", form=form), 422
