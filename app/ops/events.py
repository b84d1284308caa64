"""What operations tell others."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class InvariantsBroken(Event):
    """The nightly check has found breaches, and this operator must know; `codes` names the first of them."""

    account_id: int
    count: int
    codes: str
