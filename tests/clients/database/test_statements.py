"""Single statements."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.statements import change, fetch, fetch_one

SLOW = text("insert into lookup select '1', 'vendor', 'Potter', null, clock_timestamp() from pg_sleep(0.3)")
BACKEND = text("select pg_backend_pid() as pid")


async def test_a_statement_that_began_ends_and_keeps_its_connection_though_cancelled(engine: AsyncEngine) -> None:
    before = await fetch(engine, BACKEND)
    statement = asyncio.create_task(change(engine, SLOW))
    await asyncio.sleep(0.1)
    statement.cancel()
    with pytest.raises(asyncio.CancelledError):
        await statement
    assert [row["name"] for row in await fetch(engine, text("select name from lookup"))] == ["Potter"]
    assert await fetch(engine, BACKEND) == before


async def test_an_error_is_the_statements_own(engine: AsyncEngine) -> None:
    with pytest.raises(Exception, match='relation "nowhere" does not exist'):
        await fetch(engine, text("table nowhere"))


async def test_a_statement_says_what_it_touched_and_found(engine: AsyncEngine) -> None:
    await change(engine, SLOW)
    assert await change(engine, text("update lookup set kind = 'item'")) == 1
    assert await change(engine, text("delete from lookup where kind = 'vendor'")) == 0
    assert await fetch_one(engine, text("select name from lookup where kind = 'vendor'")) is None
