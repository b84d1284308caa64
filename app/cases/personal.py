"""What this room holds about a person: the cases they shared, and their pictures as readers see them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseChange, CasePicture, CaseRevision, CaseStep, CaseTag
from app.kernel.personal import Chapter, rows
from app.media.models import Rendition
from app.media.rules import RenditionFormat
from app.media.storage import ImageStore


def export(session: Session, account_id: int) -> Iterator[Chapter]:
    """Cases with all their text, their pictures' descriptions, tags, steps, and what was submitted each time."""
    theirs = Case.author_id == account_id
    cases = select(Case.id, Case.status, Case.title, Case.presentation, Case.history, Case.examination)
    more = (Case.investigations, Case.findings, Case.question, Case.working_diagnosis, Case.specialty, Case.modality)
    facts = (Case.age_band, Case.sex, Case.created_at, Case.submitted_at, Case.published_at)
    whole = cases.add_columns(*more, *facts).where(theirs).order_by(Case.id)
    yield Chapter("cases", "Your cases", rows(session, whole))
    pictures = select(CasePicture.case_id, CasePicture.position, CasePicture.caption, CasePicture.alt_text)
    yield Chapter(
        "pictures", "Your pictures", rows(session, pictures.join(Case).where(theirs).order_by(CasePicture.id))
    )
    tags = select(CaseTag.case_id, CaseTag.name).join(Case).where(theirs).order_by(CaseTag.case_id, CaseTag.name)
    yield Chapter("tags", "Tags of your cases", rows(session, tags))
    steps = select(CaseStep.case_id, CaseStep.to_status, CaseStep.at).join(Case, Case.id == CaseStep.case_id)
    yield Chapter("steps", "What happened to your cases", rows(session, steps.where(theirs).order_by(CaseStep.id)))
    sent = select(CaseRevision.case_id, CaseRevision.number, CaseRevision.at, CaseRevision.content).join(Case)
    changes = select(CaseChange.case_id, CaseChange.status, CaseChange.content).where(
        CaseChange.author_id == account_id
    )
    yield Chapter("changes", "Changes you wrote", rows(session, changes.order_by(CaseChange.id)))
    yield Chapter("submissions", "What you submitted", rows(session, sent.where(theirs).order_by(CaseRevision.id)))


def pictures(store: ImageStore, session: Session, account_id: int) -> Iterator[tuple[str, bytes]]:
    """The largest JPEG of each frame of their pictures, redacted as it is. A file erased meanwhile is passed over."""
    wanted = (
        select(CasePicture.case_id, CasePicture.position, Rendition.frame, Rendition.key)
        .join(Case, Case.id == CasePicture.case_id)
        .join(Rendition, Rendition.image_id == CasePicture.image_id)
        .where(Case.author_id == account_id, Rendition.format == RenditionFormat.JPEG)
        .order_by(CasePicture.case_id, CasePicture.position, Rendition.frame, Rendition.nominal)
    )
    largest = {(case, position, frame): key for case, position, frame, key in session.execute(wanted)}
    for (case, position, frame), key in largest.items():
        try:
            content = store.get(key)
        except FileNotFoundError:
            continue
        yield f"pictures/case-{case}-{position}-{frame}.jpeg", content
