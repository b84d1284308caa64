"""Names of people reach readers by one way: `person_of`, which knows whether somebody hides theirs."""

from __future__ import annotations

import re
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"
PEOPLE = "author|account|proposer|confirmer|disputer|inviter|voucher|claimant|person|contributor"
PAST_IT = re.compile(rf"\b(?:{PEOPLE})\.name\b")
MAY = {
    "accounts/templates/accounts/account.html": "one's own",
    "accounts/templates/accounts/name.html": "one's own",
    "accounts/templates/accounts/vouch.html": "what is vouched for",
    "moderation/templates/moderation/suspended.html": "moderators see every name",
    "moderation/templates/moderation/queue.html": "moderators see every name",
    "moderation/templates/moderation/parts.html": "moderators see every name",
}


def is_excused(name: str) -> bool:
    return name in MAY or name.startswith("moderation/templates/moderation/review_")


def test_no_template_for_readers_reads_a_name_past_the_one_way() -> None:
    templates = {str(path.relative_to(APP)): path for path in APP.rglob("templates/**/*.html")}
    past = [name for name, path in templates.items() if PAST_IT.search(path.read_text(encoding="utf-8"))]
    assert [name for name in past if not is_excused(name)] == []
    assert MAY.keys() <= set(past), "take out of the list what doesn't need it any more"
