"""A night's reconciliation: every record is somewhere, and every posted document stands as it was posted."""

from __future__ import annotations

from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, ChildWorkflowError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from activities.reconciling import contracts
    from activities.reconciling.contracts import (
        BooksCompared,
        CompareBooks,
        ReconcileInput,
        ReconcileReport,
        RecordsCounted,
        TellReconciled,
        reconcile_workflow_id,
    )
    from workflows.options import long_flxpoint_call, long_quickbooks_call, quickbooks_call
    from workflows.visibility import CONNECTION, NEEDS_ATTENTION


@workflow.defn(name="Reconcile")
class ReconcileWorkflow:
    """Started by a schedule, the command line or the UI; a connection has one at a time."""

    @workflow.init
    def __init__(self, start: Any = None) -> None:
        self._progress = "Begins."

    # Any JSON, for what people type: Temporal would try one that it cannot read again and again, and tell nobody.
    @workflow.run
    async def run(self, start: Any = None) -> ReconcileReport:
        asked = _understood(start)
        workflow.upsert_search_attributes([CONNECTION.value_set(asked.connection)])
        try:
            report = await (self._reconcile(asked) if _is_the_one(asked) else self._as_the_one(asked))
        except (ActivityError, ChildWorkflowError) as error:
            reason = str(getattr(error.cause, "message", None) or error.cause or error)
            raise ApplicationError(reason, type="ReconcileFailed", non_retryable=True) from None
        workflow.set_current_details(_told(report))
        workflow.upsert_search_attributes([NEEDS_ATTENTION.value_set(bool(report.found))])
        return report

    async def _reconcile(self, asked: ReconcileInput) -> ReconcileReport:
        self._come("Counting the records of Flxpoint.")
        counted: RecordsCounted = await workflow.execute_activity(
            contracts.COUNT_RECORDS,
            asked,
            result_type=RecordsCounted,
            **long_flxpoint_call("Count the records", asked.connection),
        )
        compared: list[BooksCompared] = []
        for kind in counted.kinds:
            left = asked.most_reads - sum(one.reads for one in compared)
            self._come(f"Comparing every {kind.words} with the books; {left} reads are left.")
            request = CompareBooks(connection=asked.connection, kind=kind, most_reads=left)
            one: BooksCompared = await workflow.execute_activity(
                contracts.COMPARE_BOOKS,
                request,
                result_type=BooksCompared,
                **long_quickbooks_call(f"Compare {kind.words}", asked.connection),
            )
            compared.append(one)
        found = TellReconciled(
            connection=asked.connection,
            counted=counted,
            compared=tuple(compared),
            began_at=workflow.info().start_time,
        )
        report: ReconcileReport = await workflow.execute_activity(
            contracts.TELL_RECONCILED,
            found,
            result_type=ReconcileReport,
            **quickbooks_call("Tell what was found", asked.connection),
        )
        return report

    async def _as_the_one(self, asked: ReconcileInput) -> ReconcileReport:
        """Under the one id that a connection's reconciliation has, unless one is under way."""
        id = reconcile_workflow_id(asked.connection)
        self._come(f"Under way as workflow {id}.")
        try:
            report: ReconcileReport = await workflow.execute_child_workflow(
                "Reconcile",
                asked,
                id=id,
                result_type=ReconcileReport,
                static_summary=f"Reconciliation of {asked.connection}",
            )
        except WorkflowAlreadyStartedError:
            joined = f"One of {asked.connection} is under way already; follow it: daybook reconcile {asked.connection}"
            return ReconcileReport(connection=asked.connection, joined=joined)
        return report

    def _come(self, progress: str) -> None:
        self._progress = progress
        workflow.set_current_details(progress)

    @workflow.query(name="status", description="How far the reconciliation has come.")
    def status(self) -> str:
        return self._progress


def _understood(start: Any) -> ReconcileInput:
    given = {"connection": start} if isinstance(start, str) else start
    try:
        return ReconcileInput.model_validate(given)
    except ValueError:
        told = 'A reconciliation is started with JSON that names its connection: {"connection": "my-shop"}.'
        raise ApplicationError(told, type="ReconcileNotUnderstood", non_retryable=True) from None


def _is_the_one(asked: ReconcileInput) -> bool:
    return workflow.info().workflow_id == reconcile_workflow_id(asked.connection)


def _told(report: ReconcileReport) -> str:
    """The report as a list that people read on the workflow's page."""
    if report.joined:
        return report.joined
    lines = [
        *(
            f"{tally.operation}: {tally.records} = {tally.standing} posted or linked + {tally.waiting} waiting + "
            f"{tally.parked} parked + {tally.excluded} excluded" + (f" + **{tally.gap} gaps**" if tally.gap else "")
            for tally in report.tallies
        ),
        *(
            f"{one.kind.words}: {one.documents - one.not_compared} of {one.documents} compared"
            for one in report.compared
        ),
        *(f"**{one.problem}**" for one in report.findings),
        f"{report.found} findings, {report.reads} metered reads",
    ]
    return "\n".join(f"* {line}" for line in lines)
