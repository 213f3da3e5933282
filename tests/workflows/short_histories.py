"""A Temporal that asks for a new history after a few dozen events, where the real one waits for thousands."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from worker.stack.temporal import FAIRNESS, PROMPT_TIMERS, embedded_temporal

EVENTS = 60
SHORT_HISTORIES = FAIRNESS | PROMPT_TIMERS | {"limit.historyCount.suggestContinueAsNew": f"{EVENTS}"}


@contextlib.asynccontextmanager
async def short_histories() -> AsyncIterator[Client]:
    """A client of it, while it runs."""
    async with embedded_temporal(None, dynamic_config=SHORT_HISTORIES) as server:
        yield await Client.connect(server.address, data_converter=pydantic_data_converter)


async def lengths(client: Client, workflow_id: str) -> list[int]:
    """How many events each history of a workflow has, the newest first."""
    listed = [one async for one in client.list_workflows(f"WorkflowId = '{workflow_id}'")]
    each = [client.get_workflow_handle(one.id, run_id=one.run_id) for one in listed]
    return [len((await history.fetch_history()).events) for history in each]
