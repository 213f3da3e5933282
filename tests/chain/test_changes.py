"""A record changes, or its document goes, while it is posted: what was sent stands once, and a problem tells."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.books import Bookkeeper, agreed, posts, request_ids
from tests.chain.consent import new_refresh_token
from tests.chain.orders import SHOP, a_chain, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually, total
from worker.commands.runs import start_run
from workflows.visibility import OrderStatus

LATER = "2026-11-20T16:00:00.000Z"


def three_pieces() -> dict[str, Any]:
    """Order 1 as it is after a third piece was added."""
    changed = an_order(1, updatedAt=LATER, orderTotal=30.00)
    changed["orderItems"][0]["quantity"] = 3
    changed["channelInvoice"] |= {"subtotal": 30.00, "total": 30.00}
    return changed


def codes(status: OrderStatus) -> list[str]:
    return [problem.code for problem in status.problems]


async def change_while_unanswered(
    world: World, kind: str, fault: str, order: dict[str, Any], changed: dict[str, Any]
) -> OrderStatus:
    """The order's document is sent and goes unanswered; the order changes and a second run brings the change."""
    await world.flxpoint.add(**SHOP, orders=[order])
    await world.quickbooks.fault(fault, method="POST", path=f"/{kind.lower()}")
    await start_run(world.client, CONNECTION)

    async def sent() -> bool | None:
        return bool(await posts(world, kind)) or None

    await eventually(sent)
    await world.flxpoint.add(orders=[changed])
    await world.run()
    return await world.finished("1")


async def document_of(world: World, order_id: int) -> str:
    """The document that Flxpoint names for an order."""
    orders = (await world.flxpoint.state())["orders"]
    return next(str(order["externalAccountingId"]) for order in orders if order["id"] == order_id)


@pytest.mark.rule("R-35/expected", "R-104/expected")
@pytest.mark.parametrize(
    ("fault", "requestid", "sends"),
    [("lost_after", "honoured", 1), ("lost_after", "ignored", 1), ("lost_before", "ignored", 2)],
)
async def test_an_order_paid_while_its_invoice_went_unanswered_stays_that_invoice_and_says_so(
    world: World, fault: str, requestid: str, sends: int
) -> None:
    await world.quickbooks.switch(requestid=requestid, duplicate_numbers="allow")
    unpaid, paid = an_order(1, payment="Authorized"), an_order(1, updatedAt=LATER)

    status = await change_while_unanswered(world, "Invoice", fault, unpaid, paid)

    (invoice,) = await world.documents("Invoice")
    assert await world.documents("SalesReceipt") == []
    assert await posts(world, "SalesReceipt") == []
    sent = await posts(world, "Invoice")
    assert (len(sent), len({*request_ids(sent)})) == (sends, 1)
    assert codes(status) == ["paid_after_invoice"]
    assert status.problems[0].message == f"Invoice {invoice['Id']} is open, order SHOP-1 is Paid."


@pytest.mark.rule("R-60/expected")
async def test_an_order_changed_while_unanswered_stands_as_it_was_sent_and_the_change_is_a_problem(
    world: World,
) -> None:
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")

    status = await change_while_unanswered(world, "SalesReceipt", "lost_before", an_order(1), three_pieces())

    (receipt,) = await world.documents("SalesReceipt")
    assert str(total(receipt)) == "20.0"
    first, second = await posts(world, "SalesReceipt")
    assert first["body"] == second["body"]
    assert codes(status) == ["changed_after_posting"]
    assert "total 20.00 → 30.00" in status.problems[0].message


async def test_an_order_canceled_while_unanswered_is_found_in_the_books_and_said_to_stand(world: World) -> None:
    canceled = an_order(1, updatedAt=LATER, orderStatus="Canceled")

    status = await change_while_unanswered(world, "SalesReceipt", "lost_after", an_order(1), canceled)

    assert [record.state for record in status.records] == ["posted"]
    assert codes(status) == ["canceled_after_posting"]
    assert len(await posts(world, "SalesReceipt")) == 1


async def test_an_order_changed_before_anything_was_sent_is_posted_as_it_is_now(world: World) -> None:
    """QuickBooks turned the request away unread, twice: the intent is drafted, and its body is replaced."""
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.quickbooks.fault("expired_token", method="POST", path="/salesreceipt", times=2)
    await world.run()
    await world.until("1", lambda status: codes(status) == ["connection_lost"])
    await world.flxpoint.add(orders=[three_pieces()])

    await world.connect(refresh_token=await new_refresh_token(world))
    await world.retry("1")
    status = await world.finished("1")

    (receipt,) = await world.documents("SalesReceipt")
    assert str(total(receipt)) == "30.0"
    assert status.problems == ()
    sent = await posts(world, "SalesReceipt")
    assert [call["status"] for call in sent] == [401, 401, 200]
    assert len({*request_ids(sent)}) == 1


async def test_a_document_that_was_deleted_is_made_anew_once(world: World) -> None:
    """Even though the new one loses its answer, and the step that makes it runs twice."""
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    await world.run()  # reads the order once more, with our own mark on it
    (old,) = await world.documents("SalesReceipt")
    await Bookkeeper(world).delete("SalesReceipt", old)
    await world.quickbooks.fault("lost_after", method="POST", path="/salesreceipt")

    await world.post_again("1", "1")
    await world.finished("1")

    await agreed(world)
    (new,) = await world.documents("SalesReceipt")
    assert new["Id"] != old["Id"]
    assert await document_of(world, 1) == new["Id"]
    first, second = request_ids(await posts(world, "SalesReceipt"))
    assert first != second


async def test_a_document_that_still_stands_is_never_made_again_however_often_one_asks(world: World) -> None:
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await world.flxpoint.add(**a_chain(1))
    await world.run()
    await world.finished("1")

    for record in ("1", "1", "101", "201"):
        await world.post_again("1", record)
        await world.finished("1")

    await agreed(world)
    for kind in ("SalesReceipt", "PurchaseOrder", "Bill"):
        assert len(await posts(world, kind)) == 1, kind


@pytest.mark.rule("R-109/expected", "R-109/bad")
async def test_a_request_voided_after_its_purchase_order_leaves_it_to_be_closed_and_a_new_one_gets_its_own(
    world: World,
) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)], fulfillment_requests=[a_request(1)])
    await world.run()
    await world.finished("1")
    (stands,) = await world.documents("PurchaseOrder")
    voided = a_request(1, fulfillmentRequestStatus={"name": "Voided"}, updatedAt=LATER)
    anew = a_request(1, id=111, fulfillmentRequestNumber="SHOP-1-2")

    await world.flxpoint.add(fulfillment_requests=[voided, anew])
    await world.run()
    status = await world.finished("1")

    assert codes(status) == ["changed_after_posting"]
    assert status.problems[0].fix == "Close Purchase Order SHOP-1-1 in QuickBooks."
    orders = {order["DocNumber"]: order for order in await world.documents("PurchaseOrder")}
    assert set(orders) == {"SHOP-1-1", "SHOP-1-2"}
    assert orders["SHOP-1-1"] == stands
