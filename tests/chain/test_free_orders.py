"""An order of nothing stands in the books with what follows from it, or waits if QuickBooks refuses it (row R-61)."""

from __future__ import annotations

import pytest

from tests.chain.books import agreed
from tests.chain.notices import parked
from tests.chain.orders import a_chain, an_order
from tests.chain.world import World, total

FREE_BY_COUPON = an_order(
    1,
    orderTotal=0.00,
    channelInvoice={"paymentStatus": "Paid", "subtotal": 20.00, "tax": 0.0, "discount": 20.00, "total": 0.00},
)


@pytest.mark.rule("R-61/expected", "R-43/expected")
async def test_an_order_paid_by_a_coupon_alone_waits_while_refused_and_then_its_purchase_and_bill_follow(
    world: World,
) -> None:
    await world.flxpoint.add(**{**a_chain(1), "orders": [FREE_BY_COUPON]})
    await world.quickbooks.fault("fault", method="POST", path="/salesreceipt", code="2290")

    await world.run()

    problem = await parked(world, "1", "quickbooks_2290")
    assert problem.message.startswith("QuickBooks refused the document of SHOP-1:")
    assert [await world.documents(kind) for kind in ("SalesReceipt", "PurchaseOrder", "Bill")] == [[], [], []]

    await world.retry("1")
    await world.finished("1")

    await agreed(world)
    (receipt,) = await world.documents("SalesReceipt")
    assert [line["Amount"] for line in receipt["Line"][:2]] == [20.00, -20.00]
    (purchase,), (bill,) = await world.documents("PurchaseOrder"), await world.documents("Bill")
    assert [total(document) for document in (receipt, purchase, bill)] == [0, 12, 15]
