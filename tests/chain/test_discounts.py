"""The item that carries the discounts of orders: usable, and on an account for discounts (row R-45)."""

from __future__ import annotations

import pytest

from accounting.problems import Problem
from tests.chain.books import Bookkeeper, posts
from tests.chain.notices import outcomes, parked
from tests.chain.orders import SHOP, Json, an_order
from tests.chain.world import World

DISCOUNTED = {"paymentStatus": "Paid", "subtotal": 20.00, "discount": 5.00, "tax": 0.0, "total": 15.00}


def discounted() -> Json:
    return an_order(1, orderTotal=15.00, channelInvoice=DISCOUNTED)


async def warnings(world: World) -> tuple[Problem, ...]:
    """What is said of order 1, which is posted."""
    (outcome,) = await outcomes(world, "1")
    assert outcome.state == "posted"
    return outcome.problems


@pytest.mark.rule("R-45/expected")
@pytest.mark.parametrize(("sku", "warned"), [("DISC", []), ("FEE", ["discount_account"])])
async def test_a_discount_is_posted_and_warned_of_where_it_would_lower_the_income(
    world: World, sku: str, warned: list[str]
) -> None:
    await world.choose(discount_sku=sku)
    await world.flxpoint.add(**SHOP, orders=[discounted()])

    await world.run()
    await world.finished("1")

    (receipt,) = await world.documents("SalesReceipt")
    assert [line["Amount"] for line in receipt["Line"]][:2] == [20.00, -5.00]
    assert [problem.code for problem in await warnings(world)] == warned


@pytest.mark.rule("R-45/bad")
async def test_an_order_is_held_while_the_item_for_discounts_is_inactive(world: World) -> None:
    bookkeeper = Bookkeeper(world)
    item = await bookkeeper.one("Item", "DISC")
    await bookkeeper.change("Item", item, Name=item["Name"], Active=False)
    await world.flxpoint.add(**SHOP, orders=[discounted()])

    await world.run()
    problem = await parked(world, "1", "item_inactive")

    assert problem.message.startswith("Item DISC ")
    assert "Include inactive" in problem.fix
    assert await posts(world, "SalesReceipt") == []
