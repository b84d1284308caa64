"""Forms to print and sign, and a receipt to take along: as pages and as PDF files."""

from __future__ import annotations

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.consent import forms_folder, papers, queries, receipts
from app.consent.forms import ReceiptForm
from app.consent.forms_folder import ConsentForm
from app.consent.jurisdictions import BY_CODE
from app.consent.labels import GIVERS, RECEIPT_GIVES, SCOPES
from app.consent.models import Consent
from app.consent.papers import Block
from app.consent.views.blueprint import RECEIPT_LIMIT, bp, withdrawal_address
from app.kernel.errors import NotFound, mark
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.limits import limiter
from app.web.provided import provided
from app.web.rich_text import render_page
from app.web.unit import now, session

FILES = "60 per 5 minutes"
"""Each takes a tenth of a second to make."""


@bp.get("/consent-forms/<name>")
@open_to(Permission.VISIT)
def blank_form(name: str) -> ResponseReturnValue:
    """A form in use, by jurisdiction and language: `canada-ontario.fr`."""
    form = _in_use(name)
    page = {"form": form, "place": BY_CODE[form.jurisdiction], "html": render_page(form.on_paper)[0]}
    return render_template("consent/blank.html", has_pdf=papers.can_print(form.text), **page)


@bp.get("/consent-forms/<name>.pdf")
@limiter.limit(FILES)
@open_to(Permission.VISIT)
def blank_form_pdf(name: str) -> ResponseReturnValue:
    """The same as a PDF file."""
    form = _in_use(name)
    return _pdf([*_form_blocks(form, form.text), *papers.LINES_TO_SIGN], form.language, f"consent-{name}.pdf")


@bp.post("/receipt.pdf")
@limiter.limit(RECEIPT_LIMIT)
@open_to(Permission.VISIT)
def receipt_pdf() -> ResponseReturnValue:
    """The receipt with what was agreed to and the form it was agreed on, for whoever has the code."""
    typed = ReceiptForm()
    consent = queries.by_receipt(session(), receipts.digest(typed.code.data or "")) if typed.validate() else None
    if consent is None or consent.withdrawn_at is not None:
        raise NotFound(mark("We don't know this code. Compare each letter with your receipt and try again."))
    blocks = _receipt_blocks(consent, receipts.written(typed.code.data or ""))
    form = forms_folder.find(consent.jurisdiction, consent.language, consent.form_version, provided(Settings).content)
    if form is not None and papers.can_print(form.text):
        blocks += _form_blocks(form, form.on_screen)  # what was ticked stands above
    return _pdf(blocks, "en", "casebook-receipt.pdf")


def _receipt_blocks(consent: Consent, code: str) -> list[Block]:
    granted = ", ".join(str(label) for scope, label in SCOPES.items() if scope in consent.scopes)
    ends = format_date(consent.expires_at) if consent.expires_at else _("it is withdrawn")
    facts = {
        _("Given by"): str(GIVERS[consent.giver]),
        _("Given on"): format_date(consent.given_on),
        _("For"): granted,
        _("Good until"): ends,
        _("Form"): f"{consent.jurisdiction}, {consent.language}, {consent.form_version}",
        _("Fingerprint of the form"): consent.form_hash,
        _("Fingerprint of the pictures and the text"): consent.material_hash,
    }
    return [
        Block("title", _("Receipt: consent to share a case for learning")),
        Block("code", code),
        Block("paragraph", str(RECEIPT_GIVES)),
        Block(
            "paragraph",
            _("Go to %(address)s and type the code, or ask who treats you to do it.", address=withdrawal_address()),
        ),
        *(Block("item", f"**{label}:** {value}") for label, value in facts.items() if value),
    ]


def _form_blocks(form: ConsentForm, text: str) -> list[Block]:
    place = _(BY_CODE[form.jurisdiction].name)
    facts = Block("paragraph", f"{place}, {form.language}, {form.version}")
    title, *rest = papers.blocks_of(form.title, text)
    return [title, facts, *rest]


def _in_use(name: str) -> ConsentForm:
    jurisdiction, _dot, language = name.partition(".")
    return forms_folder.form_in_use(provided(Settings).content, jurisdiction, language)


def _pdf(blocks: list[Block], language: str, filename: str) -> Response:
    response = make_response(papers.pdf_of(blocks, language=language, at=now()))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
