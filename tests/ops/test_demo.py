"""The demo is played through the same services as anybody's work, once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.accounts.models import Account
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseStatus
from app.consent.models import Consent
from app.consent.rules import Giver
from app.kernel.settings import ROOT
from app.ops import demo
from app.ops.house import House
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus, OptionSource
from app.threads.models import Comment, Opinion

RESOLVED, OF_A_CHILD, STILL_OPEN = "palpitations-after-dinner", "toddler-with-swollen-hands", "one-blocked-ear"


@pytest.fixture
def small(house: House, tmp_path: Path) -> House:
    """A house whose content holds three of the demo's cases."""
    content = tmp_path / "content"
    for slug in (RESOLVED, OF_A_CHILD, STILL_OPEN):
        shutil.copytree(ROOT / "content" / "cases" / slug, content / "cases" / slug)
    shutil.copytree(ROOT / "content" / "consent", content / "consent")
    shutil.copy(ROOT / "content" / "people.toml", content / "people.toml")
    return replace(house, settings=replace(house.settings, content=content))


def load(house: House) -> tuple[int, list[tuple[int, int]]]:
    ticks: list[tuple[int, int]] = []
    return demo.load(house, lambda done, total: ticks.append((done, total))), ticks


def test_each_case_goes_the_whole_way_and_shows_its_progress(small: House) -> None:
    loaded, ticks = load(small)
    assert (loaded, ticks) == (3, [(1, 3), (2, 3), (3, 3)])
    with small.database.reading() as session:
        statuses = dict(session.execute(select(Case.source_reference, Case.status)).all())
        steps = session.scalars(select(CaseStep.to_status).join(Case).where(Case.source_reference == RESOLVED)).all()
        item = session.scalars(select(Item).join(Case).where(Case.source_reference == RESOLVED)).unique().one()
        givers = dict(session.execute(select(Case.source_reference, Consent.giver).join(Consent)).all())
    assert statuses == {
        RESOLVED: CaseStatus.RESOLVED,
        OF_A_CHILD: CaseStatus.RESOLVED,
        STILL_OPEN: CaseStatus.PUBLISHED,
    }
    assert [step.value for step in steps] == ["draft", "submitted", "in_review", "published", "resolved"]
    assert item.status is ItemStatus.LIVE
    assert any(option.source is OptionSource.OPINION and option.argued_by for option in item.options)
    assert (givers[RESOLVED], givers[OF_A_CHILD]) == (Giver.PATIENT, Giver.PARENT)


def test_loading_again_adds_nothing(small: House) -> None:
    load(small)
    tables = (Account, Case, Opinion, Comment, Item)
    with small.database.reading() as session:
        before = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    assert load(small)[0] == 0
    with small.database.reading() as session:
        assert [session.scalar(select(func.count()).select_from(table)) for table in tables] == before


def test_everybody_and_everything_of_the_demo_is_marked_synthetic(small: House) -> None:
    load(small)
    with small.database.reading() as session:
        assert set(session.scalars(select(Case.is_synthetic))) == {True}
        assert set(session.scalars(select(Account.is_synthetic))) == {True}


def test_there_is_one_sign_in_for_each_role(small: House) -> None:
    assert set(demo.sign_ins(small)) == {"student", "clinician", "faculty", "moderator", "operator", "reader"}
