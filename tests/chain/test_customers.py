"""A customer belongs to one channel: the same name on another channel is another customer (reading A11)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import Bookkeeper, agreed, looks, posts
from tests.chain.orders import ADDRESS, SHOP, an_order
from tests.chain.world import World

CHANNELS: dict[str, Any] = {**SHOP, "channels": [{"id": 41, "name": "Main Shop"}, {"id": 42, "name": "Second Shop"}]}


async def customers_of(world: World) -> dict[str, str]:
    """The name of the customer of each receipt, by the receipt's number."""
    names = {customer["Id"]: customer["DisplayName"] for customer in await world.documents("Customer")}
    receipts = await world.documents("SalesReceipt")
    return {receipt["DocNumber"]: names[receipt["CustomerRef"]["value"]] for receipt in receipts}


@pytest.mark.rule("R-36/expected")
async def test_a_customer_that_stood_before_serves_the_channel_that_used_it_first(world: World) -> None:
    await world.flxpoint.add(**CHANNELS, orders=[an_order(1, name="Sam Sample")])
    await world.run()
    await world.flxpoint.add(orders=[an_order(2, name="Sam Sample", channelId=42), an_order(3, name="Sam Sample")])

    await world.run()

    await agreed(world)
    assert await customers_of(world) == {
        "SHOP-1": "Sam Sample",
        "SHOP-2": "Sam Sample (Second Shop)",
        "SHOP-3": "Sam Sample",
    }


async def test_one_that_was_created_for_a_channel_is_known_as_its_own_though_our_table_is_lost(world: World) -> None:
    await world.flxpoint.add(**CHANNELS, orders=[an_order(1, name="Kim Example")])
    await world.run()
    engine = world.companies.stores.links._engine
    async with engine.begin() as transaction:
        for table in ("link", "intent", "lookup"):
            await transaction.exec_driver_sql(f"delete from {table} where true")
    await world.flxpoint.add(orders=[an_order(2, name="Kim Example", channelId=42), an_order(3, name="Kim Example")])

    await world.run()

    names = await customers_of(world)
    assert (names["SHOP-2"], names["SHOP-3"]) == ("Kim Example (Second Shop)", "Kim Example")
    assert len(await posts(world, "Customer")) == 2


@pytest.mark.rule("R-36/expected")
async def test_a_name_that_a_part_of_another_customer_has_gets_the_channel_after_it(world: World) -> None:
    bookkeeper = Bookkeeper(world)
    parent = await bookkeeper.one("Customer", "Sam Sample")
    part = {"DisplayName": "Robin Example", "Job": True, "ParentRef": {"value": parent["Id"]}}
    await bookkeeper.create("Customer", part)
    await world.flxpoint.add(**CHANNELS, orders=[an_order(1)])

    await world.run()

    assert await customers_of(world) == {"SHOP-1": "Robin Example (Main Shop)"}


@pytest.mark.rule("R-36/expected")
async def test_a_customer_in_other_capitals_and_with_another_email_is_used_unchanged_and_both_are_noted(
    world: World,
) -> None:
    """To create it anew QuickBooks would refuse; to change it is not for a shop's order."""
    before = await Bookkeeper(world).one("Customer", "Tom Becker")
    address = {**ADDRESS, "name": "TOM BECKER", "email": "tom@elsewhere.example.com", "phone": "555-0101"}
    await world.flxpoint.add(**CHANNELS, orders=[an_order(1, billingAddress=address, shippingAddress=address)])

    await world.run()
    status = await world.finished("1")

    assert await customers_of(world) == {"SHOP-1": "Tom Becker"}
    assert await Bookkeeper(world).one("Customer", "Tom Becker") == before
    assert await posts(world, "Customer") == []
    noted = {problem.code: problem.message for problem in status.problems}
    assert set(noted) == {"customer_capitals_differ", "customer_email_differs"}
    assert "tom@elsewhere.example.com" in noted["customer_email_differs"]


@pytest.mark.rule("R-36/expected", "R-37/expected")
@pytest.mark.parametrize("together", [True, False])
async def test_a_new_customer_whose_orders_differ_in_capitals_is_created_once_and_that_is_noted(
    world: World, together: bool
) -> None:
    names = ["Kim Example", "KIM EXAMPLE", "kim example"]
    orders = [an_order(number, name=name) for number, name in enumerate(names, 1)]
    await world.flxpoint.add(**CHANNELS)
    for some in [orders] if together else [[order] for order in orders]:
        await world.flxpoint.add(orders=some)
        await world.run()
    statuses = [await world.finished(str(order["id"])) for order in orders]

    await agreed(world)
    created = set((await customers_of(world)).values())
    assert len(created) == 1
    assert created <= set(names)
    assert len(await posts(world, "Customer")) == 1
    noted = sorted(problem.code for status in statuses for problem in status.problems)
    assert noted == ["customer_capitals_differ"] * 2


@pytest.mark.rule("R-38/expected")
async def test_many_orders_of_one_matched_customer_read_it_once(world: World) -> None:
    orders = [an_order(number, name="Sam Sample", sku="VASE-BLU") for number in range(1, 6)]
    await world.flxpoint.add(**CHANNELS, orders=orders)

    await world.run()

    await agreed(world)
    assert len(await looks(world, "Customer")) == 1
    assert len(await looks(world, "Item", holding="Sku")) == 1
