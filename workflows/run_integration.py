"""One "Run Integration": read what is pending, hand it over to the orders' workflows, and end."""

from __future__ import annotations

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities import contracts
    from activities.contracts import Run, RunInput, RunReport
    from workflows.options import long_flxpoint_call
    from workflows.visibility import CONNECTION


@workflow.defn(name="RunIntegration")
class RunIntegrationWorkflow:
    """Started by a schedule, the command line or the UI; everything but the connection is optional.

    It ends when everything is handed over. What becomes of the records is counted from their outcomes: waiting for
    the last of them here, a schedule would miss its next runs.
    """

    @workflow.run
    async def run(self, start: RunInput) -> RunReport:
        workflow.upsert_search_attributes([CONNECTION.value_set(start.connection)])
        workflow.set_current_details("Reading what is pending in Flxpoint.")
        run = Run(
            connection=start.connection,
            operations=start.operations,
            run_id=start.run_id or workflow.info().run_id,
        )
        try:
            report = await self._hand_over(run)
        except ActivityError as error:
            raise ApplicationError(_reason(error), type="RunFailed", non_retryable=True) from None
        workflow.set_current_details(_told(report))
        return report

    async def _hand_over(self, run: Run) -> RunReport:
        report: RunReport = await workflow.execute_activity(
            contracts.HAND_OVER,
            run,
            result_type=RunReport,
            **long_flxpoint_call("Read what is pending and hand it over", run.connection),
        )
        return report


def _told(report: RunReport) -> str:
    """The run's counters as a list that people read on the workflow's page."""
    lines = [
        f"{report.handed_over} records handed over to their orders' workflows",
        f"{report.unchanged} unchanged since an earlier run",
        *report.left_out,
        *report.still_waiting,
        *(f"**{problem}**" for problem in (*report.warnings, *report.problems)),
        *([f"**Failed: {report.message}**"] if report.failed else []),
    ]
    return "\n".join(f"* {line}" for line in lines)


def _reason(error: ActivityError) -> str:
    return str(getattr(error.cause, "message", None) or error.cause or error)
