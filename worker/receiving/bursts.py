"""Many words about one thing within a moment become one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Bursts(Generic[Key]):
    """Waits a moment for others that say the same, and acts after the last of them: none is overtaken by a change."""

    def __init__(self, act: Callable[[Key], Awaitable[None]], moment: float) -> None:
        """``moment``: seconds from the first until it is acted upon."""
        self._act = act
        self._moment = moment
        self._gathering: dict[Key, asyncio.Task[None]] = {}

    async def bring(self, key: Key) -> None:
        """Returns when it was acted upon; whatever the act raises, all that wait for it get."""
        task = self._gathering.get(key)
        if task is None:
            task = self._gathering[key] = asyncio.create_task(self._after_a_moment(key))
            task.add_done_callback(_heard)
        await asyncio.shield(task)

    async def _after_a_moment(self, key: Key) -> None:
        await asyncio.sleep(self._moment)
        del self._gathering[key]  # whoever comes from here on may know of something newer
        await self._act(key)


def _heard(done: asyncio.Task[None]) -> None:
    """What it raised is nobody's, where all that waited have gone."""
    if not done.cancelled():
        done.exception()
