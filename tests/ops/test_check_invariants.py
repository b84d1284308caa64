"""`check-invariants` on live data: nothing where all is well, and each breach, made by hand, by exactly its id."""

# ruff: noqa: S608 -- the statements that break things are made of our own names and ids
from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from app import cli, wiring
from app.accounts import queries as people
from app.accounts import services as accounts
from app.cases.models import Case
from app.kernel.outbox import OutboxEntry
from app.kernel.settings import ROOT, Settings
from app.media.models import Image
from app.media.rules import BlobKind
from app.media.storage import new_key
from app.ops import invariants, nightly
from app.ops.backup.databases import file_of
from app.ops.house import House
from app.ops.invariants import CHECKS
from app.ops.invariants.remains import MAY_STAY, tables_with_words
from app.policy.actor import Role
from tests.counting import statements
from tests.ops.instance import Ids, copied, make, settings_in

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def base() -> Settings:
    """Settings without any folder yet."""
    nowhere = Path("nowhere")
    return Settings(
        data=nowhere,
        index=nowhere,
        content=ROOT / "content",
        secret_key="a key for tests",
        database_url="",
        vision=False,
    )


@pytest.fixture(scope="module")
def made(template: str, tmp_path_factory: pytest.TempPathFactory, base: Settings) -> tuple[Path, Ids]:
    """The instance in which everything has happened once."""
    if template.startswith("casebook_template"):
        pytest.skip("constraints are broken here as only SQLite lets anybody do")
    folder = tmp_path_factory.mktemp("instance")
    shutil.copyfile(template, folder / "casebook.sqlite3")
    return folder, make(settings_in(folder, base))


@pytest.fixture
def house(made: tuple[Path, Ids], tmp_path: Path, base: Settings) -> Iterator[House]:
    """A copy of it of this test's own."""
    with copied(made[0], tmp_path, base) as copy:
        yield copy


@pytest.fixture
def ids(made: tuple[Path, Ids]) -> Ids:
    """The things in it."""
    return made[1]


def codes(house: House) -> list[str]:
    return sorted(breach.code for breach in invariants.breaches(house))


def force(house: House, *commands: str) -> None:
    """Change rows that the database would refuse to change: without its triggers, unique indexes, checks."""
    house.database.engine.dispose()
    with closing(sqlite3.connect(file_of(house.settings), isolation_level=None)) as raw:
        raw.execute("PRAGMA ignore_check_constraints=ON")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("BEGIN")
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        unique = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'"
        for (name,) in raw.execute(unique).fetchall():
            raw.execute(f"DROP INDEX {name}")
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for command in commands:
            raw.execute(command)
        for _, made_by in guards:
            raw.execute(made_by)
        raw.execute("COMMIT")


def twice(table: str, row_id: int) -> tuple[str, ...]:
    """The commands that put a row in a second time: the table is made anew, without what forbids that."""
    return (
        f"CREATE TABLE twin AS SELECT * FROM {table}",
        f"INSERT INTO twin SELECT * FROM {table} WHERE id = {row_id}",
        "UPDATE twin SET id = 4711 WHERE rowid = (SELECT max(rowid) FROM twin)",
        f"DROP TABLE {table}",
        f"ALTER TABLE twin RENAME TO {table}",
    )


def test_an_instance_in_which_everything_has_happened_breaks_nothing(house: House, ids: Ids) -> None:
    assert min(asdict(ids).values()) > 0
    assert codes(house) == []


