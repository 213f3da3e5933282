"""Another program posts the orders, and Daybook the purchases: whether an order is posted is asked of Flxpoint."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio

from tests.chain.books import Bookkeeper, posts
from tests.chain.notices import outcomes
from tests.chain.orders import SHOP, Json, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually

WAITING = (
    "Fulfillment request SHOP-1-1 waits: order SHOP-1 is not accounting synced. Switch the operation orders on "
    "(setting operations) and run it; if another program posts the orders, with link_only=yes."
)


@pytest_asyncio.fixture
async def purchasing(world: World) -> World:
    """A world that takes over fulfillment requests alone, for which no channel was chosen."""
    chosen = await world.companies.stores.connections.settings(CONNECTION)
    await world.choose(operations=["fulfillment_requests"], **dict.fromkeys(name for name in chosen if "." in name))
    return world


async def a_receipt(world: World) -> Json:
    """What the other program posted for order SHOP-1."""
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 20.00, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    return await bookkeeper.create("SalesReceipt", {"CustomerRef": {"value": customer["Id"]}, "Line": [line]})


def marked(receipt: Json, **changes: Any) -> Json:
    """The order as the other program leaves it in Flxpoint."""
    return an_order(1, accountingSynced=True, externalAccountingId=receipt["Id"], **changes)


async def told(world: World, state: str) -> str:
    """What is said of the request as soon as it has come to the state."""

    async def look() -> str | None:
        found = await outcomes(world, "1")
        return next((one.detail for one in found if (one.ref.id, one.state) == ("101", state)), None)

    return await eventually(look)


@pytest.mark.rule("R-62/expected", "R-62/bad", "R-80/bad")
async def test_a_request_waits_until_flxpoint_says_that_its_order_was_posted(purchasing: World) -> None:
    await purchasing.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])

    await purchasing.run()
    assert await told(purchasing, "waiting") == WAITING

    receipt = await a_receipt(purchasing)
    await purchasing.flxpoint.add(orders=[marked(receipt)])
    await purchasing.run()
    await purchasing.finished("1")

    (order,) = await purchasing.documents("PurchaseOrder")
    assert f"({receipt['Id']})" in order["PrivateNote"]
    assert await posts(purchasing, "SalesReceipt") == []


@pytest.mark.rule("R-31/expected", "R-80/expected")
async def test_a_request_of_an_order_that_nobody_has_read_is_posted_when_a_signal_brings_it(purchasing: World) -> None:
    receipt = await a_receipt(purchasing)
    await purchasing.flxpoint.add(**SHOP, orders=[marked(receipt)], fulfillment_requests=[a_request(1)])

    await purchasing.signal("1", "fulfillment_requested", {"id": "101"})
    await purchasing.finished("1")

    assert len(await purchasing.documents("PurchaseOrder")) == 1


@pytest.mark.rule("R-101/expected")
async def test_a_request_of_an_early_order_is_left_out_though_no_run_reads_orders(purchasing: World) -> None:
    await purchasing.choose(orders_from="2026-11-21")
    receipt = await a_receipt(purchasing)
    await purchasing.flxpoint.add(**SHOP, orders=[marked(receipt)], fulfillment_requests=[a_request(1)])

    await purchasing.run()

    reason = "Order SHOP-1 is dated 2026-11-20, before 2026-11-21 (setting orders_from)."
    assert await told(purchasing, "excluded") == reason
    assert await posts(purchasing, "PurchaseOrder") == []
