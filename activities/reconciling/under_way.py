"""Which orders' workflows live."""

from __future__ import annotations

from temporalio.client import Client

from activities.contracts import order_workflow_id
from activities.running_workflow import running_workflow


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
        return id in self._listed or await running_workflow(self._client, id) is not None

    async def _list(self) -> set[str]:
        running = f"WorkflowType = 'Order' AND ExecutionStatus = 'Running' AND Connection = '{self._connection}'"
        return {found.id async for found in self._client.list_workflows(running)}
