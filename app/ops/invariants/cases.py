"""Cases: what is shown was confirmed by two people as it is, what has ended has ended, consent is in force."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.accounts.models import Verification
from app.cases.content import fingerprint
from app.cases.models import Case, CasePicture, CaseStep, Tombstone
from app.cases.rules import GONE, SHOWN
from app.consent import forms_folder
from app.consent.models import Consent, ConsentScope
from app.consent.rules import Scope
from app.media.models import Image
from app.media.rules import ImageState
from app.moderation.models import Review
from app.ops.invariants.breach import PORTION, Found, Look
from app.threads.models import Resolution

UNCONFIRMED = or_(
    Case.content_hash == "",
    Case.author_confirmed != Case.content_hash,
    Case.moderator_confirmed != Case.content_hash,
)

USES = (
    (Case.consented, Scope.LIBRARY, "is shown, and no consent for it is in force"),
    (Case.quiz_consented, Scope.QUIZ, "is asked about, and no consent for that is in force"),
)


def shown_unconfirmed(look: Look) -> Iterator[Found]:
    """I1: a case in the library whose hash isn't the one that author and moderator confirmed."""
    shown = select(Case.id).where(Case.status.in_(SHOWN), UNCONFIRMED)
    return look.each("case", "is shown, and not confirmed twice for what it is", shown)


def shown_changed(look: Look) -> Iterator[Found]:
    """I1: a case in the library whose text or pictures, read now, don't give the confirmed hash."""
    last = 0
    while True:
        with look.house.database.reading() as session:
            portion = select(Case).where(Case.status.in_(SHOWN), Case.id > last).order_by(Case.id).limit(PORTION)
            cases = session.scalars(portion).unique().all()
            yield from (
                Found("case", case.id, "shows another content than was confirmed")
                for case in cases
                if fingerprint(case) != case.content_hash
            )
        if not cases:
            return
        last = cases[-1].id


def shown_pictures_unconfirmed(look: Look) -> Iterator[Found]:
    """I1: a picture of a case in the library that its author hasn't confirmed."""
    of_shown = select(Image.id).join(CasePicture, CasePicture.image_id == Image.id).join(Case)
    of_shown = of_shown.where(CasePicture.change_id.is_(None))
    waiting = of_shown.where(Case.status.in_(SHOWN), Image.state != ImageState.CONFIRMED)
    return look.each("image", "is part of a case in the library, and its author has not confirmed it", waiting)


def stale_confirmations(look: Look) -> Iterator[Found]:
    """I4: a confirmation of another content than the case has now."""

    def is_stale(word: ColumnElement[str]) -> ColumnElement[bool]:
        return and_(word != "", word != Case.content_hash)

    author, moderator = is_stale(Case.author_confirmed.expression), is_stale(Case.moderator_confirmed.expression)
    return look.each("case", "keeps a confirmation of another content", select(Case.id).where(or_(author, moderator)))


def own_decisions(look: Look) -> Iterator[Found]:
    """I5: somebody has taken up, decided or confirmed what is their own."""
    own = "was decided by whom it is about"
    held = or_(Review.claimed_by == Review.author_id, Review.decided_by == Review.author_id)
    yield from look.each("review", own, select(Review.id).where(held))
    yield from look.each("case", own, select(Case.id).where(Case.approved_by == Case.author_id))
    judged = select(Verification.id).where(Verification.decided_by == Verification.account_id)
    yield from look.each("verification", own, judged)
    by_self = or_(Resolution.confirmed_by == Resolution.proposed_by, Resolution.disputed_by == Resolution.proposed_by)
    yield from look.each("resolution", own, select(Resolution.id).where(by_self))


def half_ended(look: Look) -> Iterator[Found]:
    """I6: gone without a tombstone, a tombstone without an end, or a way back."""
    stone = exists().where(Tombstone.case_id == Case.id)
    yield from look.each("case", "has ended without a tombstone", select(Case.id).where(Case.status.in_(GONE), ~stone))
    alive = select(Case.id).where(Case.status.not_in(GONE), stone)
    yield from look.each("case", "has a tombstone, and has not ended", alive)
    back = select(CaseStep.case_id).where(CaseStep.from_status.in_(GONE)).distinct()
    yield from look.each("case", "has taken a step after its end", back)
    kept = select(Image.id).join(CasePicture, CasePicture.image_id == Image.id).join(Case)
    kept = kept.where(Case.status.in_(GONE), Image.state != ImageState.ERASED)
    yield from look.each("image", "is not erased, and its case has ended", kept)


def shown_without_consent(look: Look) -> Iterator[Found]:
    """I14: a case that is used without a consent for that use that is in force."""
    for use, scope, what in USES:
        covers = ConsentScope.scope == scope, ConsentScope.withdrawn_at.is_(None)
        covered = exists().where(ConsentScope.consent_id == Consent.id, *covers)
        lasts = or_(Consent.expires_at.is_(None), Consent.expires_at > look.settled)
        live = exists().where(Consent.case_id == Case.id, Consent.withdrawn_at.is_(None), lasts, covered)
        yield from look.each("case", what, select(Case.id).where(Case.status.in_(SHOWN), use, ~live))
    unused = select(Case.id).where(Case.status.in_(SHOWN), ~Case.consented, ~Case.quiz_consented)
    yield from look.each("case", "is neither shown nor asked about, and has not ended", unused)
    other_end = or_(
        and_(Consent.expires_at.is_not(None), Case.consent_ends_at.is_(None)),
        Case.consent_ends_at > Consent.expires_at,
    )
    longer = select(Case.id).join(Consent, Consent.case_id == Case.id)
    longer = longer.where(Consent.withdrawn_at.is_(None), Case.status.in_(SHOWN), other_end)
    yield from look.each("case", "is shown for longer than its consent lasts", longer)


def unknown_forms(look: Look) -> Iterator[Found]:
    """I14: a consent under a form that isn't kept here, so that nobody can say what was agreed to."""
    terms = (Consent.jurisdiction, Consent.language, Consent.form_version)
    for jurisdiction, language, version, first in look.rows(select(*terms, func.min(Consent.id)).group_by(*terms)):
        if not forms_folder.is_known(jurisdiction, language, version):
            yield Found("consent", first, "was given under a form that is not known here")
