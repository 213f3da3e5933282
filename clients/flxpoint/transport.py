"""One HTTP request to Flxpoint: admitted, sent once, and its answer classified. No retry, no wait."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from typing import Any

import httpx

from clients.flxpoint.errors import (
    FlxpointError,
    RecordUnknown,
    Refused,
    Throttled,
    TokenRefused,
    Transient,
    Unreachable,
)

Admit = Callable[[], AbstractAsyncContextManager[None]]
_LONGEST_DETAIL = 300


class Transport:
    """Sends requests under one account's token."""

    def __init__(self, *, base_url: str, token: str, http: httpx.AsyncClient, admit: Admit, timeout: float) -> None:
        self._base_url = base_url.rstrip("/")
        self._token = token.strip()
        self._http = http
        self._admit = admit
        self._timeout = timeout

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """The parsed answer; decimals are Decimal.

        Raises:
            FlxpointError: classified as its class says.
        """
        response = await self._send("GET", path, query=query)
        try:
            return json.loads(response.content, parse_float=Decimal)
        except (ValueError, RecursionError):
            raise Transient(
                f"The answer is no JSON: {self._excerpt(response)!r}",
                method="GET",
                path=path,
                status=response.status_code,
            ) from None

    async def patch(self, path: str, body: Mapping[str, Any]) -> None:
        """Send a change; whatever a 2xx answer says is not needed.

        Raises:
            FlxpointError: classified as its class says.
        """
        await self._send("PATCH", path, body=body)

    async def _send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        # httpx and h11 would put an unsendable token into the text of their errors
        if not (self._token and self._token.isascii() and self._token.isprintable()):
            raise TokenRefused(method=method, path=path)
        headers = {"X-API-TOKEN": self._token, "Accept": "application/json"}
        try:
            async with self._admit():  # which learns from the error when Flxpoint wants to be left alone
                response = await self._http.request(
                    method,
                    self._base_url + path,
                    params=query,
                    json=body,
                    headers=headers,
                    timeout=self._timeout,
                    follow_redirects=False,
                )
                if not response.is_success:
                    raise classify(response, self._excerpt(response), method=method, path=path)
        except httpx.TransportError as error:
            raise Unreachable(_cause(error), method=method, path=path) from error
        except httpx.RequestError as error:
            raise Transient(_cause(error), method=method, path=path) from error
        return response

    def _excerpt(self, response: httpx.Response) -> str:
        """The beginning of the answer's own words, without the token should it be echoed."""
        return _words(response).replace(self._token, "<token>")[:_LONGEST_DETAIL]


def classify(response: httpx.Response, detail: str, *, method: str, path: str) -> FlxpointError:
    """The error that an answer without success stands for."""
    status = response.status_code
    if status == 429:
        wait = _seconds(response.headers.get("Retry-After"))
        return Throttled(detail, method=method, path=path, status=status, retry_after=wait)
    return _error_class(status)(detail, method=method, path=path, status=status)


def _error_class(status: int) -> type[FlxpointError]:
    if status in (401, 403):
        return TokenRefused
    if status == 404:
        return RecordUnknown
    if status >= 500 or status == 408:
        return Transient
    return Refused


def _words(response: httpx.Response) -> str:
    """Flxpoint's message; the form of error bodies is not documented, so plain text is as good."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return response.text
    message = body.get("message") if isinstance(body, dict) else None
    return str(message or response.text)


def _seconds(header: str | None) -> float | None:
    """The wait in seconds; a date cannot be judged without a clock, and counts as not said."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _cause(error: httpx.RequestError) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")
