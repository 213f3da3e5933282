"""Times as a connection's bookkeeper reads them: in the time zone of the books, which is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from activities.facts import last_told_zone
from activities.stores import Stores


@dataclass(frozen=True)
class Clock:
    """The books' time zone, and its name as people say it."""

    zone: tzinfo
    name: str

    def told(self, moment: datetime) -> str:
        """Day, hour and minute."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def hour(self, moment: datetime) -> str:
        """Hour and minute, with the zone's name."""
        return f"{moment.astimezone(self.zone):%H:%M} {self.name}"

    def begin_of(self, day: date) -> datetime:
        """The first moment of a day in the books."""
        return datetime.combine(day, time.min, self.zone)


async def clock_of(stores: Stores, connection: str) -> Clock:
    """The clock of a connection: in the zone that was chosen, else the company's own; UTC until one is known.

    Raises:
        UnknownConnection: no connection has this id.
    """
    realm = (await stores.connections.get(connection)).realm
    chosen = (await stores.connections.settings(connection)).get("books_time_zone")
    name = chosen or await last_told_zone(stores, realm)
    return Clock(ZoneInfo(name), name) if name else Clock(UTC, "UTC")


def told_duration(duration: timedelta) -> str:
    """A duration in the two largest units that it has."""
    seconds = round(duration.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"
