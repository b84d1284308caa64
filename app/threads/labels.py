"""What bases, certainties and the like are called on a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.threads.rules import Basis, Certainty, ResolutionStatus

BASES = {
    Basis.HISTOLOGY: _l("Histology"),
    Basis.MICROBIOLOGY_GENETICS: _l("Microbiology or genetics"),
    Basis.IMAGING: _l("Imaging"),
    Basis.OPERATIVE: _l("Operative finding"),
    Basis.CLINICAL_COURSE: _l("Clinical course"),
    Basis.EXPERT_CONSENSUS: _l("Expert consensus"),
}
CERTAINTIES = {
    Certainty.CERTAIN: _l("Certain"),
    Certainty.ALMOST_CERTAIN: _l("Almost certain"),
    Certainty.PROBABLE: _l("Probable"),
    Certainty.POSSIBLE: _l("Possible"),
}
RESOLUTIONS = {
    ResolutionStatus.PROPOSED: _l("Waits for a colleague"),
    ResolutionStatus.REPLACED: _l("Worded anew"),
    ResolutionStatus.CONFIRMED: _l("Confirmed"),
    ResolutionStatus.DISPUTED: _l("Disputed"),
    ResolutionStatus.REOPENED: _l("Reopened"),
}
SURENESS = {
    10: _l("A guess"),
    30: _l("Unsure"),
    50: _l("Even"),
    70: _l("Fairly sure"),
    90: _l("Sure"),
}
"""How sure somebody is, as a percentage that stands for a fifth of the scale."""
