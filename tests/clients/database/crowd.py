"""Statements that are sure to meet: all of them wait at one lock, and are let go at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.statements import fetch

WAITING = text("select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")


@asynccontextmanager
async def held_up(engine: AsyncEngine, lock: str) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """Hold this lock while inside; gives what waits until so many statements queue for it."""

    async def queued(statements: int) -> None:
        async with asyncio.timeout(20):
            while len(await fetch(engine, WAITING)) < statements:  # noqa: ASYNC110 (another process's state)
                await asyncio.sleep(0.01)

    async with engine.begin() as transaction:
        await transaction.execute(text(lock))
        yield queued
