"""With the real limits on both sides and the governor's own settings, no request is ever turned away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.chain.books import agreed
from tests.chain.orders import SHOP, an_order
from tests.chain.world import World, connected_world
from worker.demo.standins import StandIns
from worker.settings import Environment

ORDERS = range(1, 13)
GOVERNOR = ("quickbooks_per_minute", "flxpoint_spacing_seconds")


@pytest_asyncio.fixture
async def governed_world(environment: Environment, announced: StandIns) -> AsyncIterator[World]:
    """A world governed as in life: what an environment has that says nothing about limits."""
    in_life = {name: Environment.model_fields[name].default for name in GOVERNOR}
    async with connected_world(environment.model_copy(update=in_life), announced) as world:
        for stand_in in (world.quickbooks, world.flxpoint):
            await stand_in.switch(limits="on")
        yield world


@pytest.mark.rule("R-99/expected")
async def test_twelve_orders_of_twelve_people_at_once_never_meet_a_429(governed_world: World) -> None:
    world = governed_world
    orders = [an_order(number, name=f"Person {number}") for number in ORDERS]
    await world.flxpoint.add(**SHOP, orders=orders)

    await world.run()
    await asyncio.gather(*(world.finished(str(number)) for number in ORDERS))

    assert (await agreed(world))["sales_receipts"] == len(ORDERS)
    for stand_in in (world.quickbooks, world.flxpoint):
        calls = await stand_in.calls()
        assert len(calls) > len(ORDERS)
        assert {call["status"] for call in calls} <= {200, 204}
