"""The first run looks whether another program posts the same orders (row R-117)."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, looks
from tests.chain.orders import SHOP, Json, a_chain, an_order
from tests.chain.world import CONNECTION, World
from tests.worker.console import daybook, variables


async def a_strangers_receipt(world: World, number: str) -> Json:
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 20.00, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    body = {"DocNumber": number, "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    return await bookkeeper.create("SalesReceipt", body)


@pytest.mark.rule("R-117/expected", "R-117/bad")
async def test_a_run_warns_of_a_strangers_documents_until_something_of_ours_stands(world: World) -> None:
    stranger = await a_strangers_receipt(world, "SHOP-1")
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])

    said = await daybook("run", CONNECTION, "--wait", told=variables(world.environment))

    told = " ".join(said.out.split())
    assert (
        f"Warning: Another program seems to post the same orders: QuickBooks holds Sales Receipt SHOP-1 "
        f"(id {stranger['Id']}), which Daybook did not make. Switch Flxpoint's own QuickBooks integration off first"
    ) in told
    assert "daybook settings set shop link_only=yes" in told

    await world.flxpoint.add(orders=[an_order(2)])
    (warning,) = (await world.run()).warnings
    assert warning.code == "another_connector"
    await world.finished("2")
    looked = len(await looks(world, "Invoice", holding="DocNumber IN"))
    assert (await world.run()).warnings == ()
    assert len(await looks(world, "Invoice", holding="DocNumber IN")) == looked == 2


@pytest.mark.rule("R-117/expected")
async def test_where_nobody_else_posts_or_quickbooks_cannot_be_asked_a_run_goes_on_without_a_warning(
    world: World,
) -> None:
    await world.quickbooks.fault("status", method="GET", path="FROM SalesReceipt", status=503)
    await world.flxpoint.add(**a_chain(1))

    assert (await world.run()).warnings == ()
    assert [call["status"] for call in await world.quickbooks.calls("GET", "/query")].count(503) == 1
    assert [record.state for record in (await world.finished("1")).records] == ["posted"] * 3
