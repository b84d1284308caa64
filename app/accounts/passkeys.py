"""Passkeys (WebAuthn level 3): what the browser is asked, and whether what it answers holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts.credentials import Passkey
from app.accounts.models import Account
from app.kernel.errors import Refusal, mark

NAME = "Casebook"
VERIFIED = UserVerificationRequirement.REQUIRED
"""The authenticator asks for a finger, a face or a PIN: so a passkey is two factors by itself."""


class PasskeyRefused(Refusal):
    """What the browser answered doesn't prove what it should."""

    def __init__(self) -> None:
        super().__init__(mark("That passkey didn't work here. Try again, or use another way."))


@dataclass(frozen=True)
class RelyingParty:
    """Whom a passkey is made for: a host's name, and the address pages come from."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    """The public half of a passkey that was just made."""

    credential_id: str
    public_key: bytes
    sign_count: int


def relying_party(public_url: str) -> RelyingParty | None:
    """The instance as passkeys see it; None where its address has no name, because passkeys are bound to one."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return RelyingParty(host, f"{parts.scheme}://{parts.netloc}") if host else None
    return None


def ask_to_register(party: RelyingParty, account: Account, known: Iterable[Passkey], challenge: bytes) -> str:
    """The options for `navigator.credentials.create`, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=NAME,
        user_id=_handle(account),
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def ask_to_prove(party: RelyingParty, known: Iterable[Passkey], challenge: bytes) -> str:
    """The options for `navigator.credentials.get`, as JSON; without `known` keys the person chooses among theirs."""
    options = webauthn.generate_authentication_options(
        rp_id=party.host,
        challenge=challenge,
        allow_credentials=_descriptors(known),
        user_verification=VERIFIED,
    )
    return webauthn.options_to_json(options)


def check_registration(party: RelyingParty, answer: str, challenge: bytes) -> NewKey:
    """The new key, if the answer is to this challenge, from this site, by a verified person; raises PasskeyRefused."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefused() from error
    return NewKey(bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count)


def check_proof(party: RelyingParty, answer: str, challenge: bytes, key: Passkey) -> int:
    """The authenticator's new count, if this key signed the challenge; raises PasskeyRefused.

    A count that doesn't grow means a copied key and is refused, too.
    """
    try:
        proven = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise PasskeyRefused() from error
    return proven.new_sign_count


def credential_of(answer: str) -> str:
    """Which key the answer says it's from; raises PasskeyRefused for what isn't an answer."""
    try:
        return bytes_to_base64url(base64url_to_bytes(str(json.loads(answer)["id"])))
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused() from error


def _handle(account: Account) -> bytes:
    """The same for all keys of a person, so that an authenticator replaces instead of doubling; tells nothing."""
    return hashlib.sha256(f"{account.id}:{account.created_at.isoformat()}".encode()).digest()


def _descriptors(keys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in keys]
