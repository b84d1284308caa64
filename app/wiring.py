"""Who listens to which event, which room fills which slot of a page, what stands in the menus, and the jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from flask_babel import lazy_gettext as _l

from app.accounts import events as accounts
from app.accounts.mails import AccountMails
from app.cases import events as cases
from app.cases import jobs as cases_jobs
from app.cases import panels as cases_panels
from app.consent import events as consents
from app.consent import jobs as consent_jobs
from app.consent import panels as consent_panels
from app.consent.answers import Answers
from app.consent.mails import ConsentMails
from app.curation import jobs as curation_jobs
from app.curation import panels as curation_panels
from app.kernel.blobs import LocalBlobs
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.events import Event
from app.kernel.jobs import make_jobs
from app.kernel.mail import make_mailer
from app.kernel.outbox import Handler, Subscriptions, deliver_due
from app.kernel.settings import Settings
from app.learning import panels as learning_panels
from app.library import jobs as library_jobs
from app.library.whoosh_index import WhooshIndex
from app.media import events as media
from app.media import jobs as media_jobs
from app.media.scanning.detecting import Scanner
from app.media.storage import ImageStore
from app.moderation import events as moderation
from app.moderation import jobs as moderation_jobs
from app.moderation import panels as moderation_panels
from app.moderation.mails import ModerationMails
from app.ops import narrowings, tombstones
from app.ops.house import House
from app.policy.rules import Permission
from app.quizzes import jobs as quizzes_jobs
from app.quizzes import panels as quizzes_panels
from app.threads import events as threads
from app.threads import jobs as threads_jobs
from app.threads import panels as threads_panels
from app.threads.answers import answer_of
from app.web.navigation import Entry
from app.web.panels import Panel
from app.web.unit import AFTER_COMMIT

E = TypeVar("E", bound=Event)


def build(settings: Settings, clock: Clock | None = None, *, immediate: bool = False) -> House:
    """Choose the adapters by the settings and register the jobs. `immediate` runs jobs where they're asked for."""
    house = House(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock or Clock(),
        jobs=make_jobs(settings.data, settings.redis_url, immediate=immediate),
        mailer=make_mailer(settings),
        index=WhooshIndex(settings.index),
        store=ImageStore(LocalBlobs(settings.renditions), LocalBlobs(settings.quarantine)),
        scanner=Scanner(enabled=settings.vision),
    )
    _register_jobs(house)
    return house


def hear(kind: type[E], what: Callable[[E], int], *listeners: Callable[[int], object]) -> tuple[type[Event], Handler]:
    """Who listens to one kind of event; each gets the id of `what` it's about, in order."""

    def handler(event: Event) -> None:
        if isinstance(event, kind):
            for listen in listeners:
                listen(what(event))

    return kind, handler


def subscriptions(house: House) -> Subscriptions:
    """Every subscription of the house, one line for each kind of event."""
    mails = AccountMails(house.database, house.clock, house.mailer, house.settings.public_url)
    decisions = ModerationMails(house.database, house.mailer, house.settings.public_url)

    def job(function: Callable[[Database, Clock, int], object]) -> Callable[[int], object]:
        return partial(function, house.database, house.clock)

    reindex = partial(library_jobs.refresh_case, house.database, house.index, house.clock)
    remember = partial(tombstones.remember, house.database, house.settings.tombstones)
    follow, forget = job(quizzes_jobs.follow_case), job(curation_jobs.forget_case)
    forget_reference, recall_exports = job(consent_jobs.forget_reference), job(consent_jobs.recall_exports)
    erase_thread, void_reviews = job(threads_jobs.erase_thread), job(moderation_jobs.void_case_reviews)
    lines: Sequence[tuple[type[Event], Handler]] = (
        hear(accounts.AccountOpened, lambda event: event.account_id, mails.confirm_address),
        hear(accounts.AddressTaken, lambda event: event.account_id, mails.say_address_taken),
        hear(accounts.PasswordForgotten, lambda event: event.account_id, mails.reset_password),
        hear(
            accounts.VerificationRequested,
            lambda event: event.verification_id,
            job(moderation_jobs.open_verification_review),
        ),
        hear(accounts.VerificationDecided, lambda event: event.verification_id, mails.tell_verification),
        hear(cases.CaseSubmitted, lambda event: event.case_id, job(moderation_jobs.open_case_review)),
        hear(cases.CasePublished, lambda event: event.case_id, reindex, follow),
        hear(cases.CaseResolved, lambda event: event.case_id, reindex, follow),
        hear(cases.CaseHidden, lambda event: event.case_id, reindex, follow),
        hear(
            cases.CaseEnded,
            lambda event: event.case_id,
            remember,
            forget_reference,
            reindex,
            follow,
            erase_thread,
            void_reviews,
            forget,
            recall_exports,
        ),
        *_about_consent(house, reindex, follow, recall_exports),
        hear(threads.ResolutionConfirmed, lambda event: event.resolution_id, job(quizzes_jobs.draft_item)),
        hear(threads.CaseReopened, lambda event: event.case_id, reindex, follow),
        hear(media.UploadBarred, lambda event: event.refused_upload_id, job(moderation_jobs.open_barred_review)),
        hear(moderation.ReviewDecided, lambda event: event.review_id, decisions.tell_author),
        hear(moderation.ContentFlagged, lambda event: event.review_id, decisions.say_hidden),
    )
    return {kind: (handler,) for kind, handler in lines}


