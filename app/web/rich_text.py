"""Markdown that people write, turned into HTML that can do no harm."""

from __future__ import annotations

from threading import RLock

import nh3
from cachetools import TTLCache, cached
from markdown import Markdown
from markupsafe import Markup

TEXT_TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "sub"}
TAGS = TEXT_TAGS | {"sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href", "title"}}
SCHEMES = {"http", "https", "mailto"}


KEPT_SECONDS = 60
"""No longer: what was withdrawn may not stay in a cache."""
KEPT: TTLCache[object, Markup] = TTLCache(maxsize=4096, ttl=KEPT_SECONDS)
LOCK = RLock()


@cached(KEPT, lock=LOCK)
def render(text: str) -> Markup:
    """Render Markdown; pictures, scripts and styles are left out, links open without telling where from.

    The same text gives the same HTML, so a page that many read is rendered once a minute.
    """
    html = Markdown(extensions=["tables", "sane_lists", "nl2br"]).convert(text)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 -- nh3 has just cleaned it


def forget_old() -> None:
    """Drop what has been kept long enough; otherwise it would stay in memory until the next text is rendered."""
    with LOCK:
        KEPT.expire()


def render_page(text: str) -> tuple[Markup, dict[str, str]]:
    """Render a page of content/ with its front matter; `title: ...` lines come back as a dictionary."""
    markdown = Markdown(extensions=["meta", "tables", "sane_lists", "attr_list"])
    html = markdown.convert(text)
    facts = {key: " ".join(lines) for key, lines in markdown.Meta.items()}
    return Markup(html), facts  # noqa: S704 -- our own files
