"""Tell an address of the operator's own what a person should know: once, and until it is taken."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities import contracts
    from activities.connection_contracts import Notice
    from workflows.options import quickbooks_call
    from workflows.visibility import CONNECTION

GIVE_UP_AFTER = timedelta(days=1)
PATIENCE = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=10))


@workflow.defn(name="Notification")
class NotificationWorkflow:
    """One message; a day of vain attempts ends it as failed, to be seen in Temporal."""

    @workflow.run
    async def run(self, notice: Notice) -> None:
        workflow.upsert_search_attributes([CONNECTION.value_set(notice.connection)])
        workflow.set_current_details(f"**{notice.event}**: {notice.message}")
        await asyncio.sleep(notice.wait.total_seconds())
        call = quickbooks_call(f"Tell of {notice.event}", notice.connection)
        call["retry_policy"] = PATIENCE
        call["schedule_to_close_timeout"] = GIVE_UP_AFTER
        await workflow.execute_activity(contracts.NOTIFY, notice, **call)
