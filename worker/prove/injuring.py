"""Doing to the chain what the plan says, as the documents come to stand."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client
from temporalio.service import RPCError

from accounting.records import Order, RecordKind, RecordRef
from activities.at_the_door import Told
from activities.telling_orders import SIGNAL_FOR, bring_to_orders
from worker.prove.deliveries import TWICE, Again, Late, older
from worker.prove.plan import BLACK_HOLE, Injury
from worker.prove.stage import CONNECTION, Stage

STALLED = 15.0
"""Seconds without a new document, after which the next thing is done all the same."""
PAUSE = 0.1
BLACK_HOLE_SECONDS = 3.0
TRIES = 60
"""So many seconds something is tried again that needs a server which was just killed."""

Share = Callable[[], float]
"""Which share of the documents stands by now."""


class Injuring:
    """Everything that is done to one proof's chain, and what of it really happened."""

    def __init__(self, stage: Stage, client: Client, share: Share) -> None:
        self._stage = stage
        self._client = client
        self._share = share
        self._ordered: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        """What happened, by kind; faults that a stand-in was told of count once they hit a request."""

    async def hurt(self, plan: Iterable[Injury]) -> None:
        """Kill, cut and order faults, each in its time."""
        for injury in plan:
            await self._until(injury.at)
            await self._do(injury)
        await self._stage.crew.complete()

    async def deliver(self, late: Iterable[Late]) -> None:
        """Give Flxpoint what it has only from now on, each in its time."""
        for one in late:
            await self._until(one.at)
            await self._tell(self._stage.stand_ins.flxpoint, "records", one.records)
            self.done[one.kind] += 1

    async def repeat(self, again: Iterable[Again]) -> None:
        """Tell orders' workflows what they know already, or knew before."""
        for one in again:
            await self._until(one.at)
            if await persistently(lambda one=one: self._say_again(one)):  # type: ignore[misc]
                self.done[one.kind] += 1

    async def count(self) -> None:
        """Count which of the ordered faults have hit a request, and forget the others."""
        left: Counter[str] = Counter()
        for others in (self._stage.stand_ins.quickbooks, self._stage.stand_ins.flxpoint):
            url = f"{others['url']}/__control/faults"
            for fault in (await self._stage.http.get(url)).raise_for_status().json():
                left[fault["code"]] += 1
            (await self._stage.http.delete(url)).raise_for_status()
        self.done += self._ordered - left

    async def _until(self, share: float) -> None:
        standing, since = self._share(), time.monotonic()
        while standing < share and time.monotonic() - since < STALLED:
            await asyncio.sleep(PAUSE)
            if (now := self._share()) > standing:
                standing, since = now, time.monotonic()

    async def _do(self, injury: Injury) -> None:
        match injury.where:
            case "worker":
                await self._stage.crew.kill_one()
            case "Temporal":
                await self._stage.temporal.kill()
            case "Postgres":
                await self._stage.postgres.kill()
            case "wire":
                await self._cut(injury)
                return
            case "QuickBooks" | "Flxpoint":
                others = self._stage.stand_ins
                told = others.quickbooks if injury.where == "QuickBooks" else others.flxpoint
                await self._tell(told, "faults", [{**injury.order, "code": injury.kind}])
                self._ordered[injury.kind] += 1
                return
        self.done[injury.kind] += 1

    async def _cut(self, injury: Injury) -> None:
        if injury.kind == BLACK_HOLE:
            swallowed = await asyncio.gather(*(wire.black_hole(BLACK_HOLE_SECONDS) for wire in self._stage.wires))
            self.done[injury.kind] += any(swallowed)
        else:
            self.done[injury.kind] += sum(wire.reset() for wire in self._stage.wires)

    async def _say_again(self, again: Again) -> bool:
        ref = RecordRef(kind=RecordKind.ORDER, id=again.order_id)
        order = await self._stage.stores.records.get(CONNECTION, ref)
        if not isinstance(order, Order):
            return False  # it has not come yet
        value = {"id": order.id, "read_again": True} if again.kind == TWICE else older(order)
        await bring_to_orders(self._client, CONNECTION, [Told(order.id, SIGNAL_FOR[RecordKind.ORDER], value)])
        return True

    async def _tell(self, others: Any, what: str, value: Any) -> None:
        (await self._stage.http.post(f"{others['url']}/__control/{what}", json=value)).raise_for_status()


async def persistently(work: Callable[[], Awaitable[Any]]) -> Any:
    """The result of something that needs Postgres or Temporal, which may just have been killed."""
    for _ in range(TRIES):
        try:
            return await work()
        except (SQLAlchemyError, RPCError, OSError):
            await asyncio.sleep(1.0)
    return await work()
