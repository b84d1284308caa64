"""Settings: read once from the environment, frozen, each with a default that runs on one machine."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from app.kernel.errors import Misconfigured

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024


class ReadPolicy(StrEnum):
    """Who may read the published library."""

    MEMBERS = "members"
    EVERYBODY = "everybody"


class Joining(StrEnum):
    """How an account comes to be: by anybody, by anybody and a moderator, or by invitation."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITE = "invite"


class SecondFactorPolicy(StrEnum):
    """Whether moderators and operators act only after they have shown a second factor."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class OpenIdProvider:
    """Where people may also sign in: an OpenID provider, and what it calls this instance. `name` is on the button."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str


@dataclass(frozen=True)
class Settings:
    """Where things lie and how this instance behaves."""

    data: Path
    index: Path
    content: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str | None = field(default=None, repr=False)
    consent_key: str = field(default="", repr=False)
    mail_url: str = field(default="folder:", repr=False)
    mail_from: str = "Casebook <casebook@localhost>"
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    read_policy: ReadPolicy = ReadPolicy.MEMBERS
    accel_prefix: str | None = None
    trusted_proxies: int = 0
    max_upload_bytes: int = 25 * MEGABYTE
    rate_limits: bool = True
    vision: bool = True
    rereview_percent: int = 5
    joining: Joining = Joining.OPEN
    second_factor: SecondFactorPolicy = SecondFactorPolicy.REQUIRED
    oidc: OpenIdProvider | None = None

    @property
    def renditions(self) -> Path:
        """Where the pictures lie that may be shown."""
        return self.data / "renditions"

    @property
    def quarantine(self) -> Path:
        """Where originals wait for their author; never in a backup."""
        return self.data / "quarantine"

    @property
    def tombstones(self) -> Path:
        """The list of ended cases that restores replay; never in a backup."""
        return self.data / "tombstones.jsonl"

    @property
    def consent_key_file(self) -> Path:
        """Where the key of sealed signatures lies if it isn't a setting; never in a backup."""
        return self.data / "consent-key"

    @property
    def erasures(self) -> Path:
        """The list of people who have left, which restores replay; never in a backup."""
        return self.data / "erasures.jsonl"

    @property
    def narrowings(self) -> Path:
        """The list of uses taken back alone, that restores replay; never in a backup."""
        return self.data / "narrowings.jsonl"

    @property
    def secure_cookies(self) -> bool:
        """Cookies are sent over TLS only wherever the public address has it."""
        return self.public_url.startswith("https://")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `CASEBOOK_*` from the environment; raises Misconfigured with the variable's name."""
    env = os.environ if environ is None else environ
    data = Path(env.get("CASEBOOK_DATA", ROOT / "var")).resolve()
    port = _number(env, "CASEBOOK_PORT", 8000)
    return Settings(
        data=data,
        index=Path(env.get("CASEBOOK_INDEX", ROOT / "search_index" / "live")).resolve(),
        content=ROOT / "content",
        secret_key=env.get("CASEBOOK_SECRET_KEY") or _kept_secret(data / "secret-key"),
        database_url=_database_url(env.get("CASEBOOK_DATABASE_URL", ""), data),
        redis_url=env.get("CASEBOOK_REDIS_URL") or None,
        consent_key=env.get("CASEBOOK_CONSENT_KEY", ""),
        mail_url=env.get("CASEBOOK_MAIL", "folder:"),
        mail_from=env.get("CASEBOOK_MAIL_FROM", "Casebook <casebook@localhost>"),
        public_url=env.get("CASEBOOK_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        host=env.get("CASEBOOK_HOST", "127.0.0.1"),
        port=port,
        read_policy=_read_policy(env.get("CASEBOOK_READ_POLICY", "members")),
        accel_prefix=env.get("CASEBOOK_ACCEL_PREFIX") or None,
        trusted_proxies=_number(env, "CASEBOOK_TRUSTED_PROXIES", 0),
        rate_limits=env.get("CASEBOOK_RATE_LIMITS", "on") != "off",
        vision=wants_vision(env),
        rereview_percent=_percent(env, "CASEBOOK_REREVIEW_PERCENT", 5),
        joining=_joining(env.get("CASEBOOK_JOINING", "open")),
        second_factor=_second_factor(env.get("CASEBOOK_SECOND_FACTOR", "required")),
        oidc=_openid_provider(env),
    )


def wants_vision(environ: Mapping[str, str]) -> bool:
    """Whether text and faces are to be looked for in pictures, where what does it is installed."""
    return environ.get("CASEBOOK_VISION", "on") != "off"


def _database_url(given: str, data: Path) -> str:
    if not given:
        return f"sqlite:///{data / 'casebook.sqlite3'}"
    for prefix in ("postgresql://", "postgres://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name, default))
    except ValueError as error:
        raise Misconfigured(f"{name} must be a whole number, not {env[name]!r}.") from error


def _percent(env: Mapping[str, str], name: str, default: int) -> int:
    percent = _number(env, name, default)
    if not 0 <= percent <= 100:
        raise Misconfigured(f"{name} must be from 0 to 100, not {percent}.")
    return percent


def _read_policy(value: str) -> ReadPolicy:
    try:
        return ReadPolicy(value)
    except ValueError as error:
        allowed = " or ".join(policy.value for policy in ReadPolicy)
        raise Misconfigured(f"CASEBOOK_READ_POLICY must be {allowed}, not {value!r}.") from error


def _joining(value: str) -> Joining:
    try:
        return Joining(value)
    except ValueError as error:
        allowed = ", ".join(joining.value for joining in Joining)
        raise Misconfigured(f"CASEBOOK_JOINING must be one of {allowed}, not {value!r}.") from error


def _second_factor(value: str) -> SecondFactorPolicy:
    try:
        return SecondFactorPolicy(value)
    except ValueError as error:
        raise Misconfigured(f"CASEBOOK_SECOND_FACTOR must be required or optional, not {value!r}.") from error


def _openid_provider(env: Mapping[str, str]) -> OpenIdProvider | None:
    """The provider of CASEBOOK_OIDC_...; half of it is a mistake, and so is an address without TLS elsewhere."""
    issuer = env.get("CASEBOOK_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if not issuer.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise Misconfigured("CASEBOOK_OIDC_ISSUER must begin with https://.")
    missing = [name for name in ("CASEBOOK_OIDC_CLIENT_ID", "CASEBOOK_OIDC_CLIENT_SECRET") if not env.get(name)]
    if missing:
        raise Misconfigured(f"CASEBOOK_OIDC_ISSUER is set, so {' and '.join(missing)} must be set, too.")
    identified = env["CASEBOOK_OIDC_CLIENT_ID"], env["CASEBOOK_OIDC_CLIENT_SECRET"]
    return OpenIdProvider(issuer, *identified, name=env.get("CASEBOOK_OIDC_NAME", "") or urlsplit(issuer).netloc)


def _kept_secret(path: Path) -> str:
    """The embedded default keeps its own key beside the data, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
