"""One HTTP exchange with Intuit: bytes out, bytes in, and what a failure on the way means."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from clients.quickbooks.errors import Transient, Unreachable
from clients.quickbooks.requests import Request
from clients.quickbooks.tokens import AccessToken

# With every other error of httpx bytes may have left. A pooled connection that the server has closed
# is among those: a cut before the first byte of an answer does not tell which side was first.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@contextmanager
def failures_classified(*, realm: str = "", request_id: str | None = None) -> Iterator[None]:
    """Turn a failed exchange into Unreachable if no byte left, else into Transient."""
    try:
        yield
    except NEVER_LEFT as error:
        raise Unreachable(_told(Unreachable.meaning, error), realm=realm, request_id=request_id) from None
    except httpx.HTTPStatusError as error:
        status, tid = error.response.status_code, error.response.headers.get("intuit_tid")
        raise Transient(f"Intuit answered HTTP {status}.", status=status, tid=tid) from None
    except (httpx.HTTPError, TimeoutError) as error:
        raise Transient(_told(Transient.meaning, error), realm=realm, request_id=request_id) from None


def patience(timeout: float) -> httpx.Timeout:
    """Time for each step; connecting gets a share, so that a silent host shows as Unreachable."""
    return httpx.Timeout(timeout, connect=timeout / 4, pool=timeout / 4)


async def exchange(
    http: httpx.AsyncClient,
    request: Request,
    *,
    base_url: str,
    realm: str,
    token: AccessToken,
    timeout: float,
) -> httpx.Response:
    """Send one request of a company and read the whole answer, within ``timeout`` seconds in all.

    Raises Unreachable or Transient; an answer of any status is returned.
    """
    with failures_classified(realm=realm, request_id=request.request_id):
        async with asyncio.timeout(timeout):
            return await http.request(
                request.method,
                f"{base_url.rstrip('/')}/v3/company/{realm}{request.path}",
                params=dict(request.query),
                content=request.body,
                headers=_headers(request, token),
                timeout=patience(timeout),
                follow_redirects=False,
            )


def _headers(request: Request, token: AccessToken) -> dict[str, str]:
    headers = {
        "Authorization": f"Bearer {token.value}",
        "Accept": "application/json",
        "User-Agent": "daybook",
    }
    if request.content_type is not None:
        headers["Content-Type"] = request.content_type
    return headers


def _told(meaning: str, error: Exception) -> str:
    """The family's meaning and the network's own words, which hold no header and no body."""
    return f"{meaning} ({type(error).__name__}: {str(error) or 'no more is known'})"
