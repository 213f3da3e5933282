"""Who the bookkeeper is, for apps that ask with OpenID: claims, and id tokens signed with a key made at the start."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.schema.shape import Record

ISSUER_PATH = "/op/v1"
LIFETIME = 3600
SUBJECT = "5b2f1a60-0000-4000-8000-000000000001"

_CLAIMS: dict[str, Record] = {
    "profile": {"givenName": "Pat", "familyName": "Bookkeeper"},
    "email": {"email": "pat@example.com", "emailVerified": True},
    "phone": {"phoneNumber": "+1 512 555 0100", "phoneNumberVerified": False},
    "address": {
        "address": {
            "streetAddress": "100 Main Street",
            "locality": "Austin",
            "region": "TX",
            "postalCode": "78701",
            "country": "US",
        }
    },
}


class Identity:
    """The one bookkeeper who can sign in."""

    clock: Clock

    def claims(self, scopes: frozenset[str]) -> Record:
        """What the scopes let an app know."""
        known = {name: value for scope, some in _CLAIMS.items() if scope in scopes for name, value in some.items()}
        return {"sub": SUBJECT, **known}

    def token(self, base: str, client_id: str, realm: str) -> str:
        """An id token; its audience is a list, as Intuit's own client expects."""
        now = int(self.clock.now().timestamp())
        times = {"iat": now, "exp": now + LIFETIME, "auth_time": now}
        claims = {"sub": SUBJECT, "aud": [client_id], "realmid": realm, "iss": base + ISSUER_PATH, **times}
        return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, self._key)

    def keys(self) -> dict[str, Any]:
        """The public key, as a set."""
        return {"keys": [{**self._key.as_dict(private=False), "use": "sig", "alg": "RS256"}]}

    @cached_property
    def _key(self) -> RSAKey:
        # Only an app that asks for openid needs one, and making it takes a moment.
        return RSAKey.generate_key(2048, {"kid": "daybook-stand-in"}, auto_kid=True)
