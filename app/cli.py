"""The `casebook` command. Each command is a few lines that hand over to the room of its name in app/ops."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from app import wiring
from app.accounts.rules import Occupation
from app.factory import create_app
from app.kernel.errors import Misconfigured, Refusal
from app.kernel.migrations import upgrade
from app.kernel.settings import load_settings
from app.ops import backup as backups
from app.ops import demo as demos
from app.ops import doctor as doctors
from app.ops import importing, people, serving
from app.ops.house import House
from app.policy.actor import Role

console = Console()


@click.group()
@click.version_option(package_name="casebook")
@click.pass_context
def casebook(context: click.Context) -> None:
    """Run and look after a Casebook instance. Settings come from CASEBOOK_* variables."""
    context.obj = wiring.build(load_settings())


@casebook.command()
@click.option("--worker/--no-worker", default=True, help="Also run the worker, as a process of its own.")
@click.pass_obj
def serve(house: House, worker: bool) -> None:
    """Serve the pages with waitress."""
    serving.serve(create_app(house=house), house.settings, with_worker=worker)


@casebook.command()
@click.pass_obj
def worker(house: House) -> None:
    """Deliver events, destroy what must go, sweep: until a signal ends it."""
    house.jobs.work()
