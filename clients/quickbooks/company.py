"""One QuickBooks company over HTTP: asks, classifies the answer, and never tries again by itself."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

import httpx

from clients.quickbooks import requests
from clients.quickbooks.answers import (
    Origin,
    batch_results,
    changed,
    entity,
    origin_of,
    read_answer,
    rows,
    total,
)
from clients.quickbooks.errors import AuthExpired, QuickBooksError
from clients.quickbooks.requests import BatchCreate, Request
from clients.quickbooks.tokens import AccessToken, TokenSource
from clients.quickbooks.transport import exchange

log = logging.getLogger(__name__)

BeforeSend = Callable[[], Awaitable[None]]
"""Called after admission, each time bytes are about to leave; what it raises stops the request."""


class QuickBooks:
    """A company (realm) in QuickBooks Online.

    Every method raises one of the errors in ``errors``. A 401 is answered by one refresh and one
    repeat, since QuickBooks did nothing; there is no other repeat.

    Args:
        admit: entered around each HTTP exchange, so that limits hold for every single request.
        timeout: seconds for one exchange, admission not included.
    """

    def __init__(
        self,
        *,
        realm: str,
        base_url: str,
        http: httpx.AsyncClient,
        tokens: TokenSource,
        admit: Callable[[], AbstractAsyncContextManager[None]],
        timeout: float = 60.0,
    ) -> None:
        self.realm = realm
        self._base_url = base_url
        self._http = http
        self._tokens = tokens
        self._admit = admit
        self._timeout = timeout

    async def create(
        self, kind: str, body: Mapping[str, Any], *, request_id: str, before_send: BeforeSend | None = None
    ) -> dict[str, Any]:
        """Create one entity and return it as stored, which may differ from what was sent."""
        answer, origin = await self._send(requests.create(kind, body, request_id), before_send)
        return entity(answer, kind, origin)

    async def update(self, kind: str, body: Mapping[str, Any], *, request_id: str) -> dict[str, Any]:
        """Change one entity and return it as stored; an unmoved SyncToken means nothing was."""
        answer, origin = await self._send(requests.update(kind, body, request_id))
        return entity(answer, kind, origin)

    async def batch(
        self, items: Sequence[BatchCreate], *, request_id: str, before_send: BeforeSend | None = None
    ) -> dict[str, dict[str, Any] | QuickBooksError]:
        """Create several entities; each bId gets its entity or its own error, which is not raised."""
        answer, origin = await self._send(requests.batch(items, request_id), before_send)
        return batch_results(answer, [item.bid for item in items], origin)

    async def read(self, kind: str, id: str) -> dict[str, Any]:
        """The entity as it stands now; NotFound if it is unknown or deleted."""
        answer, origin = await self._send(requests.read(kind, id))
        return entity(answer, kind, origin)

    async def query(self, kind: str, statement: str) -> list[dict[str, Any]]:
        """The entities of this kind that a statement selects."""
        answer, origin = await self._send(requests.query(statement))
        return rows(answer, kind, origin)

    async def count(self, statement: str) -> int:
        """The number that a COUNT(*) statement comes to."""
        answer, origin = await self._send(requests.query(statement))
        return total(answer, origin)

    async def changes(self, kind: str, since: datetime) -> list[dict[str, Any]]:
        """What of a kind changed since a time, at most 30 days ago; at most 1000, deleted ones last."""
        answer, origin = await self._send(requests.changes(kind, since))
        return changed(answer, kind, origin)

    async def preferences(self) -> dict[str, Any]:
        """The company's preferences."""
        answer, origin = await self._send(requests.preferences())
        return entity(answer, "Preferences", origin)

    async def company_info(self) -> dict[str, Any]:
        """The company's name, country and plan."""
        answer, origin = await self._send(requests.company_info(self.realm))
        return entity(answer, "CompanyInfo", origin)

    async def _send(self, request: Request, before_send: BeforeSend | None = None) -> tuple[dict[str, Any], Origin]:
        # The token comes before admission and before the claim: a refresh may take long, and nothing
        # may stand between the claim and the bytes.
        token = await self._tokens.current()
        answer = await self._exchange(request, token, before_send)
        if isinstance(answer, AuthExpired):
            token = await self._tokens.newer_than(token.version)
            answer = await self._exchange(request, token, before_send)
        if isinstance(answer, AuthExpired):
            await self._tokens.refused(token.version)
            raise answer
        return answer

    async def _exchange(
        self, request: Request, token: AccessToken, before_send: BeforeSend | None
    ) -> tuple[dict[str, Any], Origin] | AuthExpired:
        async with self._admit():  # which learns from the error when QuickBooks wants to be left alone
            if before_send is not None:
                await before_send()
            response = await exchange(
                self._http,
                request,
                base_url=self._base_url,
                realm=self.realm,
                token=token,
                timeout=self._timeout,
            )
            try:
                return self._read(request, response)
            except AuthExpired as refused:
                return refused

    def _read(self, request: Request, response: httpx.Response) -> tuple[dict[str, Any], Origin]:
        status, headers = response.status_code, response.headers
        origin = origin_of(status, headers, realm=self.realm, request_id=request.request_id)
        log.info("%s %s: HTTP %s, intuit_tid %s", request.method, request.path, status, origin.tid)
        answer = read_answer(status, headers, response.content, realm=self.realm, request_id=request.request_id)
        return answer, origin
