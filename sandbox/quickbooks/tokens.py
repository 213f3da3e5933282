"""OAuth tokens of the one connection to a company."""

from __future__ import annotations

import secrets
import time

from sandbox.quickbooks.switches import Switches

REFRESH_LIFETIME = 8_726_400
"""Seconds, as recorded."""


class Tokens:
    """Which tokens hold now.

    A refresh gives a new access token and, with `rotate` on always, a new refresh token that ends the old one.
    """

    def __init__(self, switches: Switches) -> None:
        self.client_id = "daybook-stand-in"
        self.client_secret = secrets.token_urlsafe(24)
        self._switches = switches
        self._first = (_access(), _refresh())
        self.start()

    @property
    def first(self) -> tuple[str, str]:
        """The access and refresh token a connection begins with."""
        return self._first

    def start(self) -> None:
        """Make the first pair hold again, and nothing else."""
        access, self._refresh_token = self._first
        self._ends = {access: time.time() + int(self._switches["token_lifetime"])}
        self._revoked = False

    def holds(self, access: str) -> bool:
        return self._ends.get(access, 0.0) > time.time()

    def refresh(self, refresh_token: str) -> dict[str, object] | None:
        """The answer to a refresh; None when the refresh token no longer holds."""
        if self._revoked or refresh_token != self._refresh_token:
            return None
        if self._switches["rotate"] == "always":
            self._refresh_token = _refresh()
        access, lifetime = _access(), int(self._switches["token_lifetime"])
        self._ends[access] = time.time() + lifetime
        return {
            "token_type": "bearer",
            "expires_in": lifetime,
            "x_refresh_token_expires_in": REFRESH_LIFETIME,
            "access_token": access,
            "refresh_token": self._refresh_token,
        }

    def revoke(self, token: str) -> bool:
        """End the whole grant by one of its tokens; whether it was one."""
        if token != self._refresh_token and token not in self._ends:
            return False
        self._revoked = True
        self._ends.clear()
        return True


def _access() -> str:
    return f"eyJ{secrets.token_urlsafe(48)}"


def _refresh() -> str:
    return f"RT1-{secrets.token_urlsafe(24)}"
