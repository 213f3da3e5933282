"""OAuth tokens: the grants a bookkeeper gave, and which of their codes and tokens hold now."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.switches import Switches

REFRESH_LIFETIME = 8_726_400
"""Seconds, as recorded; they begin again whenever a new refresh token is given out."""

HARD_LIFETIME = timedelta(days=5 * 365)
"""After it a connection ends, however often it was refreshed (Intuit's announcement of November 2025)."""

DAILY = timedelta(hours=24)
CODE_LIFETIME = timedelta(minutes=10)
ACCOUNTING = "com.intuit.quickbooks.accounting"


@dataclass
class Grant:
    """One bookkeeper's leave to one app, for one company."""

    realm: str
    scopes: frozenset[str]
    begun: datetime
    refresh_token: str
    renewed: datetime
    """When the refresh token was given out."""
    revoked: bool = False

    @property
    def ends(self) -> datetime:
        """When the refresh token stops working by itself."""
        return min(self.renewed + timedelta(seconds=REFRESH_LIFETIME), self.begun + HARD_LIFETIME)


@dataclass(frozen=True)
class Code:
    """What an authorization code stands for."""

    realm: str
    redirect_uri: str
    scopes: frozenset[str]
    given: datetime


@dataclass
class Pair:
    """What a token answer gives: the access token, and the grant with its refresh token."""

    access_token: str
    lifetime: int
    grant: Grant


@dataclass
class Tokens:
    """Which codes and tokens hold now; several access tokens of one grant may."""

    switches: Switches
    client_id: str = "daybook-stand-in"
    client_secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    first: tuple[str, str] = field(default_factory=lambda: (_access(), _refresh()))
    """The access and refresh token a connection begins with."""

    def serve(self, clock: Clock, realm: str) -> None:
        """Begin anew with the connection to this company, by this clock."""
        self._clock = clock
        self._realm = realm
        self.start()

    def start(self) -> None:
        """Make the first pair hold again, and nothing else."""
        access, refresh = self.first
        now = self._clock.now()
        self._codes: dict[str, Code] = {}
        self._grants = [Grant(self._realm, frozenset({ACCOUNTING}), now, refresh, now)]
        self._access = {access: (self._grants[0], now + timedelta(seconds=self._lifetime()))}

    def holder(self, access: str) -> Grant | None:
        """The grant of an access token that holds; None for any other text."""
        grant, ends = self._access.get(access, (None, self._clock.now()))
        return None if grant is None or grant.revoked or ends <= self._clock.now() else grant

    def why_not(self, access: str) -> str:
        """The detail with which a token that does not hold is refused."""
        if access not in self._access:
            return "Malformed bearer token: too short or too long"
        return "Token revoked" if self._access[access][0].revoked else "Token expired: AB01"

    def code(self, realm: str, redirect_uri: str, scopes: frozenset[str]) -> str:
        """A new code, to be exchanged once and soon."""
        code = f"AB11{secrets.token_urlsafe(24)}"
        self._codes[code] = Code(realm, redirect_uri, scopes, self._clock.now())
        return code

    def exchange(self, code: str, redirect_uri: str) -> Pair | None:
        """The first pair of a new grant; None for a code that is used, old or was given to another address."""
        given = self._codes.pop(code, None)
        now = self._clock.now()
        if given is None or given.redirect_uri != redirect_uri or given.given + CODE_LIFETIME <= now:
            return None
        grant = Grant(given.realm, given.scopes, now, _refresh(), now)
        self._grants.append(grant)
        return self._pair(grant)

    def refresh(self, refresh_token: str) -> Pair | None:
        """The next pair of a grant; None when the refresh token no longer holds."""
        now = self._clock.now()
        grant = self._grant_of(refresh_token)
        if grant is None or grant.revoked or grant.ends <= now:
            return None
        rotation = self.switches["rotate"]
        if rotation == "always" or (rotation == "daily" and grant.renewed + DAILY <= now):
            grant.refresh_token, grant.renewed = _refresh(), now
        return self._pair(grant)

    def revoke(self, token: str) -> bool:
        """End the whole grant by one of its tokens; whether it was one."""
        grant, _ = self._access.get(token, (self._grant_of(token), None))
        if grant is None or grant.revoked:
            return False
        grant.revoked = True
        return True

    def revoke_all(self) -> None:
        """End every grant, as a bookkeeper does who disconnects the app."""
        for grant in self._grants:
            grant.revoked = True

    def kept(self) -> dict[str, Any]:
        """Everything, as JSON knows it."""
        numbers = {id(grant): number for number, grant in enumerate(self._grants)}
        return {
            "client": [self.client_id, self.client_secret],
            "first": list(self.first),
            "grants": [_kept(grant) for grant in self._grants],
            "access": {token: [numbers[id(grant)], ends.isoformat()] for token, (grant, ends) in self._access.items()},
            "codes": {code: _kept(given) for code, given in self._codes.items()},
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Hold what was kept, and nothing else."""
        self.client_id, self.client_secret = kept["client"]
        self.first = kept["first"][0], kept["first"][1]
        self._grants = [Grant(**_restored(grant)) for grant in kept["grants"]]
        self._codes = {code: Code(**_restored(given)) for code, given in kept["codes"].items()}
        self._access = {
            token: (self._grants[number], datetime.fromisoformat(ends))
            for token, (number, ends) in kept["access"].items()
        }
        self._renew_first()

    def _renew_first(self) -> None:
        """Let the connection the stand-in began with have tokens that hold, unless it was revoked."""
        grant = self._grants[0]
        access = self.first[0] if self.holder(self.first[0]) else self._pair(grant).access_token
        self.first = access, grant.refresh_token

    def remaining(self, until: datetime) -> int:
        """Seconds from now."""
        return round((until - self._clock.now()).total_seconds())

    def _grant_of(self, refresh_token: str) -> Grant | None:
        return next((grant for grant in self._grants if grant.refresh_token == refresh_token), None)

    def _pair(self, grant: Grant) -> Pair:
        access, lifetime = _access(), self._lifetime()
        self._access[access] = (grant, self._clock.now() + timedelta(seconds=lifetime))
        return Pair(access, lifetime, grant)

    def _lifetime(self) -> int:
        return int(self.switches["token_lifetime"])


def _kept(entry: Grant | Code) -> dict[str, Any]:
    members = vars(entry).items()
    return {name: value.isoformat() if isinstance(value, datetime) else _listed(value) for name, value in members}


def _listed(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _restored(members: Mapping[str, Any]) -> dict[str, Any]:
    times = {name: datetime.fromisoformat(members[name]) for name in ("begun", "renewed", "given") if name in members}
    return {**members, "scopes": frozenset(members["scopes"]), **times}


def _access() -> str:
    # About as long as Intuit's, so that a column that is too short for them is found out.
    return f"eyJ{secrets.token_urlsafe(600)}"


def _refresh() -> str:
    return f"RT1-{secrets.token_urlsafe(24)}"
