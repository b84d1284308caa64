"""The `casebook` command. Each command is a few lines that hand over to the room of its name in app/ops."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app import wiring
from app.accounts.rules import Occupation, Specialty
from app.accounts.services import Profile
from app.commands.house import console, errors, with_house
from app.commands.trust import TRUST
from app.consent.forms_folder import newest
from app.consent.rules import Assent, Giver, Method, Scope
from app.consent.services import Terms
from app.deid.batch import label_lines
from app.factory import create_app
from app.kernel import logs, migrations
from app.kernel.errors import Misconfigured, Refusal
from app.kernel.settings import wants_vision
from app.media.scanning.detecting import Scanner
from app.ops import demo as demos
from app.ops import doctor as doctors
from app.ops import people, rescanning, serving
from app.ops.deidentify import clean_folder
from app.ops.house import House
from app.ops.importing.mapping import load_mapping
from app.ops.importing.run import Order, Outcome, Result, import_folder
from app.policy.actor import Role
from app.web.unit import AFTER_COMMIT

FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


def _choice(members: type[StrEnum]) -> click.Choice[str]:
    """A choice of the members' values, as they are stored and documented."""
    return click.Choice([member.value for member in members])


@click.group()
@click.version_option(package_name="casebook")
def casebook() -> None:
    """Run and look after a Casebook instance. Settings come from CASEBOOK_... variables (README)."""


@casebook.command()
@click.option("--worker/--no-worker", "with_worker", default=True, help="Also run the worker beside it.")
@with_house
def serve(house: House, *, with_worker: bool) -> None:
    """Serve the pages."""
    logs.set_up()
    console.print(f"Casebook is at [bold]{house.settings.public_url}[/bold] (Ctrl+C ends it)")
    serving.serve(create_app(house=house), house.settings, with_worker=with_worker)


@casebook.command()
@with_house
def worker(house: House) -> None:
    """Deliver events, erase what must go, sweep: until a signal ends it."""
    logs.set_up()
    house.jobs.enqueue(AFTER_COMMIT)  # what a former worker left
    house.jobs.work()


@casebook.group()
def db() -> None:
    """Look after the database's schema."""


@db.command("upgrade")
@with_house
def db_upgrade(house: House) -> None:
    """Apply every migration that is missing."""
    migrations.upgrade(house.database)


@casebook.command()
@with_house
def demo(house: House) -> None:
    """Load what is missing of the synthetic cases and people of content/; print one sign-in per role."""
    with _progress() as progress:
        task = progress.add_task("Loading the demo")
        loaded = demos.load(house, lambda done, total: progress.update(task, completed=done, total=total))
    if loaded:
        with console.status("Telling the rooms what has happened"):
            wiring.rebuild_index(house)
            wiring.catching_up(house)()
    table = Table("role", "e-mail", "password", title="Sign in as")
    for role, email in demos.sign_ins(house).items():
        table.add_row(role, email, demos.PASSWORD)
    console.print(table)


@casebook.command("import")
@click.argument("folder", type=FOLDER)
@click.option("--author", required=True, help="E-mail of the verified clinician whose cases these are.")
@click.option("--consent-reference", required=True, help="Where the signed consent lies, e.g. a file number.")
@click.option("--consent-given", required=True, type=click.DateTime(["%Y-%m-%d"]), help="When it was given.")
@click.option("--giver", type=_choice(Giver), default=Giver.PATIENT.value, show_default=True)
@click.option("--method", type=_choice(Method), default=Method.PAPER_AT_INSTITUTION.value, show_default=True)
@click.option("--scope", "scopes", type=_choice(Scope), multiple=True, default=[scope.value for scope in Scope])
@click.option("--jurisdiction", default="generic", show_default=True)
@click.option("--language", default="en", show_default=True)
@click.option("--form-version", help="Version of the form that was signed; the newest by default.")
@click.option("--mapping", type=FILE, help="TOML file that maps foreign columns (docs/import.md).")
@click.option("--source", help="Name of the collection; the folder's name by default. Keeps repeats apart.")
@click.option("--looked-at-every-picture", "looked", is_flag=True,
              help="You have looked: nobody can be recognised. Without it the cases stay drafts.")  # fmt: skip
@with_house
def import_(house: House, /, folder: Path, **options: object) -> None:
    """Import a folder of pictures with one CSV or JSONL table as cases for review."""
    order = _order(house, folder, options)
    with _progress() as progress:
        task = progress.add_task("Importing")
        outcomes, troubles = import_folder(
            house, order, lambda done, total: progress.update(task, completed=done, total=total)
        )
    console.print(_outcome_table(outcomes))
    for trouble in troubles:
        console.print(f"not read: {trouble}", markup=False)
    counts = {result: sum(outcome.result is result for outcome in outcomes) for result in Result}
    pictures = sum(outcome.pictures for outcome in outcomes)
    summary = ", ".join(f"{count} {result.value}" for result, count in counts.items())
    console.print(f"{len(outcomes)} cases: {summary}; {pictures} pictures taken")


@casebook.command()
@with_house
def reindex(house: House) -> None:
    """Build the search index anew beside the one in use, then swap."""
    console.print(f"{wiring.rebuild_index(house)} cases indexed")


@casebook.command()
@with_house
def rescan(house: House) -> None:
    """Have the detectors look again at every picture that readers see; whatever they find new hides its case."""
    console.print(f"{rescanning.rescan(house)} confirmed pictures wait; the worker looks at those that aren't drafts'")


