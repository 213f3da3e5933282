"""When nothing more will happen by itself: every order's workflow has ended, or waits for the world outside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from temporalio.client import Client

from activities.contracts import order_workflow_id
from activities.running_workflow import running_workflow

PAUSE = 0.3
AT_ONCE = 8


async def all_at_rest(
    client: Client, connection: str, orders: Collection[str], restless: Callable[[int], None] = lambda _: None
) -> None:
    """Wait until no order's workflow has a step under way: what stands in Postgres by then is told to Flxpoint, too.

    Workflows of waiting and parked orders never end, and their search attributes change only now and then; whether
    something is pending is what Temporal itself knows best. ``restless`` hears how many orders are left.
    """
    turns = asyncio.Semaphore(AT_ONCE)

    async def rests(order_id: str) -> bool:
        async with turns:
            return await _rests(client, order_workflow_id(connection, order_id))

    left = sorted(orders)
    while left:
        resting = await asyncio.gather(*map(rests, left))
        left = [order_id for order_id, rests_now in zip(left, resting, strict=True) if not rests_now]
        restless(len(left))
        if left:
            await asyncio.sleep(PAUSE)


async def _rests(client: Client, workflow_id: str) -> bool:
    described = await running_workflow(client, workflow_id)
    if described is None:
        return True  # it has ended, or a record that could not be read never reached it
    told = described.raw_description
    return not told.pending_activities and not told.HasField("pending_workflow_task")
