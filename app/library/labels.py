"""What the library's filters and orders are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.library.rules import Sort, Stage

STAGES = {
    Stage.OPEN: _l("Open"),
    Stage.RESOLVED: _l("Resolved"),
}
SORTS = {
    Sort.RELEVANCE: _l("Best match first"),
    Sort.NEWEST: _l("Newest first"),
}
