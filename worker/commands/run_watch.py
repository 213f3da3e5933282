"""How far a run has come, as one line that moves on while a person waits."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from rich.console import Console
from rich.status import Status

from activities.stores import Stores
from clients.database.run_progress import OPEN
from clients.database.runs import Run

LOOK_SECONDS = 0.5
QUEUED = "Queued: no worker has begun it yet"


@contextlib.asynccontextmanager
async def watched(stores: Stores, connection: str) -> AsyncIterator[None]:
    """Show the connection's newest run while inside, where somebody looks on at a terminal."""
    words = Console(stderr=True)
    if not words.is_terminal:
        yield
        return
    with words.status(QUEUED) as status:
        watching = asyncio.create_task(_watch(stores, connection, status))
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


async def _watch(stores: Stores, connection: str, status: Status) -> None:
    while True:
        for run in await stores.runs.newest(connection, 1):
            status.update(line_of(run))
        await asyncio.sleep(LOOK_SECONDS)


def line_of(run: Run) -> str:
    """A run under way in one line."""
    if run.state == "queued":
        return QUEUED
    if run.finished_at is None and not run.handed_over:
        return "Reading what is pending in Flxpoint"
    done = run.handed_over - run.counters[OPEN]
    states = ", ".join(f"{count} {state}" for state, count in run.counters.items() if count and state != OPEN)
    return f"{done} of {run.handed_over} records{f': {states}' if states else ''}"
