"""One order as an upstream system and a person in Temporal's UI see it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WorkflowHandle
from temporalio.common import WorkflowIDReusePolicy
from temporalio.service import RPCError
from temporalio.worker import Worker

from activities.contracts import ORDERS_QUEUE, OrderInput, order_workflow_id
from tests.chain.world import eventually
from tests.workflows.pretended import Pretended
from workflows.order import OrderWorkflow
from workflows.run_integration import RunIntegrationWorkflow
from workflows.visibility import OrderStatus

CONNECTION = "shop"
LONGEST = 20.0


@dataclass
class Shop:
    """The order's workflow, by signals, updates and what it shows."""

    client: Client
    pretended: Pretended
    order_id: str

    @property
    def request_id(self) -> str:
        return f"{self.order_id}-request"

    @property
    def invoice_id(self) -> str:
        return f"{self.order_id}-invoice"

    @property
    def handle(self) -> WorkflowHandle[Any, OrderStatus]:
        workflow_id = order_workflow_id(CONNECTION, self.order_id)
        return self.client.get_workflow_handle(workflow_id, result_type=OrderStatus)

    async def start(self, **options: Any) -> None:
        await self.client.start_workflow(
            "Order",
            OrderInput(connection=CONNECTION, order_id=self.order_id),
            id=order_workflow_id(CONNECTION, self.order_id),
            task_queue=ORDERS_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            **options,
        )

    async def signal(self, name: str, *values: Any) -> None:
        await self.start(start_signal=name, start_signal_args=list(values))

    async def ordered(self, **more: Any) -> None:
        await self.signal("order_received", {"id": self.order_id, **more})

    async def requested(self, **more: Any) -> None:
        await self.signal("fulfillment_requested", {"id": self.request_id, **more})

    async def invoiced(self, **more: Any) -> None:
        await self.signal("supplier_invoiced", {"id": self.invoice_id, **more})

    async def retry(self, *named: Any) -> OrderStatus:
        async with asyncio.timeout(LONGEST + 10):
            status: OrderStatus = await self.handle.execute_update("retry", args=list(named), result_type=OrderStatus)
        return status

    async def ask(self, update: str, **request: Any) -> OrderStatus:
        """A person's decision, typed as JSON."""
        async with asyncio.timeout(LONGEST + 10):
            status: OrderStatus = await self.handle.execute_update(update, request, result_type=OrderStatus)
        return status

    async def status(self) -> OrderStatus:
        status: OrderStatus = await self.handle.query("status", result_type=OrderStatus)
        return status

    async def finished(self) -> OrderStatus:
        async with asyncio.timeout(LONGEST):
            return await self.handle.result()

    async def until(self, told: Callable[[OrderStatus], bool]) -> OrderStatus:
        """The status as soon as it is as told."""

        async def reached() -> OrderStatus | None:
            status = await self.status()
            return status if told(status) else None

        return await eventually(reached, LONGEST)

    async def did(self, what: str, times: int = 1) -> None:
        """Wait until an activity was begun so many times."""

        async def begun() -> bool | None:
            return True if self.pretended.did.count(what) >= times else None

        await eventually(begun, LONGEST)

    async def details(self) -> str:
        """What the workflow's page says of it now."""
        metadata: WorkflowMetadata = await self.handle.query(
            "__temporal_workflow_metadata", result_type=WorkflowMetadata
        )
        return metadata.current_details

    async def upserts(self) -> list[dict[str, str]]:
        """Every change of the search attributes, as Temporal stored it."""
        kind = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
        found = []
        async for event in self.handle.fetch_history_events():
            if event.event_type == kind:
                fields = event.upsert_workflow_search_attributes_event_attributes.search_attributes.indexed_fields
                found.append({name: payload.data.decode() for name, payload in fields.items()})
        return found

    async def end(self) -> None:
        with contextlib.suppress(RPCError):
            await self.handle.terminate("the test is over")


def states(status: OrderStatus) -> list[str]:
    return [record.state for record in status.records]


@contextlib.asynccontextmanager
async def pretended_workers(client: Client, pretended: Pretended, **options: Any) -> AsyncIterator[None]:
    """Workers for the three queues, with the real workflows and pretended activities."""
    async with contextlib.AsyncExitStack() as running:
        for queue, activities in pretended.activities.items():
            await running.enter_async_context(Worker(client, task_queue=queue, activities=activities))
        await running.enter_async_context(
            Worker(client, task_queue=ORDERS_QUEUE, workflows=[OrderWorkflow, RunIntegrationWorkflow], **options)
        )
        yield
