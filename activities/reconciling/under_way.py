"""Which orders' workflows live."""

from __future__ import annotations

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from activities.contracts import order_workflow_id


class OrdersUnderWay:
    """The orders of a connection that a workflow works on."""

    def __init__(self, client: Client, connection: str) -> None:
        self._client = client
        self._connection = connection
        self._listed: set[str] | None = None

    async def live(self, order_id: str) -> bool:
        """Whether the order's workflow has begun and not ended."""
        id = order_workflow_id(self._connection, order_id)
        if self._listed is None:
            self._listed = await self._list()
        # What began a moment ago may not be listed yet.
        return id in self._listed or await self._is_running(id)

    async def _list(self) -> set[str]:
        running = f"WorkflowType = 'Order' AND ExecutionStatus = 'Running' AND Connection = '{self._connection}'"
        return {found.id async for found in self._client.list_workflows(running)}

    async def _is_running(self, id: str) -> bool:
        try:
            found = await self._client.get_workflow_handle(id).describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return found.status is WorkflowExecutionStatus.RUNNING
