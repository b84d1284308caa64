"""What moderation does when something happens elsewhere. Each may run twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.rules import REQUEST_WAITS, Admission
from app.cases import queries as cases
from app.cases.rules import LOOKED_AT, CaseStatus, ChangeStatus
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.outbox import Outbox
from app.media import queries as media
from app.media import services as media_services
from app.media.looking_again import Sight, look
from app.media.models import Image
from app.media.scanning.detecting import Scanner
from app.media.storage import ImageStore
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
            services.drop(session, ReviewKind.VERIFICATION, request.id, at=at)
        services.erase_old_documents(session, before)
        return len(overdue)


def open_barred_review(database: Database, clock: Clock, refused_upload_id: int) -> None:
    """Somebody uploaded what looks like a picture that was withdrawn or taken down."""
    with database.writing() as session:
        refused = media.refused_upload(session, refused_upload_id)
        if refused is not None and not refused.let_in:
            about = (ReviewKind.BARRED_UPLOAD, refused.id, refused.account_id)
            services.open_review(session, *about, at=clock.now(), by=refused.account_id)


def draw_second_look(database: Database, clock: Clock, review_id: int, *, percent: int) -> None:
    """A decision was taken: such a share of those about cases is looked at again by somebody else."""
    with database.writing() as session:
        services.draw(session, review_id, percent=percent, at=clock.now())


def look_again(database: Database, store: ImageStore, clock: Clock, scanner: Scanner) -> bool:
    """Let detectors look at the next picture that others, or none, have looked at; hide its case where there's doubt.

    Returns whether there was one. What was seen and what follows from it are one transaction: killed at any line,
    the picture is still due, and nothing that was hidden is shown by it.
    """
    if not scanner.version:
        return False
    with database.reading() as session:
        image = cases.next_to_look_again(session, scanner.version)
    if image is None:
        return False
    sight = look(store, scanner, image)
    with database.writing() as session:
        heed(session, image, sight, version=scanner.version, at=clock.now())
    return True


def heed(session: Session, image: Image, sight: Sight | None, *, version: str, at: datetime) -> None:
    """Keep what was seen in the picture as it was then (None: the look failed); where there's doubt, hide its case."""
    placed = cases.placed_image(session, image.id)
    if placed is None:
        return
    present, of = placed.picture.image, image.content_hash
    if sight is None:
        media_services.note_look_failure(session, present, content_hash=of, version=version, at=at)
        return
    left = media_services.note_look_again(
        session, present, sight.seen, content_hash=of, frames=sight.frames, version=version, at=at
    )
    if left and placed.case.status in LOOKED_AT:
        services.doubt(session, Outbox(session, at), placed, at=at)


def drop_stale_looks(database: Database, clock: Clock, case_id: int) -> None:
    """A case may say something else by now: second looks at what it said fall away."""
    with database.writing() as session:
        case = cases.by_id(session, case_id)
        if case is not None:
            services.drop_stale_looks(session, case, at=clock.now())


def void_case_reviews(database: Database, clock: Clock, case_id: int) -> None:
    """A case has ended: there's nothing to decide about it, nor about its comments."""
    with database.writing() as session:
        case = cases.by_id(session, case_id)
        if case is not None and case.is_gone:
            services.forget_case(session, case_id, at=clock.now())


def open_change_review(database: Database, clock: Clock, case_id: int) -> None:
    """A change of a published case was submitted: it waits for a moderator, unless it's past that already."""
    with database.writing() as session:
        change = cases.open_change(session, case_id)
        if change is not None and change.status is ChangeStatus.SUBMITTED:
            about = (ReviewKind.CASE_CHANGE, case_id, change.author_id)
            services.open_review(session, *about, at=clock.now(), by=change.author_id)


def void_change_review(database: Database, clock: Clock, case_id: int) -> None:
    """A change was taken back, given up or overtaken: there's nothing to decide about it."""
    with database.writing() as session:
        change = cases.open_change(session, case_id)
        if change is None or change.status is not ChangeStatus.SUBMITTED:
            services.drop(session, ReviewKind.CASE_CHANGE, case_id, at=clock.now())