def _about_consent(house: House, *follow: Callable[[int], object]) -> Sequence[tuple[type[Event], Handler]]:
    """Who listens to what happens to consent; `follow` are those who bring a case's traces in line with it."""
    told = ConsentMails(house.database, house.mailer, house.settings.public_url)
    remember = partial(narrowings.remember, house.database, house.settings.narrowings)
    return (
        hear(consents.ConsentWithdrawn, lambda event: event.case_id, told.say_ended),
        hear(consents.ConsentExpired, lambda event: event.case_id, told.say_ended),
        hear(consents.ScopeWithdrawn, lambda event: event.case_id, remember, *follow, told.say_narrowed),
        hear(consents.ConsentRunsOut, lambda event: event.consent_id, told.warn),
        hear(consents.ExportRecalled, lambda event: event.export_id, told.recall),
    )


def catching_up(house: House) -> Callable[[], None]:
    """What delivers what has happened and destroys what must go: after each commit, each minute, after the demo."""
    listeners = subscriptions(house)

    def catch_up() -> None:
        while deliver_due(house.database, house.clock, listeners):
            """Who was told may have something to tell."""
        media_jobs.destroy_doomed(house.database, house.store, house.clock)

    return catch_up


def _register_jobs(house: House) -> None:
    catch_up = catching_up(house)

    def work_on() -> None:
        """Deliver what has happened, then look through one picture; another turn follows while pictures wait."""
        catch_up()
        if media_jobs.scan_next(house.database, house.store, house.clock, house.scanner):
            house.jobs.enqueue(AFTER_COMMIT)

    def sweep() -> None:
        media_jobs.sweep_quarantine(house.database, house.store, house.clock)
        media_jobs.sweep_orphans(house.database, house.store, house.clock)
        house.store.clear_unfinished()

    house.jobs.register(AFTER_COMMIT, work_on)
    house.jobs.every_minute("catch_up", work_on)
    house.jobs.every_minute("end_expired", lambda: consent_jobs.end_expired(house.database, house.clock))
    house.jobs.every_minute("warn_of_expiry", lambda: consent_jobs.warn_of_expiry(house.database, house.clock))
    house.jobs.every_minute("begin_showing", lambda: cases_jobs.begin_showing_due(house.database, house.clock))
    house.jobs.every_minute("sweep", sweep, minutes=30)


def rebuild_index(house: House) -> int:
    """Build the search index anew beside the one in use; return how many cases it holds."""
    return library_jobs.rebuild(house.database, house.index, house.clock)


ANSWERS = Answers(answer_of)
"""What handouts and exports are told of a case's resolution."""

PANELS: dict[str, tuple[Panel, ...]] = {
    "home.top": (
        learning_panels.waiting,
        cases_panels.own_drafts,
    ),
    "home.moderator": (moderation_panels.waiting,),
    "case.messages": (moderation_panels.message,),
    "comment.actions": (moderation_panels.flag_comment,),
    "case.below": (
        threads_panels.thread,
        quizzes_panels.items_of_case,
        learning_panels.take_quiz,
        curation_panels.collect,
    ),
    "case.standing": (consent_panels.standing,),
    "case.actions": (moderation_panels.flag_case, consent_panels.taking, consent_panels.withdrawal),
}
"""Which functions fill which slot of a page, in order."""

# Five at most: that is what fits at the thumb. What only some people do is in the account menu.
PRIMARY: tuple[Entry, ...] = (
    Entry("library.home", _l("Home"), "house", Permission.MANAGE_SELF),
    Entry("library.browse", _l("Library"), "library", Permission.BROWSE_LIBRARY),
    Entry("learning.study", _l("Study"), "brain", Permission.STUDY),
    Entry("curation.collections", _l("Collections"), "folder-open", Permission.BROWSE_LIBRARY),
    Entry("cases.new", _l("Share"), "camera", Permission.CREATE_CASE),
)
ACCOUNT: tuple[Entry, ...] = (
    Entry("accounts.account", _l("Your account"), "circle-user", Permission.MANAGE_SELF),
    Entry("cases.mine", _l("Your cases"), "folder", Permission.CREATE_CASE),
    Entry("moderation.queue", _l("Moderation"), "shield-check", Permission.REVIEW),
    Entry("quizzes.items", _l("Quiz items"), "list-checks", Permission.LIST_ITEMS),
)
