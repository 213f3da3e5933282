"""A shop, its books and a worker between them: real Temporal, real Postgres, real HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

import httpx
from cryptography.fernet import Fernet
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from activities.companies import Companies
from activities.contracts import ORDERS_QUEUE, OrderInput, order_workflow_id
from activities.run_contracts import RunReport
from clients.database.connections import Connection
from worker.commands.runs import follow, start_run
from worker.demo.choices import SETTINGS
from worker.demo.standins import StandIns
from worker.linking.storing import not_yet_used, store_connection
from worker.process import running_workers
from worker.settings import Environment
from worker.wiring import connect_temporal, opened_companies
from workflows.visibility import OrderStatus

T = TypeVar("T")

CONNECTION = "shop"
SETTLE_SECONDS = 2.0


@dataclass
class StandIn:
    """One stand-in, driven through its control routes."""

    url: str
    http: httpx.AsyncClient

    async def reset(self, **switches: str) -> None:
        await self._post("reset", {})
        await self._post("switches", switches)

    async def switch(self, **switches: str) -> None:
        await self._post("switches", switches)

    async def fault(self, kind: str, **match: Any) -> None:
        await self._post("faults", [{"kind": kind, **match}])

    async def mend(self) -> None:
        """Take back the faults that are still to come."""
        (await self.http.delete(f"{self.url}/__control/faults")).raise_for_status()

    async def add(self, **records: list[dict[str, Any]]) -> None:
        await self._post("records", records)

    async def state(self) -> dict[str, Any]:
        answer = await self.http.get(f"{self.url}/__control/state")
        return dict(answer.raise_for_status().json())

    async def calls(self, method: str = "", path: str = "") -> list[dict[str, Any]]:
        """Every request received, the answered and the cut ones, without the control routes' own."""
        log = (await self.http.get(f"{self.url}/__control/log")).raise_for_status().json()
        return [call for call in log if method in call["method"] and path in call["path"]]

    async def _post(self, route: str, body: Any) -> None:
        (await self.http.post(f"{self.url}/__control/{route}", json=body)).raise_for_status()


