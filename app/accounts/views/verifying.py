"""Pages for being verified: the ways, and the link that goes to an institution."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import services
from app.accounts.forms import ColleagueForm, InstitutionForm, RegisterForm
from app.accounts.registers import registers_of
from app.accounts.rules import STUDENTS, EvidenceKind
from app.accounts.standing import what_one_may
from app.accounts.views.blueprint import bp
from app.accounts.views.own import own_account
from app.kernel.errors import Refusal
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import open_to
from app.web.identity import actor
from app.web.limits import limiter
from app.web.unit import now, outbox, session

MAIL_LIMIT = "10 per hour"
"""So many times an hour somebody may have a mail sent to an address that isn't theirs."""


@bp.get("/account/verification")
@open_to(Permission.MANAGE_SELF)
def verification() -> ResponseReturnValue:
    """The ways to be verified, or how far a request has come."""
    account = own_account()
    standing = what_one_may(session(), account, now())
    return render_template("accounts/verification.html", account=account, standing=standing, students=STUDENTS)


@bp.route("/account/verification/address", methods=["GET", "POST"])
@limiter.limit(MAIL_LIMIT, methods=["POST"])
@open_to(Permission.MANAGE_SELF)
def verify_by_address() -> ResponseReturnValue:
    """Name an address at one's institution, to which a link goes."""
    form = InstitutionForm()
    if form.validate_on_submit():
        try:
            services.check_institutional(form.email.data)
        except Refusal as refusal:
            form.email.errors = [explain(refusal)]
        else:
            return _ask(EvidenceKind.INSTITUTIONAL_EMAIL, address=form.email.data)
    return _way("accounts/by_address.html", form=form)


@bp.route("/account/verification/register", methods=["GET", "POST"])
@open_to(Permission.MANAGE_SELF)
def verify_by_register() -> ResponseReturnValue:
    """Say where one is registered."""
    account = own_account()
    registers = registers_of(account.country, account.occupation)
    form = RegisterForm(number=account.registration_number)
    form.offer(registers)
    if form.validate_on_submit():
        return _ask(EvidenceKind.REGISTRATION, evidence=form.evidence)
    return _way("accounts/by_register.html", form=form, registers=registers)


@bp.route("/account/verification/colleague", methods=["GET", "POST"])
@limiter.limit(MAIL_LIMIT, methods=["POST"])
@open_to(Permission.MANAGE_SELF)
def verify_by_colleague() -> ResponseReturnValue:
    """Ask a colleague for their word; nothing tells whether the address is known."""
    form = ColleagueForm()
    if form.validate_on_submit():
        return _ask(EvidenceKind.COLLEAGUE, address=form.email.data)
    return _way("accounts/by_colleague.html", form=form, account=own_account())


@bp.post("/account/verification/link")
@limiter.limit(MAIL_LIMIT)
@open_to(Permission.MANAGE_SELF)
def send_verification_link() -> ResponseReturnValue:
    """Send the link of a waiting request again."""
    services.ask_for_link(session(), outbox(), own_account())
    flash(_("A new link is on its way."), "info")
    return redirect(url_for(".verification"))


@bp.post("/account/verification/cancel")
@open_to(Permission.MANAGE_SELF)
def cancel_verification() -> ResponseReturnValue:
    """Take a request back that waits for its link, to choose another way."""
    services.cancel_request(session(), own_account(), at=now())
    return redirect(url_for(".verification"))


@bp.route("/institution/<token>", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
@open_to(Permission.VISIT)
def confirm_institution(token: str) -> ResponseReturnValue:
    """A button, because mail scanners open links; whoever reads that mail may be signed in elsewhere."""
    if request.method == "GET":
        return render_template("accounts/confirm_institution.html", token=token)
    services.confirm_institution(session(), outbox(), token, at=now())
    flash(_("The address is confirmed. Your request is with the moderators."), "success")
    return redirect(url_for(".verification" if actor().id else ".sign_in"))


def _ask(kind: EvidenceKind, *, evidence: str = "", address: str = "") -> ResponseReturnValue:
    services.request_verification(
        session(), outbox(), own_account(), kind=kind, evidence=evidence, address=address, at=now()
    )
    flash(_("A link is on its way.") if address else _("Your request is with the moderators."), "success")
    return redirect(url_for(".verification"))


def _way(
    template: str, *, form: InstitutionForm | RegisterForm | ColleagueForm, **shown: object
) -> ResponseReturnValue:
    return render_template(template, form=form, **shown), 422 if form.is_submitted() else 200
