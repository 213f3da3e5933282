"""Records histories of the workflows on a real chain, for the replay tests: `python -m tests.replay.record`.

Run it when a workflow changed on purpose and no order of an earlier release is under way any more; while some are,
old histories must go on replaying, and the change needs `workflow.patched` instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from temporalio.client import WorkflowHandle

from activities.contracts import ORDERS_QUEUE, Notice, OrderInput, connection_workflow_id, order_workflow_id
from activities.notices import announce
from activities.telling_connections import look_now
from clients.database.migrate import upgrade
from tests.chain.consent import new_refresh_token
from tests.chain.orders import SHOP, a_chain, a_request, an_order
from tests.chain.test_bills import entered, of_customer, of_vendor
from tests.chain.world import CONNECTION, World, connected_world, new_environment
from worker.demo.standins import stand_ins
from worker.stack.postgres import embedded_postgres
from worker.stack.temporal import embedded_temporal

HISTORIES = Path(__file__).parent / "histories"
NAMESPACE = "recording"
WITHOUT_SKU = [{"id": 20, "sku": "", "title": "Mug", "quantity": 2, "price": 10.00}]


async def main() -> None:
    """Play each shape of a life once, and keep its history."""
    async with _world() as world:
        await _plain_chain_and_its_run(world)
        await _parked_and_retried(world)
        await _nonsense_first(world)
        await _started_by_hand(world)
        await _lost_and_linked_again(world)
        await _skipped_taken_back_and_linked(world)
        await _told(world)


async def _plain_chain_and_its_run(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.run()
    await world.finished("1")
    await _keep("plain-chain", world.order("1"))
    await _keep("run", world.client.get_workflow_handle(f"run.{CONNECTION}"))


async def _parked_and_retried(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(2, orderItems=WITHOUT_SKU)])
    await world.run()
    await world.until("2", lambda status: status.needs_attention)
    await world.order("2").signal("retry_all")
    await world.flxpoint.add(orders=[an_order(2, updatedAt="2026-11-21T10:00:00.000Z")])
    await world.order("2").execute_update("retry")
    await world.finished("2")
    await _keep("parked-and-retried", world.order("2"))


async def _nonsense_first(world: World) -> None:
    await world.flxpoint.add(**a_chain(3))
    await world.signal("3", "order_received", b"\xff\x00")
    await world.signal("3", "order_recieved", {"id": "3"})
    await world.until("3", lambda status: len(status.problems) == 2)
    await world.signal("3", "supplier_invoiced", {"id": "203"})
    await world.signal("3", "fulfillment_requested", {"id": "103"})
    await world.signal("3", "order_received", {"id": "3"})
    await world.finished("3")
    await _keep("nonsense-first", world.order("3"))


async def _started_by_hand(world: World) -> None:
    await world.flxpoint.add(**a_chain(4))
    start = OrderInput(connection=CONNECTION, order_id="4")
    workflow_id = order_workflow_id(CONNECTION, "4")
    await world.client.start_workflow("Order", start, id=workflow_id, task_queue=ORDERS_QUEUE)
    await world.finished("4")
    await _keep("started-by-hand", world.order("4"))


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
    await _keep("connection", handle)


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
    await _keep("skipped-and-linked", order)


async def _told(world: World) -> None:
    """A notice is delivered."""
    notice = Notice(event="test", connection=CONNECTION, message="All is well.", wait=timedelta(seconds=1))
    await announce(world.client, notice)
    (found,) = [one async for one in world.client.list_workflows("WorkflowType = 'Notification'")]
    handle = world.client.get_workflow_handle(found.id)
    await handle.result()
    await _keep("notification", handle)


async def _keep(name: str, handle: WorkflowHandle[Any, Any]) -> None:
    history = (await handle.fetch_history()).to_json_dict()
    (HISTORIES / f"{name}.json").write_text(json.dumps(_without_machine(history), indent=1) + "\n")


def _without_machine(value: Any) -> Any:
    """Identities and the queues of one process name the machine that recorded, which is nobody's business."""
    match value:
        case dict():
            return {name: _without_machine(part) for name, part in value.items()}
        case list():
            return [_without_machine(part) for part in value]
        case str() if re.fullmatch(r"\d+@\S+", value):
            return "worker"
        case _:
            return value


@contextlib.asynccontextmanager
async def _world() -> AsyncIterator[World]:
    with TemporaryDirectory() as scratch:
        folder = _prepared(Path(scratch))
        async with (
            embedded_postgres(folder / "postgres", durable=False) as postgres,
            embedded_temporal(None, namespaces=[NAMESPACE]) as temporal,
            stand_ins(folder, folder / "records") as announced,
        ):
            await postgres.ensure_database("daybook")
            await upgrade(postgres.url("daybook"))
            environment = new_environment(postgres.url("daybook"), temporal.address, NAMESPACE, announced)
            async with connected_world(environment, announced) as world:
                yield world


def _prepared(folder: Path) -> Path:
    folder.chmod(0o711)  # Postgres may run under an account of its own
    (folder / "records").mkdir()
    (folder / "records" / "account.json").write_text("{}")
    return folder


if __name__ == "__main__":
    asyncio.run(main())
