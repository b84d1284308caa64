"""What the lines of the risk sheet say."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.cases.risk import DELAY, Remedy, Risk, RiskKind

RISKS = {
    RiskKind.EXACT_AGE: _l("The text states an exact age. A band teaches as much."),
    RiskKind.EXACT_DATE: _l("The text keeps a date. A day counted from the first visit teaches as much."),
    RiskKind.RARE_AND_PLACE: _l("A rare disease together with a place can point at one person."),
    RiskKind.EVENT: _l("It tells of something that others may have heard of, or read in the news."),
    RiskKind.SMALL_COMMUNITY: _l("It tells of a small community, or of somebody whom many people know."),
}
REMEDIES = {
    Remedy.AGE_BANDS: _l("Write age bands"),
    Remedy.RELATIVE_DAYS: _l("Count days instead"),
    Remedy.HIDE_PLACE: _l("Hide where I work"),
    Remedy.DELAY: _l("Publish %(days)s days later", days=DELAY.days),
}
REMEDIED = {
    Remedy.AGE_BANDS: _l("Age bands are written"),
    Remedy.RELATIVE_DAYS: _l("Days are counted"),
    Remedy.HIDE_PLACE: _l("The author's place of work is hidden"),
    Remedy.DELAY: _l("It is published %(days)s days after its approval", days=DELAY.days),
}


def told(risk: Risk) -> str:
    """What a line says, with its figures."""
    return FIGURES[risk.kind](risk) if risk.kind in FIGURES else str(RISKS[risk.kind])


def _kept(risk: Risk) -> str:
    return str(
        ngettext(
            "The author keeps one thing that looks like an identifier, and says why.",
            "The author keeps %(num)s things that look like identifiers, and says why.",
            risk.counts[0],
        )
    )


def _removed(risk: Risk) -> str:
    return str(ngettext("One identifier was replaced.", "%(num)s identifiers were replaced.", risk.counts[0]))


def _found(risk: Risk) -> str:
    covered, dismissed = risk.counts
    seen = ngettext(
        "The detectors found one thing in the pictures.",
        "The detectors found %(num)s things in the pictures.",
        covered + dismissed,
    )
    if not dismissed:
        return f"{seen} {_('All of it is covered.')}"
    stays = ngettext(
        "One stays in sight: the author says why.", "%(num)s stay in sight: the author says why.", dismissed
    )
    return f"{seen} {stays}"


def _unscanned(risk: Risk) -> str:
    return str(
        ngettext(
            "One picture was not scanned for text and faces: people alone have looked.",
            "%(num)s pictures were not scanned for text and faces: people alone have looked.",
            risk.counts[0],
        )
    )


FIGURES = {
    RiskKind.KEPT: _kept,
    RiskKind.REMOVED: _removed,
    RiskKind.FOUND_IN_PICTURES: _found,
    RiskKind.NOT_SCANNED: _unscanned,
}
