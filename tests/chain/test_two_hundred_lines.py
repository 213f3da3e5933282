"""An order of 200 lines costs as few requests to QuickBooks as the rules allow (rows R-51, R-52)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import TOKEN_PATH, agreed
from tests.chain.orders import SHOP, an_order
from tests.chain.world import World, total

Json = dict[str, Any]
LINES = 200


def of_two_hundred_lines(order_id: int) -> Json:
    """One piece at 1.25 of each of 200 goods that QuickBooks does not know yet: 250.00."""
    lines = [
        {"id": order_id * 1000 + n, "sku": f"NEW-{n:03d}", "title": f"New thing {n:03d}", "quantity": 1, "price": 1.25}
        for n in range(LINES)
    ]
    money = {"paymentStatus": "Paid", "subtotal": 250.00, "tax": 0.0, "total": 250.00}
    return an_order(order_id, orderItems=lines, orderTotal=250.00, channelInvoice=money)


@pytest.mark.rule("R-51/expected", "R-52/expected")
async def test_of_200_new_items_one_look_up_seven_batches_and_the_receipt_and_later_the_receipt_alone(
    world: World,
) -> None:
    """An order of another item comes first, so that the company's accounts and the customer are known.

    They come by signals: a run reads the company's preferences and profile once, for all its orders.
    """
    await _posted(world, an_order(1))

    cold = await _posted(world, of_two_hundred_lines(2))
    warm = await _posted(world, of_two_hundred_lines(3))

    assert cold == ["POST /query", *["POST /batch"] * 7, "POST /salesreceipt"]
    assert warm == ["POST /salesreceipt"]
    await agreed(world)
    receipts = {receipt["DocNumber"]: receipt for receipt in await world.documents("SalesReceipt")}
    for number in ("SHOP-2", "SHOP-3"):
        assert [line["DetailType"] for line in receipts[number]["Line"]].count("SalesItemLineDetail") == LINES
        assert total(receipts[number]) == 250


async def _posted(world: World, order: Json) -> list[str]:
    """The requests to QuickBooks until an order stands there, each by its method and the last part of its path."""
    before = len(await _calls(world))
    await world.flxpoint.add(**SHOP, orders=[order])
    await world.signal(str(order["id"]), "order_received", {"id": order["id"]})
    await world.finished(str(order["id"]))
    return (await _calls(world))[before:]


async def _calls(world: World) -> list[str]:
    calls = await world.quickbooks.calls()
    return [f"{call['method']} /{call['path'].rpartition('/')[2]}" for call in calls if TOKEN_PATH not in call["path"]]
