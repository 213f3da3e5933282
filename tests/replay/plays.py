"""Each shape of a life that a workflow can lead, played once on a real chain."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from activities.connection_contracts import Notice
from activities.contracts import ORDERS_QUEUE, OrderInput, connection_workflow_id, order_workflow_id
from activities.notices import announce
from activities.reconciling.contracts import reconcile_workflow_id
from activities.telling_connections import look_now
from tests.chain.books import Bookkeeper
from tests.chain.consent import new_refresh_token
from tests.chain.orders import SHOP, Json, a_chain, a_request, an_invoice, an_order
from tests.chain.test_bills import entered, of_customer, of_vendor
from tests.chain.world import CONNECTION, World, eventually
from tests.replay.commands import keep

WITHOUT_SKU = [{"id": 20, "sku": "", "title": "Mug", "quantity": 2, "price": 10.00}]


async def _plain_chain_and_its_run(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.run()
    await world.finished("1")
    await keep("plain-chain", world.order("1"))
    await keep("run", world.client.get_workflow_handle(f"run.{CONNECTION}"))


async def _parked_and_retried(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(2, orderItems=WITHOUT_SKU)])
    await world.run()
    await world.until("2", lambda status: status.needs_attention)
    await world.order("2").signal("retry_all")
    await world.flxpoint.add(orders=[an_order(2, updatedAt="2026-11-21T10:00:00.000Z")])
    await world.order("2").execute_update("retry")
    await world.finished("2")
    await keep("parked-and-retried", world.order("2"))


async def _nonsense_first(world: World) -> None:
    await world.flxpoint.add(**a_chain(3))
    await world.signal("3", "order_received", b"\xff\x00")
    await world.signal("3", "order_recieved", {"id": "3"})
    await world.until("3", lambda status: len(status.problems) == 2)
    await world.signal("3", "supplier_invoiced", {"id": "203"})
    await world.signal("3", "fulfillment_requested", {"id": "103"})
    await world.signal("3", "order_received", {"id": "3"})
    await world.finished("3")
    await keep("nonsense-first", world.order("3"))


async def _started_by_hand(world: World) -> None:
    await world.flxpoint.add(**a_chain(4))
    start = OrderInput(connection=CONNECTION, order_id="4")
    workflow_id = order_workflow_id(CONNECTION, "4")
    await world.client.start_workflow("Order", start, id=workflow_id, task_queue=ORDERS_QUEUE)
    await world.finished("4")
    await keep("started-by-hand", world.order("4"))


async def _lost_and_linked_again(world: World) -> None:
    """A connection's own life: kept fresh, lost, linked again, and set going."""
    handle = world.client.get_workflow_handle(connection_workflow_id(CONNECTION))
    await world.companies.stores.connections.unlinked(CONNECTION, "it was disconnected")
    await world.flxpoint.add(**SHOP, orders=[an_order(5)])
    await world.signal("5", "order_received", {"id": "5"})
    await world.until("5", lambda status: status.needs_attention)
    await look_now(world.client, CONNECTION)
    await asyncio.sleep(1)
    await world.connect(refresh_token=await new_refresh_token(world))
    await look_now(world.client, CONNECTION)
    await world.finished("5")
    await asyncio.sleep(2)
    await keep("connection", handle)


async def _skipped_taken_back_and_linked(world: World) -> None:
    """A request that a person skips and takes back, then links by hand, as its order's sale."""
    without_sku = [{"id": 1006, "sku": "", "title": "Acme mug", "quantity": 2, "cost": 6.00}]
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(6, payment="Refunded")],
        fulfillment_requests=[a_request(6, fulfillmentRequestItems=without_sku)],
    )
    order = world.order("6")
    await world.run()
    await order.execute_update("skip", {"record": "106", "reason": "Delivered from our own stock"})
    await order.execute_update("retry", {"record": "106"})
    purchase = await entered(world, "PurchaseOrder", **await of_vendor(world))
    await order.execute_update("link", {"record": "106", "document": purchase["Id"]})
    receipt = await entered(world, "SalesReceipt", **await of_customer(world))
    await order.execute_update("link", {"record": "6", "document": receipt["Id"]})
    await world.finished("6")
    await keep("skipped-and-linked", order)


async def _told(world: World) -> None:
    """A notice is delivered."""
    notice = Notice(event="test", connection=CONNECTION, message="All is well.", wait=timedelta(seconds=1))
    await announce(world.client, notice)
    (found,) = [one async for one in world.client.list_workflows("WorkflowType = 'Notification'")]
    handle = world.client.get_workflow_handle(found.id)
    await handle.result()
    await keep("notification", handle)


async def _runs_in_turn(world: World) -> None:
    """Of runs that Temporal starts while one is under way, one joins that one, and one waits for its end."""
    await world.flxpoint.fault("slow", method="GET", path="/orders", seconds=4.0)
    reading = len(await world.flxpoint.calls("GET", "/orders"))
    await _started(world, "first", operations="orders")
    await eventually(lambda: _reads(world, reading))
    joins = await _started(world, "joins", operations=["orders"])
    waits = await _started(world, "waits")
    for name, run in (("run-joins", joins), ("run-waits", waits)):
        await run.result()
        await keep(name, run)


