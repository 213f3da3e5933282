"""QuickBooks says no: nothing is created, a person reads why, and the next request is a new one."""

from __future__ import annotations

import pytest

from tests.chain.books import Bookkeeper, agreed, posts, request_ids
from tests.chain.orders import SHOP, an_order
from tests.chain.world import World
from workflows.visibility import OrderStatus


def parked(code: str, status: OrderStatus) -> bool:
    return [problem.code for problem in status.problems] == [code]


@pytest.mark.rule("R-37/bad")
async def test_a_customer_whose_name_a_vendor_has_gets_the_channel_after_it(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1, name="Acme Supply"), an_order(2, name="Acme Supply")])

    await world.run()
    for order_id in ("1", "2"):
        await world.finished(order_id)

    await agreed(world)
    customer = await Bookkeeper(world).one("Customer", "Acme Supply (Main Shop)")
    receipts = await world.documents("SalesReceipt")
    assert {receipt["CustomerRef"]["value"] for receipt in receipts} == {customer["Id"]}
    *refused, taken = [call["status"] for call in await posts(world, "Customer")]
    assert (set(refused), taken) == ({400}, 200)


@pytest.mark.rule("R-36/expected", "R-37/bad")
async def test_the_channels_own_customer_beside_a_vendor_of_the_name_is_asked_for_once_and_used_as_it_is(
    world: World,
) -> None:
    """A bookkeeper entered it, with a term of its own: QuickBooks refuses the plain name, and then it is known."""
    bookkeeper = Bookkeeper(world)
    term = (await bookkeeper.one("Term", "Net 30"))["Id"]
    body = {"DisplayName": "Acme Supply (Main Shop)", "SalesTermRef": {"value": term}}
    customer = await bookkeeper.create("Customer", body)
    orders = [an_order(number, name="Acme Supply", payment="Authorized") for number in (1, 2)]
    await world.flxpoint.add(**SHOP, orders=orders[:1])
    await world.run()
    await world.flxpoint.add(orders=orders[1:])

    await world.run()
    for order_id in ("1", "2"):
        await world.finished(order_id)

    await agreed(world)
    invoices = await world.documents("Invoice")
    assert [invoice["CustomerRef"]["value"] for invoice in invoices] == [customer["Id"]] * 2
    assert [invoice["SalesTermRef"]["value"] for invoice in invoices] == [term] * 2
    assert [call["status"] for call in await posts(world, "Customer") if call["body"].get("Notes")] == [400]


@pytest.mark.rule("R-53/bad")
async def test_a_number_that_a_strangers_document_has_parks_the_order_and_creates_nothing(world: World) -> None:
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    line = {
        "Amount": 5,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}},
    }
    body = {"DocNumber": "SHOP-1", "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    stranger = await bookkeeper.create("SalesReceipt", body)
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])

    await world.run()
    status = await world.until("1", lambda status: parked("number_taken", status))

    said = f"Document number SHOP-1 is already used by SalesReceipt {stranger['Id']}, which is not that of SHOP-1"
    assert status.problems[0].message.startswith(said)
    assert await world.documents("SalesReceipt") == [stranger]

    await bookkeeper.delete("SalesReceipt", stranger)
    await world.retry("1")
    await world.finished("1")
    await agreed(world)
    first, second = request_ids(await posts(world, "SalesReceipt"))
    assert first != second


@pytest.mark.rule("R-53/bad")
async def test_a_number_that_our_own_document_has_is_that_document_found_again(world: World) -> None:
    """Nothing remembers it but its marker, as after a database that was lost; QuickBooks refuses the number."""
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 20.00, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    members = {"DocNumber": "SHOP-1", "CustomerRef": {"value": customer["Id"]}, "PrivateNote": "flxpoint:order:1"}
    own = await bookkeeper.create("SalesReceipt", {**members, "Line": [line]})
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])

    await world.run()
    status = await world.finished("1")

    assert [(record.state, record.problems) for record in status.records] == [("posted", ())]
    assert await world.documents("SalesReceipt") == [own]
    assert [call["status"] for call in await posts(world, "SalesReceipt")] == [400]
    await agreed(world)


async def test_a_refused_document_is_posted_under_a_new_request_id_once_the_cause_is_gone(world: World) -> None:
    """The books were closed after Daybook had read that they were open."""
    bookkeeper = Bookkeeper(world)
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    await _close_books(world, bookkeeper, "2026-11-30")
    await world.flxpoint.add(orders=[an_order(2)])

    await world.signal("2", "order_received", {"id": "2"})  # a run would read the books' closing day first
    status = await world.until("2", lambda status: parked("period_closed", status))
    assert [record.state for record in status.records] == ["parked"]

    await _close_books(world, bookkeeper, "2026-10-31")
    await world.retry("2")
    await world.finished("2")
    await agreed(world)
    refused, stored = await posts(world, "SalesReceipt", holding="flxpoint:order:2")
    assert (refused["status"], stored["status"]) == (400, 200)
    assert request_ids([refused]) != request_ids([stored])


async def _close_books(world: World, bookkeeper: Bookkeeper, day: str) -> None:
    (preferences,) = await world.documents("Preferences")
    await bookkeeper.change("Preferences", preferences, AccountingInfoPrefs={"BookCloseDate": day})
