"""Pages of moderation: the queue and its reviews, documents, flags, suspended people, figures."""

from __future__ import annotations

from app.moderation.views.documents import bp as documents
from app.moderation.views.figures import bp as figures
from app.moderation.views.flags import bp as flags
from app.moderation.views.people import bp as people
from app.moderation.views.reviews import bp as reviews

BLUEPRINTS = (reviews, flags, people, figures, documents)

__all__ = ["BLUEPRINTS"]
