"""Whether a workflow runs, asked of Temporal itself: a list of workflows lags behind."""

from __future__ import annotations

from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode


async def running_workflow(client: Client, workflow_id: str) -> WorkflowExecutionDescription | None:
    """The workflow of this id, if it runs; None if it has ended or never began."""
    try:
        described = await client.get_workflow_handle(workflow_id).describe()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    return described if described.status is WorkflowExecutionStatus.RUNNING else None
