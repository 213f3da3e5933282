"""The number of a sale is the order's own, unless another order of that number comes before it (row R-53)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import Bookkeeper, agreed, posts
from tests.chain.orders import SHOP, a_chain, an_order
from tests.chain.world import World


async def numbers(world: World) -> dict[str, str]:
    """The number of each receipt, by the order it is for."""
    receipts = await world.documents("SalesReceipt")
    return {receipt["PrivateNote"].rpartition("flxpoint:order:")[2]: receipt["DocNumber"] for receipt in receipts}


def same(order_id: int, **changes: Any) -> dict[str, Any]:
    return an_order(order_id, referenceNumber="1001", **changes)


@pytest.mark.rule("R-53/expected")
async def test_the_first_by_id_has_the_plain_number_in_whatever_order_they_come(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[same(9), same(10), same(11)])
    await world.run()

    assert await numbers(world) == {"9": "1001", "10": "1001-10", "11": "1001-11"}
    await agreed(world)


@pytest.mark.rule("R-53/expected")
async def test_one_that_comes_later_leaves_the_number_to_the_one_that_has_it(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[same(12)])
    await world.run()
    await world.flxpoint.add(orders=[same(11)])
    await world.run()

    assert await numbers(world) == {"12": "1001", "11": "1001-11"}


@pytest.mark.rule("R-53/expected")
async def test_a_number_longer_than_quickbooks_takes_is_shortened_and_stands_whole_in_the_memo(world: World) -> None:
    whole = "WHOLESALE-2026-11-000123456"
    await world.flxpoint.add(**SHOP, orders=[an_order(1, referenceNumber=whole)])
    await world.run()

    (receipt,) = await world.documents("SalesReceipt")
    assert receipt["DocNumber"].startswith("WHOLESALE-2026-")
    assert len(receipt["DocNumber"]) <= 21
    assert whole in receipt["PrivateNote"]


async def test_an_order_that_is_never_posted_takes_no_number(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[same(11, orderStatus="Canceled"), same(12)])
    await world.run()

    assert await numbers(world) == {"12": "1001"}


@pytest.mark.rule("R-04/expected", "R-53/expected")
async def test_where_quickbooks_numbers_its_sales_it_gives_them_numbers_of_its_own(world: World) -> None:
    await Bookkeeper(world).number_documents(own=False)
    await world.flxpoint.add(**SHOP, orders=[an_order(11), an_order(12)])
    await world.run()

    given = await numbers(world)
    assert set(given) == {"11", "12"}
    assert all(number.isdecimal() for number in given.values())


@pytest.mark.rule("R-53/expected", "R-10/expected")
async def test_where_quickbooks_numbers_sales_and_purchases_bills_keep_the_suppliers_number(world: World) -> None:
    """And each of them is found again by its marker: nothing else tells whose it is."""
    await Bookkeeper(world).number_documents(own=False)
    await world.flxpoint.add(**a_chain(1))
    for path in ("/salesreceipt", "/purchaseorder", "/bill"):
        await world.quickbooks.fault("lost_after", method="POST", path=path)

    await world.run()
    await world.finished("1")

    await agreed(world)
    (receipt,), (purchase,), (bill,) = [
        await world.documents(kind) for kind in ("SalesReceipt", "PurchaseOrder", "Bill")
    ]
    assert (receipt["DocNumber"].isdecimal(), purchase["DocNumber"].isdecimal()) == (True, True)
    assert bill["DocNumber"] == "ACME-1"
    sent = [call["body"] for kind in ("SalesReceipt", "PurchaseOrder", "Bill") for call in await posts(world, kind)]
    assert [body.get("DocNumber") for body in sent] == [None, None, "ACME-1"]


@pytest.mark.rule("R-54/expected")
async def test_in_a_closed_period_an_order_waits_or_is_dated_on_the_first_open_day(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderedAt="2026-10-30T15:00:00.000Z")])
    await world.run()
    assert await world.documents("SalesReceipt") == []

    await world.choose(closed_period="first_open_day")
    await world.run()

    (receipt,) = await world.documents("SalesReceipt")
    assert receipt["TxnDate"] == "2026-11-01"
    assert "dated 2026-10-30 in the order system" in receipt["PrivateNote"]
