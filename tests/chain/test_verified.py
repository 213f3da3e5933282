"""QuickBooks stores something else than was sent: the document stays posted, a problem opens and stays open."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, posts
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import World
from workflows.visibility import OrderStatus


def codes(status: OrderStatus) -> list[str]:
    return [problem.code for problem in status.problems]


async def ask_again_in_every_way(world: World, name: str, record_id: str) -> OrderStatus:
    """A run, the record's own signal, and a person's retry_all."""
    await world.run()
    await world.signal("1", name, {"id": record_id})
    await world.finished("1")
    await world.signal("1", "retry_all")
    return await world.finished("1")


@pytest.mark.rule("R-50/expected", "R-50/bad")
async def test_a_tax_that_quickbooks_computes_its_own_way_is_a_problem_and_no_second_receipt(world: World) -> None:
    await world.quickbooks.switch(tax_override="refused", requestid="ignored", duplicate_numbers="allow")
    taxed = {"paymentStatus": "Paid", "subtotal": 20.00, "tax": 1.00, "total": 21.00}
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderTotal=21.00, channelInvoice=taxed)])

    await world.run()
    status = await world.finished("1")

    assert [record.state for record in status.records] == ["posted"]
    assert codes(status) == ["total_differs", "tax_differs"]
    assert "sent as 21.00 and stands as 21.65" in status.problems[0].message
    again = await ask_again_in_every_way(world, "order_received", "1")
    assert codes(again) == ["total_differs", "tax_differs"]
    assert len(await posts(world, "SalesReceipt")) == 1


async def test_a_link_that_quickbooks_drops_is_a_problem_and_no_second_bill(world: World) -> None:
    """The Purchase Order was closed by hand: QuickBooks stores the Bill without the link, with HTTP 200."""
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])
    await world.run()
    await world.finished("1")
    (order,) = await world.documents("PurchaseOrder")
    await Bookkeeper(world).change("PurchaseOrder", order, POStatus="Closed")
    await world.flxpoint.add(source_invoices=[an_invoice(1)])

    await world.run()
    status = await world.finished("1")

    (bill,) = await world.documents("Bill")
    assert not any("LinkedTxn" in line for line in bill["Line"])
    assert codes(status) == ["link_missing"]
    assert f"not linked to Purchase Order {order['Id']}: line 1" in status.problems[0].message
    again = await ask_again_in_every_way(world, "supplier_invoiced", "201")
    assert codes(again) == ["link_missing"]
    assert len(await posts(world, "Bill")) == 1
