"""The consent forms of content/consent/<jurisdiction>/: `en.md` is in use, `en.<anything>.md` are former versions.

A former form stays known, since people sign on paper and are recorded here later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.kernel.errors import NotFound, mark
from app.kernel.settings import ROOT

CONTENT = ROOT / "content"
VERSION = re.compile(r"^version:\s*(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class ConsentForm:
    """One form; `text` is Markdown with its front matter."""

    jurisdiction: str
    language: str
    version: str
    in_use: bool
    text: str


@cache
def all_forms(content: Path = CONTENT) -> tuple[ConsentForm, ...]:
    """Every form there is; one without a `version:` line is not a form."""
    files = sorted((content / "consent").glob("*/*.md"))
    return tuple(form for form in map(_read, files) if form.version)


def form_in_use(content: Path, jurisdiction: str, language: str) -> ConsentForm:
    """The form that is shown today; raises NotFound."""
    wanted = (jurisdiction, language)
    for form in all_forms(content):
        if form.in_use and (form.jurisdiction, form.language) == wanted:
            return form
    raise NotFound(
        mark("There is no consent form for %(jurisdiction)s in %(language)s."),
        jurisdiction=jurisdiction,
        language=language,
    )


def newest(content: Path, jurisdiction: str, language: str) -> str:
    """The version of the form that is shown today; raises NotFound."""
    return form_in_use(content, jurisdiction, language).version


def is_known(jurisdiction: str, language: str, version: str, content: Path = CONTENT) -> bool:
    """Whether somebody can have signed this form."""
    known = {(form.jurisdiction, form.language, form.version) for form in all_forms(content)}
    return (jurisdiction, language, version) in known


def _read(path: Path) -> ConsentForm:
    language, _, former = path.stem.partition(".")
    text = path.read_text(encoding="utf-8")
    found = VERSION.search(text)
    return ConsentForm(path.parent.name, language, found[1] if found else "", not former, text)
