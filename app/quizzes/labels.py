"""What item states and the like are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.quizzes.rules import ItemStatus, Sureness

STATUSES = {
    ItemStatus.DRAFT: _l("Draft"),
    ItemStatus.LIVE: _l("Live"),
    ItemStatus.SUSPENDED: _l("Suspended"),
    ItemStatus.RETIRED: _l("Retired"),
}
MEANINGS = {
    ItemStatus.DRAFT: _l("Learners don't see it until you accept it."),
    ItemStatus.LIVE: _l("Learners are asked it. Saving a change takes it from them until it is accepted again."),
    ItemStatus.SUSPENDED: _l("Its diagnosis is in doubt or its case is hidden; nobody is asked it for now."),
    ItemStatus.RETIRED: _l("It keeps nothing."),
}
SURENESSES = {
    Sureness.GUESSING: _l("A guess"),
    Sureness.FAIRLY_SURE: _l("Fairly sure"),
    Sureness.SURE: _l("Sure"),
}
