"""I15 to I17: what the log proves, and what is written nowhere."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.cases import services as cases
from app.cases.models import Case, CaseStep
from app.consent import services as consents
from app.kernel.audit import AuditEntry
from app.kernel.chain import head_of, prove, rows_of
from app.kernel.outbox import Outbox, OutboxEntry
from app.media.models import Image, Rendition
from app.moderation.models import ReviewEntry
from app.ops.house import House
from app.ops.invariants import log
from app.ops.invariants.breach import Look
from tests.cases.making import published_case
from tests.journeys.planting import CODE, planted, tell
from tests.people import People

RANDOM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{2}/[0-9a-f]{32}-[0-9a-f]{8}\.[a-z]+")


def test_i15_the_log_is_append_only_chained_and_without_a_word_about_a_patient(house: House, people: People) -> None:
    tell(house, people)
    with house.database.reading() as session:
        proof, head = prove(rows_of(session)), head_of(session)
        details = session.scalars(select(AuditEntry.detail)).all()
    assert proof.stands
    assert (proof.head, proof.head.rows) == (head, len(details))
    assert planted(repr(details).encode()) == set()
    assert all(log.is_code(value) for detail in details for value in detail.values())
    for change in ("UPDATE audit SET action = 'x'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match="append-only"), house.database.writing() as session:
            session.execute(text(change))


def test_i16_each_step_of_a_whole_life_has_exactly_one_audit_row_and_a_failed_one_has_none(
    house: House, people: People
) -> None:
    told = tell(house, people)
    with house.database.writing() as session:
        at = house.clock.now()
        consents.withdraw_by_receipt(session, Outbox(session, at), CODE, at=at)
    house.jobs.enqueue("after_commit")
    assert list(log.unwritten_steps(Look(house, house.clock.now()))) == []
    with house.database.reading() as session:
        steps = session.scalar(select(func.count()).select_from(CaseStep).where(CaseStep.case_id == told.case_id))
        entries = session.scalar(select(func.count()).select_from(ReviewEntry))
    assert (steps or 0) >= 6
    assert (entries or 0) >= 4
    rolled_back, judge = published_case(house, people), people.actor("max")
    before = rows(house)
    with pytest.raises(RuntimeError), house.database.writing() as session:
        at = house.clock.now()
        cases.hide(session, Outbox(session, at), judge, session.get_one(Case, rolled_back.id), at=at)
        raise RuntimeError("the power is gone")
    assert rows(house) == before


def rows(house: House) -> int:
    with house.database.reading() as session:
        return head_of(session).rows


def test_i17_no_log_event_job_name_or_mail_holds_free_text_or_an_uploads_name(
    house: House, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        tell(house, people)
    assert planted(caplog.text.encode()) == set()
    with house.database.reading() as session:
        payloads = session.scalars(select(OutboxEntry.payload)).all()
        names = [*session.scalars(select(Image.name)), *session.scalars(select(Rendition.key))]
    assert payloads
    assert all(log.is_code(value) for payload in payloads for value in payload.values())
    assert all(RANDOM.fullmatch(name) for name in names)
    assert [job for job in house.jobs.waiting() if not all(map(log.is_code, job.values()))] == []
    mails = list((house.settings.data / "mail").iterdir())
    assert mails
    assert planted(b"".join(path.read_bytes() for path in mails)) == set()
