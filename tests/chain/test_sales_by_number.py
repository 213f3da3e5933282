"""A sale of another program is known by its number only where numbers are the shop's own (reading A1, gap C1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import Bookkeeper, looks, posts
from tests.chain.notices import parked
from tests.chain.orders import SHOP, a_request, an_order
from tests.chain.world import World


async def a_receipt(world: World, number: str, *, own: bool) -> dict[str, Any]:
    """What the other program posted, under a number of its own or under one that QuickBooks counted."""
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 20.00, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    body = {"DocNumber": number, "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    receipt = await bookkeeper.create("SalesReceipt", body)
    await bookkeeper.number_documents(own)
    return receipt


async def posted_elsewhere(world: World, *, id: str | None = None) -> None:
    order = an_order(1, accountingSynced=True, externalAccountingId=id)
    await world.flxpoint.add(**SHOP, orders=[order], fulfillment_requests=[a_request(1)])
    await world.run()


@pytest.mark.rule("R-53/expected", "R-67/bad")
async def test_where_quickbooks_counts_a_number_says_nothing_of_an_order(world: World) -> None:
    await a_receipt(world, "SHOP-1", own=False)

    await posted_elsewhere(world)

    problem = await parked(world, "1", "sale_unknown")
    assert problem.message.startswith("Order SHOP-1 was posted by another program, Flxpoint does not say as which")
    assert "Custom transaction numbers" in problem.fix
    assert await looks(world, "SalesReceipt", holding="SHOP-1") == []
    assert await posts(world, "PurchaseOrder") == []


@pytest.mark.rule("R-66/expected")
async def test_the_id_that_flxpoint_keeps_tells_the_sale_even_there(world: World) -> None:
    receipt = await a_receipt(world, "SHOP-1", own=False)

    await posted_elsewhere(world, id=receipt["Id"])
    await world.finished("1")

    (order,) = await world.documents("PurchaseOrder")
    assert f"({receipt['Id']})" in order["PrivateNote"]


@pytest.mark.rule("R-67/bad")
async def test_a_number_that_differs_in_capitals_is_another_number(world: World) -> None:
    await a_receipt(world, "shop-1", own=True)

    await posted_elsewhere(world)

    problem = await parked(world, "1", "sale_not_found")
    assert problem.message.startswith("No Sales Receipt or Invoice with number SHOP-1 or 1 for order SHOP-1")
