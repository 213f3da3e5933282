"""One world: a shop, a worker that is killed at one point, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temporalio.client import Client

from activities.contracts import ORDERS_QUEUE, RunInput, order_workflow_id
from activities.stores import Stores
from clients.database.connections import Connection
from tests.chain.crash.actions import BACKGROUND, Action, read_journal
from tests.chain.crash.shops import Shop, Street
from worker.commands.connections import store_connection
from worker.demo.play import SETTINGS
from workflows.visibility import OrderStatus

DIES_WITHIN = 40.0
ENDS_WITHIN = 60.0


@dataclass(frozen=True)
class Death:
    """How a worker ended, and when the next one was started."""

    worker: int
    ended_by: int
    """Minus the number of the signal, else the exit code."""
    restarted: float


@dataclass
class Fate:
    """What became of one world."""

    point: str | None
    deaths: list[Death] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    status: OrderStatus | None = None
    ended: float = 0.0
    standing: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def after_restart(self) -> list[Action]:
        """What the second worker did, without what it did by its clock alone."""
        (death,) = self.deaths
        return [action for action in self.actions if action.worker != death.worker and action.context != BACKGROUND]

    @property
    def first_progress(self) -> float:
        """Seconds from the restart to the first durable action, 0 if nothing was left to do."""
        (death,) = self.deaths
        return min((action.at for action in self.after_restart), default=death.restarted) - death.restarted

    @property
    def resumed(self) -> float:
        """Seconds from the restart until what was killed went on; the first progress, if it had nothing left to do."""
        (death,) = self.deaths
        killed = next(action for action in self.actions if action.name == self.point)
        again = [action.at for action in self.after_restart if action.context == killed.context]
        return min(again) - death.restarted if again else self.first_progress

    @property
    def completed(self) -> float:
        """Seconds from the restart to the end of the order's workflow."""
        (death,) = self.deaths
        return max(0.0, self.ended - death.restarted)


@dataclass(frozen=True)
class Stage:
    """What all worlds stand on; each has a connection, a realm and stand-ins of its own."""

    stores: Stores
    variables: dict[str, str]
    street: Street
    workers: Path
    """The socket where workers are to be had."""
    folder: Path

    async def play(self, client: Client, point: str | None) -> Fate:
        """One order's chain from the run to the last mark, its worker killed at the point, if one is named."""
        shop, fate = self.street.open_shop(), Fate(point)
        connection = f"shop-{shop.number}"
        await self._connect(connection, shop)
        journal = self.folder / f"{connection}.journal"
        job = {"environment": self._variables(client.namespace, shop), "journal": str(journal), "die_at": point}
        async with self._worker(job, fate) as died:
            await client.start_workflow(
                "RunIntegration", RunInput(connection=connection), id=f"run.{connection}", task_queue=ORDERS_QUEUE
            )
            with contextlib.suppress(TimeoutError):
                if point is not None:
                    async with asyncio.timeout(DIES_WITHIN):
                        await died.wait()
                async with asyncio.timeout(ENDS_WITHIN):
                    fate.status = await _end(client, connection)
                    fate.ended = time.monotonic()
        fate.actions, fate.standing, fate.faults = read_journal(journal), shop.standing(), shop.faults()
        return fate

    async def _connect(self, name: str, shop: Shop) -> None:
        announced = shop.announced
        connection = Connection(id=name, name=name, realm=announced.quickbooks["realm_id"], environment="sandbox")
        tokens = {
            "refresh_token": announced.quickbooks["refresh_token"],
            "flxpoint_token": announced.flxpoint["account_token"],
        }
        await store_connection(self.stores, connection, tokens)
        await self.stores.connections.change_settings(name, SETTINGS)

    def _variables(self, namespace: str, shop: Shop) -> dict[str, str]:
        return {**self.variables, "TEMPORAL_NAMESPACE": namespace, **shop.announced.environment}

    @contextlib.asynccontextmanager
    async def _worker(self, job: dict[str, Any], fate: Fate) -> AsyncIterator[asyncio.Event]:
        """A worker, started again whenever it dies; the event says that it died."""
        said, asked = await asyncio.open_unix_connection(str(self.workers))
        asked.write((json.dumps(job) + "\n").encode())
        died = asyncio.Event()

        async def listen() -> None:
            async for line in said:
                fate.deaths.append(Death(**json.loads(line)))
                died.set()

        listening = asyncio.create_task(listen())
        try:
            yield died
        finally:
            asked.close()
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening


async def _end(client: Client, connection: str) -> OrderStatus:
    await client.get_workflow_handle(f"run.{connection}").result()
    handle = client.get_workflow_handle(order_workflow_id(connection, "1"), result_type=OrderStatus)
    status: OrderStatus = await handle.result()
    return status
