"""How often one may ask: two requests a second on each token, with or without a pool to draw on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from math import ceil
from typing import Protocol

from sandbox.flxpoint.refusals import Refused

REQUESTS_PER_SECOND = 2


class Allowance(Protocol):
    """What one token may still ask."""

    size: int

    def used(self, moment: float) -> float:
        """How much of the allowance is taken up at the moment, in requests."""

    def take(self, moment: float) -> None:
        """Take up one request."""


class Window:
    """Two requests in any second, wherever the second begins."""

    size = REQUESTS_PER_SECOND

    def __init__(self) -> None:
        self._taken: deque[float] = deque()

    def used(self, moment: float) -> float:
        while self._taken and moment - self._taken[0] >= 1:
            self._taken.popleft()
        return len(self._taken)

    def take(self, moment: float) -> None:
        self._taken.append(moment)


class Pool:
    """As many requests as the pool holds, and two more with every second that passes."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._used = 0.0
        self._at = 0.0

    def used(self, moment: float) -> float:
        self._used = max(0.0, self._used - (moment - self._at) * REQUESTS_PER_SECOND)
        self._at = moment
        return self._used

    def take(self, moment: float) -> None:
        self._used += 1


class Limiter:
    """Admits the requests of each token as its allowance permits; refused requests do not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._allowances: dict[tuple[str, str, str], Allowance] = {}

    def admit(self, token: str, switches: Mapping[str, str]) -> dict[str, str]:
        """Count a request and tell how it stands, as headers; raises Refused with 429 when there are too many."""
        if switches["limits"] == "off":
            return {}
        key = token, switches["rate"], switches["pool_size"]
        allowance = self._allowances.setdefault(key, _fresh(switches))
        moment = self._clock()
        if allowance.used(moment) + 1 > allowance.size:
            raise too_many_requests(switches, _headers(allowance, moment))
        allowance.take(moment)
        return _headers(allowance, moment)


def too_many_requests(switches: Mapping[str, str], standing: Mapping[str, str] | None = None) -> Refused:
    """The refusal of a caller that asks too often."""
    retry = {"Retry-After": "1"} if switches["retry_after"] == "on" else {}
    return Refused(429, "Too many requests", {**(standing or {}), **retry})


def _fresh(switches: Mapping[str, str]) -> Allowance:
    return Pool(int(switches["pool_size"])) if switches["rate"] == "pool" else Window()


def _headers(allowance: Allowance, moment: float) -> dict[str, str]:
    return {
        "X-Auth-Pool-Size": str(allowance.size),
        "X-Auth-Pool-Used": str(ceil(allowance.used(moment))),
        "X-Auth-Replenished-Per-Second": str(REQUESTS_PER_SECOND),
    }
