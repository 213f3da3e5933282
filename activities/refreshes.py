"""Of all who need a newer token of a connection at a time, one asks Intuit; the others share what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from clients.database.credentials import StoredGrant
from clients.database.statements import to_the_end

AT_ONCE = 8
"""A refresh holds a connection to the database while Intuit thinks, and the pool is for everybody."""
FAILED_SECONDS = 1.0
"""So long a failure is the answer for those who come after it, too: many orders do not hammer Intuit."""

Refresh = Callable[[], Coroutine[Any, Any, StoredGrant]]


class Refreshes:
    """The refreshes under way in this process."""

    def __init__(self) -> None:
        self._under_way: dict[tuple[str, int], asyncio.Task[StoredGrant]] = {}
        self._free = asyncio.Semaphore(AT_ONCE)

    async def shared(self, connection_id: str, version: int, refresh: Refresh) -> StoredGrant:
        """The grant after that of this version, refreshed by ourselves or by whoever does so already."""
        key = connection_id, version
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._in_turn(refresh))
            self._under_way[key].add_done_callback(partial(self._done, key))
        # Broken off between Intuit's answer and our storing it, the only good token would be lost.
        return await to_the_end(self._under_way[key])

    async def _in_turn(self, refresh: Refresh) -> StoredGrant:
        async with self._free:
            return await refresh()

    def _done(self, key: tuple[str, int], refreshing: asyncio.Task[StoredGrant]) -> None:
        failed = refreshing.cancelled() or refreshing.exception() is not None
        asyncio.get_running_loop().call_later(FAILED_SECONDS if failed else 0, self._under_way.pop, key)
