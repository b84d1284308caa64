"""Pages of figures about the queue, and the same as files: months, decisions, no names and no texts."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta

from app.moderation import figures
from app.moderation.figures import Decided, Month
from app.moderation.labels import KINDS
from app.moderation.rules import ReviewKind
from app.policy.rules import Permission
from app.web.csv_files import Cell, send_csv
from app.web.gate import open_to
from app.web.unit import now, session

bp = Blueprint("figures", "app.moderation", template_folder="templates")
A_YEAR = timedelta(days=365)
LOG = ("decided_at", "review", "kind", "decision", "reasons", "moderator", "hours_waited")
MONTHS = (
    "month",
    *(f"decided_{kind.value}" for kind in ReviewKind),
    "cases",
    "median_hours",
    "second_looks",
    "agreement",
    "kappa",
)


@bp.app_template_filter("lasting")
def lasting(time: timedelta) -> str:
    """A length of time in words, as coarse as it is useful."""
    return str(format_timedelta(time, threshold=1.5))


@bp.get("/moderation/figures")
@open_to(Permission.REVIEW)
def show() -> ResponseReturnValue:
    """How fast, how much, and how much alike moderators decide."""
    at = now()
    return render_template(
        "moderation/figures.html",
        pace=figures.pace(session(), at=at),
        agreement=figures.agreement_since(session(), since=at - A_YEAR),
        waiting=figures.open_now(session(), at=at),
        months=figures.months(session(), since=at - A_YEAR),
        kinds=KINDS,
        enough=figures.ENOUGH,
    )


@bp.get("/moderation/figures.csv")
@open_to(Permission.REVIEW)
def months_file() -> ResponseReturnValue:
    """The months as a file."""
    return send_csv("casebook-moderation-months", MONTHS, (_month(month) for month in _months(now())))


@bp.get("/moderation/decisions.csv")
@open_to(Permission.REVIEW)
def log_file() -> ResponseReturnValue:
    """Each decision of the last year as a file: codes and ids."""
    taken = figures.decisions(session(), since=now() - A_YEAR)
    return send_csv("casebook-moderation-decisions", LOG, (_line(each) for each in taken))


def _months(at: datetime) -> list[Month]:
    return figures.months(session(), since=at - A_YEAR)


def _month(month: Month) -> tuple[Cell, ...]:
    decided = [month.decisions.get(kind, 0) for kind in ReviewKind]
    hours = None if month.pace.median is None else _hours(month.pace.median)
    alike = month.agreement
    return (month.name, *decided, month.pace.n, hours, alike.n, alike.share, alike.kappa)


def _line(each: Decided) -> tuple[Cell, ...]:
    about = (each.at.isoformat(), each.review_id, each.kind.value, each.decision.value)
    return (*about, " ".join(each.reasons), each.moderator_id, _hours(each.waited))


def _hours(time: timedelta) -> float:
    return round(time / timedelta(hours=1), 2)
