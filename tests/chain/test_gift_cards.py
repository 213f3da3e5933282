"""A gift card is sold on an item that a person entered, and on no other (row R-106)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import Bookkeeper, agreed, posts
from tests.chain.notices import parked
from tests.chain.orders import SHOP, Json, an_order
from tests.chain.world import World


async def entered(world: World, account: str, **changes: Any) -> Json:
    """An item for gift cards, on an account of the chart."""
    bookkeeper = Bookkeeper(world)
    income = {"value": (await bookkeeper.one("Account", account))["Id"]}
    card = {"Name": "Gift card", "Sku": "GIFT-50", "Type": "Service", "Taxable": False, "IncomeAccountRef": income}
    return await bookkeeper.create("Item", card | changes)


async def sold(world: World) -> None:
    """An order of two gift cards and of a new item."""
    lines = [
        {"id": 11, "sku": "GIFT-50", "title": "Gift card", "quantity": 1, "price": 15.00},
        {"id": 12, "sku": "NEW", "title": "New", "quantity": 1, "price": 5.00},
    ]
    await world.choose(never_create="GIFT-50,GIFT-100")
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderItems=lines)])
    await world.run()


@pytest.mark.rule("R-106/expected", "R-106/bad")
async def test_an_order_waits_for_the_item_of_its_gift_card_and_creates_nothing_until_it_is_there(world: World) -> None:
    await sold(world)
    problem = await parked(world, "1", "liability_item_missing")
    assert problem.message == "GIFT-50 must exist in QuickBooks as a liability item."
    assert await posts(world, "Item") == []

    card = await entered(world, "Gift Cards Outstanding")
    await world.retry("1")
    await world.finished("1")

    (receipt,) = await world.documents("SalesReceipt")
    assert receipt["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"] == card["Id"]
    assert len(await posts(world, "Item")) == 1
    await agreed(world)


@pytest.mark.rule("R-106/expected")
async def test_an_item_that_would_show_the_card_as_income_holds_the_order(world: World) -> None:
    await entered(world, "Sales of Product Income", Taxable=True)

    await sold(world)

    problem = await parked(world, "1", "liability_item_unfit")
    assert problem.message == (
        "GIFT-50 on order SHOP-1 must be a liability item; in QuickBooks it is taxable and is posted to "
        '"Sales of Product Income", of type Income.'
    )
    assert await posts(world, "Item") == []
