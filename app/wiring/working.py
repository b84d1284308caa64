"""What the worker does: after each commit, each minute, each night."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.accounts import jobs as accounts_jobs
from app.cases import jobs as cases_jobs
from app.consent import jobs as consent_jobs
from app.kernel.outbox import deliver_due
from app.library import jobs as library_jobs
from app.media import jobs as media_jobs
from app.moderation import jobs as moderation_jobs
from app.ops import nightly
from app.ops.backup import clear_leftovers
from app.ops.house import House
from app.quizzes import jobs as quizzes_jobs
from app.web.unit import AFTER_COMMIT
from app.wiring.listening import subscriptions


def catching_up(house: House) -> Callable[[], None]:
    """What delivers what has happened and destroys what must go: after each commit, each minute, after the demo."""
    listeners = subscriptions(house)

    def catch_up() -> None:
        destroy = partial(media_jobs.destroy_doomed, house.database, house.store, house.clock)
        destroy()  # first: mails may take their time
        while deliver_due(house.database, house.clock, listeners):
            destroy()  # whoever was told may have doomed files, and may have something to tell

    return catch_up


def register_jobs(house: House) -> None:
    """Say what the worker does, after each commit and as time goes by."""
    catch_up = catching_up(house)

    def work_on() -> None:
        """Deliver what has happened, then look through one picture; another turn follows while pictures wait.

        Authors wait for their new pictures; those that are shown are looked at again when there are none.
        """
        catch_up()
        parts = (house.database, house.store, house.clock, house.scanner)
        if media_jobs.scan_next(*parts) or moderation_jobs.look_again(*parts):
            house.jobs.enqueue(AFTER_COMMIT)

    def sweep() -> None:
        media_jobs.sweep_quarantine(house.database, house.store, house.clock)
        media_jobs.sweep_orphans(house.database, house.store, house.clock)
        house.store.clear_unfinished()
        clear_leftovers(house.settings.data)

    house.jobs.register(AFTER_COMMIT, work_on)
    house.jobs.every_minute("catch_up", work_on)
    house.jobs.every_minute("end_expired", lambda: consent_jobs.end_expired(house.database, house.clock))
    house.jobs.every_minute("warn_of_expiry", lambda: consent_jobs.warn_of_expiry(house.database, house.clock))
    house.jobs.every_minute("end_sign_ins", lambda: accounts_jobs.end_overdue(house.database, house.clock))
    house.jobs.every_minute("begin_showing", lambda: cases_jobs.begin_showing_due(house.database, house.clock))
    house.jobs.every_minute("sweep", sweep, minutes=30)
    house.jobs.every_minute("watch_items", lambda: quizzes_jobs.watch_items(house.database, house.clock), minutes=30)
    house.jobs.every_minute("lapse", lambda: moderation_jobs.lapse_requests(house.database, house.clock), minutes=10)
    house.jobs.every_minute("remind", lambda: accounts_jobs.remind_ending(house.database, house.clock), minutes=10)
    house.jobs.every_minute("forget", lambda: accounts_jobs.forget_addresses(house.database, house.clock), minutes=30)
    house.jobs.every_night("check_invariants", partial(nightly.check, house), hour=2, minute=23)


def rebuild_index(house: House) -> int:
    """Build the search index anew beside the one in use; return how many cases it holds."""
    return library_jobs.rebuild(house.database, house.index, house.clock)
