"""Unpaid orders that wait for their payment, run by run (row R-104)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.chain.orders import SHOP, Json, a_request, an_order
from tests.chain.world import World

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoformat()
LATER = (datetime.now(UTC) + timedelta(hours=1)).isoformat()


def ordered_yesterday(number: int, payment: str, updated: str = YESTERDAY) -> Json:
    return an_order(number, payment=payment, orderedAt=YESTERDAY, updatedAt=updated)


@pytest.mark.rule("R-104/expected")
async def test_an_unpaid_order_waits_and_becomes_what_it_is_when_paid_or_when_its_days_are_over(world: World) -> None:
    await world.choose(unpaid_orders_wait_days="7")
    orders = [ordered_yesterday(number, "Authorized") for number in (1, 2)]
    await world.flxpoint.add(**SHOP, orders=orders, fulfillment_requests=[a_request(1)])
    await world.run()
    status = await world.until("1", lambda status: len(status.records) == 2)
    order, request = status.records

    assert (order.state, order.problems, request.state) == ("waiting", (), "waiting")
    assert order.detail.startswith("Order SHOP-1 waits for its payment until ")
    assert not status.needs_attention
    assert await world.documents("Invoice") == []

    await world.flxpoint.add(orders=[ordered_yesterday(1, "Paid", LATER)])
    await world.run()
    await world.finished("1")
    await world.choose(unpaid_orders_wait_days="1")
    await world.run()
    await world.finished("2")

    (receipt,) = await world.documents("SalesReceipt")
    (invoice,) = await world.documents("Invoice")
    (purchase,) = await world.documents("PurchaseOrder")
    assert (receipt["DocNumber"], invoice["DocNumber"], purchase["DocNumber"]) == ("SHOP-1", "SHOP-2", "SHOP-1-1")
