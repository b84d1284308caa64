"""Signing on a screen: the author opens a link for the giver, who sees what will be shown and signs, once.

Who signed is sealed in the same transaction; only `opening` reads it again.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.cases import queries as case_queries
from app.cases import services as cases
from app.cases.models import Case
from app.cases.rules import Blocker
from app.consent import queries
from app.consent.identity import Identity
from app.consent.jurisdictions import BY_CODE
from app.consent.models import Consent, SigningLink
from app.consent.rules import SIGNED, Method
from app.consent.services.recording import keep
from app.consent.terms import BadTerms, Terms
from app.kernel.audit import Subject
from app.kernel.audit import record as write_audit
from app.kernel.errors import Conflict, Gone, NotFound, mark
from app.kernel.outbox import Outbox
from app.kernel.sealing import Sealer
from app.policy.actor import Actor

LINK_LASTS = timedelta(hours=24)
TOKEN_BYTES = 32


class LinkOver(Gone):
    """The link was used, cancelled, replaced, or is too old."""


class CaseChanged(Conflict):
    """What the link was made for isn't what would be shown now."""


def invite(
    session: Session, actor: Actor, case: Case, *, method: Method, jurisdiction: str, at: datetime
) -> tuple[SigningLink, str]:
    """Open a link for whoever decides; return it and its token, which can't be had again. A former link is cancelled.

    Raises Conflict where there is consent already, cases.NotReady while anything but consent is missing.
    """
    cases.check_editable(actor, case)
    if method not in SIGNED or jurisdiction not in BY_CODE:
        raise BadTerms(mark("There is no form for this way of signing."))
    if queries.live_consent(session, case.id) is not None:
        raise Conflict(mark("Consent for this case has been recorded already."))
    missing = missing_for_signing(case)
    if missing:
        raise cases.NotReady(missing)
    former = queries.open_link(session, case.id)
    if former is not None:
        _cancel(session, actor, former, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = SigningLink(
        case=case,
        token_hash=digest(token),
        method=method,
        jurisdiction=jurisdiction,
        material_hash=cases.fingerprint(case),
        created_by=actor.account_id,
        created_at=at,
        expires_at=at + LINK_LASTS,
    )
    session.add(link)
    session.flush()
    _note(session, actor.id, link, "consent.link_opened", at=at)
    return link, token


def missing_for_signing(case: Case) -> list[Blocker]:
    """What must be done before somebody can be shown the case as readers will see it."""
    return [blocker for blocker in case_queries.blockers(case) if blocker is not Blocker.NO_CONSENT]


def cancel_link(session: Session, actor: Actor, case: Case, *, at: datetime) -> None:
    """The link that waits leads nowhere from now on; where none waits nothing happens."""
    cases.check_editable(actor, case)
    link = queries.open_link(session, case.id)
    if link is not None:
        _cancel(session, actor, link, at=at)


def usable(session: Session, token: str, *, at: datetime) -> SigningLink:
    """The link with this token; raises NotFound, LinkOver, or CaseChanged."""
    link = queries.link_by_hash(session, digest(token))
    if link is None:
        raise NotFound(mark("This link leads nowhere. Compare it with the one you were given, or ask for a new one."))
    _check_usable(session, link, at)
    return link


def sign(
    session: Session,
    outbox: Outbox,
    sealer: Sealer,
    link: SigningLink,
    terms: Terms,
    *,
    identity: Identity,
    at: datetime,
) -> tuple[Consent, str]:
    """Record what the giver decided, seal who signed, use the link up; return the consent and the receipt code.

    Raises what `usable` and `record` raise.
    """
    session.refresh(link, with_for_update=True)  # whoever else signs at this moment waits here, and finds it used
    _check_usable(session, link, at)
    if (terms.method, terms.jurisdiction) != (link.method, link.jurisdiction):
        raise BadTerms(mark("This link is for another form. Ask for a new one."))
    consent, code = keep(session, outbox, None, link.case, terms, recorded_by=link.created_by, at=at)
    consent.sealed = sealer.seal(identity.as_bytes(), sealed_as(consent.id))
    link.used_at, link.consent_id = at, consent.id
    session.flush()
    return consent, code


def sealed_as(consent_id: int) -> str:
    """What the seal is bound to: it opens for no other consent."""
    return f"consent:{consent_id}"


def digest(token: str) -> str:
    """What is kept of a token; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_usable(session: Session, link: SigningLink, at: datetime) -> None:
    if link.used_at is not None:
        raise LinkOver(mark("This was signed already, and a link works once. Nothing more needs to be done."))
    is_settled = link.case.is_gone or queries.live_consent(session, link.case_id) is not None
    if link.cancelled_at is not None or at >= link.expires_at or is_settled or not link.case.is_editable:
        raise LinkOver(mark("This link is not good any more. Ask whoever gave it to you for a new one."))
    if cases.fingerprint(link.case) != link.material_hash:
        raise CaseChanged(mark("Text or pictures have changed since this link was made. Ask for a new one."))


def _cancel(session: Session, actor: Actor, link: SigningLink, *, at: datetime) -> None:
    link.cancelled_at = at
    session.flush()
    _note(session, actor.id, link, "consent.link_cancelled", at=at)


def _note(session: Session, actor_id: int | None, link: SigningLink, action: str, *, at: datetime) -> None:
    detail: dict[str, str | int] = {"link_id": link.id, "method": link.method.value}
    write_audit(session, actor_id, action, Subject.CASE, link.case_id, at=at, **detail)
