"""Join as the instance is joined: freely, when moderators have looked, or by invitation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.rules import Admission
from app.accounts.services.inviting import hold_invitation, use_invitation
from app.accounts.services.opening import Profile, sign_up
from app.kernel.errors import NotAllowed, mark
from app.kernel.outbox import Outbox
from app.kernel.settings import Joining


def join(
    session: Session,
    outbox: Outbox,
    profile: Profile,
    password: str,
    *,
    joining: Joining,
    invitation: str | None = None,
    at: datetime,
) -> None:
    """Sign up; `invitation` is the token of an invitation's link, and lets its bearer in however one joins.

    Raises Refusal for an invitation that isn't open, NotAllowed without one where it's needed. Where the address has
    an account already, the invitation stays unused: the page says the same either way.
    """
    held = hold_invitation(session, invitation, at=at) if invitation is not None else None
    if joining is Joining.INVITE and held is None:
        raise NotAllowed(mark("This Casebook is joined by invitation. Ask a member to invite you."))
    was_known = queries.by_email(session, profile.email) is not None
    sign_up(session, outbox, profile, password, at=at)
    account = queries.by_email(session, profile.email)
    if was_known or account is None:
        return
    if held is not None:
        use_invitation(session, held, account, at=at)
    elif joining is Joining.APPROVAL:
        account.admission = Admission.WAITING
