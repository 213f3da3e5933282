"""One world: a shop, a worker that is killed at one point, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle

from activities.contracts import ORDERS_QUEUE, connection_workflow_id, order_workflow_id
from activities.run_contracts import RunInput
from activities.stores import Stores
from activities.telling_connections import start_clock
from clients.database.connections import Connection
from tests.chain.crash.actions import BACKGROUND, COMPLETED, DONE, Action, read_journal
from tests.chain.crash.shops import Shop, Street
from tests.chain.world import eventually
from worker.demo.choices import SETTINGS
from worker.linking.storing import not_yet_used, store_connection
from workflows.visibility import STAGE, OrderStatus

DIES_WITHIN = 90.0
ENDS_WITHIN = 120.0
LONG_ANSWER = 8.0
"""Seconds; leases are renewed twice meanwhile."""

Mend = Callable[[str], Awaitable[None]]
"""What a person does who reads why the run failed."""


@dataclass(frozen=True)
class Death:
    """How a worker ended, and when the next one was started."""

    worker: int
    """The process id."""
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
    def points(self) -> list[str]:
        """Where a worker can be killed in a world like this one."""
        return [action.name for action in self.actions if action.context != BACKGROUND]

    @property
    def first_action(self) -> float:
        """Seconds from the restart to the first durable action; 0 if nothing was left to do."""
        return min((action.at - self._restarted for action in self._after_restart()), default=0.0)

    @property
    def resumed(self) -> float:
        """Seconds from the restart until the very task that was killed is on again; if it was done, any other."""
        killed = next(action for action in self.actions if action.name == self.point)
        again = [action.at - self._restarted for action in self._after_restart() if action.context == killed.context]
        return min(again) if again and killed.what != DONE else self.first_action

    @property
    def completed(self) -> float:
        """Seconds from the restart to the end of the order's workflow."""
        return max(0.0, self.ended - self._restarted)

    def _after_restart(self) -> list[Action]:
        dead = self.deaths[0].worker
        return [action for action in self.actions if action.worker != dead and action.context != BACKGROUND]

    @property
    def _restarted(self) -> float:
        return self.deaths[0].restarted


