"""What follows when somebody's second factors have changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.accounts import second_factors
from app.accounts.credentials import AuthenticatorApp, Passkey, RecoveryCode
from app.accounts.models import Account, SignIn
from app.accounts.services.signing_in import rotate, sign_out_everywhere
from app.kernel.audit import Subject, record


def secure(session: Session, row: SignIn, *, at: datetime) -> str:
    """After a second factor was added or taken away, other browsers are out and this one has proven what there is.

    Return this one's new token.
    """
    row.proven_at = at if second_factors.are_set_up(session, row.account_id) else None
    sign_out_everywhere(session, row.account, at=at, but=row)
    return rotate(session, row)


def reset_second_factor(session: Session, account: Account, *, at: datetime) -> None:
    """For an operator who knows that it's them: forget app, passkeys and codes, and sign the person out."""
    for table in (AuthenticatorApp, Passkey, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account.id))
    sign_out_everywhere(session, account, at=at)
    record(session, None, "account.second_factor_reset", Subject.ACCOUNT, account.id, at=at)


def forget_stray_codes(session: Session, account: Account) -> None:
    """Codes stand in for a second factor; where there's none left they'd only lie about."""
    if not second_factors.are_set_up(session, account.id):
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
