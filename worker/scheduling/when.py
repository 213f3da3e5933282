"""When a schedule starts a run, as a person writes it (row R-28)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta

from accounting.books import is_time_zone

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=1)
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
"""In Temporal's order: Sunday is 0."""

INTERVALS = "from 5m to 24h, in minutes or hours, as 15m, 1h, 1h30m or 12h"
UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
AN_INTERVAL = re.compile(r"(?:([0-9]{1,4})d)?(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m)?")
A_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")


class WhenRefused(ValueError):
    """What was written is no time at which a schedule can start runs, with those that are allowed."""


@dataclass(frozen=True)
class Every:
    """At an interval, counted in UTC from the first midnight of 1970."""

    interval: timedelta

    @property
    def written(self) -> str:
        """As a person writes it."""
        hours, minutes = divmod(self.interval // UNITS["m"], 60)
        return "".join(f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m")) if number)

    def __str__(self) -> str:
        hours, minutes = divmod(self.interval // UNITS["m"], 60)
        return "every " + " ".join(filter(None, (_counted(hours, "hour"), _counted(minutes, "minute"))))


@dataclass(frozen=True)
class AtTime:
    """At a time of day, on some days of the week or on each, in a time zone."""

    at: time
    days: tuple[str, ...]
    """In the week's order; none of them means each."""
    zone: str

    @property
    def written(self) -> str:
        """The time as a person writes it."""
        return f"{self.at:%H:%M}"

    def __str__(self) -> str:
        days = f"each {', '.join(day.capitalize() for day in self.days)}" if self.days else "each day"
        return f"{days} at {self.written} ({self.zone})"


When = Every | AtTime


def read_when(*, every: str | None, at: str | None, days: str | None, zone: str | None, books_zone: str) -> When:
    """An interval or a time of day, from what was typed of each.

    Raises:
        WhenRefused: both or neither were typed, or what cannot be; with what is allowed.
    """
    if (every is None) is (at is None):
        raise WhenRefused(f"Name either an interval with --every ({INTERVALS}) or a time of day with --at, as 06:30.")
    if at is not None:
        chosen = books_zone if zone is None else zone
        return AtTime(at=_time(at), days=_days(days) if days is not None else (), zone=_zone(chosen))
    if days is not None or zone is not None:
        raise WhenRefused("--days and --time-zone belong to a time of day, --at; an interval has neither.")
    return Every(_interval(every or ""))


def _interval(text: str) -> timedelta:
    found = AN_INTERVAL.fullmatch(text.strip().lower().replace(" ", ""))
    parts = zip(UNITS.values(), found.groups(), strict=True) if found else []
    interval = sum((unit * int(number) for unit, number in parts if number), timedelta(0))
    if not SHORTEST <= interval <= LONGEST:
        raise WhenRefused(
            f'"{text}" cannot be an interval: write one {INTERVALS}. For certain days, use --at 06:30 --days mon.'
        )
    return interval


def _time(text: str) -> time:
    found = A_TIME.fullmatch(text.strip())
    hour, minute = map(int, found.groups()) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise WhenRefused(f'"{text}" is no time of day: write hour and minute from 00:00 to 23:59, as 06:30 or 18:00.')
    return time(hour, minute)


def _days(text: str) -> tuple[str, ...]:
    named = {part.strip().lower() for part in text.split(",")}
    if unknown := sorted(named - set(DAYS)):
        raise WhenRefused(
            f'"{unknown[0]}" is no day: write some of {", ".join(DAYS)}, with commas between, as mon,thu.'
        )
    return tuple(day for day in DAYS if day in named and len(named) < len(DAYS))


def _zone(name: str) -> str:
    if not is_time_zone(name):
        raise WhenRefused(f'"{name}" is no time zone; write it as America/Chicago or Europe/Berlin.')
    return name


def _counted(number: int, unit: str) -> str:
    if not number:
        return ""
    return f"{number} {unit}s" if number > 1 else f"1 {unit}"
