"""One "Run Integration": read what is pending, hand it over to the orders' workflows, and end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, ChildWorkflowError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from activities import contracts
    from activities.contracts import run_workflow_id
    from activities.run_contracts import Run, RunInput, RunReport, RunUnderWay
    from activities.run_requests import RunNotUnderstood, run_asked_for
    from workflows.options import flxpoint_call, long_flxpoint_call
    from workflows.visibility import CONNECTION

LOOK_AGAIN = timedelta(seconds=5)
LOOK_AGAIN_AT_LAST = timedelta(minutes=5)


@workflow.defn(name="RunIntegration")
class RunIntegrationWorkflow:
    """Started by a schedule, the command line or the UI; everything but the connection is optional.

    It ends when everything is handed over. What becomes of the records is counted from their outcomes: waiting for
    the last of them here, a schedule would miss its next runs.
    """

    # Any JSON, for what people type: Temporal would try one that it cannot read again and again, and tell nobody.
    @workflow.run
    async def run(self, start: Any = None) -> RunReport:
        asked = _understood(start)
        workflow.upsert_search_attributes([CONNECTION.value_set(asked.connection)])
        try:
            report = await (self._hand_over(asked) if _is_the_one(asked) else self._in_turn(asked))
        except (ActivityError, ChildWorkflowError) as error:
            raise ApplicationError(_reason(error), type="RunFailed", non_retryable=True) from None
        workflow.set_current_details(_told(report))
        return report

    async def _hand_over(self, asked: RunInput) -> RunReport:
        workflow.set_current_details("Reading what is pending in Flxpoint.")
        run = Run(
            connection=asked.connection,
            operations=asked.operations,
            run_id=asked.run_id or workflow.info().run_id,
        )
        report: RunReport = await workflow.execute_activity(
            contracts.HAND_OVER,
            run,
            result_type=RunReport,
            **long_flxpoint_call("Read what is pending and hand it over", run.connection),
        )
        return report

    async def _in_turn(self, asked: RunInput) -> RunReport:
        """Run under the one id that the connection's runs have, of which Temporal lets one be under way at a time.

        One that reads all that this one is to read is joined; else this one waits for its end.
        """
        run, wait = asked.model_copy(update={"run_id": asked.run_id or workflow.info().run_id}), LOOK_AGAIN
        while True:
            try:
                return await self._as_the_one(run)
            except WorkflowAlreadyStartedError:
                under_way = await self._look(asked)
            if under_way.since is None:
                continue
            told = f"A run of {asked.connection} is already in progress (started {under_way.since:%H:%M} UTC)"
            if under_way.reads_the_same:
                follow = f"{told}, and reads the same. Follow it: daybook run {asked.connection} --wait"
                return RunReport(run_id=under_way.run_id, connection=asked.connection, joined=follow)
            workflow.set_current_details(
                f"{told}, and does not read all that this one is to read: waiting for its end."
            )
            await workflow.sleep(wait, summary="wait for the end of the run under way")
            wait = min(wait * 2, LOOK_AGAIN_AT_LAST)

    async def _as_the_one(self, run: RunInput) -> RunReport:
        workflow.set_current_details(f"Under way as workflow {run_workflow_id(run.connection)}.")
        report: RunReport = await workflow.execute_child_workflow(
            "RunIntegration",
            run,
            id=run_workflow_id(run.connection),
            result_type=RunReport,
            static_summary=f"Run of {run.connection}",
        )
        return report

    async def _look(self, asked: RunInput) -> RunUnderWay:
        under_way: RunUnderWay = await workflow.execute_activity(
            contracts.LOOK_AT_RUN,
            asked,
            result_type=RunUnderWay,
            **flxpoint_call("Look at the run under way", asked.connection),
        )
        return under_way


def _understood(start: Any) -> RunInput:
    try:
        return run_asked_for(start)
    except RunNotUnderstood as error:
        raise ApplicationError(str(error), type="RunNotUnderstood", non_retryable=True) from None


def _is_the_one(asked: RunInput) -> bool:
    """Whether this is the workflow of which a connection has one; others were started under ids of their own."""
    info = workflow.info()
    return info.workflow_id == run_workflow_id(asked.connection) or not workflow.patched("one-run-at-a-time")


def _told(report: RunReport) -> str:
    """The run's counters as a list that people read on the workflow's page."""
    if report.joined:
        return report.joined
    lines = [
        f"{report.handed_over} records handed over to their orders' workflows",
        f"{report.unchanged} unchanged since an earlier run",
        *report.left_out,
        *report.still_waiting,
        *(f"**{problem}**" for problem in (*report.warnings, *report.problems)),
        *([f"**Failed: {report.message}**"] if report.failed else []),
    ]
    return "\n".join(f"* {line}" for line in lines)


def _reason(error: ActivityError | ChildWorkflowError) -> str:
    return str(getattr(error.cause, "message", None) or error.cause or error)
