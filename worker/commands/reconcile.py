"""`daybook reconcile`: are all records somewhere, and do the books stand as they were posted?"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError

from activities.contracts import ORDERS_QUEUE
from activities.reconciling.contracts import (
    METERED_READS,
    ReconcileInput,
    ReconcileReport,
    reconcile_workflow_id,
)
from worker.commands.clock import Clock, clock_of
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.reconcile_report import as_json, page_of, summary
from worker.commands.support import VERSION
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="reconcile")

LOOK_SECONDS = 1.0
FINDINGS = 3

Handle = WorkflowHandle[Any, ReconcileReport]


@app.default
async def reconcile(
    connection: str,
    *,
    report: Annotated[Path | None, Parameter(show_default=False)] = None,
    reads: int = METERED_READS,
    as_json_object: JsonFlag = False,
) -> int:
    """Hold records and books against each other: no record is lost, and every document stands as it was posted.

    The same is done every night by itself; one that is under way is joined. Nothing is changed in QuickBooks; what is
    found goes among the problems, and leaves them once it is mended and looked at again. Exit status 0: all is equal;
    1: it failed; 3: something was found. Ctrl-C stops the watching, never the comparison.

    Parameters
    ----------
    connection
        The connection's id.
    report
        Write a page for your files, which any browser shows.
    reads
        How often QuickBooks may be asked; what is left is compared the next time.
    """
    if reads < 1:
        raise CommandFailed(f"{reads} reads would compare nothing; say --reads {METERED_READS}.")
    environment = read_environment()
    async with opened_stores(environment) as stores:
        clock = await clock_of(stores, connection)
        client = await connect_temporal(environment)
        found = await _followed(await _begun(client, ReconcileInput(connection=connection, most_reads=reads)))
    if report is not None:
        _write(report, page_of(found, clock, VERSION))
    if as_json_object:
        print(as_json(found))
    else:
        _show(found, clock)
        if report is not None:
            print(f"Written: {report}")
    return FINDINGS if found.found else 0


async def _begun(client: Client, asked: ReconcileInput) -> Handle:
    return await client.start_workflow(
        "Reconcile",
        asked,
        id=reconcile_workflow_id(asked.connection),
        task_queue=ORDERS_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        static_summary=f"Reconciliation of {asked.connection} by hand",
        result_type=ReconcileReport,
    )


async def _followed(handle: Handle) -> ReconcileReport:
    try:
        async with _watched(handle):
            return await handle.result()
    except WorkflowFailureError as error:
        raise CommandFailed(f"The reconciliation failed: {getattr(error.cause, 'message', error.cause)}") from None
    except asyncio.CancelledError:
        print("It goes on without you; type the same command again to follow it.", file=sys.stderr)
        raise


@contextlib.asynccontextmanager
async def _watched(handle: Handle) -> AsyncIterator[None]:
    """Say each step on standard error while inside."""
    watching = asyncio.create_task(_tell_steps(handle))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _tell_steps(handle: Handle) -> None:
    told = ""
    while True:
        with contextlib.suppress(RPCError):  # no worker answers yet
            step = await handle.query("status", result_type=str)
            if step != told:
                print(told := step, file=sys.stderr, flush=True)
        await asyncio.sleep(LOOK_SECONDS)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{file} cannot be written: {error.strerror}. Name another file.") from None


def _show(report: ReconcileReport, clock: Clock) -> None:
    console = Console()
    equation = Table("operation", "records", "posted or linked", "waiting", "parked", "excluded", "gaps")
    for tally in report.tallies:
        counts = (tally.records, tally.standing, tally.waiting, tally.parked, tally.excluded, tally.gap)
        equation.add_row(tally.operation.replace("_", " "), *map(str, counts))
    console.print(equation)
    books = Table("documents", "posted or linked", "compared", "how", "reads")
    for one in report.compared:
        how = "by what changed since the last look" if one.by_changes else "all of them read"
        compared = str(one.documents - one.not_compared)
        books.add_row(one.kind.words, str(one.documents), compared, how if one.reads else "", str(one.reads))
    console.print(books)
    for finding in report.findings:
        console.print(Text(str(finding.problem)), soft_wrap=True)
    console.print(Text(summary(report)), soft_wrap=True)
    if report.found:
        console.print(Text(f"By cause, with all that is open: daybook problems {report.connection}"), soft_wrap=True)
    if report.ended_at:
        console.print(Text(f"As of {clock.told(report.ended_at)} ({clock.name})."))
