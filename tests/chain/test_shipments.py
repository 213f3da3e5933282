"""Shipments written on the sale that stands, and marked; amounts stay as they are (row R-92, reading A16)."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, agreed
from tests.chain.notices import parked
from tests.chain.orders import SHOP, a_chain, an_order
from tests.chain.shipments import (
    ON,
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
from tests.chain.world import CONNECTION, World


@pytest.mark.rule("R-92/expected", "R-03/expected")
async def test_a_shipment_is_written_on_the_sale_without_amounts_and_marked(world: World) -> None:
    taxed = {"paymentStatus": "Paid", "subtotal": 20.00, "tax": 1.65, "shippingCost": 5.00, "total": 26.65}
    before = await sold(world, an_order(1, orderTotal=26.65, channelInvoice=taxed))

    await shipped(world, a_shipment())

    after = await the_sale(world)
    assert shipping_of(before) == (None, None, None)
    assert shipping_of(after) == ("2026-11-21", UPS, "UPS Ground")
    assert without_shipping(after) == without_shipping(before)
    (sent,) = await updates(world)
    assert not {"Line", "TotalAmt", "TxnDate"} & set(sent)
    assert await marked(world) == [301]
    outcome = await told(world)
    assert (outcome["state"], outcome["problems"], outcome["document_id"]) == ("posted", [], None)
    assert outcome["detail"] == (
        f"Sales Receipt SHOP-1 (id {after['Id']}): shipped 2026-11-21 by UPS Ground, tracking number {UPS}"
    )
    await agreed(world)


async def test_one_run_carries_an_order_through_to_its_shipment_and_the_next_one_does_nothing(world: World) -> None:
    await world.choose(**ON)
    unpaid = an_order(1, payment="Not Authorized")
    await world.flxpoint.add(**SHOP, orders=[unpaid], shipments=[a_shipment()])

    await world.run()
    await world.finished("1")
    again = await world.run()

    (invoice,) = await world.documents("Invoice")
    assert shipping_of(invoice) == ("2026-11-21", UPS, "UPS Ground")
    assert await marked(world) == [301]
    assert (again.handed_over, len(await updates(world))) == (0, 1)


@pytest.mark.rule("R-92/bad")
async def test_a_shipment_waits_for_its_order(world: World) -> None:
    await world.choose(**ON)
    held = an_order(1, orderStatus="On Hold", payment="Unheard of")
    await world.flxpoint.add(**SHOP, orders=[held], shipments=[a_shipment()])
    await world.run()

    waiting = await told(world)
    assert (waiting["state"], waiting["detail"]) == (
        "waiting",
        "Shipment 301 waits: order SHOP-1 is not accounting synced.",
    )
    assert (await updates(world), await marked(world)) == ([], [])

    await world.flxpoint.add(orders=[an_order(1, updatedAt="2026-11-22T10:00:00.000Z")])
    await world.run()
    await world.finished("1")

    assert shipping_of(await the_sale(world))[1] == UPS
    assert await marked(world) == [301]


@pytest.mark.rule("R-03/bad")
async def test_while_shipping_is_off_in_quickbooks_a_shipment_is_held(world: World) -> None:
    bookkeeper = Bookkeeper(world)
    (preferences,) = await world.documents("Preferences")
    await bookkeeper.change("Preferences", preferences, SalesFormsPrefs={"AllowShipping": False})
    await sold(world)
    await world.flxpoint.add(shipments=[a_shipment()])
    await world.run()

    problem = await parked(world, "1", "shipping_off")
    assert problem.message.startswith("Shipment 301 of order SHOP-1 cannot be written on its sale: Shipping is off")
    assert await updates(world) == []

    (preferences,) = await world.documents("Preferences")
    await bookkeeper.change("Preferences", preferences, SalesFormsPrefs={"AllowShipping": True})
    await world.retry("1")
    await world.finished("1")
    assert shipping_of(await the_sale(world))[1] == UPS


async def test_two_shipments_state_both_numbers_and_the_latest_day_and_what_changes_is_written_anew(
    world: World,
) -> None:
    await sold(world)
    first = a_shipment(trackingNumber="123456789012", carrier="FedEx", method=None)
    second = a_shipment(id=302, trackingNumber="123456789013", carrier="FedEx", shippedAt="2026-11-23T18:00:00.000Z")
    await shipped(world, first)
    assert shipping_of(await the_sale(world)) == ("2026-11-21", "123456789012", "FedEx")

    await shipped(world, second | {"method": None})
    assert shipping_of(await the_sale(world)) == ("2026-11-23", "123456789012, 123456789013", "FedEx")
    assert await marked(world) == [301, 302]

    await shipped(world, first | {"trackingNumber": UPS, "updatedAt": "2026-11-24T10:00:00.000Z"})
    assert shipping_of(await the_sale(world))[1] == f"{UPS} +1"
    assert (await told(world))["detail"].endswith("no room for 123456789013")


async def test_returns_and_other_sources_are_left_out(world: World) -> None:
    before = await sold(world, shipment_sources=["21"])

    await world.flxpoint.add(shipments=[a_shipment(rmaId=88), a_shipment(id=302, sourceId=22)])
    ran = await world.run()

    assert ran.left_out == (
        "1 shipment left out: shipments of returns.",
        "1 shipment left out: source Dune Trading (22) is not selected.",
    )
    assert (await the_sale(world), await marked(world)) == (before, [])


@pytest.mark.parametrize("amount", [10.00, 11.00])
async def test_a_sale_that_another_program_posted_is_the_orders_if_it_comes_to_its_total(
    world: World, amount: float
) -> None:
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "Blue vase"), await bookkeeper.one("Customer", "Tom Becker")
    detail = {"ItemRef": {"value": item["Id"]}, "Qty": 2, "UnitPrice": amount, "TaxCodeRef": {"value": "NON"}}
    line = {"DetailType": "SalesItemLineDetail", "Amount": 2 * amount, "SalesItemLineDetail": detail}
    sale = {"DocNumber": "X-1", "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    theirs = await bookkeeper.create("SalesReceipt", sale)
    await world.choose(**ON | {"operations": ["shipments"]})
    synced = an_order(1, accountingSynced=True, externalAccountingId=theirs["Id"])
    await world.flxpoint.add(**SHOP, orders=[synced], shipments=[a_shipment()])
    await world.run()

    if amount == 10.00:
        await world.finished("1")
        assert shipping_of(await the_sale(world))[1] == UPS
    else:
        problem = await parked(world, "1", "link_total_differs")
        assert (
            problem.message
            == f"Sales Receipt X-1 (id {theirs['Id']}) has a total of 22.00, order SHOP-1 comes to 20.00."
        )
        assert await updates(world) == []


@pytest.mark.rule("R-23/expected")
async def test_what_is_off_reads_and_writes_nothing(world: World) -> None:
    await world.flxpoint.add(**a_chain(1), shipments=[a_shipment()])

    by_hand = await world.client.start_workflow(
        "Order", {"connection": CONNECTION, "order_id": "1"}, id=f"order.{CONNECTION}.1", task_queue="orders"
    )
    await by_hand.result()
    await world.run()

    assert await world.documents("SalesReceipt")
    assert await world.flxpoint.calls("", "/shipments") == []
    assert await world.quickbooks.calls("GET", "/salesreceipt/") == []
    assert await updates(world) == []


async def test_started_by_hand_an_order_brings_its_shipments_where_they_are_on(world: World) -> None:
    await world.choose(**ON)
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], shipments=[a_shipment(), a_shipment(2)])

    started = await world.client.start_workflow(
        "Order", {"connection": CONNECTION, "order_id": "1"}, id=f"order.{CONNECTION}.1", task_queue="orders"
    )
    await started.result()

    assert shipping_of(await the_sale(world))[1] == UPS
    assert await marked(world) == [301]
