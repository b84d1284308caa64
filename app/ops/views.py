"""Whether this process can do its work, for whoever balances load or restarts it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.policy.rules import Permission
from app.web.gate import open_to
from app.web.unit import session

bp = Blueprint("ops", __name__)


@bp.get("/healthz")
@open_to(Permission.VISIT)
def health() -> ResponseReturnValue:
    """200 when the database answers; the handler of database errors makes it 503."""
    session().execute(text("SELECT 1"))
    return {"status": "well"}
