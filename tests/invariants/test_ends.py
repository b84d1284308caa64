"""I6 to I8: an end is an end, everywhere, and no restore undoes it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.cases import queries, services
from app.cases.models import Case, Tombstone
from app.cases.rules import GONE, CaseStatus, EndReason, Step, check_step
from app.kernel import locks
from app.kernel.errors import WrongStep
from app.kernel.locks import Passphrase
from app.kernel.outbox import Outbox
from app.media.models import Rendition
from app.ops import backup, invariants
from app.ops.house import House
from app.policy.actor import nobody
from tests.cases.making import case_in, published_case
from tests.clock import HeldClock
from tests.journeys.planting import planted, tell
from tests.people import People

LOCK = Passphrase("a stretch of quiet road")


def end(house: House, case_id: int) -> None:
    """As a patient does it."""
    with house.database.writing() as session:
        at = house.clock.now()
        case = session.get_one(Case, case_id)
        services.end(session, Outbox(session, at), None, case, reason=EndReason.PATIENT, at=at)


@pytest.mark.parametrize("status", sorted(GONE))
def test_i06_the_two_ends_are_absorbing_and_every_address_is_gone_at_the_commit(
    house: House, people: People, status: CaseStatus
) -> None:
    case = case_in(status, house, people)
    with pytest.raises(WrongStep), house.database.writing() as session:
        at, ended = house.clock.now(), session.get_one(Case, case.id)
        services.end(session, Outbox(session, at), None, ended, reason=EndReason.AUTHOR, at=at)
    for step in Step:
        for wanted in CaseStatus:
            with pytest.raises(WrongStep):
                check_step(step, status, wanted)
    name = case.pictures[0].image.name
    for who in ("clara", "max", "sam", "opal"):
        client = people.client(who)
        assert client.get(f"/cases/{case.id}").status_code in (404, 410), who
        assert client.get(f"/images/{name}/320.webp").status_code in (404, 410), who
    with house.database.reading() as session:
        stone = session.get_one(Tombstone, case.id)
        assert vars(stone).keys() - {"_sa_instance_state"} == {"case_id", "reason", "at"}
    with pytest.raises(IntegrityError, match="gone_keeps_no_text"), house.database.writing() as session:
        session.execute(update(Case).where(Case.id == case.id).values(title="It comes back"))


def test_i07_within_five_minutes_no_file_index_item_or_row_holds_a_word_of_it(
    house: House, people: People, clock: HeldClock
) -> None:
    """tests/journeys/test_withdrawal.py walks through every page, too."""
    case_id = tell(house, people).case_id
    end(house, case_id)
    house.jobs.enqueue("after_commit")
    clock.move(timedelta(minutes=5))
    assert [str(breach) for breach in invariants.breaches(house)] == []
    with house.database.reading() as session:
        assert session.scalars(select(Rendition)).all() == []
    left = [
        path for folder in (house.settings.data, house.settings.index) for path in folder.rglob("*") if path.is_file()
    ]
    assert [path for path in left if planted(path.read_bytes())] == []
    assert list(house.index.case_ids()) == []


def test_i08_a_restore_never_makes_an_ended_case_reachable(
    house: House, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tests/ops/test_backup.py loses the list or the database first, too."""
    monkeypatch.setattr(locks, "COST", 1 << 14)
    gone, kept = published_case(house, people), published_case(house, people, author="omar")
    name = gone.pictures[0].image.name
    backup.back_up(house, tmp_path / "saved", LOCK)
    end(house, gone.id)
    house.jobs.enqueue("after_commit")
    assert backup.restore(house, tmp_path / "saved", LOCK, replace=True).ended == 1
    sam, max_ = people.client("sam"), people.client("max")
    for client in (sam, max_):
        assert client.get(f"/cases/{gone.id}").status_code in (404, 410)
        assert client.get(f"/images/{name}/320.webp").status_code in (404, 410)
    assert sam.get(f"/cases/{kept.id}").status_code == 200
    with house.database.reading() as session:
        everybody = nobody(house.clock.now(), reads_library=True)
        assert list(session.scalars(queries.visible_to(everybody).with_only_columns(Case.id))) == [kept.id]
