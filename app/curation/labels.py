"""What a collection's visibility is called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.curation.rules import Visibility

VISIBILITIES = {
    Visibility.PRIVATE: _l("Only I see it"),
    Visibility.LIBRARY: _l("Everybody in the library"),
}
