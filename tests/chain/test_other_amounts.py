"""Tips and negative adjustments of orders, each sign on an item of its own (row R-107)."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, agreed
from tests.chain.notices import parked
from tests.chain.orders import SHOP, Json, an_order
from tests.chain.world import World


def with_other(order_id: int, other: float) -> Json:
    total = 20.00 + other
    invoice = {"paymentStatus": "Paid", "subtotal": 20.00, "other": other, "tax": 0.0, "total": total}
    return an_order(order_id, orderTotal=total, channelInvoice=invoice)


@pytest.mark.rule("R-107/expected", "R-107/bad")
async def test_a_tip_and_an_adjustment_go_on_the_items_chosen_for_them(world: World) -> None:
    await world.choose(other_sku="EXTRA", negative_other_sku=None)
    await world.flxpoint.add(**SHOP, orders=[with_other(1, 3.00), with_other(2, -3.00)])

    await world.run()
    await world.finished("1")
    problem = await parked(world, "2", "negative_other_sku_missing")
    assert problem.message == "Order SHOP-2 has other charges of -3.00, and no item to post it on."
    assert problem.fix == "Name the item: daybook settings set shop negative_other_sku=SKU"

    await world.choose(negative_other_sku="FEE")
    await world.retry("2")
    await world.finished("2")

    bookkeeper = Bookkeeper(world)
    ids = {(await bookkeeper.one("Item", name))["Id"]: name for name in ("EXTRA", "FEE")}
    lines = [receipt["Line"][1] for receipt in await world.documents("SalesReceipt")]
    assert {ids[line["SalesItemLineDetail"]["ItemRef"]["value"]]: line["Amount"] for line in lines} == {
        "EXTRA": 3.00,
        "FEE": -3.00,
    }
    await agreed(world)
