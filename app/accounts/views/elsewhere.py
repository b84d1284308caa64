"""Signing in with an account elsewhere, where the instance has an OpenID provider."""

from __future__ import annotations

import hmac
from dataclasses import asdict, astuple

from flask import redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.elsewhere import Errand, IdentityProvider, ProviderFailed
from app.accounts.forms import PasswordForm
from app.accounts.services.linking import Visitor
from app.accounts.services.passwords import WrongPassword
from app.accounts.views.blueprint import bp
from app.accounts.views.coming_in import let_in, own_address, this_browser
from app.kernel.errors import NotFound
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import open_to, writes
from app.web.limits import SIGN_IN_LIMIT, limiter
from app.web.provided import provided
from app.web.unit import now, outbox, session

ERRAND, VISITOR, WANTED = "openid_errand", "openid_visitor", "openid_wanted"


@bp.get("/sign-in/elsewhere")
@limiter.limit("30 per 5 minutes")
@open_to(Permission.VISIT)
def go_elsewhere() -> ResponseReturnValue:
    """Send the person to the provider. A link, because browsers don't let a form lead to another site (CSP)."""
    errand = _provider().begin(_return_address())
    cookie[ERRAND], cookie[WANTED] = astuple(errand), own_address(request.args.get("next"))
    return redirect(errand.address)


@bp.get("/sign-in/elsewhere/back")
@limiter.limit("30 per 5 minutes")
@open_to(Permission.VISIT)
@writes
def come_back() -> ResponseReturnValue:
    """Take the person back: known, or to be linked first. Every errand ends here, whatever comes of it."""
    visitor = _provider().finish(_return_address(), _errand(), request.args.get("code", ""))
    entry = services.arrive_from_elsewhere(session(), outbox(), visitor, browser=this_browser(), at=now())
    if entry is None:
        cookie[VISITOR] = asdict(visitor) | {"until": now().timestamp() + 600}
        return redirect(url_for(".link_elsewhere"))
    return let_in(entry, cookie.pop(WANTED, None))


@bp.route("/sign-in/elsewhere/link", methods=["GET", "POST"])
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"], key_func=lambda: f"email:{_visitor().email.casefold()}")
@open_to(Permission.VISIT)
def link_elsewhere() -> ResponseReturnValue:
    """Ask once for the password of the account that has the same address: who has it there needn't own it here."""
    form, visitor = PasswordForm(), _visitor()
    if form.validate_on_submit():
        try:
            entry = services.link_identity(
                session(), outbox(), visitor, form.password.data, browser=this_browser(), at=now()
            )
        except WrongPassword as refusal:
            form.form_errors.append(explain(refusal))
        else:
            cookie.pop(VISITOR)
            return let_in(entry, cookie.pop(WANTED, None))
    page = render_template("accounts/link_elsewhere.html", form=form, email=visitor.email, name=_name())
    return page, 422 if form.is_submitted() else 200


def _errand() -> Errand:
    """What this browser was sent for. Raises ProviderFailed for an answer to another errand, or to none."""
    kept = cookie.pop(ERRAND, None)
    if kept is None:
        raise ProviderFailed()
    errand = Errand(*kept)
    if "error" in request.args or not hmac.compare_digest(errand.state, request.args.get("state", "")):
        raise ProviderFailed()
    return errand


def _visitor() -> Visitor:
    kept = dict(cookie.get(VISITOR) or {})
    if kept.pop("until", 0) < now().timestamp():
        raise NotFound()
    return Visitor(**kept)


def _provider() -> IdentityProvider:
    if provided(Settings).oidc is None:
        raise NotFound()
    return provided(IdentityProvider)  # type: ignore[type-abstract]


def _return_address() -> str:
    return provided(Settings).public_url + url_for(".come_back")


def _name() -> str:
    oidc = provided(Settings).oidc
    return oidc.name if oidc else ""
