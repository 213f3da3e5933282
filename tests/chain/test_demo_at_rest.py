"""The demo's end: when no order's workflow has a step under way, though those that wait never end."""

from __future__ import annotations

import asyncio

from tests.chain.orders import SHOP, a_chain, a_request, an_order
from tests.chain.world import CONNECTION, World
from worker.demo.at_rest import all_at_rest


async def test_orders_rest_when_flxpoint_is_told_of_the_posted_and_of_the_waiting(world: World) -> None:
    waiting = a_request(2, fulfillmentRequestStatus={"name": "Unprocessed"})
    chain = a_chain(1)
    await world.flxpoint.add(
        **chain | {"orders": [*chain["orders"], an_order(2)], "fulfillment_requests": [a_request(1), waiting]}
    )
    await world.flxpoint.fault("slow", method="PATCH", seconds=1.5, times=5)
    await world.run()
    told: list[int] = []

    async with asyncio.timeout(60):
        await all_at_rest(world.client, CONNECTION, ["1", "2"], told.append)

    state = await world.flxpoint.state()
    requests = {request["id"]: request for request in state["fulfillment_requests"]}
    assert all(order["accountingSynced"] for order in state["orders"])
    assert all(invoice["accountingSynced"] for invoice in state["source_invoices"])
    assert (requests[101]["accountingSynced"], requests[102]["accountingSynced"]) == (True, False)
    assert "is Unprocessed" in requests[102]["accountingError"]
    assert told[0] > 0
    assert told[-1] == 0


async def test_an_order_that_never_came_to_a_workflow_rests(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    told: list[int] = []

    async with asyncio.timeout(60):
        await all_at_rest(world.client, CONNECTION, ["1", "no such order"], told.append)

    assert told[-1] == 0
