"""QuickBooks stored it and the answer was lost: everything stands once, and nothing is sent blindly again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import Bookkeeper, agreed, looks, posts, request_ids
from tests.chain.orders import SHOP, a_chain, a_request, an_invoice, an_order
from tests.chain.world import World

KIM = "Kim Example"
LOST = {
    "SalesReceipt": 'flxpoint:order:1"',
    "Invoice": 'flxpoint:order:2"',
    "PurchaseOrder": 'flxpoint:fulfillment_request:103"',
    "Bill": 'flxpoint:supplier_invoice:204"',
    "Customer": KIM,
    "Item": '"CUP"',
}
"""The kinds Daybook creates, each with what only the body that loses its answer holds."""


async def shop(world: World) -> None:
    """Six orders with everything that follows; in each another kind is to lose its answer."""
    orders = [
        an_order(1),
        an_order(2, payment="Authorized"),
        an_order(3),
        an_order(4),
        an_order(5, name=KIM),
        an_order(6, sku="CUP"),
    ]
    for number in range(1, 7):
        await world.flxpoint.add(**SHOP, fulfillment_requests=[a_request(number)], source_invoices=[an_invoice(number)])
    await world.flxpoint.add(orders=orders)


async def lose_answers(world: World, fault: str) -> None:
    for kind, body in LOST.items():
        await world.quickbooks.fault(fault, method="POST", path=f"/{kind.lower()}", body=body)


async def run_to_the_end(world: World) -> None:
    await world.run()
    for number in range(1, 7):
        status = await world.finished(str(number))
        assert {record.state for record in status.records} == {"posted"}
        assert not status.problems


@pytest.mark.parametrize("requestid", ["honoured", "ignored"])
@pytest.mark.parametrize("fault", ["lost_after", "status_after", "empty", "truncated"])
async def test_a_lost_answer_leaves_one_of_each_found_by_looking(world: World, fault: str, requestid: str) -> None:
    await world.quickbooks.switch(requestid=requestid, duplicate_numbers="allow")
    await shop(world)
    await lose_answers(world, fault)

    await run_to_the_end(world)

    found = await agreed(world)
    assert (found["sales_receipts"], found["invoices"]) == (5, 1)
    assert (found["purchase_orders"], found["bills"]) == (6, 6)
    for kind, body in LOST.items():
        sent = await posts(world, kind, holding=body.strip('"'))
        assert len(sent) == 1, kind
