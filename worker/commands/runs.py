"""`daybook run`: one run by hand."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from collections.abc import Coroutine
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from temporalio.client import Client, WorkflowFailureError
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from accounting.settings import OPERATIONS
from activities.contracts import ORDERS_QUEUE, RunInput, RunReport
from activities.stores import Stores
from clients.database.connections import UnknownConnection
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="run", help="Run the integration once: read what is pending in Flxpoint and post it.")

POLL_SECONDS = 0.5
SILENT_SECONDS = 15.0


@app.default
async def run(
    connection: str,
    *,
    operation: Annotated[tuple[str, ...], Parameter(negative="")] = OPERATIONS,
    wait: Annotated[bool, Parameter(negative="")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Run the integration once: read what is pending in Flxpoint and post it.

    Parameters
    ----------
    connection
        The connection's id.
    operation
        What to read: orders, fulfillment_requests, supplier_invoices; all of them unless named.
    wait
        Follow the records until each is posted, waits, parks or is left out.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        await _require(stores, connection, operation)
        report = await _with_patience(start_run(await connect_temporal(environment), connection, operation))
        progress = await follow(stores, report) if wait else None
    _show(report, progress, as_json)


async def start_run(client: Client, connection: str, operations: tuple[str, ...] = OPERATIONS) -> RunReport:
    """Start a run and wait until it has handed everything over.

    Raises:
        CommandFailed: it could not read, or one is under way.
    """
    run_id = str(uuid.uuid4())
    try:
        report: RunReport = await client.execute_workflow(
            "RunIntegration",
            RunInput(connection=connection, operations=operations, run_id=run_id),
            id=f"run.{connection}",
            task_queue=ORDERS_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            static_summary=f"Run of {connection} by hand",
            result_type=RunReport,
        )
    except WorkflowAlreadyStartedError as running:
        since = (await client.get_workflow_handle(running.workflow_id).describe()).start_time
        raise CommandFailed(
            f"A run of {connection} is already in progress (started {since:%H:%M} UTC); wait for it to end."
        ) from None
    except WorkflowFailureError as error:
        raise CommandFailed(f"The run failed: {getattr(error.cause, 'message', error.cause)}") from None
    return report


async def _with_patience(handing_over: Coroutine[Any, Any, RunReport]) -> RunReport:
    """Without a worker nothing would happen for ever, and nobody would know why."""
    task = asyncio.ensure_future(handing_over)
    done, _ = await asyncio.wait({task}, timeout=SILENT_SECONDS)
    if not done:
        print("The run has not handed everything over yet. Does a worker run? (daybook worker)", file=sys.stderr)
    return await task


async def follow(stores: Stores, report: RunReport) -> dict[str, int]:
    """Wait until every record of the run has an outcome; the counts by state."""
    while True:
        progress = await stores.runs.progress(report.run_id)
        if not progress.get("open"):
            return progress
        await asyncio.sleep(POLL_SECONDS)


async def _require(stores: Stores, connection: str, operations: tuple[str, ...]) -> None:
    try:
        await stores.connections.get(connection)
    except UnknownConnection as error:
        raise CommandFailed(str(error)) from None
    if unknown := [operation for operation in operations if operation not in OPERATIONS]:
        raise CommandFailed(f'There is no operation "{unknown[0]}"; choose among {", ".join(OPERATIONS)}.')


def _show(report: RunReport, progress: dict[str, int] | None, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.model_dump(mode="json") | {"progress": progress}))
        return
    console = Console()
    console.print(f"Run {report.run_id}: {report.handed_over} records handed over, {report.unchanged} unchanged.")
    for problem in report.problems:
        console.print(f"  {problem}")
    if progress is not None:
        console.print(", ".join(f"{count} {state}" for state, count in progress.items() if count) or "nothing to do")
