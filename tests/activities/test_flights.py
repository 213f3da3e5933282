"""Of several who ask for the same fact at the same time, one reads it and the others wait."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from activities.flights import Flights


class Reader:
    """Reads when told to, and keeps what it was asked for."""

    def __init__(self, fails: int = 0) -> None:
        self.asked: list[list[str]] = []
        self.go = asyncio.Event()
        self._fails = fails

    async def __call__(self, names: list[str]) -> dict[str, Any]:
        self.asked.append(names)
        await self.go.wait()
        if len(self.asked) <= self._fails:
            raise ValueError("QuickBooks is away")
        return {name: name.upper() for name in names if name != "nothing"}


async def _begun(*tasks: asyncio.Task[Any]) -> None:
    """Each has come as far as it can."""
    for _ in range(len(tasks) + 2):
        await asyncio.sleep(0)


async def test_a_name_that_stands_for_nothing_is_read_once_too() -> None:
    flights, read = Flights(), Reader()
    waiting = [asyncio.create_task(flights.found("1", "item", ["nothing"], read)) for _ in range(3)]
    await _begun(*waiting)
    read.go.set()

    assert await asyncio.gather(*waiting) == [{}, {}, {}]
    assert read.asked == [["nothing"]]


async def test_when_the_one_who_reads_fails_the_others_read_themselves() -> None:
    flights, read = Flights(), Reader(fails=1)
    first, second = (asyncio.create_task(flights.found("1", "item", ["mug"], read)) for _ in range(2))
    await _begun(first, second)
    read.go.set()

    with pytest.raises(ValueError, match="away"):
        await first
    assert await second == {"mug": "MUG"}


async def test_whoever_gives_up_waiting_does_not_break_off_the_reading() -> None:
    flights, read = Flights(), Reader()
    first, second, third = (asyncio.create_task(flights.found("1", "item", ["mug"], read)) for _ in range(3))
    await _begun(first, second, third)
    second.cancel()
    await asyncio.sleep(0)
    read.go.set()

    assert (await first, await third) == ({"mug": "MUG"}, {"mug": "MUG"})


async def test_a_reading_that_began_before_a_retry_is_not_good_enough() -> None:
    flights, read = Flights(), Reader()
    first = asyncio.create_task(flights.found("1", "item", ["mug"], read))
    await _begun(first)
    later = datetime.now(UTC) + timedelta(milliseconds=1)
    second = asyncio.create_task(flights.found("1", "item", ["mug"], read, since=later))
    await _begun(second)
    read.go.set()

    assert (await first, await second) == ({"mug": "MUG"}, {"mug": "MUG"})
    assert len(read.asked) == 2


async def test_companies_and_kinds_are_read_apart() -> None:
    flights, read = Flights(), Reader()
    read.go.set()
    await asyncio.gather(*(flights.found(realm, kind, ["mug"], read) for realm in "12" for kind in ("item", "name")))
    assert len(read.asked) == 4
