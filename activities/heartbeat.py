"""Long activities tell Temporal that they live, so that a killed worker's step moves on soon."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from temporalio import activity

BEAT_SECONDS = 3.0


@contextlib.asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Heartbeat every few seconds while inside."""
    beats = asyncio.create_task(_beat())
    try:
        yield
    finally:
        beats.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beats


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(BEAT_SECONDS)
