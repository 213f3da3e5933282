"""Start the clock of a connection's tokens, and tell it that a person has linked the connection."""

from __future__ import annotations

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from activities.contracts import LINKED, ORDERS_QUEUE, ConnectionInput, connection_workflow_id


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


async def tell_linked(client: Client, connection: str) -> None:
    """A person has linked the connection: what waited for that goes on."""
    await client.start_workflow(
        "Connection",
        ConnectionInput(connection=connection),
        id=connection_workflow_id(connection),
        task_queue=ORDERS_QUEUE,
        start_signal=LINKED,
        static_summary=f"Connection {connection}",
    )
