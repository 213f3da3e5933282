"""The same events of an order in many orders of arrival must leave the same documents."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.chain.orders import SHOP
from tests.chain.world import CONNECTION, World
from tests.many_orders.events import FIRST, Event, at_random, events_of, in_turn, records_of
from tests.many_orders.without_temporal import PlainOrder
from worker.demo.play import audit
from workflows.order_life import OrderStart
from workflows.visibility import OrderStatus

Json = dict[str, Any]
Bursts = list[list[Event]]
Play = Callable[[World, int, Bursts], Awaitable[None]]
KINDS = ("SalesReceipt", "Invoice", "PurchaseOrder", "Bill")
CHOSEN_BY_QUICKBOOKS = ("Id", "SyncToken", "MetaData", "TxnId", "TxnLineId")
AT_ONCE = 16
AT_A_TIME = 200
OWNER = re.compile(r"flxpoint:\w+:(\d{6})")
WRONG = ("duplicates", "gaps", "unmarked", "without_document", "unlinked")


@dataclass
class Arrivals:
    """How many orders of arrival there were, and which left other documents than the natural one."""

    seed: int
    arrivals: int
    documents: int = 0
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> str:
        told = {"differences": len(self.findings), "findings": self.findings[:20], "seconds": round(self.seconds, 1)}
        return json.dumps({"seed": self.seed, "arrivals": self.arrivals, "documents": self.documents, **told})

    def as_text(self) -> str:
        counted = f"{self.arrivals} orders of arrival of seed {self.seed}, {self.documents} documents"
        return "\n".join([f"{counted}, {self.seconds:.1f} s", f"{len(self.findings)} differences", *self.findings[:20]])


async def played(world: World, count: int, seed: int, play: Play) -> Arrivals:
    """Play the natural order of arrival, then so many by chance, each with an order of its own; and compare."""
    began, found = time.monotonic(), Arrivals(seed, count)
    numbers = range(FIRST, FIRST + count + 1)
    await _known_to_flxpoint(world, numbers)
    await play(world, FIRST, in_turn(events_of(FIRST)))
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with turns:
            try:
                await play(world, number, arrival_of(seed, number))
            except TimeoutError:
                found.findings.append(f"arrival {number - FIRST}: the order did not end.")

    await asyncio.gather(*(one(number) for number in numbers[1:]))
    await _compare(world, found, numbers)
    found.seconds = time.monotonic() - began
    return found


def arrival_of(seed: int, number: int) -> Bursts:
    """The order in which an order's events arrive: the same for the same seed and number."""
    return at_random(events_of(number), Random(f"{seed}:{number}"))


async def with_temporal(world: World, number: int, bursts: Bursts) -> None:
    """By the real chain, as an upstream system signals it."""
    for place, burst in enumerate(bursts, 1):
        for event in burst:
            await world.signal(str(number), event.signal, json.loads(event.record))
        if place < len(bursts):
            await world.until(str(number), _quiet, seconds=60)
    await world.finished(str(number), seconds=120)


def _quiet(status: OrderStatus) -> bool:
    return bool(status.records) and all(record.state != "under way" for record in status.records)


async def without_temporal(world: World, number: int, bursts: Bursts) -> None:
    """By the workflow's own code on a plain event loop; inside ``temporal_left_out``."""
    order = PlainOrder(OrderStart(connection=CONNECTION, order_id=str(number)))
    for burst in bursts:
        for event in burst:
            order.signal(event)
        await order.quiet()
    await order.ended()


async def _known_to_flxpoint(world: World, numbers: range) -> None:
    await world.flxpoint.add(**SHOP)
    for start in range(0, len(numbers), AT_A_TIME):
        together: dict[str, list[Json]] = defaultdict(list)
        for number in numbers[start : start + AT_A_TIME]:
            for kind, records in records_of(number).items():
                together[kind] += records
        await world.flxpoint.add(**together)


async def _compare(world: World, found: Arrivals, numbers: range) -> None:
    told = await audit(world.announced)
    found.findings += [f"the stand-ins' audit: {name} {told[name]}" for name in WRONG if told[name]]
    if told["difference"] != "0.00":
        found.findings.append(f"the stand-ins' audit: difference {told['difference']}")
    stand = documents_by_order((await world.quickbooks.state())["entities"])
    found.documents = sum(map(len, stand.values()))
    for number in numbers:
        if stand[number] != stand[FIRST]:
            arrival = [[event.signal for event in burst] for burst in arrival_of(found.seed, number)]
            left, natural = ([one for one in stand[a] if one not in stand[b]] for a, b in _both_ways(number))
            found.findings.append(f"arrival {number - FIRST} ({arrival}) left {left} in place of {natural}.")


def _both_ways(number: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (number, FIRST), (FIRST, number)


def documents_by_order(entities: dict[str, list[Json]]) -> dict[int, list[str]]:
    """By order number, its documents as text without what QuickBooks chose; each order's number reads alike."""
    found: dict[int, list[str]] = defaultdict(list)
    for kind in KINDS:
        for document in entities.get(kind, []):
            owner = OWNER.search(document.get("PrivateNote", ""))
            assert owner is not None
            found[int(owner[1])].append(f"{kind} {_text_of(document, owner[1])}")
    return {number: sorted(documents) for number, documents in found.items()}


def _text_of(document: Json, number: str) -> str:
    """Of two invoices of one number, the one that came first has it plain, the other its id behind it (row R-91)."""
    text = json.dumps(_kept(document), sort_keys=True)
    text = re.sub(rf"(SHOP-{number}-\d)-{number}\d\b", r"\1", text)
    return re.sub(r"\(\d+\)", "(id)", text).replace(number, "NUMBER")


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _kept(member) for name, member in value.items() if name not in CHOSEN_BY_QUICKBOOKS}
    if isinstance(value, list):
        return [_kept(member) for member in value]
    return value
