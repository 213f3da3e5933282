"""Several supplier invoices of one run on one Purchase Order (rows R-70, R-83, R-87)."""

from __future__ import annotations

import pytest

from tests.chain.books import agreed, posts
from tests.chain.notices import outcomes
from tests.chain.orders import SHOP, Json, a_request, an_invoice, an_order
from tests.chain.world import World

A, B = "ACME-MUG", "ACME-TEE"


def an_asked(id: int, sku: str, quantity: int, cost: float, voided: int = 0) -> Json:
    return {"id": id, "sku": sku, "title": sku, "quantity": quantity, "voidedQuantity": voided, "cost": cost}


def a_part(id: int, *goods: tuple[str, int, float]) -> Json:
    """An invoice of goods alone: SKU, quantity and cost of one."""
    lines = [
        {
            "id": id * 10 + place,
            "invoiceItemType": {"handle": "product"},
            "sku": sku,
            "quantity": quantity,
            "perUnitCost": cost,
            "cost": quantity * cost,
        }
        for place, (sku, quantity, cost) in enumerate(goods)
    ]
    total = sum(quantity * cost for _, quantity, cost in goods)
    return an_invoice(1, id=id, invoiceNumber=f"ACME-{id}", invoiceItems=lines, totalCost=total)


@pytest.mark.rule("R-70/expected", "R-83/expected", "R-87/bad")
async def test_what_the_first_invoice_of_a_run_takes_is_not_left_for_the_next_and_a_strange_sku_prevents_its_bill(
    world: World,
) -> None:
    """Three mugs at 6.00 (a fourth was voided), two at 6.50, and a tee at 3.00."""
    asked = [an_asked(1, A, 4, 6.00, voided=1), an_asked(2, A, 2, 6.50), an_asked(3, B, 1, 3.00)]
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(1)],
        fulfillment_requests=[a_request(1, fulfillmentRequestItems=asked)],
        source_invoices=[
            a_part(201, (A, 2, 6.50), (A, 2, 6.00)),
            a_part(202, (A, 2, 6.00)),
            a_part(203, (B, 1, 3.00), ("ACME-TEA", 1, 3.00)),
        ],
    )

    await world.run()

    (order,) = await world.documents("PurchaseOrder")
    assert [(line["Description"], line["Amount"]) for line in order["Line"]] == [(A, 18.0), (A, 13.0), (B, 3.0)]
    first, second, third = [line["Id"] for line in order["Line"]]
    (bill,) = await world.documents("Bill")
    assert bill["DocNumber"] == "ACME-201"
    assert [line["LinkedTxn"][0]["TxnLineId"] for line in bill["Line"]] == [second, first]
    assert {outcome.ref.id: [p.message for p in outcome.problems] for outcome in await outcomes(world, "1")} == {
        "1": [],
        "101": [],
        "201": [],
        "202": ["Invoice ACME-202 bills 2 of ACME-MUG, Purchase Order SHOP-1-1 has 1 left."],
        "203": ['SKU "ACME-TEA" on invoice ACME-203 is not on Purchase Order SHOP-1-1 (has: ACME-MUG, ACME-TEE).'],
    }
    assert len(await posts(world, "Bill")) == 1

    corrected = [a_part(202, (A, 1, 6.00)), a_part(203, (B, 1, 3.00))]
    await world.flxpoint.add(source_invoices=corrected)
    await world.run()
    await world.finished("1")
    assert [line["LinkedTxn"][0]["TxnLineId"] for line in (await world.documents("Bill"))[1]["Line"]] == [first]
    assert [line["LinkedTxn"][0]["TxnLineId"] for line in (await world.documents("Bill"))[2]["Line"]] == [third]
    assert (await world.documents("PurchaseOrder"))[0]["POStatus"] == "Closed"
    await agreed(world)
