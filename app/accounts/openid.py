"""OpenID Connect: the code flow with PKCE (RFC 7636), state and nonce.

Needs the extra `auth`, so only the wiring imports it, and only where a provider is configured.
"""

from __future__ import annotations

import secrets
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from cachetools import TTLCache, cachedmethod
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.accounts.elsewhere import Errand, IdentityProvider, ProviderFailed
from app.accounts.services.linking import Visitor
from app.kernel.clock import Clock
from app.kernel.settings import OpenIdProvider

SECONDS = 10
FIVE_MINUTES = 300
SCOPE = "openid email"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a key pair alone: 'none' and those with a shared secret are refused."""
TROUBLES = (AuthlibBaseError, JoseError, requests.RequestException, KeyError, ValueError)
"""Whatever can be wrong with what a provider says; all of it means that nobody is signed in."""


class OpenIdClient(IdentityProvider):
    """One provider, found by its discovery document, which is kept, as its keys are, for five minutes."""

    def __init__(self, provider: OpenIdProvider, clock: Clock) -> None:
        self._provider, self._clock = provider, clock
        self._kept: TTLCache[Any, Any] = TTLCache(maxsize=8, ttl=FIVE_MINUTES)
        self._lock = Lock()

    def begin(self, return_address: str) -> Errand:
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        try:
            with self._session(return_address) as session:
                address, state = session.create_authorization_url(
                    self._fact("authorization_endpoint"), nonce=nonce, code_verifier=verifier
                )
        except TROUBLES as error:
            raise ProviderFailed() from error
        return Errand(address, state, nonce, verifier)

    def finish(self, return_address: str, errand: Errand, code: str) -> Visitor:
        try:
            with self._session(return_address) as session:
                token = session.fetch_token(
                    self._fact("token_endpoint"), code=code, code_verifier=errand.verifier, timeout=SECONDS
                )
            return self._visitor(str(token["id_token"]), errand.nonce)
        except TROUBLES as error:
            raise ProviderFailed() from error

    def _visitor(self, id_token: str, nonce: str) -> Visitor:
        claims = jwt.decode(id_token, KeySet.import_key_set(self._keys()), algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=int(self._clock.now().timestamp()),
            leeway=60,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._provider.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        return Visitor(
            issuer=self._provider.issuer,
            subject=str(claims["sub"]),
            email=str(claims.get("email", "")),
            email_is_verified=claims.get("email_verified") is True,
        )

    def _session(self, return_address: str) -> OAuth2Session:
        return OAuth2Session(
            self._provider.client_id,
            self._provider.client_secret,
            scope=SCOPE,
            redirect_uri=return_address,
            code_challenge_method="S256",
        )

    def _fact(self, name: str) -> str:
        """One address of the discovery document; where the issuer has TLS, all of them must."""
        facts = self._fetch(f"{self._provider.issuer}/.well-known/openid-configuration")
        if facts["issuer"] != self._provider.issuer:
            raise ValueError("the discovery document is another issuer's")
        address = str(facts[name])
        if urlsplit(self._provider.issuer).scheme == "https" != urlsplit(address).scheme:
            raise ValueError(f"{name} has no TLS")
        return address

    def _keys(self) -> Any:
        return self._fetch(self._fact("jwks_uri"))

    @cachedmethod(lambda self: self._kept, lock=lambda self: self._lock)
    def _fetch(self, address: str) -> Any:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        return answer.json()
