"""What the demo runs on: the embedded stack, both stand-ins, a worker, and a connection between them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.migrate import upgrade
from worker.demo.choices import SETTINGS
from worker.demo.expectations import Expectation, read_expectations
from worker.demo.shop import Shop
from worker.demo.standins import StandIns, stand_ins, worker_process
from worker.linking.storing import not_yet_used, store_connection
from worker.settings import STATE_FOLDER, Environment, announced, environment_of
from worker.stack.local import LocalStack, local_stack
from worker.stack.process import Child
from worker.wiring import opened_stores

FOLDER = STATE_FOLDER / "demo"
CONNECTION = "demo"

RunWorker = Callable[[Path, Mapping[str, str]], AbstractAsyncContextManager[Child]]


@dataclass(frozen=True)
class Scene:
    """Everything the demo runs on."""

    stack: LocalStack
    stand_ins: StandIns
    stores: Stores
    environment: Environment
    worker: Child
    expectations: list[Expectation]

    @property
    def programs(self) -> tuple[Child, ...]:
        """Those without which nothing goes on."""
        return (*self.stack.programs, *self.stand_ins.programs, self.worker)


@contextlib.asynccontextmanager
async def scene(shop: Shop, run_worker: RunWorker = worker_process) -> AsyncIterator[Scene]:
    """The demo's stack, stand-ins and worker, while inside; the folder begins empty each time."""
    async with local_stack(FOLDER, durable=False, fresh=True) as stack:
        records = await shop.records(FOLDER)
        async with stand_ins(FOLDER, records, limits=shop.limits) as others:
            variables = stack.environment | others.environment
            environment = environment_of(variables)
            await upgrade(stack.database_url)
            async with (
                opened_stores(environment) as stores,
                run_worker(FOLDER, variables) as worker,
            ):
                await _connect(stores, others)
                with announced(FOLDER, variables):
                    yield Scene(stack, others, stores, environment, worker, read_expectations(records))


async def _connect(stores: Stores, others: StandIns) -> None:
    connection = Connection(id=CONNECTION, name="Demo shop", realm=others.quickbooks["realm_id"], environment="sandbox")
    grant = not_yet_used(others.quickbooks["refresh_token"])
    await store_connection(stores, connection, grant, others.flxpoint["account_token"])
    await stores.connections.change_settings(CONNECTION, SETTINGS)