BROKEN: dict[str, tuple[str, set[str]]] = {
    "shown, the moderator's word is of another content": (
        "UPDATE cases SET moderator_confirmed = 'other' WHERE id = {case}",
        {"I1.case.{case}", "I4.case.{case}"},
    ),
    "shown, the author's word is missing": (
        "UPDATE cases SET author_confirmed = '' WHERE id = {case}",
        {"I1.case.{case}"},
    ),
    "shown, the text is another": (
        "UPDATE cases SET history = 'Something that nobody has confirmed.' WHERE id = {case}",
        {"I1.case.{case}"},
    ),
    "shown, a caption is another": (
        "UPDATE case_picture SET caption = 'Another' WHERE case_id = {case}",
        {"I1.case.{case}"},
    ),
    "shown, its picture is not confirmed": (
        "UPDATE image SET state = 'received', touched_at = '2026-03-02 11:00:00.000000' WHERE id = {image}",
        {"I1.image.{image}"},
    ),
    "an original was read by somebody else": (
        "UPDATE audit SET action = 'image.original_read', actor_id = 4711"
        " WHERE subject = 'image' AND subject_id = {draft_image} AND action = 'image.received'",
        {"I2.image.{draft_image}", "I15.*", "I16.image.{draft_image}"},
    ),
    "an original is kept after its picture was confirmed": (
        "UPDATE image SET quarantine_key = 'ab/' || name || '-69a551f0.bin' WHERE id = {image}",
        {"I3.image.{image}", "I9.image.{image}"},
    ),
    "a draft has waited for eight days": (
        "UPDATE image SET touched_at = '2026-02-22 09:00:00.000000' WHERE id = {draft_image}",
        {"I3.image.{draft_image}"},
    ),
    "a case in review keeps a word about its former text": (
        "UPDATE cases SET author_confirmed = 'former' WHERE status = 'in_review'",
        {"I4.case.*"},
    ),
    "a review is claimed by the author": (
        "UPDATE review SET claimed_by = author_id WHERE id = {review}",
        {"I5.review.{review}"},
    ),
    "a case was approved by its author": (
        "UPDATE cases SET approved_by = author_id WHERE id = {case}",
        {"I5.case.{case}"},
    ),
    "a resolution was confirmed by who proposed it": (
        "UPDATE resolution SET confirmed_by = proposed_by WHERE id = {resolution}",
        {"I5.resolution.{resolution}"},
    ),
    "somebody verified themselves": (
        "UPDATE verification SET decided_by = account_id WHERE id = {verification}",
        {"I5.verification.{verification}"},
    ),
    "a case has ended without a tombstone": (
        "DELETE FROM tombstone WHERE case_id = {gone}",
        {"I6.case.{gone}", "I16.case.{gone}"},
    ),
    "a case came back": (
        "UPDATE cases SET status = 'draft' WHERE id = {gone}",
        {"I6.case.{gone}", "I8.case.{gone}"},
    ),
    "a step leads out of an end": (
        "UPDATE case_step SET from_status = 'withdrawn'"
        " WHERE id = (SELECT min(id) FROM case_step WHERE case_id = {case})",
        {"I6.case.{case}"},
    ),
    "a picture of a case that has ended is not erased": (
        "UPDATE image SET state = 'confirmed', erased_at = NULL WHERE id = {gone_image}",
        {"I6.image.{gone_image}", "I16.image.{gone_image}"},
    ),
    "a comment still has its text": (
        "UPDATE comment SET body = 'I know him' WHERE case_id = {gone}",
        {"I7.case.{gone}"},
    ),
    "an opinion's words are back": (
        "INSERT INTO hypothesis (opinion_id, rank, diagnosis, reason)"
        " SELECT min(id), 1, 'Scabies', '' FROM opinion WHERE case_id = {gone}",
        {"I7.case.{gone}"},
    ),
    "a teaching point is left, in JSON": (
        "UPDATE resolution SET teaching_points = '[\"Look\"]' WHERE case_id = {gone}",
        {"I7.case.{gone}"},
    ),
    "a revision keeps what was submitted": (
        'UPDATE case_revision SET content = \'{{"title": "Itch"}}\' WHERE case_id = {gone}',
        {"I7.case.{gone}"},
    ),
    "where the consent is kept is still said": (
        "UPDATE consent SET reference = 'Binder 7' WHERE case_id = {gone}",
        {"I7.case.{gone}"},
    ),
    "an item keeps an option": (
        "INSERT INTO option (item_id, position, text, is_key, rationale, source, argued_by, is_offered)"
        " VALUES ({gone_item}, 1, 'Scabies', 1, '', 'editor', 0, 1)",
        {"I7.case.{gone}"},
    ),
    "a moderator's note is left": (
        "UPDATE review SET note = 'A face' WHERE kind = 'case' AND subject_id = {gone}",
        {"I7.review.*"},
    ),
    "a reader's note is left": ("UPDATE flag SET note = 'Look at the hands'", {"I7.flag.*"}),
    "an item of a case that has ended is not retired": (
        "UPDATE item SET status = 'draft' WHERE id = {gone_item}",
        {"I7.item.{gone_item}", "I16.item.{gone_item}"},
    ),
    "a case that has ended stands in a collection": (
        "INSERT INTO collection_entry (collection_id, case_id, position, note, added_at)"
        " SELECT collection_id, {gone}, 9, '', added_at FROM collection_entry LIMIT 1",
        {"I7.case.{gone}"},
    ),
    "a likeness of an erased picture is left": (
        "UPDATE image SET perceptual_hash = 'beef' WHERE id = {gone_image}",
        {"I7.image.{gone_image}"},
    ),
    "a file was to be destroyed an hour ago": (
        "INSERT INTO doomed_blob (id, kind, key, since)"
        " VALUES (7, 'rendition', 'ab/abcdef0123', '2026-03-02 11:00:00')",
        {"I7.file.7"},
    ),
    "a live item without a confirmed diagnosis": (
        "UPDATE resolution SET status = 'reopened' WHERE id = {resolution}",
        {"I12.item.{item}"},
    ),
    "a live item of a hidden case": (
        "UPDATE cases SET status = 'hidden' WHERE id = {case}",
        {"I11.case.{case}", "I12.item.{item}"},
    ),
    "a live item that quotes a former text": (
        "UPDATE item SET content_hash = 'former' WHERE id = {item}",
        {"I12.item.{item}"},
    ),
    "a live item with two keys": ("UPDATE option SET is_key = 1 WHERE item_id = {item}", {"I12.item.{item}"}),
    "a rating without an attempt": ("DELETE FROM attempt", {"I12.card review.*"}),
    "a claim without an end": ("UPDATE review SET claimed_until = NULL WHERE id = {review}", {"I13.review.{review}"}),
    "shown after the consent was withdrawn": (
        "UPDATE consent SET withdrawn_at = '2026-03-02 09:00:00' WHERE case_id = {case}",
        {"I14.case.{case}", "I16.consent.*"},
    ),
    "shown after the consent ran out": (
        "UPDATE consent SET expires_at = '2026-03-02 09:30:00' WHERE case_id = {case}",
        {"I14.case.{case}"},
    ),
    "shown under a consent for questions alone": (
        "DELETE FROM consent_scope WHERE scope = 'library'"
        " AND consent_id = (SELECT id FROM consent WHERE case_id = {case})",
        {"I14.case.{case}"},
    ),
    "shown for longer than the consent lasts": (
        "UPDATE consent SET expires_at = '2027-03-02 09:30:00' WHERE case_id = {case}",
        {"I14.case.{case}"},
    ),
    "a consent under an unknown form": (
        "UPDATE consent SET form_version = 'x' WHERE case_id = {case}",
        {"I14.consent.*"},
    ),
    "an audit row holds words": (
        'UPDATE audit SET detail = \'{{"status": "he came at night"}}\' WHERE id = 2',
        {"I15.audit row.2"},
    ),
    "a step without an audit row": (
        "INSERT INTO case_step (case_id, from_status, to_status, at)"
        " VALUES ({case}, 'published', 'hidden', '2026-03-02 09:00:00')",
        {"I16.case.{case}"},
    ),
    "an opinion without an audit row": (
        "INSERT INTO opinion (case_id, account_id, skipped, standing, kept_reason, given_at)"
        " VALUES ({case}, 4711, 1, 'student', '', '2026-03-02 09:00:00')",
        {"I16.case.{case}"},
    ),
    "an entry of a review without an audit row": (
        "DELETE FROM review_entry WHERE id = (SELECT max(id) FROM review_entry WHERE review_id = {review})",
        {"I16.review.{review}"},
    ),
    "an event that carries words": (
        "INSERT INTO outbox (id, name, payload, created_at, due_at, attempts)"
        " VALUES (4711, 'X', '{{\"why\": \"he came at night\"}}', '2026-03-02 11:59:00', '2026-03-02 11:59:00', 0)",
        {"I17.event.4711"},
    ),
    "a picture with a telling name": (
        "UPDATE image SET name = 'IMG_1 Mueller' WHERE id = {image}",
        {"I17.image.{image}"},
    ),
    "an event that waits for days": (
        "INSERT INTO outbox (id, name, payload, created_at, due_at, attempts)"
        " VALUES (4711, 'X', '{{}}', '2026-02-26 11:59:00', '2026-03-02 11:59:00', 9)",
        {"I18.event.4711"},
    ),
    "a lease that lasts for a day": (
        "UPDATE review SET claimed_until = '2026-03-03 09:00:00' WHERE id = {review}",
        {"I20.review.{review}"},
    ),
    "a case that was changed tomorrow": (
        "UPDATE cases SET updated_at = '2026-03-03 12:00:00' WHERE id = {case}",
        {"I20.case.{case}"},
    ),
    "a tombstone of tomorrow": (
        "UPDATE tombstone SET at = '2026-03-03 12:00:00' WHERE case_id = {gone}",
        {"I20.case.{gone}"},
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_breach_is_named_by_its_id_and_nothing_else_is(house: House, ids: Ids, name: str) -> None:
    command, expected = BROKEN[name]
    force(house, command.format(**asdict(ids)))
    assert_found(house, {code.format(**asdict(ids)) for code in expected})


def assert_found(house: House, expected: set[str]) -> None:
    """Each code is found, and no other; `*` stands for an id that the test doesn't know."""
    found = set(codes(house))
    exact = {code for code in expected if not code.endswith("*")}
    begun = tuple(code[:-1] for code in expected if code.endswith("*"))
    rest = found - exact
    assert exact <= found
    assert all(code.startswith(begun) for code in rest) if begun else rest == set(), rest
    assert all(any(code.startswith(start) for code in rest) for start in begun)


@pytest.mark.parametrize(
    "table", ["opinion", "resolution", "review", "item", "flag", "attempt", "verification", "consent"]
)
def test_a_second_row_is_found_where_there_is_one(house: House, table: str) -> None:
    with closing(sqlite3.connect(file_of(house.settings))) as raw:
        live = " WHERE withdrawn_at IS NULL" if table == "consent" else ""
        (row_id,) = raw.execute(f"SELECT max(id) FROM {table}{live}").fetchone()
    force(house, *twice(table, row_id))
    assert f"I13.{table}.4711" in codes(house)
    assert [code for code in codes(house) if code.startswith("I13")] == [f"I13.{table}.4711"]


def files_of(house: House, image_id: int) -> list[str]:
    with house.database.reading() as session:
        return [file.key for file in session.get_one(Image, image_id).renditions]


def test_a_file_that_was_exchanged_is_found(house: House, ids: Ids) -> None:
    path = house.settings.renditions / files_of(house, ids.image)[0]
    path.write_bytes(b"another picture")
    assert codes(house) == [f"I1.image.{ids.image}"]


def test_a_file_that_was_lost_is_found(house: House, ids: Ids) -> None:
    (house.settings.renditions / files_of(house, ids.image)[0]).unlink()
    assert codes(house) == [f"I9.image.{ids.image}"]


def test_an_original_that_was_lost_is_found(house: House, ids: Ids) -> None:
    with house.database.reading() as session:
        key = session.get_one(Image, ids.draft_image).quarantine_key or ""
    (house.settings.quarantine / key).unlink()
    assert codes(house) == [f"I9.image.{ids.draft_image}"]


@pytest.mark.parametrize(("folder", "kind"), [("renditions", BlobKind.RENDITION), ("quarantine", BlobKind.QUARANTINE)])
def test_a_file_without_a_row_is_found_once_it_is_an_hour_old(house: House, folder: str, kind: BlobKind) -> None:
    at = house.clock.now()
    old, young = new_key("bin", at - timedelta(hours=1)), new_key("bin", at - timedelta(minutes=59))
    for key in (old, young):
        path = house.settings.data / folder / key
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    assert codes(house) == [f"I10.{kind.value}.{old}"]


def test_a_case_that_came_back_although_the_list_names_it_is_found(house: House, ids: Ids) -> None:
    with house.settings.tombstones.open("a", encoding="ascii") as out:
        out.write(json.dumps({"case": ids.case, "reason": "patient", "at": "2026-03-02T09:00:00+00:00"}) + "\n")
    assert codes(house) == [f"I8.case.{ids.case}"]


def test_an_ended_case_that_the_list_lacks_is_found(house: House, ids: Ids) -> None:
    house.settings.tombstones.unlink()
    assert codes(house) == [f"I8.case.{ids.gone}"]


def test_an_index_that_holds_what_is_hidden_is_found_after_five_minutes(house: House, ids: Ids) -> None:
    with house.database.writing() as session:
        session.execute(update(Case).where(Case.id == ids.case).values(status="hidden", updated_at=house.clock.now()))
    assert codes(house) == []
    force(house, f"UPDATE cases SET updated_at = '2026-03-02 11:54:59' WHERE id = {ids.case}")
    assert f"I11.case.{ids.case}" in codes(house)


def test_an_index_that_is_lost_breaks_nothing(house: House) -> None:
    shutil.rmtree(house.settings.index)
    assert codes(house) == []


@pytest.mark.parametrize("table", ["audit", "case_step", "review_entry", "attempt", "card_review"])
def test_a_missing_guard_is_found(house: House, table: str) -> None:
    with closing(sqlite3.connect(file_of(house.settings))) as raw:
        raw.execute(f"DROP TRIGGER {table}_no_delete")
    assert codes(house) == [f"I15.table.{table}"]


@pytest.mark.parametrize(
    ("command", "broken"),
    [
        ("UPDATE audit SET actor_id = 4711 WHERE id = 5", 5),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("UPDATE audit SET previous = 'x' WHERE id = 9", 9),
    ],
)
def test_a_broken_chain_is_found_at_its_row(house: House, command: str, broken: int) -> None:
    force(house, command)
    assert f"I15.audit row.{broken}" in codes(house)


def test_a_job_that_carries_words_is_found(house: House) -> None:
    waiting = wiring.build(house.settings, house.clock)
    waiting.jobs.register("later", print)
    waiting.jobs.enqueue("later", case_id=5)
    assert codes(waiting) == []
    waiting.jobs.enqueue("later", why="he came at night")
    assert codes(waiting) == ["I17.job.2"]


def test_reading_only_reads(house: House) -> None:
    with statements(house.database.engine) as seen:
        assert codes(house) == []
    assert {statement.split()[0].upper() for statement in seen} == {"SELECT"}


def test_what_a_check_holds_in_memory_does_not_grow_with_the_instance() -> None:
    """Every statement goes through `Look.rows`, which reads a portion at a time, or is limited."""
    source = "".join(path.read_text() for path in (ROOT / "app/ops/invariants").glob("*.py"))
    assert ".all()" not in source.replace("session.scalars(portion).unique().all()", "")


@pytest.fixture
def _own_house(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build", lambda _settings: house)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.casebook, list(arguments))


@pytest.mark.usefixtures("_own_house")
def test_the_command_counts_and_exits_0_where_all_is_well() -> None:
    answer = run("check-invariants")
    assert (answer.exit_code, answer.output.strip()) == (
        0,
        f"{invariants.checked()} checks of {len(CHECKS)} invariants: 0 breaches",
    )


@pytest.mark.usefixtures("_own_house")
def test_the_command_names_each_breach_without_a_word_of_it_and_exits_1(house: House, ids: Ids) -> None:
    force(house, f"UPDATE comment SET body = 'I know him' WHERE case_id = {ids.gone}")
    answer = run("check-invariants")
    assert answer.exit_code == 1
    assert answer.output.splitlines()[0] == f"I7 case {ids.gone}: has ended, and comment still holds words of it"
    assert "I know him" not in answer.output


def test_at_night_every_operator_is_told_of_breaches_by_number_and_id(house: House, ids: Ids) -> None:
    force(house, f"UPDATE comment SET body = 'I know him' WHERE case_id = {ids.gone}")
    with house.database.writing() as session:
        clara = people.by_email(session, "clara@example.org")
        assert clara is not None
        accounts.grant_role(session, clara, Role.OPERATOR, by=None, at=house.clock.now())
    before = set((house.settings.data / "mail").iterdir())
    assert nightly.check(house) == 1
    house.jobs.enqueue("after_commit")
    mails = [path.read_text() for path in set((house.settings.data / "mail").iterdir()) - before]
    assert sorted(line for mail in mails for line in mail.splitlines() if line.startswith("To:")) == [
        "To: clara@example.org",
        "To: opal@example.org",
    ]
    assert all(f"I7.case.{ids.gone}" in mail and "I know him" not in mail for mail in mails)


def test_at_night_nobody_is_told_when_all_is_well(house: House) -> None:
    with house.database.reading() as session:
        before = len(session.scalars(select(OutboxEntry.id)).all())
    assert nightly.check(house) == 0
    with house.database.reading() as session:
        assert len(session.scalars(select(OutboxEntry.id)).all()) == before


def test_every_text_column_that_hangs_on_a_case_is_looked_at_or_named_as_harmless() -> None:
    looked = {table.name: {column.name for column in table.columns} for table in tables_with_words()}
    assert {"presentation", "working_diagnosis"} <= looked["cases"]
    assert {"caption", "alt_text"} <= looked["case_picture"]
    assert {"body", "kept_reason"} <= looked["comment"]
    assert {"diagnosis", "reason"} <= looked["hypothesis"]
    assert {"text", "rationale"} <= looked["option"]
    assert looked["consent"] == {"reference", "sealed"}
    for table, columns in MAY_STAY.items():
        assert not columns & looked.get(table, set())
