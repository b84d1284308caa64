"""Reads of cases. Whoever lists cases for readers starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager, lazyload

from app.cases.models import Case, CaseChange, CasePicture, CaseRevision, CaseStep, Tombstone
from app.cases.rules import GONE, LOOKED_AT, OPEN_CHANGES, SHOWN, Blocker, CaseStatus
from app.kernel.errors import Gone, mark
from app.media import queries as media
from app.media.models import Finding, Image, Rendition
from app.media.rules import ImageState, RenditionFormat, ScanState
from app.policy.actor import Actor


@dataclass(frozen=True)
class Placed:
    """A picture in its case: open to whom the case is open, once its author has confirmed it."""

    case: Case
    picture: CasePicture

    @property
    def author_id(self) -> int:
        """The case's author."""
        return self.case.author_id

    @property
    def is_gone(self) -> bool:
        """The case has ended. A picture that was erased alone can still be taken out of its draft."""
        return self.case.is_gone

    @property
    def is_confirmed(self) -> bool:
        """The author has seen exactly this picture and stands by it; it can't change any more."""
        return self.picture.image.state is ImageState.CONFIRMED

    def is_shown_at(self, at: datetime) -> bool:
        """The case is in the library, and two people have confirmed it as it is, this picture with it."""
        return self.case.is_shown_at(at) and self._is_agreed

    def is_asked_at(self, at: datetime) -> bool:
        """Quizzes may ask about the case, and two people have confirmed it as it is, this picture with it."""
        return self.case.is_asked_at(at) and self._is_agreed

    @property
    def _is_agreed(self) -> bool:
        case = self.case
        agreed = case.author_confirmed == case.moderator_confirmed == case.content_hash != ""
        return agreed and self.is_confirmed and not self.is_planned

    @property
    def is_planned(self) -> bool:
        """No part of the case yet: a change that isn't approved would add it."""
        return self.picture.change_id is not None


@dataclass(frozen=True)
class PlacedFile(Placed):
    """One file of a picture in its case."""

    file: Rendition


def visible_to(actor: Actor) -> Select[Case]:
    """What this reader may see in the library at `actor.at`; nothing, for those who may not read."""
    return _open_to(actor, Case.consented)


def askable_by(actor: Actor) -> Select[Case]:
    """What this reader may be asked about at `actor.at`, cases included that were withdrawn from the library alone."""
    return _open_to(actor, Case.quiz_consented)


def _open_to(actor: Actor, use: InstrumentedAttribute[bool]) -> Select[Case]:
    if not actor.reads_library:
        return select(Case).where(false())
    lasts = or_(Case.consent_ends_at.is_(None), Case.consent_ends_at > actor.at)
    begun = or_(Case.shown_from.is_(None), Case.shown_from <= actor.at)
    return select(Case).where(Case.status.in_(SHOWN), use, lasts, begun)


def by_id(session: Session, case_id: int) -> Case | None:
    """The case, whatever its status."""
    return session.get(Case, case_id)


def readable(session: Session, case_id: int) -> Case | None:
    """The case for its reading page; raises Gone for one that was in the library once and has ended."""
    case = session.get(Case, case_id, options=[lazyload(Case.pictures), lazyload(Case.tags)])
    if case is not None and case.is_gone and case.published_at is not None:
        raise Gone(mark("This case was withdrawn. Its text and pictures have been erased."))
    return case


def own_cases(session: Session, account_id: int) -> Sequence[Case]:
    """A person's cases and drafts without those that ended, the latest worked on first."""
    own = select(Case).where(Case.author_id == account_id, Case.status.not_in(GONE))
    return session.scalars(own.order_by(Case.updated_at.desc(), Case.id.desc())).unique().all()


def shared_by(session: Session, account_id: int, *, most: int) -> Sequence[Case]:
    """A person's cases that were in the library and haven't ended, the latest first; for moderators."""
    own = select(Case).where(Case.author_id == account_id, Case.published_at.is_not(None), Case.status.not_in(GONE))
    bare = (lazyload(Case.pictures), lazyload(Case.tags))
    return session.scalars(own.options(*bare).order_by(Case.published_at.desc(), Case.id.desc()).limit(most)).all()


def placed(session: Session, case_id: int, picture_id: int) -> Placed | None:
    """A picture of this case, or one that a change of it would add."""
    case = by_id(session, case_id)
    found = session.get(CasePicture, picture_id) if case else None
    return Placed(case, found) if case and found and found.case_id == case_id else None


def placed_image(session: Session, image_id: int) -> Placed | None:
    """The picture of this image in its case; None once it was taken out."""
    picture = session.scalar(select(CasePicture).where(CasePicture.image_id == image_id))
    case = by_id(session, picture.case_id) if picture else None
    return Placed(case, picture) if case and picture else None


def next_to_look_again(session: Session, version: str) -> Image | None:
    """The picture that readers see, or soon may, at which other detectors than these looked last, or none.

    Those at which they failed come last. Drawn pictures show nobody.
    """
    shown = Case.status.in_(LOOKED_AT), Image.state == ImageState.CONFIRMED, Image.looked_with != version
    due = select(Image).join(CasePicture, CasePicture.image_id == Image.id).join(Case, Case.id == CasePicture.case_id)
    due = due.where(*shown, ~Case.is_synthetic, CasePicture.change_id.is_(None))
    return session.scalar(due.order_by(Image.attempts_again, Image.id).limit(1))


