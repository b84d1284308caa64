"""Backup, restore, the audit chain, the invariants: what an operator proves that nothing was shown or lost with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app import wiring
from app.commands.house import console, errors, with_house
from app.kernel.chain import Head, Proof, prove, rows_of
from app.kernel.errors import Refusal, mark
from app.ops import backup as backups
from app.ops import invariants
from app.ops.house import House

FILE = click.Path(path_type=Path)
PRESENT = click.Path(path_type=Path, exists=True, dir_okay=False)
VARIABLE = "CASEBOOK_BACKUP_PASSPHRASE"


def locked(command: Callable[..., None]) -> Callable[..., None]:
    """The ways to say what a backup is locked with; without one, the passphrase is asked for."""
    for option in (
        click.option("--plain", is_flag=True, help="Not encrypted: whoever has the file has everything."),
        click.option("--key-file", type=PRESENT, help="A file of at least 32 random bytes."),
        click.option("--passphrase-file", type=PRESENT, help="A file whose first line is the passphrase."),
        click.option("--passphrase", envvar=VARIABLE, hidden=True),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("target", type=FILE)
@locked
@with_house
def backup(house: House, /, target: Path, **lock: Any) -> None:
    """Write database and pictures into TARGET, encrypted, while the instance runs.

    The passphrase is asked for, or comes from CASEBOOK_BACKUP_PASSPHRASE or --passphrase-file.
    """
    written = backups.back_up(house, target, _lock(lock, is_new=True))
    console.print(f"{target}: the database and {written.pictures} picture files", highlight=False, soft_wrap=True)
    console.print(f"audit log: {_said(written.audit)}", highlight=False, soft_wrap=True)
    if written.missing:
        errors.print(f"{written.missing} picture files were missing: run `casebook check-invariants`")


@click.command()
@click.argument("source", type=PRESENT)
@click.option("--replace", is_flag=True, help="Put the backup in the place of the data that is here.")
@locked
@with_house
def restore(house: House, /, source: Path, *, replace: bool, **lock: Any) -> None:
    """Put the backup SOURCE in place, then check every invariant. Stop the server and the worker first.

    Cases that ended since stay gone; everybody must sign in again.
    """
    done = backups.restore(house, source, _lock(lock, source=source), replace=replace)
    console.print(f"Restored the backup of {done.label.at}.")
    console.print(f"{done.ended} cases had ended since and stay gone; {done.indexed} cases indexed.")
    if done.originals_lost:
        console.print(f"{done.originals_lost} pictures of drafts go on without their originals.")
    wiring.catching_up(house)()
    _report(house)


@click.command("check-invariants")
@with_house
def check_invariants(house: House) -> None:
    """Check everything that must always be true (docs/invariants.md); exits 1 and names what breaks it.

    Only reads, and may run at any time. Says ids, never words.
    """
    _report(house)


@click.group()
def audit() -> None:
    """Prove the log of who saw or decided what."""


@audit.command("verify")
@click.option("--head", help="A digest that was written down before: it must still be in the log.")
@click.option("--since-backup", type=PRESENT, help="The head that this backup has written down must be in the log.")
@locked
@with_house
def verify(house: House, /, head: str | None, since_backup: Path | None, **lock: Any) -> None:
    """Walk through the whole log; exits 1 at the first row that doesn't follow from the one before.

    Rows that were cut off the end are missed only by a head that was written down elsewhere: give one.
    """
    former: Head | str | None = head
    if since_backup is not None:
        former = backups.read_label(since_backup, _lock(lock, source=since_backup)).audit
    with house.database.reading() as session:
        proof = prove(rows_of(session), former)
    console.print(_verdict(proof), highlight=False, soft_wrap=True)
    sys.exit(0 if proof.stands else 1)


TRUST: tuple[click.Command, ...] = (backup, restore, check_invariants, audit)


def _verdict(proof: Proof) -> str:
    if proof.broken is not None:
        return f"broken at row {proof.broken}: it doesn't follow from the one before"
    if not proof.holds_former:
        return f"{_said(proof.head)}; the former head is not in it: rows are missing, or a backup was restored"
    return _said(proof.head)


def _said(head: Head) -> str:
    return f"{head.rows} rows, head {head.digest}"


def _report(house: House) -> None:
    count = 0
    for breach in invariants.breaches(house):
        console.print(str(breach), highlight=False, soft_wrap=True)
        count += 1
    kinds = f"{invariants.checked()} checks of {len(invariants.CHECKS)} invariants"
    console.print(f"{kinds}: {count} breaches", highlight=False)
    if count:
        sys.exit(1)


def _lock(given: dict[str, Any], *, is_new: bool = False, source: Path | None = None) -> backups.Lock:
    """What was said, or a passphrase that is asked for, twice if it's a new one."""
    chosen = [name for name in ("plain", "key_file", "passphrase_file") if given[name]]
    if len(chosen) > 1:
        raise Refusal(mark("Say only one of --plain, --key-file and --passphrase-file."))
    if given["plain"]:
        return backups.Plain()
    if given["key_file"]:
        return backups.KeyFile(given["key_file"].read_bytes())
    if given["passphrase_file"]:
        return backups.Passphrase((given["passphrase_file"].read_text(encoding="utf-8").splitlines() or [""])[0])
    if given["passphrase"] is None and source is not None and not backups.needs_passphrase(source):
        return backups.Plain()  # refused with a sentence that says what it's locked with, if with anything
    words = given["passphrase"] or click.prompt("Passphrase", hide_input=True, confirmation_prompt=is_new)
    return backups.Passphrase(words)
