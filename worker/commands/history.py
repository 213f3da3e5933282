"""`daybook history`: what became of every record, and the runs that brought them (rows R-95, R-97)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from accounting.records import RecordKind
from activities.stores import Stores
from clients.database.history import Chosen, Entries
from clients.database.outcomes import OutcomeState
from clients.database.run_progress import DIFFERENCE, OPEN
from clients.database.runs import Run
from worker.commands.clock import Clock, clock_of, told_duration
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.history_csv import write_csv
from worker.commands.orders import name_of, state_of, told
from worker.settings import read_environment
from worker.wiring import opened_stores

app = App(name="history")

Kind = Literal["order", "fulfillment_request", "supplier_invoice", "shipment"]
Limit = Annotated[int, Parameter(validator=lambda _, value: _require_positive(value))]


@app.default
async def history(
    connection: str,
    *,
    state: OutcomeState | None = None,
    kind: Kind | None = None,
    record: str | None = None,
    run: str | None = None,
    since: date | None = None,
    search: str | None = None,
    runs: Annotated[bool, Parameter(negative="")] = False,
    limit: Limit = 50,
    csv: Path | None = None,
    as_json: JsonFlag = False,
) -> None:
    """Show what became of each record, newest first, or the runs that brought them.

    A record has an entry for each time that something else became of it, with the time in the books' time zone.

    Parameters
    ----------
    connection
        The connection's id.
    state
        Only what is posted, linked, waiting, parked or excluded.
    kind
        Only one kind of record.
    record
        Only one record, by its number or Flxpoint's id of it.
    run
        Only what this run brought; --runs shows their ids.
    since
        Only from this day on, as 2026-11-01.
    search
        Only what has these words in a number, in what came of it, or in a problem.
    runs
        Show the runs instead, with their counters.
    limit
        How many entries at most.
    csv
        Write every entry that is asked for into this file, the oldest first, for a spreadsheet.
    """
    async with opened_stores(read_environment()) as stores:
        clock = await clock_of(stores, connection)
        chosen = Chosen(
            state=state,
            kind=RecordKind(kind) if kind else None,
            record=record,
            run_id=run,
            since=clock.begin_of(since) if since else None,
            search=search,
        )
        if runs:
            _require_all_runs(chosen)
            _show_runs(await stores.runs.newest(connection, limit), clock, as_json)
            return
        if csv:
            count = await write_csv(csv, stores.history.from_the_first(connection, chosen), clock)
            print(f"{count} entries written to {csv}, with times in {clock.name}.")
            return
        entries = await stores.history.entries(connection, chosen, limit)
        if not entries.shown:
            await _require_known(stores, connection, chosen)
    _show_entries(entries, clock, as_json)


def _require_all_runs(chosen: Chosen) -> None:
    if chosen != Chosen():
        raise CommandFailed(
            "--runs shows every run; --state, --kind, --record, --run, --since and --search choose among records."
        )


async def _require_known(stores: Stores, connection: str, chosen: Chosen) -> None:
    """Tell a mistyped name from one to which nothing has happened yet."""
    if chosen.run_id is not None and not await stores.runs.knows(connection, chosen.run_id):
        raise CommandFailed(
            f'Connection {connection} has had no run "{chosen.run_id}"; their ids: daybook history {connection} --runs'
        )
    if chosen.record is not None and not await stores.history.knows(connection, chosen.record):
        raise CommandFailed(
            f'Connection {connection} knows no record "{chosen.record}". '
            f"Check the number, or read it first: daybook run {connection}"
        )


def _require_positive(value: int) -> None:
    if value < 1:
        raise ValueError("must be 1 or more")


def _show_entries(entries: Entries, clock: Clock, as_json: bool) -> None:
    if as_json:
        print(json.dumps([outcome.model_dump(mode="json") for outcome in entries.shown]))
        return
    console = Console()
    if not entries.shown:
        console.print("Nothing of that kind has happened yet.")
        return
    table = Table(Column("time", no_wrap=True), Column("record", max_width=24), "result", "what came of it")
    for outcome in entries.shown:
        named = f"{name_of(outcome)}\n{outcome.via}".strip()
        table.add_row(*map(Text, (clock.told(outcome.at), named, state_of(outcome), told(outcome))))
    console.print(f"Times in {clock.name}, the newest first.", table)
    if entries.in_all > len(entries.shown):
        console.print(f"The newest {len(entries.shown)} of {entries.in_all} entries; --limit shows more.")


def _show_runs(runs: Sequence[Run], clock: Clock, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_object(run) for run in runs]))
        return
    if not runs:
        Console().print("There has been no run yet.")
        return
    table = Table("started", "took", "state", "its records now", Column("what to know", ratio=1))
    for run in runs:
        took = told_duration(run.took) if run.took is not None else ""
        state = run.state.replace("_", " ")
        table.add_row(*map(Text, (clock.told(run.started_at), took, state, _counted(run), _why(run))))
    Console().print(f"Times in {clock.name}, the newest first.", table)


def _object(run: Run) -> dict[str, Any]:
    took = run.took
    return run.model_dump(mode="json") | {"took_seconds": None if took is None else round(took.total_seconds(), 1)}


def _counted(run: Run) -> str:
    words = {OPEN: "under way", DIFFERENCE: "with other amounts"}
    return "\n".join(f"{count} {words.get(state, state)}" for state, count in run.counters.items() if count) or "none"


def _why(run: Run) -> str:
    """Why it failed, else the first thing that is in the way (row R-97); then its id."""
    told = run.message or (str(run.first_problem) if run.first_problem else "")
    return "\n".join(filter(None, [told, f"--run {run.id}"]))
