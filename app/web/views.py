"""The pages of content/pages, rendered from Markdown."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.kernel.errors import NotFound
from app.kernel.settings import Settings
from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.provided import provided
from app.web.rich_text import render_page

bp = Blueprint("web", __name__, template_folder="templates")


@bp.get("/pages/<name>")
@open_to(Permission.VISIT)
def page(name: str) -> ResponseReturnValue:
    """One page: about, guidelines, consent, privacy, quizzes."""
    html, facts = _read(provided(Settings).content / "pages", name)
    return render_template("page.html", html=html, facts=facts)


@cache
def _read(folder: Path, name: str) -> tuple[Markup, dict[str, str]]:
    path = folder / f"{name}.md"
    if path.parent != folder or not path.is_file():
        raise NotFound()
    return render_page(path.read_text(encoding="utf-8"))
