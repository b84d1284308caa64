"""The consent forms of content/consent/<jurisdiction>/: `en.md` is in use, `en.<anything>.md` are former versions.

A former form stays known, since people sign on paper and are recorded here later. A line `[[seen.1]]` in a form stands
for content/consent/parts/<language>/seen.1.md, which forms share. What was shown can be had again forever: a part that
changes is a new file with the next number, a form that changes is a new version, and a test holds every form to the
hash it had when it came into use (content/consent/register.txt).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.kernel.errors import NotFound, mark
from app.kernel.settings import ROOT

CONTENT = ROOT / "content"
FACT = re.compile(r"^(\w+):[ \t]*(.*)$")
BOX = "- [ ] "
PART = re.compile(r"^\[\[([a-z-]+\.\d+)\]\]$", re.MULTILINE)


@dataclass(frozen=True)
class ConsentForm:
    """One form; `text` is Markdown, whole, in which `- [ ] ` begins what can be ticked."""

    jurisdiction: str
    language: str
    version: str
    in_use: bool
    title: str
    text: str

    @property
    def name(self) -> str:
        """How the form is chosen in a list."""
        return f"{self.jurisdiction}/{self.language}/{self.version}"

    @property
    def on_screen(self) -> str:
        """The text to read, where what can be ticked stands elsewhere on the page."""
        return self.text.replace(BOX, "- ")

    @property
    def on_paper(self) -> str:
        """The text to print and tick."""
        return self.text.replace(BOX, "- \N{BALLOT BOX} ")

    @property
    def digest(self) -> str:
        """SHA-256 in hex over everything that was shown: another letter, another digest."""
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()


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


def find(jurisdiction: str, language: str, version: str, content: Path = CONTENT) -> ConsentForm | None:
    """The form that somebody has signed, in use or not."""
    wanted = f"{jurisdiction}/{language}/{version}"
    return next((form for form in all_forms(content) if form.name == wanted), None)


def is_known(jurisdiction: str, language: str, version: str, content: Path = CONTENT) -> bool:
    """Whether somebody can have signed this form."""
    return find(jurisdiction, language, version, content) is not None


def _read(path: Path) -> ConsentForm:
    language, _, former = path.stem.partition(".")
    facts, text = _split(path.read_text(encoding="utf-8"))
    parts = path.parent.parent / "parts" / language
    whole = PART.sub(lambda line: (parts / f"{line[1]}.md").read_text(encoding="utf-8").strip(), text)
    return ConsentForm(
        jurisdiction=path.parent.name,
        language=language,
        version=facts.get("version", ""),
        in_use=not former,
        title=facts.get("title", ""),
        text=whole,
    )


def _split(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines at the beginning, and what follows them."""
    head, _, body = text.partition("\n\n")
    facts = {found[1]: found[2].strip() for found in map(FACT.match, head.splitlines()) if found}
    return facts, body.strip() + "\n"
