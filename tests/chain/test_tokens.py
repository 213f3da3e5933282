"""Access tokens run out in the middle of the work, and grants end: refreshed once, asked once, nothing twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from clients.quickbooks.oauth import Grant
from tests.chain.books import agreed, posts, refreshes, request_ids
from tests.chain.orders import SHOP, a_chain, an_order
from tests.chain.world import CONNECTION, World
from workflows.visibility import OrderStatus

ORDERS = range(1, 21)


async def twenty_orders(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(number) for number in ORDERS])


async def forget_the_access_token(world: World) -> None:
    """Hold a token that looks good for an hour and that QuickBooks no longer knows."""
    credentials = world.companies.stores.credentials
    grant = await credentials.grant(CONNECTION)
    assert grant is not None
    good = Grant("ended", grant.refresh_token, access_lifetime=timedelta(hours=1), refresh_lifetime=None)
    await credentials.save_grant(CONNECTION, world.announced.quickbooks["realm_id"], good)


def lost(status: OrderStatus) -> bool:
    return [problem.code for problem in status.problems] == ["connection_lost"]


async def test_a_token_refused_in_the_middle_is_refreshed_once_and_nothing_is_sent_twice(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.quickbooks.fault("expired_token", method="POST", path="/purchaseorder")

    await world.run()
    await world.finished("1")

    await agreed(world)
    assert len(await refreshes(world)) == 2  # the first token of all, and the one in place of the refused
    refused, stored = await posts(world, "PurchaseOrder")
    assert (refused["status"], stored["status"]) == (401, 200)
    assert refused["query"] == stored["query"]


async def test_a_token_near_its_end_is_refreshed_ahead_of_it(world: World) -> None:
    await world.quickbooks.switch(token_lifetime="5")
    await (await world.companies.company(CONNECTION)).quickbooks.preferences()
    await world.quickbooks.switch(token_lifetime="3600")
    await asyncio.sleep(4.1)
    await world.flxpoint.add(**a_chain(1))

    await world.run()
    await world.finished("1")

    await agreed(world)
    assert len(await refreshes(world)) == 2
    assert all(call["status"] == 200 for call in await world.quickbooks.calls(path="/v3/company"))


async def test_twenty_orders_with_an_ended_token_ask_for_one_refresh(world: World) -> None:
    await forget_the_access_token(world)
    await twenty_orders(world)

    await world.run()

    assert [call["status"] for call in await refreshes(world)] == [200]
    assert len(await world.documents("SalesReceipt")) == len(ORDERS)
    assert len({*request_ids(await posts(world, "SalesReceipt"))}) == len(ORDERS)


async def test_a_dead_grant_parks_every_order_and_a_new_one_lets_retry_all_post_each_once(world: World) -> None:
    await world.connect(refresh_token="ended")
    await twenty_orders(world)

    await world.run()
    parked = [await world.until(str(number), lost) for number in ORDERS]

    assert {record.state for status in parked for record in status.records} == {"parked"}
    assert [call["status"] for call in await refreshes(world)] == [400]
    assert await world.quickbooks.calls(path="/v3/company") == []

    await world.connect()
    for number in ORDERS:
        await world.order(str(number)).signal("retry_all")
    for number in ORDERS:
        await world.finished(str(number))

    assert [call["status"] for call in await refreshes(world)] == [400, 200]
    found = await agreed(world)
    assert found["sales_receipts"] == len(ORDERS)


async def test_an_outage_of_the_token_endpoint_in_the_middle_of_a_send_leaves_one_document(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.quickbooks.fault("expired_token", method="POST", path="/salesreceipt")
    await world.quickbooks.fault("status", path="/oauth2/", status=503, skip=1)

    await world.run()
    await world.finished("1")

    await agreed(world)
    assert [call["status"] for call in await refreshes(world)] == [200, 503]
    assert [call["status"] for call in await posts(world, "SalesReceipt")] == [401, 200]
