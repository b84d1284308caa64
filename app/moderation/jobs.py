"""What moderation does when something happens elsewhere. Each may run twice."""

from __future__ import annotations

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.rules import REQUEST_WAITS, Admission
from app.cases import queries as cases
from app.cases.rules import CaseStatus
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox
from app.media import queries as media
from app.moderation import services
from app.moderation.rules import ReviewKind


def open_case_review(database: Database, clock: Clock, case_id: int) -> None:
    """A case was submitted: it waits for a moderator, unless it's past that already."""
    with database.writing() as session:
        case = cases.by_id(session, case_id)
        if case is not None and case.status is CaseStatus.SUBMITTED:
            services.open_review(session, ReviewKind.CASE, case.id, case.author_id, at=clock.now(), by=case.author_id)


def open_verification_review(database: Database, clock: Clock, verification_id: int) -> None:
    """Somebody asked to be verified."""
    with database.writing() as session:
        request = accounts.verification_by_id(session, verification_id)
        if request is not None and request.decided_at is None and request.ready_at is not None:
            about = (ReviewKind.VERIFICATION, request.id, request.account_id)
            services.open_review(session, *about, at=clock.now(), by=request.account_id)


def open_joining_review(database: Database, clock: Clock, account_id: int) -> None:
    """Somebody has opened an account and waits to be let in."""
    with database.writing() as session:
        account = accounts.by_id(session, account_id)
        if account is not None and account.admission is Admission.WAITING:
            about = (ReviewKind.JOINING, account.id, account.id)
            services.open_review(session, *about, at=clock.now(), by=account.id)


def lapse_requests(database: Database, clock: Clock) -> int:
    """Requests that nobody has decided in time end, with all that was offered; return how many that were."""
    at = clock.now()
    before = at - REQUEST_WAITS
    with database.writing() as session:
        overdue = accounts.overdue_verifications(session, before)
        for request in overdue:
            account_services.lapse_request(session, Outbox(session, at), request, at=at)
            services.forget_request(session, request.id, at=at)
        services.erase_old_documents(session, before)
        return len(overdue)


def open_barred_review(database: Database, clock: Clock, refused_upload_id: int) -> None:
    """Somebody uploaded what looks like a picture that was withdrawn or taken down."""
    with database.writing() as session:
        refused = media.refused_upload(session, refused_upload_id)
        if refused is not None and not refused.let_in:
            about = (ReviewKind.BARRED_UPLOAD, refused.id, refused.account_id)
            services.open_review(session, *about, at=clock.now(), by=refused.account_id)


def void_case_reviews(database: Database, clock: Clock, case_id: int) -> None:
    """A case has ended: there's nothing to decide about it, nor about its comments."""
    with database.writing() as session:
        case = cases.by_id(session, case_id)
        if case is not None and case.is_gone:
            services.forget_case(session, case_id, at=clock.now())
