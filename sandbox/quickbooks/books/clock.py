"""The time of a stand-in, which a test may move forward: tokens expire, dates change, days pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
"""The zone in which QuickBooks writes its times, whatever the company's own is."""


class Clock:
    """The machine's time, moved forward by what was ordered."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Now, with the offset of the west coast."""
        return datetime.now(PACIFIC) + self._ahead

    @property
    def ahead(self) -> float:
        """How far it was moved, in seconds."""
        return self._ahead.total_seconds()

    def advance(self, seconds: float) -> None:
        """Move forward; a clock never goes back, so less than nothing raises ValueError."""
        if seconds < 0:
            raise ValueError(f"a clock cannot go back by {-seconds} seconds")
        self._ahead += timedelta(seconds=seconds)
