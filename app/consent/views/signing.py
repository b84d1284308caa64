"""For whoever decides, without an account: see what will be shown, read the form, decide, sign.

Whoever holds the link's token gets these pages and the pictures of this one case, until it's signed, cancelled or
over. Referrers never carry the token: browsers may tell where from, not which page.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cases import queries as cases
from app.cases.labels import STAGES
from app.cases.sending import send_picture
from app.consent import forms_folder, services
from app.consent.forms import SignForm
from app.consent.forms_folder import ConsentForm
from app.consent.jurisdictions import BY_CODE
from app.consent.labels import OWN_SCOPE_HINTS, giver_hints
from app.consent.models import SigningLink
from app.consent.rules import Method
from app.consent.views.blueprint import bp, forms_of, withdrawal_address
from app.kernel.errors import NotFound
from app.kernel.sealing import Sealer
from app.kernel.settings import Settings
from app.media.models import Image
from app.media.queries import srcset
from app.media.rules import RenditionFormat
from app.policy.rules import Permission
from app.web.errors import explain
from app.web.gate import open_to
from app.web.limits import limiter
from app.web.provided import provided
from app.web.rich_text import render_page
from app.web.unit import now, outbox, session

PAGES, PICTURES = "60 per 5 minutes", "600 per 5 minutes"
NO_PATH = "strict-origin"
"""`no-referrer` would make browsers post without any origin, which forms' protection refuses over TLS."""


@bp.route("/sign/<token>", methods=["GET", "POST"])
@limiter.limit(PAGES)
@open_to(Permission.VISIT)
def sign(token: str) -> ResponseReturnValue:
    """Show it all, take the decision, hand out the receipt."""
    link = services.usable(session(), token, at=now())
    form, shown = SignForm(), _form_shown(link)
    form.ask_for(BY_CODE[link.jurisdiction])
    if form.validate_on_submit() and (code := _sign(link, shown, form)):
        here = link.case if link.method is Method.SIGNED_HERE else None
        return _private(render_template("consent/signed.html", code=code, address=withdrawal_address(), case=here))
    return _private(_page(token, link, shown, form)), 422 if form.is_submitted() else 200


@bp.get("/sign/<token>/<name>/<int:frame>/<int:nominal>.<extension>")
@limiter.limit(PICTURES)
@open_to(Permission.VISIT)
def picture(token: str, name: str, frame: int, nominal: int, extension: str) -> ResponseReturnValue:
    """One file of a picture of the link's case, confirmed by its author, for whoever holds the link (I1)."""
    link = services.usable(session(), token, at=now())
    placed = cases.file_of(session(), name, nominal, extension, frame)
    if placed is None or placed.case.id != link.case_id or not placed.is_confirmed:
        raise NotFound()
    return _private(send_picture(placed.file, caching="no-store"))


def _page(token: str, link: SigningLink, shown: ConsentForm, form: SignForm) -> str:
    place = BY_CODE[link.jurisdiction]
    return render_template(
        "consent/sign.html",
        token=token,
        case=link.case,
        place=place,
        form=form,
        shown=shown,
        form_html=render_page(shown.on_screen)[0],
        languages=[form.language for form in forms_of(place)],
        pictures=cases.shown_pictures(link.case),
        picture_url=_addresses(token),
        picture_srcset=_srcset,
        stages=STAGES,
        is_here=link.method is Method.SIGNED_HERE,
        giver_hints=giver_hints(place),
        scope_hints=OWN_SCOPE_HINTS,
    )


def _addresses(token: str) -> Callable[..., str]:
    def picture_url(image: Image, nominal: int, extension: str, frame: int = 0) -> str:
        return url_for(".picture", token=token, name=image.name, frame=frame, nominal=nominal, extension=extension)

    return picture_url


def _srcset(image: Image, address: Callable[..., str]) -> str:
    """All WebP files of the first frame with their widths."""
    files = srcset(image, RenditionFormat.WEBP)
    return ", ".join(f"{address(image, file.nominal, 'webp')} {file.width}w" for file in files)


def _form_shown(link: SigningLink) -> ConsentForm:
    """The form in the language that was asked for; once it's signed, the very version that was on the screen."""
    content = provided(Settings).content
    place, language, version = [*request.form.get("form", "").split("/"), "", "", ""][:3]
    sent = forms_folder.find(place, language, version, content) if place == link.jurisdiction else None
    if sent is not None:
        return sent
    languages = BY_CODE[link.jurisdiction].languages
    wanted = request.args.get("language", "")
    return forms_folder.form_in_use(content, link.jurisdiction, wanted if wanted in languages else languages[0])


def _sign(link: SigningLink, shown: ConsentForm, form: SignForm) -> str:
    """Return the receipt code, or nothing, with the reason in the form."""
    if form.form.data != shown.name:
        form.form_errors.append(_("Read the form once more: it is another one than the one you were shown."))
        return ""
    terms = form.terms(shown, link.method, now())
    try:
        return services.sign(session(), outbox(), provided(Sealer), link, terms, identity=form.identity(), at=now())[1]
    except services.BadTerms as refusal:
        form.form_errors.append(explain(refusal))
        return ""


def _private(page: str | Response) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = NO_PATH
    return response
