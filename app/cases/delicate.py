"""Faces, children, the deceased and intimate images: what says that a case shows one of them.

The four kinds are those of moderation as practised: for each a second moderator looks before readers do.
"""

from __future__ import annotations

from app.cases.models import Case
from app.cases.queries import shown_pictures
from app.cases.rules import AgeBand, Delicate
from app.media.rules import Answer
from app.media.scanning.findings import FindingKind

UNDER_18 = frozenset(
    {AgeBand.NEONATE, AgeBand.INFANT, AgeBand.FROM_1, AgeBand.FROM_5, AgeBand.FROM_10, AgeBand.FROM_15}
)
"""The band of 15 to 19 years may be a child's, so it counts as one."""


def delicate_in(case: Case) -> frozenset[Delicate]:
    """What the case shows by its author's word, by moderators', by the age it states and by what detectors saw."""
    kinds = {Delicate(kind) for kind in (*case.delicate, *case.delicate_found)}
    if case.age_band in UNDER_18:
        kinds.add(Delicate.CHILD)
    if _keeps_a_face(case):
        kinds.add(Delicate.FACE)
    return frozenset(kinds)


def _keeps_a_face(case: Case) -> bool:
    """A detector took something for a face, and the author left it in sight."""
    findings = (finding for part in shown_pictures(case) for finding in part.image.findings)
    return any(finding.kind is FindingKind.FACE and finding.answer is Answer.DISMISSED for finding in findings)
