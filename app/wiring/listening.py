"""Who listens to which event: one line for each kind, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from app.accounts import events as accounts
from app.accounts.letters import Letters
from app.accounts.mails import AccountMails
from app.cases import events as cases
from app.cases import leaving as cases_leaving
from app.consent import events as consents
from app.consent import jobs as consent_jobs
from app.consent.mails import ConsentMails
from app.curation import jobs as curation_jobs
from app.curation import leaving as curation_leaving
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.events import Event
from app.kernel.outbox import Handler, Subscriptions
from app.learning import leaving as learning_leaving
from app.library import jobs as library_jobs
from app.media import events as media
from app.moderation import events as moderation
from app.moderation import jobs as moderation_jobs
from app.moderation import leaving as moderation_leaving
from app.moderation.mails import ModerationMails
from app.ops import erasures, narrowings, nightly, tombstones
from app.ops import events as ops
from app.ops.house import House
from app.quizzes import jobs as quizzes_jobs
from app.quizzes import leaving as quizzes_leaving
from app.threads import events as threads
from app.threads import jobs as threads_jobs
from app.threads import leaving as threads_leaving

E = TypeVar("E", bound=Event)
Line = tuple[type[Event], Handler]


def hear(kind: type[E], what: Callable[[E], int], *listeners: Callable[[int], object]) -> tuple[type[Event], Handler]:
    """Who listens to one kind of event; each gets the id of `what` it's about, in order."""

    def handler(event: Event) -> None:
        if isinstance(event, kind):
            for listen in listeners:
                listen(what(event))

    return kind, handler


def subscriptions(house: House) -> Subscriptions:
    """Every subscription of the house."""
    lines = (
        *_about_people(house),
        *_about_leaving(house),
        *_about_cases(house),
        *_about_consent(house),
        *_about_judgement(house),
    )
    return {kind: (handler,) for kind, handler in lines} | {
        ops.InvariantsBroken: (partial(nightly.tell_operator, house),),
    }


def _job(house: House, function: Callable[[Database, Clock, int], object]) -> Callable[[int], object]:
    return partial(function, house.database, house.clock)


def _reindex(house: House) -> Callable[[int], object]:
    return partial(library_jobs.refresh_case, house.database, house.index, house.clock)


def _about_people(house: House) -> Iterator[Line]:
    mails = AccountMails(house.database, house.clock, house.mailer, house.settings.public_url)
    letters = Letters(house.database, house.clock, house.mailer, house.settings.public_url)
    ask_moderators = _job(house, moderation_jobs.open_verification_review)
    let_in = _job(house, moderation_jobs.open_joining_review)
    yield hear(accounts.AccountOpened, lambda event: event.account_id, mails.confirm_address)
    yield hear(accounts.AddressTaken, lambda event: event.account_id, mails.say_address_taken)
    yield hear(accounts.PasswordForgotten, lambda event: event.account_id, mails.reset_password)
    yield hear(accounts.VerificationRequested, lambda event: event.verification_id, ask_moderators)
    yield hear(accounts.VerificationLinkWanted, lambda event: event.verification_id, letters.send_verification_link)
    yield hear(accounts.VerificationEnding, lambda event: event.account_id, letters.say_ending)
    yield hear(accounts.VerificationDecided, lambda event: event.verification_id, mails.tell_verification)
    yield hear(accounts.AdmissionWanted, lambda event: event.account_id, let_in)
    yield hear(accounts.AdmissionDecided, lambda event: event.account_id, letters.tell_admission)
    yield hear(accounts.InvitationMade, lambda event: event.invitation_id, letters.send_invitation)
    yield hear(accounts.SignedInElsewhere, lambda event: event.sign_in_id, mails.tell_new_browser)


def _about_leaving(house: House) -> Iterator[Line]:
    yield hear(
        accounts.AccountLeft,
        lambda event: event.account_id,
        partial(erasures.remember, house.database, house.settings.erasures),
        _job(house, cases_leaving.end_unpublished),
        _job(house, threads_leaving.forget_reading),
        _job(house, learning_leaving.forget_cards),
        _job(house, quizzes_leaving.forget_answers),
        _job(house, curation_leaving.forget_private),
        _job(house, moderation_leaving.forget_person),
    )


def _about_cases(house: House) -> Iterator[Line]:
    reindex, follow = _reindex(house), _job(house, quizzes_jobs.follow_case)
    open_review = _job(house, moderation_jobs.open_case_review)
    drop_stale = _job(house, moderation_jobs.drop_stale_looks)
    open_change, void_change = (
        _job(house, moderation_jobs.open_change_review),
        _job(house, moderation_jobs.void_change_review),
    )
    yield hear(cases.CaseSubmitted, lambda event: event.case_id, open_review, drop_stale)
    yield hear(cases.CasePublished, lambda event: event.case_id, reindex, follow, drop_stale)
    yield hear(cases.CaseResolved, lambda event: event.case_id, reindex, follow)
    yield hear(cases.CaseChanged, lambda event: event.case_id, reindex, follow, drop_stale)
    yield hear(cases.ChangeSubmitted, lambda event: event.case_id, open_change)
    yield hear(cases.ChangeTakenBack, lambda event: event.case_id, void_change)
    yield hear(cases.CaseHidden, lambda event: event.case_id, reindex, follow)
    yield hear(threads.CaseReopened, lambda event: event.case_id, reindex, follow)
    yield hear(threads.ResolutionConfirmed, lambda event: event.resolution_id, _job(house, quizzes_jobs.draft_item))
    yield hear(
        cases.CaseEnded,
        lambda event: event.case_id,
        partial(tombstones.remember, house.database, house.settings.tombstones),
        _job(house, consent_jobs.forget_reference),
        reindex,
        follow,
        _job(house, threads_jobs.erase_thread),
        _job(house, moderation_jobs.void_case_reviews),
        _job(house, curation_jobs.forget_case),
        _job(house, consent_jobs.recall_exports),
    )


def _about_consent(house: House) -> Iterator[Line]:
    told = ConsentMails(house.database, house.mailer, house.settings.public_url)
    reindex, follow = _reindex(house), _job(house, quizzes_jobs.follow_case)
    recall = _job(house, consent_jobs.recall_exports)
    yield hear(consents.ConsentWithdrawn, lambda event: event.case_id, told.say_ended)
    yield hear(consents.ConsentExpired, lambda event: event.case_id, told.say_ended)
    remember = partial(narrowings.remember, house.database, house.settings.narrowings)
    yield hear(
        consents.ScopeWithdrawn, lambda event: event.case_id, remember, reindex, follow, recall, told.say_narrowed
    )
    yield hear(consents.ConsentRunsOut, lambda event: event.consent_id, told.warn)
    yield hear(consents.ExportRecalled, lambda event: event.export_id, told.recall)


def _about_judgement(house: House) -> Iterator[Line]:
    decisions = ModerationMails(house.database, house.mailer, house.settings.public_url)
    percent = house.settings.rereview_percent
    ask_moderators = _job(house, moderation_jobs.open_barred_review)
    yield hear(media.UploadBarred, lambda event: event.refused_upload_id, ask_moderators)
    yield hear(moderation.ContentFlagged, lambda event: event.review_id, decisions.say_hidden)
    yield hear(
        moderation.ReviewDecided,
        lambda event: event.review_id,
        _job(house, quizzes_jobs.heed_decision),
        decisions.tell_author,
        decisions.tell_flaggers,
        partial(moderation_jobs.draw_second_look, house.database, house.clock, percent=percent),
    )