@casebook.group()
def deid() -> None:
    """De-identify text and pictures in batches; nothing of it is stored."""


@deid.command("text")
def deid_text() -> None:
    """Read notes from standard input, one JSON object {"id", "text", "lang"?} a line; write their identifiers.

    Each line of standard output is {"id", "spans": [[start, end, label], ...]}, offsets in characters.
    """
    notes = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    with _progress() as progress:
        for line in label_lines(progress.track(notes, total=None, description="Reading notes")):
            sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


@deid.command("images")
@click.argument("in_dir", type=FOLDER)
@click.argument("out_dir", type=click.Path(path_type=Path, file_okay=False))
@click.option("--report", required=True, type=FILE, help="Where one line of JSON about each file is written.")
def deid_images(in_dir: Path, out_dir: Path, report: Path) -> None:
    """Redraw the pictures of IN_DIR into OUT_DIR, with all that the detectors find covered."""
    with (
        _progress() as progress,
        report.open("w", encoding="utf-8") as lines,
        Scanner(enabled=wants_vision(os.environ)) as scanner,
    ):
        task = progress.add_task("Cleaning pictures")
        counts = clean_folder(
            in_dir, out_dir, scanner, lines, lambda done, total: progress.update(task, completed=done, total=total)
        )
    errors.print(", ".join(f"{count} {status}" for status, count in counts.items()))
    if not scanner.is_available:
        errors.print("The pictures were not scanned for text and faces: the extra 'vision' is off or not installed.")


@casebook.group()
def user() -> None:
    """Look after people."""


@user.command("create")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--occupation", type=_choice(Occupation), required=True)
@click.option("--country", required=True, help="ISO 3166 code of two letters.")
@click.option("--specialty", type=_choice(Specialty))
@click.option("--registration-number", default="")
@click.option("--verified", is_flag=True, help="You have checked the occupation yourself.")
@click.password_option()
@with_house
def user_create(house: House, /, email: str, password: str, *, verified: bool, **facts: str | None) -> None:
    """Open an account for EMAIL."""
    profile = Profile(
        email=email,
        name=facts["name"] or "",
        occupation=Occupation(facts["occupation"] or ""),
        country=(facts["country"] or "").upper(),
        specialty=Specialty(facts["specialty"]) if facts["specialty"] else None,
        registration_number=facts["registration_number"] or "",
    )
    people.create(house, profile, password, verified=verified)


@user.command("invite")
@click.argument("email")
@with_house
def user_invite(house: House, email: str) -> None:
    """Send EMAIL an invitation that opens one account."""
    invitation = people.invite(house, email)
    wiring.catching_up(house)()
    console.print(f"An invitation is on its way to {email}; it is good until {invitation.expires_at:%d %b %Y}.")


@user.command("role")
@click.argument("email")
@click.argument("role", type=_choice(Role))
@with_house
def user_role(house: House, email: str, role: Role) -> None:
    """Entrust EMAIL with ROLE."""
    people.grant(house, email, Role(role))


@user.command("reset-second-factor")
@click.argument("email")
@with_house
def user_reset_second_factor(house: House, email: str) -> None:
    """Forget EMAIL's authenticator app, passkeys and recovery codes. Make sure first that it's them who ask."""
    people.reset_second_factor(house, email)


@casebook.command()
@with_house
def doctor(house: House) -> None:
    """Say what this instance uses and what doesn't work; exits 1 when something doesn't."""
    findings = doctors.examine(house)
    table = Table("what", "", "says")
    for finding in findings:
        table.add_row(finding.name, "[green]well[/green]" if finding.is_well else "[red]ill[/red]", finding.says)
    console.print(table)
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)


for command in TRUST:
    casebook.add_command(command)


def _order(house: House, folder: Path, options: dict[str, object]) -> Order:
    given = options["consent_given"]
    giver = Giver(str(options["giver"]))
    jurisdiction, language = str(options["jurisdiction"]), str(options["language"])
    terms = Terms(
        giver=giver,
        assent=Assent.GIVEN if giver is Giver.PARENT else Assent.NOT_APPLICABLE,
        jurisdiction=jurisdiction,
        language=language,
        form_version=str(options["form_version"] or newest(house.settings.content, jurisdiction, language)),
        method=Method(str(options["method"])),
        reference=str(options["consent_reference"]),
        given_on=given.date() if isinstance(given, datetime) else house.clock.now().date(),
        scopes=frozenset(Scope(str(scope)) for scope in options["scopes"] or ()),  # type: ignore[attr-defined]
        expires_at=None,
    )
    mapping = options["mapping"]
    return Order(
        folder=folder,
        author_email=str(options["author"]),
        terms=terms,
        mapping=load_mapping(mapping if isinstance(mapping, Path) else None),
        source=str(options["source"] or folder.resolve().name),
        looked=bool(options["looked"]),
    )


def _outcome_table(outcomes: list[Outcome]) -> Table:
    table = Table("case", "result", "pictures", "refused", "remarks", title="Import")
    for outcome in outcomes:
        counts = (str(outcome.pictures), str(outcome.refused))
        table.add_row(outcome.reference, outcome.result.value, *counts, "\n".join(outcome.remarks))
    return table


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=errors)


def main() -> None:
    """Run the command; a refusal is one sentence and exit status 1, not a traceback."""
    try:
        casebook(standalone_mode=True)
    except (Refusal, Misconfigured) as refusal:
        errors.print(f"casebook: {refusal}", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
