"""The time of a stand-in, which a test may move forward: tokens expire, dates change, days pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
"""The zone in which QuickBooks writes its times, whatever the company's own is."""


MOST = timedelta(days=50 * 365).total_seconds()
"""The furthest a clock may be moved at once, in seconds: fifty years."""


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
        """Move forward; ValueError for less than nothing, since a clock never goes back, and for over fifty years."""
        if not 0 <= seconds <= MOST:
            raise ValueError(f"a clock moves by 0 to {MOST:.0f} seconds, not {seconds}")
        self._ahead += timedelta(seconds=seconds)
