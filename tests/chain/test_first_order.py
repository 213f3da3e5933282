"""One paid order becomes a Sales Receipt, its Purchase Order, and a Bill truly linked to it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chain.orders import a_chain
from tests.chain.world import World, total


@pytest.mark.rule("R-32/expected", "R-82/expected", "R-86/expected")
async def test_a_paid_order_and_what_follows_stand_once_and_to_the_cent(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))

    report = await world.run()
    status = await world.finished("1")

    assert report.handed_over == 3
    assert [record.state for record in status.records] == ["posted"] * 3
    receipts, orders, bills = [await world.documents(k) for k in ("SalesReceipt", "PurchaseOrder", "Bill")]
    assert [total(document) for document in (*receipts, *orders, *bills)] == [
        Decimal("20.00"),
        Decimal("12.00"),
        Decimal("15.00"),
    ]
    assert bills[0]["Line"][0]["LinkedTxn"][0]["TxnId"] == orders[0]["Id"]
    assert orders[0]["POStatus"] == "Closed"


@pytest.mark.rule("R-34/expected", "R-88/expected")
async def test_flxpoint_is_told_what_was_posted(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))

    await world.run()
    await world.finished("1")

    state = await world.flxpoint.state()
    (order,), (receipt,) = state["orders"], await world.documents("SalesReceipt")
    assert order["accountingSynced"] is True
    assert order["externalAccountingId"] == receipt["Id"]
    assert all(record["accountingSynced"] for record in (*state["fulfillment_requests"], *state["source_invoices"]))


async def test_a_second_run_hands_nothing_over(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.run()
    await world.finished("1")

    second = await world.run()

    assert (second.handed_over, second.unchanged) == (0, 2)
