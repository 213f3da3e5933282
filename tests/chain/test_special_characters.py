"""Quotes and backslashes in names, SKUs and numbers are asked for as they stand, and what stands is used (row R-79)."""

from __future__ import annotations

import asyncio

import pytest

from tests.chain.books import Bookkeeper, agreed, posts
from tests.chain.orders import SHOP, Json, a_request, an_invoice, an_order
from tests.chain.world import World

PERSON = 'Zoë "Bo" O\'Brien \\ Łuk'
SUPPLIER = "O'Neil \\ Söhne"
SKU, SUPPLIERS_SKU = "5\" pipe O'B\\", "O'N \\5\""


def an_order_of_them(order_id: int) -> dict[str, list[Json]]:
    return {
        "orders": [
            an_order(order_id, name=f" {PERSON} ", sku=SKU, title='5" pipe', referenceNumber=f"SHOP'\\{order_id}")
        ],
        "fulfillment_requests": [a_request(order_id, source_id=30, sku=f"{SUPPLIERS_SKU} ")],
        "source_invoices": [an_invoice(order_id, source_id=30, sku=SUPPLIERS_SKU)],
    }


@pytest.mark.rule("R-79/expected", "R-83/expected")
async def test_what_is_created_under_such_names_is_found_under_them(world: World) -> None:
    term = await Bookkeeper(world).one("Term", "Net 30")
    await Bookkeeper(world).create("Vendor", {"DisplayName": SUPPLIER, "TermRef": {"value": term["Id"]}})
    await world.flxpoint.add(channels=SHOP["channels"], sources=[{"id": 30, "name": f"{SUPPLIER} "}])
    await world.choose(fulfillment_request_sources=["30"], supplier_invoice_sources=["30"])

    for order_id in (1, 2):
        await world.flxpoint.add(**an_order_of_them(order_id))
        await world.run()
        status = await world.finished(str(order_id))
        assert [record.state for record in status.records] == ["posted"] * 3
        async with world.companies.stores.links._engine.begin() as transaction:
            await transaction.exec_driver_sql("delete from lookup where true")  # so that it is asked for again

    await agreed(world)
    made = await asyncio.gather(*(posts(world, kind) for kind in ("Customer", "Item")))
    assert [call["body"].get("DisplayName") or call["body"]["Sku"] for calls in made for call in calls] == [
        PERSON,
        SKU,
        SUPPLIERS_SKU,
    ]
    assert {receipt["DocNumber"] for receipt in await world.documents("SalesReceipt")} == {"SHOP'\\1", "SHOP'\\2"}
