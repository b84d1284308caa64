"""The running parts of one instance, without any web; the wiring builds it, commands and the factory use it."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.elsewhere import IdentityProvider
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.jobs import Jobs
from app.kernel.mail import Mailer
from app.kernel.settings import Settings
from app.library.index import SearchIndex
from app.media.scanning.detecting import Scanner
from app.media.storage import ImageStore


@dataclass(frozen=True)
class House:
    """One instance's parts."""

    settings: Settings
    database: Database
    clock: Clock
    jobs: Jobs
    mailer: Mailer
    index: SearchIndex
    store: ImageStore
    scanner: Scanner
    provider: IdentityProvider | None = None
