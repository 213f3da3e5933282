"""Tell the connection's workflow that a person has linked it, or ended the link."""

from __future__ import annotations

import asyncio

from temporalio.service import RPCError

from activities.telling_connections import look_now
from worker.settings import Environment
from worker.wiring import TemporalUnreachable, connect_temporal

PATIENCE_SECONDS = 10.0


async def tell_its_workflow(environment: Environment, connection_id: str) -> None:
    """Tell it if that can be done."""
    await told_its_workflow(environment, connection_id)


async def told_its_workflow(environment: Environment, connection_id: str) -> bool:
    """Whether it was told; if not, it looks for itself within minutes, or when a worker starts."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await look_now(await connect_temporal(environment), connection_id)
    except (TemporalUnreachable, RPCError, TimeoutError):
        return False
    return True
