"""Purchases from end to end: the whole shop's, and how one is dated and shown."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, posts
from tests.chain.notices import parked, shown
from tests.chain.orders import SHOP, a_chain, a_request, an_invoice, an_order
from tests.chain.shop_files import play
from tests.chain.world import World

WITH_PURCHASES = (15, 21, *range(23, 33), 35, 38)


@pytest.mark.rule("R-75/expected", "R-79/expected", "R-81/expected")
async def test_every_purchase_of_the_shop_ends_as_its_file_says(world: World) -> None:
    await play(world, *WITH_PURCHASES)


@pytest.mark.rule("R-54/expected")
async def test_a_purchase_order_bears_the_day_in_the_books_of_its_request_and_a_bill_that_of_its_invoice(
    world: World,
) -> None:
    """Half past nine in the evening in Chicago, where it is the next day in UTC; the invoice's is a date as written."""
    requested = a_request(1, generatedAt="2026-11-21T03:30:00.000Z")
    await world.flxpoint.add(**{**a_chain(1), "fulfillment_requests": [requested]})

    await world.run()
    await world.finished("1")

    (order,), (bill,) = await world.documents("PurchaseOrder"), await world.documents("Bill")
    assert (order["TxnDate"], bill["TxnDate"]) == ("2026-11-20", "2026-11-21")


@pytest.mark.rule("R-54/expected", "R-54/bad")
async def test_in_a_closed_period_a_purchase_waits_or_is_dated_on_the_first_open_day(world: World) -> None:
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(1)],
        fulfillment_requests=[a_request(1, generatedAt="2026-10-29T15:00:00.000Z")],
        source_invoices=[an_invoice(1, invoiceDate="2026-10-30T00:00:00.000Z")],
    )
    await world.run()
    status = await world.until("1", lambda status: bool(status.problems))
    assert [problem.message for problem in status.problems] == [
        "Fulfillment request SHOP-1-1 is dated 2026-10-29, the books are closed to 2026-10-31."
    ]

    await world.choose(closed_period="first_open_day")
    await world.run()
    await world.finished("1")

    (order,), (bill,) = await world.documents("PurchaseOrder"), await world.documents("Bill")
    assert (order["TxnDate"], bill["TxnDate"]) == ("2026-11-01", "2026-11-01")
    assert "dated 2026-10-29 in the order system" in order["PrivateNote"]
    assert "dated 2026-10-30 in the order system" in bill["PrivateNote"]


@pytest.mark.rule("R-52/expected", "R-69/expected")
async def test_a_new_sku_on_two_lines_is_created_once_and_together_with_the_others(world: World) -> None:
    """Though the lines have other titles and costs: the first one names the item."""
    asked = [
        {"id": place, "sku": sku, "title": title, "quantity": 1, "cost": cost}
        for place, (sku, title, cost) in enumerate(
            [("NEW-1", "Red mug", 6.00), ("NEW-1", "Blue mug", 6.50), ("NEW-2", "Tea", 3.00)]
        )
    ]
    requested = a_request(1, fulfillmentRequestItems=asked)
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[requested])

    await world.run()
    await world.finished("1")

    new = [item for item in await world.documents("Item") if item.get("Sku", "").startswith("NEW-")]
    assert [(item["Name"], item["Sku"]) for item in new] == [("Red mug", "NEW-1"), ("Tea", "NEW-2")]
    assert len(await posts(world, "batch")) == 1
    (order,) = await world.documents("PurchaseOrder")
    assert [(line["Description"], line["Amount"]) for line in order["Line"]] == [
        ("NEW-1", 6.0),
        ("NEW-1", 6.5),
        ("NEW-2", 3.0),
    ]


@pytest.mark.rule("R-72/expected")
async def test_the_id_of_a_purchase_order_is_kept_in_flxpoint_and_shown_with_its_order(world: World) -> None:
    """In the field for accounting, and not in that of the supplier's own confirmation."""
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])

    await world.run()
    await world.finished("1")

    (order,) = await world.documents("PurchaseOrder")
    (request,) = (await world.flxpoint.state())["fulfillment_requests"]
    assert request["externalAccountingId"] == order["Id"]
    assert not request.get("confirmationNumber")
    told = {record["label"]: record for record in await shown(world, "SHOP-1")}
    assert (told["SHOP-1-1"]["document_kind"], told["SHOP-1-1"]["document_id"]) == ("PurchaseOrder", order["Id"])


@pytest.mark.rule("R-09/expected", "R-09/bad")
async def test_while_purchase_orders_are_off_orders_go_on_and_purchases_wait(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    bookkeeper = Bookkeeper(world)
    await bookkeeper.use_purchase_orders(on=False)

    await world.run()
    problem = await parked(world, "1", "purchase_orders_off")

    assert str(problem).startswith(
        "Purchase orders are off in QuickBooks. QuickBooks > Account and Settings > Expenses"
    )
    assert len(await world.documents("SalesReceipt")) == 1
    assert await posts(world, "PurchaseOrder") == []

    await bookkeeper.use_purchase_orders(on=True)
    await world.retry("1")
    await world.finished("1")
    assert len(await world.documents("Bill")) == 1
