"""Of several who ask QuickBooks for the same fact at the same time, one reads it and the others wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Read = Callable[[list[str]], Awaitable[dict[str, Any]]]
"""Reads what some names stand for; a name that stands for nothing is left out."""


@dataclass(eq=False)
class _Flight:
    """One reading under way."""

    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    landing: asyncio.Future[dict[str, Any] | None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    """What was found; None if the reading failed."""


class Flights:
    """The readings under way in this process."""

    def __init__(self) -> None:
        self._under_way: dict[tuple[str, str, str], _Flight] = {}

    async def found(
        self, realm: str, kind: str, names: Collection[str], read: Read, since: datetime | None = None
    ) -> dict[str, Any]:
        """What the names stand for, read by ourselves or by whoever reads it already.

        With ``since``, a reading that began before it is not good enough (a person asked for a retry).
        """
        joined = {name: flight for name in names if (flight := self._joinable((realm, kind, name), since))}
        found: dict[str, Any] = {}
        if mine := sorted(set(names) - set(joined)):
            found |= await self._fly(realm, kind, mine, read)
        again = []
        for name, flight in joined.items():
            # Shielded: whoever waits may be cancelled, and must not break off what the others wait for.
            landed = await asyncio.shield(flight.landing)
            if landed is None:
                again.append(name)
            elif name in landed:
                found[name] = landed[name]
        return found | await self.found(realm, kind, again, read, since) if again else found

    def _joinable(self, key: tuple[str, str, str], since: datetime | None) -> _Flight | None:
        flight = self._under_way.get(key)
        return flight if flight and (since is None or flight.began >= since) else None

    async def _fly(self, realm: str, kind: str, names: list[str], read: Read) -> dict[str, Any]:
        flight = _Flight()
        keys = [(realm, kind, name) for name in names]
        self._under_way |= dict.fromkeys(keys, flight)
        found: dict[str, Any] | None = None
        try:
            found = await read(names)
            return found
        finally:
            for key in keys:
                if self._under_way.get(key) is flight:
                    del self._under_way[key]
            flight.landing.set_result(found)
