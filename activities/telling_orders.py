"""Tell each order's workflow of its records, starting those that do not live yet."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from temporalio.client import Client
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from accounting.records import Order, Record
from activities.at_the_door import Told
from activities.contracts import ORDERS_QUEUE, RETRY_ALL, SIGNALS, OrderInput, order_workflow_id
from activities.run_contracts import Run

ORDERS_AT_ONCE = 20
SIGNAL_FOR = {kind: signal for signal, kind in SIGNALS.items()}


async def tell_orders(client: Client, run: Run, records: Sequence[Record]) -> None:
    """Signal every record to its order's workflow, those of one order in the sequence given."""
    by_order: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_order[str(record.order_id)].append(record)

    async def tell_one(order_id: str) -> None:
        for record in by_order[order_id]:
            await _tell(client, run, order_id, record)

    await _some_at_once(tell_one, by_order)


async def retry_orders(client: Client, connection: str, order_ids: Iterable[str], *, read_again: bool = True) -> None:
    """Let each of these orders try again what is parked; one whose workflow is gone begins anew.

    Unless the records may have been corrected in the order system, reading them again would only take long.
    """

    async def retry_one(order_id: str) -> None:
        await _signal(client, connection, order_id, RETRY_ALL, *([] if read_again else [{"read_again": False}]))

    await _some_at_once(retry_one, order_ids)


async def bring_to_orders(client: Client, connection: str, all_told: Iterable[Told]) -> None:
    """Signal what came from outside to each order's workflow, those of one order in the sequence given."""
    by_order: defaultdict[str, list[Told]] = defaultdict(list)
    for told in all_told:
        by_order[told.order_id].append(told)

    async def bring_one(order_id: str) -> None:
        for told in by_order[order_id]:
            await _signal(client, connection, order_id, told.signal, told.value)

    await _some_at_once(bring_one, by_order)


async def _some_at_once(tell_one: Callable[[str], Awaitable[None]], order_ids: Iterable[str]) -> None:
    free = asyncio.Semaphore(ORDERS_AT_ONCE)

    async def in_turn(order_id: str) -> None:
        async with free:
            await tell_one(order_id)

    try:
        async with asyncio.TaskGroup() as telling:
            for order_id in order_ids:
                telling.create_task(in_turn(order_id))
    except ExceptionGroup as group:
        raise group.exceptions[0] from None


async def _tell(client: Client, run: Run, order_id: str, record: Record) -> None:
    value = {"id": record.id, "number": record.label, "run_id": run.run_id}
    await _signal(client, run.connection, order_id, SIGNAL_FOR[record.ref.kind], value, summary=_summary(record))


async def _signal(
    client: Client, connection: str, order_id: str, signal: str, *values: Any, summary: str | None = None
) -> None:
    await client.start_workflow(
        "Order",
        OrderInput(connection=connection, order_id=order_id),
        id=order_workflow_id(connection, order_id),
        task_queue=ORDERS_QUEUE,
        start_signal=signal,
        start_signal_args=values,
        static_summary=summary,
        search_attributes=_attributes(connection),
    )


def _summary(record: Record) -> str:
    """What people read of a workflow in a list; whichever record comes first starts it."""
    return f"Order {record.label}" if isinstance(record, Order) else f"Order of {record.ref.kind.words} {record.label}"


def _attributes(connection: str) -> TypedSearchAttributes:
    return TypedSearchAttributes([SearchAttributePair(SearchAttributeKey.for_keyword("Connection"), connection)])
