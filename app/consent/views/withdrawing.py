"""Pages on which consent is taken back, of all or of some uses: with an account, or with a receipt code."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases import queries as cases
from app.cases.models import Case
from app.consent import queries, services
from app.consent.forms import ReceiptForm, ReceiptUsesForm, UsesForm, WithdrawalForm
from app.consent.labels import SCOPES, TAKEN_BACK_HINTS
from app.consent.models import Consent
from app.consent.rules import Scope
from app.consent.views.blueprint import RECEIPT_LIMIT, bp
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import on, open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session

LABELS = {"scopes": SCOPES, "hints": TAKEN_BACK_HINTS}


@bp.route("/cases/<int:case_id>/withdraw", methods=["GET", "POST"])
@on(cases.readable, Permission.WITHDRAW_CASE)
def withdraw(case: Case) -> ResponseReturnValue:
    """Ask, then end the case for good."""
    if not WithdrawalForm().validate_on_submit():
        return _ask(case, _uses_of(case))
    services.withdraw(session(), outbox(), actor(), case, at=now())
    flash(_("The case is gone. Its pictures and its text are being erased."), "success")
    if queries.holders(session(), case.id):
        return redirect(url_for(".exports", case_id=case.id))
    return redirect(url_for("cases.mine") if actor().id == case.author_id else "/")


@bp.post("/cases/<int:case_id>/withdraw/uses")
@on(cases.readable, Permission.WITHDRAW_CASE)
def withdraw_uses(case: Case) -> ResponseReturnValue:
    """Take back some uses; what would end the case is left to the button that says so."""
    form = _uses_of(case)
    if not form.validate():
        return _ask(case, form), 422
    if services.ends_with(session(), case, queries.live_consent(session(), case.id), form.chosen):
        form.uses.errors = [_("The case would be of no use without these. Withdraw it as a whole.")]
        return _ask(case, form), 422
    services.withdraw(session(), outbox(), actor(), case, scopes=form.chosen, at=now())
    flash(_("Taken back: %(uses)s.", uses=_named(form.chosen)), "success")
    return redirect(url_for("cases.show", case_id=case.id))


@bp.route("/withdraw", methods=["GET", "POST"])
@limiter.limit(RECEIPT_LIMIT, methods=["POST"])
@open_to(Permission.VISIT)
def withdraw_by_code() -> ResponseReturnValue:
    """For patients, without an account: type the code, then see what was agreed to and choose."""
    form = ReceiptForm()
    if not form.is_submitted():
        return render_template("consent/code.html", form=form)
    consent = _holder_of(form)
    if consent is None:
        return render_template("consent/code.html", form=form), 422
    return _done(consent) if _case_of(consent).is_gone else _choose(consent, _uses_by_code(consent))


@bp.post("/withdraw/now")
@limiter.limit(RECEIPT_LIMIT)
@open_to(Permission.VISIT)
def withdraw_now() -> ResponseReturnValue:
    """Take everything back with the code."""
    form = ReceiptForm()
    consent = _holder_of(form)
    if consent is None:
        return render_template("consent/code.html", form=form), 422
    services.withdraw_by_receipt(session(), outbox(), form.code.data, at=now())
    return _done(consent)


@bp.post("/withdraw/uses")
@limiter.limit(RECEIPT_LIMIT)
@open_to(Permission.VISIT)
def withdraw_uses_by_code() -> ResponseReturnValue:
    """Take some uses back with the code. What would end the case is asked about once more."""
    receipt = ReceiptForm()
    consent = _holder_of(receipt)
    if consent is None:
        return render_template("consent/code.html", form=receipt), 422
    case, form = _case_of(consent), _uses_by_code(consent)
    if case.is_gone:
        return _done(consent)
    if not form.validate():
        return _choose(consent, form), 422
    if services.ends_with(session(), case, consent, form.chosen):
        return render_template("consent/sure.html", form=form, chosen=_named(form.chosen))
    services.withdraw_by_receipt(session(), outbox(), form.code.data, scopes=form.chosen, at=now())
    return _done(consent, form.chosen)


def _uses_of(case: Case) -> UsesForm:
    form = UsesForm()
    consent = queries.live_consent(session(), case.id)
    form.offer(consent.scopes if consent else ())
    return form


def _ask(case: Case, form: UsesForm) -> str:
    is_author = actor().id == case.author_id
    return render_template("consent/withdraw.html", case=case, form=form, is_author=is_author, **LABELS)


def _uses_by_code(consent: Consent) -> ReceiptUsesForm:
    form = ReceiptUsesForm()
    form.offer(consent.scopes)
    return form


def _holder_of(form: ReceiptForm) -> Consent | None:
    """Whose code it is; None where it's no code or an unknown one, with the reason beside the field."""
    if not form.validate():
        return None
    try:
        return services.by_code(session(), form.code.data)
    except services.UnknownCode as refusal:
        form.code.errors = [explain(refusal)]
        return None


def _case_of(consent: Consent) -> Case:
    return session().get_one(Case, consent.case_id)


def _choose(consent: Consent, form: ReceiptUsesForm) -> str:
    return render_template("consent/choose.html", form=form, consent=consent, **LABELS)


def _done(consent: Consent, taken: frozenset[Scope] = frozenset(Scope)) -> str:
    """What has ended, what goes on, and how many people have taken a copy that they are told to delete."""
    told = queries.holders(session(), consent.case_id, taken)
    gone = _case_of(consent).is_gone
    left = "" if gone else _named(consent.scopes)
    return render_template("consent/done.html", gone=gone, taken=_named(taken), left=left, told=told)


def _named(uses: frozenset[Scope]) -> str:
    return ", ".join(str(label) for scope, label in SCOPES.items() if scope in uses)
