"""A connection has one run at a time: what is under way when another one is started (row R-29)."""

from __future__ import annotations

from typing import Any

from temporalio import activity
from temporalio.client import Client, WorkflowExecutionDescription, WorkflowHandle

from activities import contracts
from activities.contracts import run_workflow_id
from activities.run_contracts import RunInput, RunUnderWay
from activities.run_requests import RunNotUnderstood, is_read_by, run_asked_for
from activities.running_workflow import running_workflow


class RunUnderWayActivities:
    """The step that looks at the run in whose way another one came."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @activity.defn(name=contracts.LOOK_AT_RUN)
    async def look_at_run(self, asked: RunInput) -> RunUnderWay:
        """Tell of the connection's run; nothing, if it has ended meanwhile."""
        found = await running_workflow(self._client, run_workflow_id(asked.connection))
        if found is None:
            return RunUnderWay()
        try:
            run = run_asked_for(await self._started_with(found))
        except RunNotUnderstood:
            return RunUnderWay()
        return RunUnderWay(
            run_id=run.run_id or found.run_id,
            since=found.start_time,
            reads_the_same=is_read_by(run.operations, asked.operations),
        )

    async def _started_with(self, found: WorkflowExecutionDescription) -> Any:
        """Its first event has it, whoever started it."""
        run: WorkflowHandle[Any, Any] = self._client.get_workflow_handle(found.id, run_id=found.run_id)
        async for event in run.fetch_history_events(page_size=1):
            payloads = event.workflow_execution_started_event_attributes.input.payloads
            return (await self._client.data_converter.decode(payloads))[0] if payloads else None
        return None
