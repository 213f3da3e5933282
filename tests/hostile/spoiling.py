"""QuickBooks behind a gateway that spoils its answers: what is asked is done, and what is heard of it is nonsense."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any

import httpx

from tests.hostile.mutating import LOST, Path, paths, put

STRUCTURES: list[Any] = [LOST, None, [], {}, [None], {"Id": None}, "", "\ud800", "nonsense", -1, True, [[{}]]]
"""Of another type than what stands there: a plausible value in its place is nothing that anybody could notice."""
PAGE = b"<html><head><title>Sorry</title></head><body>We are having a moment.</body></html>"


class Spoiling(httpx.AsyncBaseTransport):
    """Hands requests on, and spoils a share of the answers of the company's API until it is stopped."""

    def __init__(self, whole: httpx.AsyncBaseTransport, *, seed: int, share: float) -> None:
        self._whole = whole
        self._chance = Random(seed)
        self._share = share
        self.spoilt: Counter[str] = Counter()
        """By the way in which they were."""

    def stop(self) -> None:
        """From now on every answer is heard as it was given."""
        self._share = 0.0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._whole.handle_async_request(request)
        if "/v3/company/" not in request.url.path or self._chance.random() > self._share:
            return response
        body = await response.aread()
        way = self._chance.choice([self._empty, self._page, self._cut_short, self._gateway, self._list, self._values])
        self.spoilt[way.__name__.strip("_")] += 1
        status, spoilt = way(response.status_code, body)
        return httpx.Response(status, content=spoilt, request=request)

    def _empty(self, status: int, body: bytes) -> tuple[int, bytes]:
        return status, b""

    def _page(self, status: int, body: bytes) -> tuple[int, bytes]:
        return status, PAGE

    def _cut_short(self, status: int, body: bytes) -> tuple[int, bytes]:
        return status, body[: len(body) // 2]

    def _gateway(self, status: int, body: bytes) -> tuple[int, bytes]:
        return self._chance.choice([500, 502, 503, 504]), self._chance.choice([b"", PAGE, body])

    def _list(self, status: int, body: bytes) -> tuple[int, bytes]:
        return status, b"[" + body + b"]"

    def _values(self, status: int, body: bytes) -> tuple[int, bytes]:
        answer = json.loads(body)
        for _ in range(self._chance.randint(1, 3)):
            if places := list(paths(answer)):
                put(answer, self._place(places), self._chance.choice(STRUCTURES))
        return status, json.dumps(answer).encode()

    def _place(self, places: list[Path]) -> Path:
        return self._chance.choice(places)
