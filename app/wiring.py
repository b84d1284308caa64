"""Who listens to which event, which room fills which slot of a page, what stands in the menus, and the jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TypeVar

from flask_babel import lazy_gettext as _l

from app.accounts import events as accounts
from app.accounts import overdue
from app.accounts import personal as accounts_personal
from app.accounts.elsewhere import IdentityProvider
from app.accounts.mails import AccountMails
from app.cases import events as cases
from app.cases import jobs as cases_jobs
from app.cases import leaving as cases_leaving
from app.cases import panels as cases_panels
from app.cases import personal as cases_personal
from app.consent import jobs as consent_jobs
from app.consent import panels as consent_panels
from app.consent import personal as consent_personal
from app.curation import jobs as curation_jobs
from app.curation import leaving as curation_leaving
from app.curation import panels as curation_panels
from app.curation import personal as curation_personal
from app.kernel.blobs import LocalBlobs
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.errors import Misconfigured
from app.kernel.events import Event
from app.kernel.jobs import make_jobs
from app.kernel.mail import make_mailer
from app.kernel.outbox import Handler, Subscriptions, deliver_due
from app.kernel.personal import Exporters
from app.kernel.settings import Settings
from app.learning import leaving as learning_leaving
from app.learning import panels as learning_panels
from app.learning import personal as learning_personal
from app.library import jobs as library_jobs
from app.library.whoosh_index import WhooshIndex
from app.media import events as media
from app.media import jobs as media_jobs
from app.media.scanning.detecting import Scanner
from app.media.storage import ImageStore
from app.moderation import events as moderation
from app.moderation import jobs as moderation_jobs
from app.moderation import leaving as moderation_leaving
from app.moderation import panels as moderation_panels
from app.moderation import personal as moderation_personal
from app.moderation.mails import ModerationMails
from app.ops import erasures, tombstones
from app.ops.house import House
from app.policy.rules import Permission
from app.quizzes import jobs as quizzes_jobs
from app.quizzes import leaving as quizzes_leaving
from app.quizzes import panels as quizzes_panels
from app.quizzes import personal as quizzes_personal
from app.threads import events as threads
from app.threads import jobs as threads_jobs
from app.threads import leaving as threads_leaving
from app.threads import panels as threads_panels
from app.threads import personal as threads_personal
from app.web.navigation import Entry
from app.web.panels import Panel
from app.web.unit import AFTER_COMMIT

E = TypeVar("E", bound=Event)


def build(settings: Settings, clock: Clock | None = None, *, immediate: bool = False) -> House:
    """Choose the adapters by the settings and register the jobs. `immediate` runs jobs where they're asked for."""
    clock = clock or Clock()
    house = House(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock,
        jobs=make_jobs(settings.data, settings.redis_url, immediate=immediate),
        mailer=make_mailer(settings),
        index=WhooshIndex(settings.index),
        store=ImageStore(LocalBlobs(settings.renditions), LocalBlobs(settings.quarantine)),
        scanner=Scanner(enabled=settings.vision),
        provider=_provider(settings, clock),
    )
    _register_jobs(house)
    return house


def _provider(settings: Settings, clock: Clock) -> IdentityProvider | None:
    """Where people may also sign in. Its libraries are an extra, so they are looked for only where it's wanted."""
    if settings.oidc is None:
        return None
    try:
        openid = import_module("app.accounts.openid")
    except ModuleNotFoundError as error:
        raise Misconfigured(
            f"CASEBOOK_OIDC_ISSUER is set, but {error.name} isn't installed: install casebook[auth]."
        ) from error
    provider: IdentityProvider = openid.OpenIdClient(settings.oidc, clock)
    return provider


def exporters(house: House) -> Exporters:
    """What each room holds about a person."""
    rooms = (
        accounts_personal,
        cases_personal,
        consent_personal,
        threads_personal,
        moderation_personal,
        quizzes_personal,
        curation_personal,
        learning_personal,
    )
    return Exporters(tuple(room.export for room in rooms), partial(cases_personal.pictures, house.store))


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
    forget_reference = job(consent_jobs.forget_reference)
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
        hear(accounts.SignedInElsewhere, lambda event: event.sign_in_id, mails.tell_new_browser),
        hear(
            accounts.AccountLeft,
            lambda event: event.account_id,
            partial(erasures.remember, house.database, house.settings.erasures),
            job(cases_leaving.end_unpublished),
            job(threads_leaving.forget_reading),
            job(learning_leaving.forget_cards),
            job(quizzes_leaving.forget_answers),
            job(curation_leaving.forget_private),
            job(moderation_leaving.forget_person),
        ),
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
        ),
        hear(threads.ResolutionConfirmed, lambda event: event.resolution_id, job(quizzes_jobs.draft_item)),
        hear(threads.CaseReopened, lambda event: event.case_id, reindex, follow),
        hear(media.UploadBarred, lambda event: event.refused_upload_id, job(moderation_jobs.open_barred_review)),
        hear(moderation.ReviewDecided, lambda event: event.review_id, decisions.tell_author),
        hear(moderation.ContentFlagged, lambda event: event.review_id, decisions.say_hidden),
    )
    return {kind: (handler,) for kind, handler in lines}


def catching_up(house: House) -> Callable[[], None]:
    """What delivers what has happened and destroys what must go: after each commit, each minute, after the demo."""
    listeners = subscriptions(house)

    def catch_up() -> None:
        deliver_due(house.database, house.clock, listeners)
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
    house.jobs.every_minute("end_sign_ins", lambda: overdue.end_overdue(house.database, house.clock))
    house.jobs.every_minute("begin_showing", lambda: cases_jobs.begin_showing_due(house.database, house.clock))
    house.jobs.every_minute("sweep", sweep, minutes=30)


def rebuild_index(house: House) -> int:
    """Build the search index anew beside the one in use; return how many cases it holds."""
    return library_jobs.rebuild(house.database, house.index, house.clock)


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
    "case.actions": (moderation_panels.flag_case, consent_panels.withdrawal),
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
