"""The blueprint of cases, and what its templates can use."""

from __future__ import annotations

from flask import Blueprint, url_for

from app.cases.addresses import image_srcset, image_url, pictures_url, redaction_url
from app.cases.labels import label_of
from app.cases.models import Case
from app.cases.queries import unscanned

bp = Blueprint("cases", "app.cases", template_folder="templates")
bp.add_app_template_global(image_url, "image_url")
bp.add_app_template_global(image_srcset, "image_srcset")
bp.add_app_template_global(pictures_url, "pictures_url")
bp.add_app_template_global(unscanned, "unscanned")
bp.add_app_template_filter(label_of, "case_label")


def authoring_links(case: Case) -> tuple[str, ...]:
    """The pages of an author's way, in the order of the stepper."""
    return (
        url_for("cases.pictures", case_id=case.id),
        redaction_url(case),
        url_for("cases.edit", case_id=case.id),
        url_for("consent.give", case_id=case.id),
        url_for("consent.submit", case_id=case.id),
    )


bp.add_app_template_global(authoring_links, "authoring_links")