async def _reconciled(world: World) -> None:
    """A night's reconciliation, begun under an id of its own, with a gap to tell of."""
    await world.flxpoint.add(**SHOP, orders=[an_order(7), an_order(8)])
    await world.run()
    await world.finished("7")
    await world.flxpoint.add(orders=[an_order(9)])
    start = {"connection": CONNECTION}
    nightly = await world.client.start_workflow("Reconcile", start, id="nightly", task_queue=ORDERS_QUEUE)
    await nightly.result()
    await keep("reconcile-nightly", nightly)
    await keep("reconcile", world.client.get_workflow_handle(reconcile_workflow_id(CONNECTION)))


async def _several_of_each(world: World) -> None:
    """An order of two requests of one supplier, of which one is invoiced in two parts."""
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(10)],
        fulfillment_requests=[a_request(10), a_request(10, id=510, fulfillmentRequestNumber="SHOP-10-2")],
        source_invoices=[half_an_invoice(10, 1), half_an_invoice(10, 2)],
    )
    await world.run()
    await world.finished("10")
    await keep("several-of-each", world.order("10"))


def half_an_invoice(order_id: int, part: int) -> Json:
    """One of the two pieces that were ordered."""
    line = {
        "id": 20000 + part,
        "invoiceItemType": {"handle": "product"},
        "sku": "ACME-MUG",
        "quantity": 1,
        "perUnitCost": 6.00,
        "cost": 6.00,
    }
    number = f"ACME-{order_id}-{part}"
    return an_invoice(order_id, id=600 + part, invoiceNumber=number, invoiceItems=[line], totalCost=6.00)


async def _gone_and_posted_again(world: World) -> None:
    """A person deletes a document in QuickBooks, and has Daybook make it anew."""
    await world.flxpoint.add(**SHOP, orders=[an_order(11)])
    await world.run()
    await world.finished("11")
    receipts = await world.documents("SalesReceipt")
    await Bookkeeper(world).delete("SalesReceipt", next(one for one in receipts if one["DocNumber"] == "SHOP-11"))
    await world.post_again("11", "11")
    await world.finished("11")
    await keep("posted-again", world.order("11"))


async def _changed_and_closed(world: World) -> None:
    """An order changes after it was posted; a person sees to it, and says so."""
    await world.flxpoint.add(**a_chain(12))
    await world.run()
    await world.finished("12")
    start = OrderInput(connection=CONNECTION, order_id="12")
    changed = an_order(12, updatedAt=datetime.now(UTC).isoformat(), orderTotal=25.00)
    await world.flxpoint.add(orders=[changed])
    order = await world.signal("12", "order_received", {"id": "12", "read_again": True})
    await world.finished("12")
    await keep("changed", order)
    closing = WithStartWorkflowOperation[Any, Any](
        "Order",
        start,
        id=order_workflow_id(CONNECTION, "12"),
        task_queue=ORDERS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    await world.client.execute_update_with_start_workflow("close", start_workflow_operation=closing)
    await world.finished("12")
    await keep("closed", world.order("12"))


async def _outgrown(world: World) -> None:
    """An order that is tried until Temporal asks for a new history, and ends in the next."""
    await world.flxpoint.add(**SHOP, orders=[an_order(1, orderItems=WITHOUT_SKU)], fulfillment_requests=[a_request(1)])
    await world.run()
    await world.until("1", lambda status: status.needs_attention)
    first = await world.order("1").describe()
    while (newest := await world.order("1").describe()).run_id == first.run_id:
        await world.signal("1", "retry_all")
        await asyncio.sleep(0.5)
    await world.flxpoint.add(orders=[an_order(1, updatedAt=datetime.now(UTC).isoformat())])
    await world.order("1").execute_update("retry")
    await world.finished("1")
    await keep("outgrown", world.client.get_workflow_handle(first.id, run_id=first.run_id))
    await keep("begun-anew", world.client.get_workflow_handle(newest.id, run_id=newest.run_id))


async def _started(world: World, id: str, **asked: Any) -> WorkflowHandle[Any, Any]:
    start = {"connection": CONNECTION, **asked}
    return await world.client.start_workflow("RunIntegration", start, id=id, task_queue=ORDERS_QUEUE)


async def _reads(world: World, before: int) -> bool | None:
    return len(await world.flxpoint.calls("GET", "/orders")) > before or None


PLAYS = {
    "plain-chain": _plain_chain_and_its_run,
    "parked-and-retried": _parked_and_retried,
    "nonsense-first": _nonsense_first,
    "started-by-hand": _started_by_hand,
    "connection": _lost_and_linked_again,
    "skipped-and-linked": _skipped_taken_back_and_linked,
    "notification": _told,
    "runs-in-turn": _runs_in_turn,
    "reconcile": _reconciled,
    "several-of-each": _several_of_each,
    "posted-again": _gone_and_posted_again,
    "changed-and-closed": _changed_and_closed,
}
LONG_PLAYS = {"outgrown": _outgrown}
"""Under a Temporal that asks for a new history early."""
