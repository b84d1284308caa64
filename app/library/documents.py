"""What an index is told of a case: read from the database, only of cases that are in the library now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.rules import SHOWN, TEXT_FIELDS, CaseStatus
from app.library.rules import SPOKEN, Document
from app.threads.models import Resolution
from app.threads.rules import ResolutionStatus

BATCH = 200


def documents_of(session: Session, case_ids: Collection[int], at: datetime) -> list[Document]:
    """The documents of these cases; one that isn't in the library at this moment has none."""
    cases = session.scalars(select(Case).where(Case.id.in_(case_ids)).order_by(Case.id)).unique().all()
    return _documents(session, [case for case in cases if case.is_shown_at(at)])


def every_document(session: Session, at: datetime) -> Iterator[Document]:
    """The documents of the whole library, read in batches."""
    last = 0
    while True:
        batch = select(Case).where(Case.status.in_(SHOWN), Case.id > last).order_by(Case.id).limit(BATCH)
        cases = session.scalars(batch).unique().all()
        if not cases:
            return
        yield from _documents(session, [case for case in cases if case.is_shown_at(at)])
        last = cases[-1].id
        session.expunge_all()


def _documents(session: Session, cases: Sequence[Case]) -> list[Document]:
    diagnoses = _diagnoses(session, [case.id for case in cases])
    return [_document(case, diagnoses.get(case.id, "")) for case in cases]


def _diagnoses(session: Session, case_ids: Collection[int]) -> dict[int, str]:
    confirmed = select(Resolution.case_id, Resolution.diagnosis).where(
        Resolution.case_id.in_(case_ids), Resolution.status == ResolutionStatus.CONFIRMED
    )
    return dict(session.execute(confirmed).all())


def _document(case: Case, diagnosis: str) -> Document:
    pictures = [text for picture in case.pictures for text in (picture.caption, picture.alt_text)]
    texts = [getattr(case, name) for name in TEXT_FIELDS if name != "title"]
    return Document(
        case_id=case.id,
        title=case.title,
        text="\n".join(filter(None, [*texts, *pictures])),
        tags="\n".join(tag.name for tag in case.tags),
        kind=f"{case.specialty.value} {SPOKEN[case.modality]} {case.sex.value}".replace("_", " "),
        diagnosis=diagnosis,
        filters={
            "specialty": case.specialty.value,
            "modality": case.modality.value,
            "age_band": case.age_band.value,
            "sex": case.sex.value,
            "resolved": str(case.status is CaseStatus.RESOLVED),
        },
    )
