"""Backup and restore: one encrypted file with database and pictures, taken while the instance runs.

Quarantined originals, the list of ended cases and the keys are never in it. A restore ends again every case that has
ended since, before anybody can see it.
"""

from __future__ import annotations

from app.kernel.locks import KeyFile, Lock, Passphrase, Plain
from app.ops.backup.container import NoBackup, needs_passphrase
from app.ops.backup.leftovers import clear_leftovers
from app.ops.backup.restoring import Restored, restore
from app.ops.backup.unpacking import read_label
from app.ops.backup.writing import Written, back_up

__all__ = [
    "KeyFile",
    "Lock",
    "NoBackup",
    "Passphrase",
    "Plain",
    "Restored",
    "Written",
    "back_up",
    "clear_leftovers",
    "needs_passphrase",
    "read_label",
    "restore",
]
