"""New tokens for a connection, from Intuit's token endpoint."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

with warnings.catch_warnings():
    # Authlib warns at every import that it stands on httpx, not httpx2; that is wanted here.
    from authlib.deprecate import AuthlibDeprecationWarning

    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.httpx_client import AsyncOAuth2Client

from clients.quickbooks.errors import ReconnectNeeded, Transient, WrongApp
from clients.quickbooks.transport import failures_classified, patience

__all__ = ["TOKEN_HEADERS", "AsyncOAuth2Client", "Grant", "OAuthError", "grant_of", "refresh"]

WRONG_APP = "Intuit does not know the app: its client id or client secret is wrong; the connection may be in order"
TOKEN_HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
    "x-include-refresh-token-hard-expires-in": "true",
}
"""Authlib's own, which it leaves out where others are given, and Intuit's that asks for the five-year limit."""
FINAL = {
    "invalid_grant": (ReconnectNeeded, "Intuit no longer accepts the refresh token"),
    "invalid_client": (WrongApp, WRONG_APP),
    "unauthorized_client": (WrongApp, WRONG_APP),
}
"""Answers that no repeat can change."""


@dataclass(frozen=True)
class Grant:
    """A new pair of tokens. Store it before its first use: the old refresh token may be dead."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_lifetime: timedelta
    refresh_lifetime: timedelta | None
    """None where Intuit names no end."""
    whole_lifetime: timedelta | None = None
    """Until no refresh helps any more; None where Intuit does not say."""


async def refresh(
    *,
    token_url: str,
    client_id: str,
    client_secret: str,
    refresh_token: str,
    timeout: float,
) -> Grant:
    """Trade a refresh token for a new grant.

    Raises ReconnectNeeded when only a person can help, Unreachable when nothing was sent, and
    Transient otherwise: then Intuit may have issued a new refresh token that is now lost, and the
    old one, tried again, will tell. No error text holds a token.
    """
    # No scope: Authlib would add it to the form, and Intuit does not document it there.
    async with AsyncOAuth2Client(client_id, client_secret, timeout=patience(timeout)) as client:
        try:
            with failures_classified():
                async with asyncio.timeout(timeout):
                    answer = await client.refresh_token(
                        token_url, refresh_token=refresh_token, headers=dict(TOKEN_HEADERS)
                    )
            return grant_of(answer)
        # Causes are cut off throughout: an OAuthError repeats Intuit's text, which may hold a token.
        except OAuthError as error:
            raise _refused(str(error.error)) from None
        except (KeyError, TypeError, ValueError, OverflowError):
            raise Transient("Intuit's token endpoint answered without a usable token.") from None


def _refused(error: str) -> ReconnectNeeded | Transient:
    if error in FINAL:
        kind, meaning = FINAL[error]
        return kind(f"{meaning} ({error})")
    return Transient(f"Intuit's token endpoint refused for a passing reason ({error[:60]}).")


def grant_of(answer: Mapping[str, Any]) -> Grant:
    """The grant in a token endpoint's answer; KeyError, TypeError, ValueError or OverflowError if none is in it."""
    access_lifetime = _lifetime(answer, "expires_in")
    if access_lifetime is None:
        raise KeyError("expires_in")
    return Grant(
        access_token=_token(answer, "access_token"),
        refresh_token=_token(answer, "refresh_token"),
        access_lifetime=access_lifetime,
        refresh_lifetime=_lifetime(answer, "x_refresh_token_expires_in"),
        whole_lifetime=_lifetime(answer, "x_refresh_token_hard_expires_in"),
    )


def _lifetime(answer: Mapping[str, Any], name: str) -> timedelta | None:
    seconds = answer.get(name)
    return None if seconds is None else timedelta(seconds=int(seconds))


def _token(answer: Mapping[str, Any], name: str) -> str:
    token = answer[name]
    if not isinstance(token, str) or not token:
        raise ValueError(name)
    return token
