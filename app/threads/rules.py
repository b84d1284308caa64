"""Bases and certainties of a resolution, and which of them may become the key of a quiz item."""

from __future__ import annotations

from enum import StrEnum

MOST_HYPOTHESES = 3


class Basis(StrEnum):
    """What a diagnosis rests on."""

    HISTOLOGY = "histology"
    MICROBIOLOGY_GENETICS = "microbiology_genetics"
    IMAGING = "imaging"
    OPERATIVE = "operative"
    CLINICAL_COURSE = "clinical_course"
    EXPERT_CONSENSUS = "expert_consensus"


class Certainty(StrEnum):
    """How sure the resolution is."""

    CERTAIN = "certain"
    ALMOST_CERTAIN = "almost_certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class ResolutionStatus(StrEnum):
    """A resolution is proposed by the author and confirmed, or not, by a colleague.

    Words never change under a colleague's hand: a proposal worded anew is another one and REPLACES the former.
    """

    PROPOSED = "proposed"
    REPLACED = "replaced"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REOPENED = "reopened"


KEYWORTHY = frozenset({Certainty.CERTAIN, Certainty.ALMOST_CERTAIN})
"""Certainties that may become a key: a crowd's vote or a probability may not."""
LIVE = frozenset({ResolutionStatus.PROPOSED, ResolutionStatus.CONFIRMED})
WEIGHTS = {1: 3, 2: 2, 3: 1}
"""What a diagnosis counts in the collective differential, by its rank."""
