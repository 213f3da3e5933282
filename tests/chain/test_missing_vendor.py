"""With on_missing_vendor=stop no Purchase Order at all is made before every source has its vendor (row R-65)."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, agreed, posts
from tests.chain.notices import outcomes
from tests.chain.orders import SHOP, a_request, an_order
from tests.chain.world import World

SOURCES = {"sources": [*SHOP["sources"], {"id": 23, "name": "Gamma Imports"}, {"id": 24, "name": "Nobody"}]}
MISSING = ["Gamma Imports", "Nobody"]


async def held(world: World, order_id: str) -> list[str]:
    """The names that hold an order's fulfillment request, as soon as any does."""
    await world.until(order_id, lambda status: any(p.code == "vendor_missing" for p in status.problems))
    return [problem.subject for outcome in await outcomes(world, order_id) for problem in outcome.problems]


@pytest.mark.rule("R-65/expected", "R-65/bad")
async def test_one_missing_vendor_stops_every_purchase_order_whichever_way_it_comes(world: World) -> None:
    await world.choose(on_missing_vendor="stop", fulfillment_request_sources=["21", "23", "24"])
    await world.flxpoint.add(
        **{**SHOP, **SOURCES},
        orders=[an_order(1, payment="Refunded"), *map(an_order, (2, 3, 4))],
        fulfillment_requests=[a_request(1), a_request(2), a_request(3, source_id=23), a_request(4, source_id=24)],
    )

    report = await world.run()

    assert report.failed
    assert all(f'source "{name}"' in report.message for name in MISSING)
    assert "Until then no Purchase Order at all is made" in report.message
    assert [await held(world, order_id) for order_id in ("2", "3", "4")] == [MISSING] * 3

    await world.choose(refunded_orders="post_sale")
    await world.retry("1")  # its request has waited for it since the run
    assert [name for name in await held(world, "1") if name in MISSING] == MISSING
    await world.flxpoint.add(orders=[an_order(5)], fulfillment_requests=[a_request(5)])
    await world.signal("5", "order_received", {"id": "5"})
    await world.signal("5", "fulfillment_requested", {"id": "105"})
    assert await held(world, "5") == MISSING
    assert len(await posts(world, "SalesReceipt")) == 5
    assert await posts(world, "PurchaseOrder") == []

    for name in MISSING:
        await Bookkeeper(world).create("Vendor", {"DisplayName": name})
    assert not (await world.run()).failed
    assert len(await world.documents("PurchaseOrder")) == 5
    for number in range(1, 6):
        await world.finished(f"{number}")
    await agreed(world)


@pytest.mark.rule("R-65/expected")
async def test_what_was_left_out_and_is_chosen_now_stops_the_others_too(world: World) -> None:
    """The source without a vendor is selected between two runs."""
    await world.choose(on_missing_vendor="stop", fulfillment_request_sources=["21"])
    await world.flxpoint.add(
        **{**SHOP, **SOURCES}, orders=[an_order(1)], fulfillment_requests=[a_request(1, source_id=23)]
    )
    assert not (await world.run()).failed

    await world.choose(fulfillment_request_sources=["21", "23"])
    await world.flxpoint.add(orders=[an_order(2)], fulfillment_requests=[a_request(2)])
    assert (await world.run()).failed
    assert [await held(world, order_id) for order_id in ("1", "2")] == [["Gamma Imports"]] * 2

    await world.choose(on_missing_vendor="go_on")
    await world.run()
    await world.finished("2")
    assert len(await world.documents("PurchaseOrder")) == 1
