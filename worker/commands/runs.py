"""`daybook run`: one run by hand."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from datetime import datetime
from typing import Annotated, Any

from cyclopts import App, Parameter
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from accounting.settings import OPERATIONS
from activities.contracts import ORDERS_QUEUE, run_workflow_id
from activities.run_contracts import RunInput, RunReport
from activities.stores import Stores
from clients.database.runs import Run
from worker.commands.clock import Clock, clock_of
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.run_report import as_object, show
from worker.commands.run_watch import watched
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="run")

POLL_SECONDS = 0.5
SILENT_SECONDS = 15.0
EXIT_STATUS = {"failed": 1, "done_with_errors": 3}

Handle = WorkflowHandle[Any, RunReport]


class RunInProgress(CommandFailed):
    """A connection has one run at a time; the handle is for whoever wants to follow that one."""

    def __init__(self, connection: str, handle: Handle, since: datetime) -> None:
        super().__init__(f"A run of {connection} is already in progress (started {since:%H:%M} UTC).")
        self.handle = handle
        self.since = since


@app.default
async def run(
    connection: str,
    *,
    operation: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    wait: Annotated[bool, Parameter(negative="")] = False,
    as_json: JsonFlag = False,
) -> int:
    """Run the integration once: read what is pending in Flxpoint and post it.

    Returns when everything is read and handed over; the posting goes on. Exit status 0: done, or still under way;
    1: failed, or it cannot be run; 3: done, and something of it waits for a person. Ctrl-C stops the watching, never
    the run.

    Parameters
    ----------
    connection
        The connection's id.
    operation
        What to read: orders, fulfillment_requests, supplier_invoices or shipments; unless named, all that is on.
    wait
        Follow the records until each is posted, waits, parks or is left out; a run that is under way is joined.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        clock = await clock_of(stores, connection)
        _require_known(operation)
        client = await connect_temporal(environment)
        handle = await _begun_or_joined(client, stores, clock, connection, operation, join=wait)
        report = await _watched(stores, connection, handle, wait)
        ended = await stores.runs.get(report.run_id)
        summary = await stores.runs.summary(report.run_id)
        outcomes = await stores.outcomes.of_run(connection, report.run_id) if wait else []
    if as_json:
        print(json.dumps(as_object(report, ended, summary, waited=wait)))
    else:
        show(report, ended, summary, outcomes, clock)
    return EXIT_STATUS.get(ended.state, 0)


async def start_run(
    client: Client, connection: str, operations: tuple[str, ...] = (), *, run_id: str | None = None
) -> RunReport:
    """Start a run, under an id of its own unless one is given, and wait until it has handed everything over.

    Raises:
        CommandFailed: it could not read, or one is under way.
    """
    return await _handed_over(await begin_run(client, connection, operations, run_id or str(uuid.uuid4())))


async def begin_run(client: Client, connection: str, operations: tuple[str, ...], run_id: str) -> Handle:
    """Start a run.

    Raises:
        RunInProgress: one is under way.
    """
    try:
        return await client.start_workflow(
            "RunIntegration",
            RunInput(connection=connection, operations=operations, run_id=run_id),
            id=run_workflow_id(connection),
            task_queue=ORDERS_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            static_summary=f"Run of {connection} by hand",
            result_type=RunReport,
        )
    except WorkflowAlreadyStartedError as running:
        handle: Handle = client.get_workflow_handle(running.workflow_id, result_type=RunReport)
        raise RunInProgress(connection, handle, (await handle.describe()).start_time) from None


async def follow(stores: Stores, report: RunReport) -> dict[str, int]:
    """Wait until every record of the run has an outcome; the counts by state."""
    while True:
        progress = await stores.runs.progress(report.run_id)
        if not progress.get("open"):
            return progress
        await asyncio.sleep(POLL_SECONDS)


async def _begun_or_joined(
    client: Client, stores: Stores, clock: Clock, connection: str, operations: tuple[str, ...], *, join: bool
) -> Handle:
    run_id = str(uuid.uuid4())
    try:
        handle = await begin_run(client, connection, operations, run_id)
    except RunInProgress as running:
        told = f"A run of {connection} is already in progress (started {clock.hour(running.since)})"
        if not join:
            raise CommandFailed(f"{told}; follow it: daybook run {connection} --wait") from None
        print(f"{told}; following that one.", file=sys.stderr)
        return running.handle
    await stores.runs.queue(Run(id=run_id, connection_id=connection, operations=operations))
    return handle


async def _watched(stores: Stores, connection: str, handle: Handle, wait: bool) -> RunReport:
    """The run's report, once it has handed over or, with ``wait``, once each of its records has an outcome."""
    try:
        async with watched(stores, connection):
            report = await _with_patience(handle)
            if wait:
                await follow(stores, report)
    except asyncio.CancelledError:
        print(f"The run goes on without you; how far it has come: daybook history {connection} --runs", file=sys.stderr)
        raise
    return report


async def _with_patience(handle: Handle) -> RunReport:
    """Without a worker nothing would happen for ever, and nobody would know why."""
    task = asyncio.ensure_future(_handed_over(handle))
    try:
        done, _ = await asyncio.wait({task}, timeout=SILENT_SECONDS)
        if not done:
            print("The run has not handed everything over yet. Does a worker run? (daybook worker)", file=sys.stderr)
        return await task
    finally:
        task.cancel()


async def _handed_over(handle: Handle) -> RunReport:
    try:
        return await handle.result()
    except WorkflowFailureError as error:
        raise CommandFailed(f"The run failed: {getattr(error.cause, 'message', error.cause)}") from None


def _require_known(operations: tuple[str, ...]) -> None:
    if unknown := [operation for operation in operations if operation not in OPERATIONS]:
        raise CommandFailed(f'There is no operation "{unknown[0]}"; choose among {", ".join(OPERATIONS)}.')
