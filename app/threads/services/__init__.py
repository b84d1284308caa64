"""Use cases of threads: commit an opinion or skip, talk, resolve; and the thread's end."""

from __future__ import annotations

from app.threads.services.agreeing import agree, disagree
from app.threads.services.discussing import comment, hide_comment, remove_comment, restore_comment
from app.threads.services.erasing import erase
from app.threads.services.opinions import give_opinion, skip
from app.threads.services.resolving import check_replaceable, confirm, dispute, propose, reopen, set_aside
from app.threads.values import Guess, Proposal

__all__ = [
    "Guess",
    "Proposal",
    "agree",
    "check_replaceable",
    "comment",
    "confirm",
    "disagree",
    "dispute",
    "erase",
    "give_opinion",
    "hide_comment",
    "propose",
    "remove_comment",
    "reopen",
    "restore_comment",
    "set_aside",
    "skip",
]
