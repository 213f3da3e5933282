"""A Flxpoint that answers as a test tells it, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from clients.flxpoint.account import Flxpoint

TOKEN = "account-token-1"
Answer = Callable[[httpx.Request], httpx.Response]


class Answering:
    """Flxpoint's side of the wire; ``admitted`` tells how many requests were let in, and are under way."""

    def __init__(self, answer: Answer, *, token: str = TOKEN, timeout: float = 30.0) -> None:
        self.requests: list[httpx.Request] = []
        self.admitted = 0
        self.under_way = 0
        self._answer = answer
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self._receive))
        self.client = Flxpoint(
            base_url="https://flxpoint.example.com/",
            token=token,
            http=self.http,
            admit=self._admit,
            timeout=timeout,
        )

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]

    @property
    def body(self) -> Any:
        return json.loads(self.last.content)

    @property
    def queries(self) -> list[dict[str, str]]:
        return [dict(request.url.params) for request in self.requests]

    def _receive(self, request: httpx.Request) -> httpx.Response:
        assert self.under_way == 1, "a request without admission"
        self.requests.append(request)
        return self._answer(request)

    @asynccontextmanager
    async def _admit(self) -> AsyncIterator[None]:
        self.admitted += 1
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1


def answering(json: object = None, *, status: int = 200) -> Answering:
    """A Flxpoint with one answer to everything."""
    return Answering(lambda request: httpx.Response(status, json=json))


def paging(*pages: list[Any], page: str = "page") -> Answering:
    """A Flxpoint whose list has these pages, and empty ones after them."""

    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params[page])
        return httpx.Response(200, json=pages[number - 1] if number <= len(pages) else [])

    return Answering(answer)
