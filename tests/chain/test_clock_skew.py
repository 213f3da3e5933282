"""A worker whose clock is wrong by hours: the ends of tokens are counted by the database's."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from clients.database.engine import create_engine
from tests.chain.books import agreed, posts, refreshes
from tests.chain.orders import a_chain
from tests.chain.world import CONNECTION, connected_world
from worker.demo.standins import StandIns
from worker.settings import Environment

CLOCK = (
    "create schema skewed",
    "create function skewed.clock_timestamp() returns timestamptz language sql volatile as "
    "$$ select pg_catalog.clock_timestamp() + interval '{hours} hours' $$",
    "create function skewed.statement_timestamp() returns timestamptz language sql stable as "
    "$$ select pg_catalog.statement_timestamp() + interval '{hours} hours' $$",
    "do $$ begin execute format('alter database %I set search_path = skewed, public, pg_catalog', "
    "current_database()); end $$",
)


async def set_database_clock(environment: Environment, hours: int) -> None:
    """Let the database's clock be so far from the worker's."""
    engine = create_engine(environment.database_url.get_secret_value())
    async with engine.begin() as transaction:
        for statement in CLOCK:
            await transaction.execute(text(statement.format(hours=hours)))
    await engine.dispose()


@pytest.mark.parametrize("hours", [2, -2])
async def test_tokens_last_as_long_as_they_do_by_whatever_clock(
    environment: Environment, announced: StandIns, hours: int
) -> None:
    await set_database_clock(environment, hours)
    async with connected_world(environment, announced, working=False) as world:
        await world.quickbooks.switch(token_lifetime="5")
        tokens = world.companies.tokens(await world.companies.stores.connections.get(CONNECTION))
        first = await tokens.current()
        assert await tokens.current() == first
        await asyncio.sleep(4.1)
        assert (await tokens.current()).version == first.version + 1
        assert len(await refreshes(world)) == 2


@pytest.mark.parametrize("hours", [2, -2])
async def test_a_whole_order_is_posted_once_and_in_time_by_whatever_clock(
    environment: Environment, announced: StandIns, hours: int
) -> None:
    await set_database_clock(environment, hours)
    async with connected_world(environment, announced) as world:
        await world.flxpoint.add(**a_chain(1))
        await world.quickbooks.fault("expired_token", method="POST", path="/salesreceipt")
        await world.quickbooks.fault("lost_after", method="POST", path="/bill")

        await world.run()
        await world.finished("1")

        await agreed(world)
        assert len(await posts(world, "Bill")) == 1
        assert [call["status"] for call in await refreshes(world)] == [200, 200]
