"""Authenticator apps and the recovery codes that stand in for them: set up, shown, taken away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.accounts import second_factors
from app.accounts.codes import RECOVERY_CODES, matching_step, new_recovery_code, new_secret, recovery_digest
from app.accounts.credentials import AuthenticatorApp, RecoveryCode
from app.accounts.models import Account
from app.accounts.services.securing import forget_stray_codes
from app.kernel.audit import Subject, record
from app.kernel.errors import Conflict, Refusal, WrongStep, mark
from app.kernel.sealing import Sealer


class WrongCode(Refusal):
    """The code is of no half minute near this one, was used before, or is no recovery code that is left."""

    def __init__(self) -> None:
        super().__init__(mark("This code isn't right, or was used already. Wait for the next one and try that."))


def begin_app(session: Session, sealer: Sealer, account: Account, *, at: datetime) -> str:
    """Return the secret for a new authenticator app; it counts once its first code was right. Raises Conflict."""
    app = session.get(AuthenticatorApp, account.id)
    if app is not None and app.confirmed_at is not None:
        raise Conflict(mark("You have an authenticator app already. Remove it first, then set up the other one."))
    if app is not None:
        return secret_of(sealer, app)
    secret = new_secret()
    sealed = sealer.seal(secret.encode(), _about(account.id))
    session.add(AuthenticatorApp(account_id=account.id, sealed_secret=sealed, created_at=at))
    session.flush()
    return secret


def secret_of(sealer: Sealer, app: AuthenticatorApp) -> str:
    """The app's secret in base 32; raises Unsealable under another key."""
    return sealer.unseal(app.sealed_secret, _about(app.account_id)).decode()


def confirm_app(session: Session, sealer: Sealer, account: Account, code: str, *, at: datetime) -> None:
    """Let the app count, because it showed the right code; raises WrongCode, and WrongStep when none is begun."""
    app = session.get(AuthenticatorApp, account.id)
    if app is None or app.confirmed_at is not None:
        raise WrongStep(mark("There is no authenticator app to set up. Begin again."))
    _use_step(session, sealer, app, code, at)
    app.confirmed_at = at
    session.flush()
    record(session, account.id, "account.app_added", Subject.ACCOUNT, account.id, at=at)


def remove_app(session: Session, account: Account, *, at: datetime) -> None:
    """Forget the authenticator app; none is fine."""
    app = session.get(AuthenticatorApp, account.id)
    if app is not None:
        session.delete(app)
        session.flush()
        record(session, account.id, "account.app_removed", Subject.ACCOUNT, account.id, at=at)
        forget_stray_codes(session, account)


def use_code(session: Session, sealer: Sealer, account: Account, code: str, *, at: datetime) -> None:
    """Take a code of the app, or a recovery code; raises WrongCode. Neither is taken twice."""
    if _use_recovery_code(session, account, code, at):
        return
    app = session.get(AuthenticatorApp, account.id)
    if app is None or app.confirmed_at is None:
        raise WrongCode()
    _use_step(session, sealer, app, code, at)


def make_recovery_codes(session: Session, account: Account, *, at: datetime) -> list[str]:
    """Ten fresh codes, shown once; those from before count no more. Raises WrongStep without a second factor."""
    if not second_factors.are_set_up(session, account.id):
        raise WrongStep(mark("Set up an authenticator app or a passkey first; the codes stand in for it."))
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=account.id, code_hash=recovery_digest(account.id, code), made_at=at))
    session.flush()
    record(session, account.id, "account.recovery_codes_made", Subject.ACCOUNT, account.id, at=at)
    return codes


def _use_step(session: Session, sealer: Sealer, app: AuthenticatorApp, code: str, at: datetime) -> None:
    """The condition is asked of the database once more: of two requests with one code, one gets through."""
    step = matching_step(secret_of(sealer, app), code, after=app.last_step, at=at)
    if step is None:
        raise WrongCode()
    mine = AuthenticatorApp.account_id == app.account_id, AuthenticatorApp.last_step < step
    used = update(AuthenticatorApp).where(*mine).values(last_step=step).returning(AuthenticatorApp.account_id)
    if session.scalar(used) is None:
        raise WrongCode()


def _use_recovery_code(session: Session, account: Account, code: str, at: datetime) -> bool:
    wanted = (
        RecoveryCode.account_id == account.id,
        RecoveryCode.code_hash == recovery_digest(account.id, code),
        RecoveryCode.used_at.is_(None),
    )
    used = update(RecoveryCode).where(*wanted).values(used_at=at).returning(RecoveryCode.id)
    if session.scalar(used) is None:
        return False
    record(session, account.id, "account.recovery_code_used", Subject.ACCOUNT, account.id, at=at)
    return True


def _about(account_id: int) -> str:
    return f"authenticator app of account {account_id}"
