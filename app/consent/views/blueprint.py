"""The blueprint of consent, and what several of its pages need."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("consent", "app.consent", template_folder="templates")
RECEIPT_LIMIT = "10 per 5 minutes"
