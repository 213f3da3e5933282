"""Shipments whose sale is changed by others, is closed or gone, or whose answer is lost (row R-92)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.chain.books import Bookkeeper
from tests.chain.notices import parked
from tests.chain.orders import Json, an_order
from tests.chain.shipments import (
    UPS,
    a_shipment,
    marked,
    shipped,
    shipping_of,
    sold,
    the_sale,
    told,
    updates,
    without_shipping,
)
from tests.chain.world import World, total


async def test_a_sale_that_changed_since_it_was_read_is_read_again(world: World) -> None:
    await sold(world)
    await shipped(world, a_shipment())
    await world.quickbooks.fault("stale", method="GET", path="/salesreceipt/")

    await shipped(world, a_shipment(id=302, trackingNumber="B2"))

    assert shipping_of(await the_sale(world))[1] == f"{UPS}, B2"
    assert len(await updates(world)) == 3
    assert (await told(world, 302))["problems"] == []


@pytest.mark.parametrize("fault", ["lost_before", "lost_after", "truncated"])
async def test_a_lost_answer_ends_as_if_it_had_come(world: World, fault: str) -> None:
    before = await sold(world)
    await world.quickbooks.fault(fault, method="POST", path="/salesreceipt")

    await shipped(world, a_shipment())

    after = await the_sale(world)
    assert (shipping_of(after)[1], int(after["SyncToken"])) == (UPS, int(before["SyncToken"]) + 1)
    assert await marked(world) == [301]


@pytest.mark.parametrize("fault", [None, "lost_after"])
async def test_a_total_that_changes_with_the_update_is_a_problem(world: World, fault: str | None) -> None:
    taxed = {"paymentStatus": "Paid", "subtotal": 20.00, "tax": 3.00, "total": 23.00}
    before = await sold(world, an_order(1, orderTotal=23.00, channelInvoice=taxed))
    await world.quickbooks.switch(tax_override="refused")
    if fault:
        await world.quickbooks.fault(fault, method="POST", path="/salesreceipt")

    await shipped(world, a_shipment())

    after = await the_sale(world)
    assert total(after) != total(before)
    problems = {problem["code"]: problem["message"] for problem in (await told(world))["problems"]}
    assert set(problems) == {"total_differs", "tax_differs"}
    assert problems["total_differs"].startswith("Sales Receipt SHOP-1 for shipment 301: its total was sent as 23.00 ")


async def test_what_a_person_changed_on_the_sale_stays(world: World) -> None:
    before = await sold(world)
    line = before["Line"][0]
    dearer = {**line, "Amount": 30.00, "SalesItemLineDetail": {**line["SalesItemLineDetail"], "UnitPrice": 15.00}}
    edited = await Bookkeeper(world).change("SalesReceipt", before, Line=[dearer], CustomerMemo={"value": "Thank you"})

    await shipped(world, a_shipment())

    after = await the_sale(world)
    assert total(after) == total(edited) == 30
    assert without_shipping(after) == without_shipping(edited)
    assert (await told(world))["problems"] == []


async def close_the_books(world: World, sale: Json) -> None:
    (preferences,) = await world.documents("Preferences")
    await Bookkeeper(world).change("Preferences", preferences, AccountingInfoPrefs={"BookCloseDate": "2026-11-20"})


async def deposit(world: World, sale: Json) -> None:
    asked = {"entity": "SalesReceipt", "id": sale["Id"]}
    (await world.quickbooks.http.post(f"{world.quickbooks.url}/__control/deposit", json=asked)).raise_for_status()


@pytest.mark.parametrize(("happens", "why"), [(close_the_books, "lies in a closed period"), (deposit, "is deposited")])
async def test_a_sale_that_quickbooks_changes_no_more_stays_as_it_is(
    world: World, happens: Callable[[World, Json], Awaitable[None]], why: str
) -> None:
    undeposited: Json = {"channels.41.deposit_account": "Undeposited Funds"}
    await sold(world, **undeposited)
    await happens(world, await the_sale(world))
    before = await the_sale(world)

    await shipped(world, a_shipment())

    assert (await the_sale(world), await marked(world)) == (before, [])
    outcome = await told(world)
    assert (outcome["state"], outcome["detail"]) == (
        "excluded",
        f"Sales Receipt SHOP-1 (id {before['Id']}) {why}, and QuickBooks changes it no more: "
        "shipment 301 is not written on it.",
    )


async def test_a_sale_that_is_gone_holds_the_shipment(world: World) -> None:
    sale = await sold(world)
    await Bookkeeper(world).delete("SalesReceipt", sale)
    await world.flxpoint.add(shipments=[a_shipment()])
    await world.run()

    problem = await parked(world, "1", "sale_not_found")
    assert problem.message.startswith(f"Sales Receipt SHOP-1 (id {sale['Id']}) of order SHOP-1 is gone from QuickBooks")
    assert await marked(world) == []