@dataclass(frozen=True)
class Stage:
    """What all worlds stand on; each has a connection, a realm and stand-ins of its own."""

    stores: Stores
    variables: dict[str, str]
    street: Street
    workers: Path
    """The socket where workers are to be had."""
    http: httpx.AsyncClient
    folder: Path
    turn: asyncio.Semaphore
    """Held from a world's beginning to the death in it, so that those that were restarted find the machine free."""

    async def play(self, client: Client, shop: Shop, point: str | None, mend: Mend | None = None) -> Fate:
        """One order's chain from the run to the last mark, its worker killed at the point, if one is named.

        With ``mend``, the run fails; what it failed for is mended then, and the run started again.
        """
        fate, journal = Fate(point), self.folder / f"{shop.number}.journal"
        await self.furnish(shop)
        await self.connect(shop)
        job = {"environment": self._told(client, shop), "journal": str(journal), "die_at": point}
        await self.turn.acquire()
        async with self._worker(job, fate) as died:
            with contextlib.suppress(TimeoutError):
                await self._begin(client, shop, fate, died)
                await _end(client, shop, fate, mend)
            await client.get_workflow_handle(connection_workflow_id(shop.connection)).terminate()
            if point is None:
                await eventually(lambda: _at_rest(journal))
        fate.actions, fate.standing, fate.faults = read_journal(journal), shop.standing(), shop.faults()
        return fate

    async def _begin(self, client: Client, shop: Shop, fate: Fate, died: asyncio.Event) -> None:
        """Start the connection's clock, then the run, and wait for the death if there is to be one."""
        try:
            await start_clock(client, shop.connection)
            await eventually(lambda: _looked(client, shop), DIES_WITHIN)
            await _run(client, shop)
            if fate.point is not None:
                async with asyncio.timeout(DIES_WITHIN):
                    await died.wait()
        finally:
            self.turn.release()

    async def connect(self, shop: Shop) -> None:
        """Store the shop's connection, or link it anew."""
        announced, name = shop.announced, shop.connection
        connection = Connection(id=name, name=name, realm=announced.quickbooks["realm_id"], environment="sandbox")
        grant = not_yet_used(announced.quickbooks["refresh_token"])
        await store_connection(self.stores, connection, grant, announced.flxpoint["account_token"])
        await self.stores.connections.change_settings(name, {**SETTINGS, **shop.branch.settings})

    async def furnish(self, shop: Shop) -> None:
        """Have another program post what stands in the books beforehand."""
        if shop.branch.stands is None:
            return
        company = shop.announced.quickbooks
        entities = shop.quickbooks.state()["entities"]
        item = next(item["Id"] for item in entities["Item"] if item["Name"] == "FEE")
        customer = next(one["Id"] for one in entities["Customer"] if one["DisplayName"] == "Sam Sample")
        kind, body = shop.branch.stands(customer, item)
        token = {"Authorization": f"Bearer {shop.quickbooks.tokens.first[0]}"}
        url = f"{company['url']}/v3/company/{company['realm_id']}/{kind}"
        (await self.http.post(url, json=body, headers=token)).raise_for_status()

    async def answer_late(self, shop: Shop) -> None:
        """Keep the sale's answer back, so that the process renews the leases of a request."""
        late = {"kind": "slow", "method": "POST", "path": "/salesreceipt", "seconds": LONG_ANSWER}
        answer = await self.http.post(f"{shop.announced.quickbooks['url']}/__control/faults", json=[late])
        answer.raise_for_status()

    def _told(self, client: Client, shop: Shop) -> dict[str, str]:
        return {**self.variables, "TEMPORAL_NAMESPACE": client.namespace, **shop.announced.environment}

    @contextlib.asynccontextmanager
    async def _worker(self, job: dict[str, Any], fate: Fate) -> AsyncIterator[asyncio.Event]:
        """A worker, started again whenever it dies; the event says that it died."""
        told, asked = await asyncio.open_unix_connection(str(self.workers))
        asked.write((json.dumps(job) + "\n").encode())
        died = asyncio.Event()

        async def listen() -> None:
            async for line in told:
                death = Death(**json.loads(line))
                assert death.ended_by == -signal.SIGKILL, f"a worker ended by itself: see {self.folder}/workers.log"
                fate.deaths.append(death)
                died.set()

        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(listen())
            try:
                yield died
            finally:
                asked.close()
                listening.cancel()


async def _looked(client: Client, shop: Shop) -> bool | None:
    """Whether the clock has looked at the tokens: else it and the run would race for who refreshes them."""
    told = await client.get_workflow_handle(connection_workflow_id(shop.connection)).describe()
    return told.typed_search_attributes.get(STAGE) is not None or None


async def _run(client: Client, shop: Shop) -> WorkflowHandle[Any, Any]:
    run = RunInput(connection=shop.connection)
    return await client.start_workflow("RunIntegration", run, id=f"run.{shop.connection}", task_queue=ORDERS_QUEUE)


async def _end(client: Client, shop: Shop, fate: Fate, mend: Mend | None) -> None:
    """Wait for the end of the run and of the order."""
    async with asyncio.timeout(ENDS_WITHIN):
        run = client.get_workflow_handle(f"run.{shop.connection}")
        if mend is not None:
            with pytest.raises(WorkflowFailureError) as failure:
                await run.result()
            await mend(str(failure.value.cause))
            run = await _run(client, shop)
        await run.result()
        order = client.get_workflow_handle(order_workflow_id(shop.connection, "1"), result_type=OrderStatus)
        fate.status = await order.result()
        fate.ended = time.monotonic()


async def _at_rest(journal: Path) -> bool | None:
    """Whether the worker, a moment behind Temporal, knows of every completion that it sent."""
    actions = read_journal(journal)
    return {action.context for action in actions if action.what == COMPLETED} == {
        action.context for action in actions if action.what == DONE
    } or None
