"""Whether the instance keeps its promises (docs/invariants.md): every one that data can show, on the live data.

Reads only, in bounded memory, while the instance runs. Each check is a small function; a table says what it proves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.ops.house import House
from app.ops.invariants import cases, ends, learning, log, moments, once, pictures
from app.ops.invariants.breach import Breach, Check, Look

CHECKS: Mapping[int, tuple[Check, ...]] = {
    1: (cases.shown_unconfirmed, cases.shown_changed, cases.shown_pictures_unconfirmed, pictures.changed_files),
    2: (pictures.originals_shown_to_others,),
    3: (pictures.kept_originals,),
    4: (cases.stale_confirmations,),
    5: (cases.own_decisions,),
    6: (cases.half_ended,),
    7: (
        ends.remaining_words,
        ends.remaining_notes,
        ends.remaining_things,
        ends.likenesses_kept,
        pictures.overdue_files,
    ),
    8: (ends.revived, ends.unlisted),
    9: (pictures.rows_without_file,),
    10: (pictures.files_without_row,),
    11: (learning.stale_entries,),
    12: (learning.unfounded_items, learning.unearned_reviews),
    13: (once.doubles, once.half_claims),
    14: (cases.shown_without_consent, cases.unknown_forms),
    15: (log.broken_chain, log.missing_guards),
    16: (log.unwritten_steps,),
    17: (log.wordy_payloads, log.telling_names),
    18: (moments.waiting_events,),
    20: (moments.future, moments.long_leases),
}
"""Invariant number -> what looks for breaches of it. I19 (a job may run twice) is shown by tests alone."""


def breaches(house: House) -> Iterator[Breach]:
    """Every breach, invariant by invariant."""
    look = Look(house, house.clock.now())
    for number, checks in CHECKS.items():
        for check in checks:
            yield from (Breach(number, found) for found in check(look))


def checked() -> int:
    """How many checks there are."""
    return sum(map(len, CHECKS.values()))


__all__ = ["CHECKS", "Breach", "breaches", "checked"]