@dataclass
class World:
    """One connection from end to end."""

    environment: Environment
    client: Client
    companies: Companies
    quickbooks: StandIn
    flxpoint: StandIn
    announced: StandIns
    began: float = field(default_factory=time.monotonic)

    async def connect(self, **tokens: str) -> None:
        """Store the connection with the stand-ins' tokens, or with those given."""
        connection = Connection(
            id=CONNECTION, name="Shop", realm=self.announced.quickbooks["realm_id"], environment="sandbox"
        )
        right = {
            "refresh_token": self.announced.quickbooks["refresh_token"],
            "flxpoint_token": self.announced.flxpoint["account_token"],
        }
        given = right | tokens
        grant = not_yet_used(given["refresh_token"])
        await store_connection(self.companies.stores, connection, grant, given["flxpoint_token"])
        await self.choose(**SETTINGS)

    async def choose(self, **settings: Any) -> None:
        """A bookkeeper changes these settings; None returns one to its default."""
        await self.companies.stores.connections.change_settings(CONNECTION, settings)

    async def run(self, seconds: float = 60) -> RunReport:
        """One run, followed until every record has an outcome."""
        report = await start_run(self.client, CONNECTION)
        async with asyncio.timeout(seconds):
            await follow(self.companies.stores, report)
        return report

    async def signal(self, order_id: str, name: str, *values: Any) -> WorkflowHandle[Any, Any]:
        """Signal-with-start, as an upstream system does it."""
        return await self.client.start_workflow(
            "Order",
            OrderInput(connection=CONNECTION, order_id=order_id),
            id=order_workflow_id(CONNECTION, order_id),
            task_queue=ORDERS_QUEUE,
            start_signal=name,
            start_signal_args=list(values),
        )

    def order(self, order_id: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(order_workflow_id(CONNECTION, order_id))

    async def finished(self, order_id: str, seconds: float = 60) -> OrderStatus:
        """The end of an order's workflow."""
        handle = self.client.get_workflow_handle(order_workflow_id(CONNECTION, order_id), result_type=OrderStatus)
        async with asyncio.timeout(seconds):
            status: OrderStatus = await handle.result()
        return status

    async def until(self, order_id: str, told: Callable[[OrderStatus], bool], seconds: float = 30) -> OrderStatus:
        """The order's status as soon as it is as told."""
        handle = self.order(order_id)

        async def reached() -> OrderStatus | None:
            status = await handle.query("status", result_type=OrderStatus)
            return status if told(status) else None

        return await eventually(reached, seconds)

    async def retry(self, order_id: str) -> OrderStatus:
        """A person says: try again what is parked."""
        async with asyncio.timeout(60):
            status: OrderStatus = await self.order(order_id).execute_update("retry", result_type=OrderStatus)
        return status

    async def post_again(self, order_id: str, record_id: str) -> OrderStatus:
        """A person says that a document is gone; the order's workflow begins anew if it had ended."""
        begun: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            "Order",
            OrderInput(connection=CONNECTION, order_id=order_id),
            id=order_workflow_id(CONNECTION, order_id),
            task_queue=ORDERS_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        async with asyncio.timeout(60):
            status: OrderStatus = await self.client.execute_update_with_start_workflow(
                "post_again", {"record": record_id}, start_workflow_operation=begun, result_type=OrderStatus
            )
        return status

    async def documents(self, kind: str) -> list[dict[str, Any]]:
        """What stands in the books, by QuickBooks' name of its kind."""
        state = await self.quickbooks.state()
        return list(state["entities"].get(kind, []))


async def eventually(look: Callable[[], Awaitable[T | None]], seconds: float = 30) -> T:
    """What a look finds, as soon as it finds anything."""
    async with asyncio.timeout(seconds):
        found = await look()
        while found is None:
            await asyncio.sleep(0.1)
            found = await look()
    return found


def total(document: dict[str, Any]) -> Decimal:
    return Decimal(str(document["TotalAmt"]))


def new_environment(database_url: str, temporal_address: str, namespace: str, announced: StandIns) -> Environment:
    """What a worker of this world is told."""
    return Environment.model_validate(
        {
            "database_url": database_url,
            "secret_keys": Fernet.generate_key().decode(),
            "temporal_address": temporal_address,
            "temporal_namespace": namespace,
            "quickbooks_url": announced.quickbooks["url"],
            "intuit_token_url": announced.quickbooks["token_url"],
            "intuit_client_id": announced.quickbooks["client_id"],
            "intuit_client_secret": announced.quickbooks["client_secret"],
            "flxpoint_url": announced.flxpoint["url"],
            "settle_seconds": SETTLE_SECONDS,
            "quickbooks_per_minute": 60_000,
            "flxpoint_spacing_seconds": 0,
        }
    )


@contextlib.asynccontextmanager
async def opened_world(environment: Environment, announced: StandIns, *, working: bool = True) -> AsyncIterator[World]:
    """The world, with a worker in this process unless the test brings its own."""
    async with httpx.AsyncClient(trust_env=False) as http, opened_companies(environment) as companies:
        client = await connect_temporal(environment)
        quickbooks = StandIn(announced.quickbooks["url"], http)
        flxpoint = StandIn(announced.flxpoint["url"], http)
        world = World(environment, client, companies, quickbooks, flxpoint, announced)
        async with contextlib.AsyncExitStack() as worker:
            if working:
                await worker.enter_async_context(running_workers(client, companies))
            yield world


@contextlib.asynccontextmanager
async def connected_world(
    environment: Environment, announced: StandIns, *, working: bool = True
) -> AsyncIterator[World]:
    """The world with its connection stored, limits lifted, and nothing in it yet."""
    async with opened_world(environment, announced, working=working) as world:
        await world.quickbooks.reset(limits="off")
        await world.flxpoint.reset(limits="off")
        await world.connect()
        yield world
