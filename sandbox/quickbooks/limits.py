"""The throttles of the gateway, per company."""

from __future__ import annotations

import time
from collections import deque

AT_ONCE = 10
PER_SECOND = 10
PER_MINUTE = 500
BATCHES_PER_MINUTE = 40


class Limits:
    """Counts what was admitted; what is refused does not count."""

    def __init__(self) -> None:
        self._requests: deque[float] = deque()
        self._batches: deque[float] = deque()

    def admit(self, *, concurrent: int, batch: bool) -> bool:
        """Whether one more request may pass now."""
        now = time.monotonic()
        _forget(self._requests, now - 60)
        _forget(self._batches, now - 60)
        last_second = sum(1 for at in self._requests if at > now - 1)
        if concurrent > AT_ONCE or last_second >= PER_SECOND or len(self._requests) >= PER_MINUTE:
            return False
        if batch and len(self._batches) >= BATCHES_PER_MINUTE:
            return False
        self._requests.append(now)
        if batch:
            self._batches.append(now)
        return True


def _forget(moments: deque[float], before: float) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
