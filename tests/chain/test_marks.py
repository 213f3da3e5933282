"""What Flxpoint is told of a record: after its document stands, until it is heard, and nothing beyond (R-34, R-88)."""

from __future__ import annotations

import re

import pytest

from tests.chain.books import agreed, posts
from tests.chain.orders import SHOP, a_chain, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World, connected_world, eventually
from worker.commands.runs import start_run
from worker.demo.standins import StandIns
from worker.settings import Environment

ACCOUNTING_MARKS = re.compile(
    r"/orders/\d+/accounting-sync|/fulfillment-requests/\d+/accounting-sync|/source-invoices/\d+"
)
"""The only paths under which Daybook writes to Flxpoint."""

MANY = 40
LISTS = ("/orders", "/fulfillment-requests", "/source-invoices")


@pytest.mark.rule("R-34/bad")
async def test_a_mark_that_flxpoint_does_not_take_is_repeated_until_it_does_and_nothing_is_posted_again(
    world: World,
) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.flxpoint.fault("status", method="PATCH", path="/orders/1/accounting-sync", status=503, times=3)

    await world.run()
    (receipt,) = await world.documents("SalesReceipt")
    assert await marked(world) is None
    await world.run()
    await world.finished("1")

    assert await world.documents("SalesReceipt") == [receipt]
    assert len(await posts(world, "SalesReceipt")) == 1
    assert await eventually(lambda: marked(world)) == receipt["Id"]
    tried = [call["status"] for call in await world.flxpoint.calls("PATCH")]
    assert (tried[:3], {*tried[3:]}) == ([503, 503, 503], {204})
    await agreed(world)


async def marked(world: World) -> str | None:
    """The document that Flxpoint names for order 1."""
    (order,) = (await world.flxpoint.state())["orders"]
    return str(order["externalAccountingId"]) if order.get("accountingSynced") else None


@pytest.mark.rule("R-88/bad")
async def test_the_three_accounting_marks_are_all_that_daybook_writes_to_flxpoint(world: World) -> None:
    parked = an_order(2, payment="Refunded")
    await world.flxpoint.add(**{**a_chain(1), "orders": [an_order(1), parked]})

    await world.run()
    await world.finished("1")
    await world.until("2", lambda status: status.needs_attention)
    await eventually(lambda: told(world, 2))

    written = [call for call in await world.flxpoint.calls() if call["method"] != "GET"]
    assert {call["method"] for call in written} == {"PATCH"}
    assert all(ACCOUNTING_MARKS.fullmatch(call["path"]) for call in written)
    assert {call["path"] for call in written} == {
        "/orders/1/accounting-sync",
        "/orders/2/accounting-sync",
        "/fulfillment-requests/101/accounting-sync",
        "/source-invoices/201",
    }


async def told(world: World, order_id: int) -> str | None:
    """Why Flxpoint says that the order is not in the books."""
    orders = (await world.flxpoint.state())["orders"]
    return next(order.get("accountingSyncError") for order in orders if order["id"] == order_id) or None


@pytest.mark.rule("R-34/expected", "R-88/expected")
async def test_nothing_is_marked_while_the_lists_of_what_is_not_marked_are_being_read(world: World) -> None:
    """A mark would shift the later pages, and what moves to a page that was read would be overlooked."""
    numbers = range(1, 5)
    await world.flxpoint.switch(page_cap="1")
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(number) for number in numbers],
        fulfillment_requests=[a_request(number) for number in numbers],
        source_invoices=[an_invoice(number) for number in numbers],
    )
    await world.flxpoint.fault("slow", method="GET", path="/source-invoices", seconds=0.5, times=2)

    await world.run()
    for number in numbers:
        await world.finished(str(number))

    calls = await world.flxpoint.calls()
    marks = [call["at"] for call in calls if call["method"] == "PATCH"]
    pages = [call["at"] for call in calls if call["method"] == "GET" and call["path"] in LISTS]
    assert (len(marks), len(pages)) == (12, 15)
    assert max(pages) < min(marks)
    await agreed(world)


@pytest.mark.rule("R-81/bad")
async def test_an_invoice_whose_requests_are_switched_off_waits_and_names_what_to_switch_on(world: World) -> None:
    await world.choose(operations=["orders", "supplier_invoices"])
    await world.flxpoint.add(**a_chain(1))

    await world.run()
    status = await world.until("1", lambda status: "waiting" in [record.state for record in status.records])

    (waiting,) = [record for record in status.records if record.state == "waiting"]
    assert waiting.detail == (
        "Invoice ACME-1 waits: the Purchase Order of fulfillment request SHOP-1-1 is not accounting synced. "
        "Switch the operation fulfillment_requests on (setting operations) and run it."
    )
    assert not status.needs_attention
    assert await posts(world, "Bill") == []


async def test_what_reads_flxpoint_does_not_wait_for_all_that_marks_it(
    environment: Environment, announced: StandIns
) -> None:
    spaced = environment.model_copy(update={"flxpoint_spacing_seconds": 0.25})
    async with connected_world(spaced, announced) as world:
        await world.flxpoint.add(**SHOP, orders=[an_order(number) for number in range(1, MANY + 1)])
        await world.flxpoint.fault("slow", method="PATCH", seconds=3.0, times=MANY)
        await world.run()
        assert len(await posts(world, "SalesReceipt")) == MANY

        await start_run(world.client, CONNECTION)

        assert len(await world.flxpoint.calls("PATCH")) < MANY
        await world.flxpoint.mend()