def file_of(session: Session, name: str, nominal: int, extension: str, frame: int = 0) -> PlacedFile | None:
    """One file of a picture by the parts of its address, in one statement: pages ask for many."""
    form = FORMATS.get(extension)
    wanted = (
        select(Case, CasePicture, Rendition)
        .join(CasePicture, CasePicture.case_id == Case.id)
        .join(Image, Image.id == CasePicture.image_id)
        .join(Rendition, Rendition.image_id == Image.id)
        .where(Image.name == name, Rendition.nominal == nominal, Rendition.format == form, Rendition.frame == frame)
        .options(lazyload(Case.author), lazyload(Case.pictures), lazyload(Case.tags))
        .options(contains_eager(CasePicture.image).lazyload(Image.renditions))
    )
    row = session.execute(wanted).one_or_none() if form else None
    return PlacedFile(*row) if row else None


def shown_pictures(case: Case) -> list[CasePicture]:
    """The case's pictures without erased ones, in their order."""
    return [picture for picture in case.pictures if not picture.image.is_gone]


def pictures_for_readers(case: Case, at: datetime) -> list[CasePicture]:
    """The pictures that whoever reads the library gets at that moment, in their order."""
    return [picture for picture in shown_pictures(case) if Placed(case, picture).is_shown_at(at)]


def unscanned(case: Case) -> list[CasePicture]:
    """Pictures that no detector has looked at for text and faces; a drawn one needs none."""
    looked = (ScanState.DONE, ScanState.WAITING)
    return [] if case.is_synthetic else [part for part in shown_pictures(case) if part.image.scan not in looked]


def open_findings(session: Session, case: Case) -> dict[int, int]:
    """How many findings nobody has decided about, by image, without those that have none."""
    own = Finding.image_id.in_([picture.image_id for picture in case.pictures])
    counted = select(Finding.image_id, func.count()).where(own, Finding.answer.is_(None)).group_by(Finding.image_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def is_taken(session: Session, image: Image, *, but_shown_in: int | None = None) -> bool:
    """Whether a picture made from the same pixels is part of any case, whosever it is.

    Those that readers see in the case `but_shown_in` don't count: its author may bring them again, covered otherwise.
    """
    twin = aliased(Image)
    same = twin.pixel_hash == image.pixel_hash
    own = and_(CasePicture.case_id == but_shown_in, CasePicture.change_id.is_(None))
    live = exists().where(
        CasePicture.image_id == twin.id, twin.id != image.id, same, twin.state != ImageState.ERASED, not_(own)
    )
    return session.scalar(select(live)) or False


def look_alikes(session: Session, actor: Actor, case: Case) -> Sequence[Case]:
    """Other cases with a picture that looks like one of this case; those this reader may read, all for moderators."""
    alike = media.look_alikes(session, [part.image for part in shown_pictures(case)])
    of_these = Case.id.in_(select(CasePicture.case_id).where(CasePicture.image_id.in_(alike)))
    readable = select(Case) if actor.is_moderator else visible_to(actor)
    found = readable.where(of_these, Case.id != case.id).order_by(Case.id)
    return session.scalars(found).unique().all() if alike else []


def steps(session: Session, case_id: int) -> Sequence[CaseStep]:
    """The case's history, oldest first."""
    return session.scalars(select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.id)).all()


def hidden_from(session: Session, case_id: int) -> CaseStatus | None:
    """What the case was when it was last hidden."""
    hidden = select(CaseStep.from_status).where(CaseStep.case_id == case_id, CaseStep.to_status == CaseStatus.HIDDEN)
    return session.scalar(hidden.order_by(CaseStep.id.desc()).limit(1))


def standing(session: Session, case: Case) -> CaseStatus:
    """Where the case stands, or stood when it was hidden."""
    hidden = case.status is CaseStatus.HIDDEN
    return (hidden_from(session, case.id) or CaseStatus.PUBLISHED) if hidden else case.status


def revisions(session: Session, case_id: int) -> Sequence[CaseRevision]:
    """What was submitted, each time, oldest first."""
    kept = select(CaseRevision).where(CaseRevision.case_id == case_id)
    return session.scalars(kept.order_by(CaseRevision.number)).all()


def shown_revisions(session: Session, case_id: int) -> Sequence[CaseRevision]:
    """What readers have seen, one after the other, oldest first; of what is withheld nothing but that it was."""
    shown = select(CaseRevision).where(CaseRevision.case_id == case_id, CaseRevision.shown_at.is_not(None))
    return session.scalars(shown.order_by(CaseRevision.number)).all()


def open_change(session: Session, case_id: int) -> CaseChange | None:
    """The change of a published case that is being written or waits for moderators; there's at most one."""
    of_case = select(CaseChange).where(CaseChange.case_id == case_id, CaseChange.status.in_(OPEN_CHANGES))
    return session.scalar(of_case)


def latest_change(session: Session, case_id: int) -> CaseChange | None:
    """The change that was begun last, whatever has become of it."""
    return session.scalar(
        select(CaseChange).where(CaseChange.case_id == case_id).order_by(CaseChange.id.desc()).limit(1)
    )


def tombstone(session: Session, case_id: int) -> Tombstone | None:
    """What stays of a case that ended."""
    return session.get(Tombstone, case_id)


def blockers(case: Case) -> list[Blocker]:
    """What keeps the case from being submitted, in the order in which authors come upon it."""
    pictures = case.pictures
    findings = {
        Blocker.NO_IMAGE: not pictures,
        Blocker.IMAGE_NOT_CONFIRMED: any(not picture.image.is_settled for picture in pictures),
        Blocker.NO_TITLE: not case.title.strip(),
        Blocker.NO_PRESENTATION: not case.presentation.strip(),
        Blocker.NO_ALT_TEXT: any(not picture.alt_text.strip() for picture in pictures),
        Blocker.IDENTIFIERS: case.open_identifiers > 0,
        Blocker.NO_CONSENT: not case.consented,
    }
    return [blocker for blocker, holds in findings.items() if holds]


FORMATS = {"webp": RenditionFormat.WEBP, "jpg": RenditionFormat.JPEG}
