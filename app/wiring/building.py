"""The parts of an instance, chosen by its settings."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from app.accounts import personal as accounts_personal
from app.accounts.elsewhere import IdentityProvider
from app.cases import personal as cases_personal
from app.consent import personal as consent_personal
from app.curation import personal as curation_personal
from app.kernel.blobs import LocalBlobs
from app.kernel.clock import Clock
from app.kernel.database import Database
from app.kernel.errors import Misconfigured
from app.kernel.jobs import make_jobs
from app.kernel.mail import make_mailer
from app.kernel.personal import Exporters
from app.kernel.settings import Settings
from app.learning import personal as learning_personal
from app.library.whoosh_index import WhooshIndex
from app.media.scanning.detecting import Scanner
from app.media.storage import ImageStore
from app.moderation import personal as moderation_personal
from app.ops.house import House
from app.quizzes import personal as quizzes_personal
from app.threads import personal as threads_personal
from app.wiring.working import register_jobs


def build(settings: Settings, clock: Clock | None = None, *, immediate: bool = False) -> House:
    """Choose the adapters by the settings and register the jobs. `immediate` runs jobs where they're asked for."""
    clock = clock or Clock()
    house = House(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock,
        jobs=make_jobs(settings.data, settings.redis_url, immediate=immediate),
        mailer=make_mailer(settings),
        index=WhooshIndex(settings.index),
        store=ImageStore(LocalBlobs(settings.renditions), LocalBlobs(settings.quarantine)),
        scanner=Scanner(enabled=settings.vision),
        provider=_provider(settings, clock),
    )
    register_jobs(house)
    return house


def _provider(settings: Settings, clock: Clock) -> IdentityProvider | None:
    """Where people may also sign in. Its libraries are an extra, so they are looked for only where it's wanted."""
    if settings.oidc is None:
        return None
    try:
        openid = import_module("app.accounts.openid")
    except ModuleNotFoundError as error:
        raise Misconfigured(
            f"CASEBOOK_OIDC_ISSUER is set, but {error.name} isn't installed: install casebook[auth]."
        ) from error
    provider: IdentityProvider = openid.OpenIdClient(settings.oidc, clock)
    return provider


def exporters(house: House) -> Exporters:
    """What each room holds about a person."""
    rooms = (
        accounts_personal,
        cases_personal,
        consent_personal,
        threads_personal,
        moderation_personal,
        quizzes_personal,
        curation_personal,
        learning_personal,
    )
    return Exporters(tuple(room.export for room in rooms), partial(cases_personal.pictures, house.store))
