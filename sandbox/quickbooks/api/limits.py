"""The throttles of the gateway, for each company, and what an app may read of all its companies in a month."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.switches import Switches
from sandbox.switches import UNLIMITED

AT_ONCE = 10
PER_SECOND = 10
PER_MINUTE = 500
BATCHES_PER_MINUTE = 40
MAILS_PER_DAY = 40

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


class Limits:
    """Counts what was admitted; what is refused does not count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requests: deque[datetime] = deque()
        self._batches: deque[datetime] = deque()
        self._mails: deque[datetime] = deque()

    def admit(self, *, concurrent: int, batch: bool, calls: int = 1) -> bool:
        """Whether one more request, which counts as so many calls, may pass now."""
        now = self._clock.now()
        _forget(self._requests, now - MINUTE)
        _forget(self._batches, now - MINUTE)
        last_second = sum(1 for at in self._requests if at > now - SECOND)
        if concurrent > AT_ONCE or last_second >= PER_SECOND or len(self._requests) + calls > PER_MINUTE:
            return False
        if batch and len(self._batches) >= BATCHES_PER_MINUTE:
            return False
        self._requests.extend([now] * calls)
        if batch:
            self._batches.append(now)
        return True

    def admit_mail(self) -> bool:
        """Whether one more e-mail may be sent today."""
        now = self._clock.now()
        _forget(self._mails, now - DAY)
        if len(self._mails) >= MAILS_PER_DAY:
            return False
        self._mails.append(now)
        return True


class Allowance:
    """What the Builder tier lets an app read in a calendar month (CorePlus calls)."""

    def __init__(self, switches: Switches, clock: Clock) -> None:
        self._switches = switches
        self._clock = clock
        self._month = ""
        self._used = 0

    def take(self, calls: int) -> bool:
        """Whether so many more calls that read may pass; when not, none is counted."""
        allowed = self._switches["builder_quota"]
        month = f"{self._clock.now():%Y-%m}"
        if month != self._month:
            self._month, self._used = month, 0
        if allowed != UNLIMITED and self._used + calls > int(allowed):
            return False
        self._used += calls
        return True


def _forget(moments: deque[datetime], before: datetime) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
