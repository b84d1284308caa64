"""Looking again at all that is shown, when an operator asks for it; newer detectors do so by themselves."""

from __future__ import annotations

from app.kernel.errors import Refusal, mark
from app.media import services as media
from app.ops.house import House
from app.web.unit import AFTER_COMMIT


def rescan(house: House) -> int:
    """Make every confirmed picture due; return how many those are. Raises Refusal where nothing could look at them."""
    if not house.scanner.version:
        raise Refusal(mark("Nothing can look: the extra 'vision' is switched off or not installed."))
    with house.database.writing() as session:
        marked = media.begin_looking_again(session)
    house.jobs.enqueue(AFTER_COMMIT)
    return marked
