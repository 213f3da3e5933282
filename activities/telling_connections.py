"""Start the workflow that keeps a connection connected, and tell it that something has changed."""

from __future__ import annotations

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from activities.connection_contracts import ConnectionInput
from activities.contracts import LOOK_NOW, ORDERS_QUEUE, connection_workflow_id


async def start_clock(client: Client, connection: str) -> None:
    """Let the connection's tokens be refreshed ahead of their ends; one that is started already just goes on."""
    await client.start_workflow(
        "Connection",
        ConnectionInput(connection=connection),
        id=connection_workflow_id(connection),
        task_queue=ORDERS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        static_summary=f"Connection {connection}",
    )


async def look_now(client: Client, connection: str) -> None:
    """The connection was lost, or a person has linked it: let its workflow look, and what waits go on."""
    await client.start_workflow(
        "Connection",
        ConnectionInput(connection=connection),
        id=connection_workflow_id(connection),
        task_queue=ORDERS_QUEUE,
        start_signal=LOOK_NOW,
        static_summary=f"Connection {connection}",
    )
