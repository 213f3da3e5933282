"""`daybook problems`: what is in the way now, by cause, with the fix and the command that tries again (row R-95)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cyclopts import App
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from accounting.causes import Cause, cause_named, cause_of, to_retry
from activities.stores import Stores
from clients.database.open_problems import WAITING, OpenSince
from clients.database.outcomes import Outcome
from worker.commands.clock import Clock, clock_of
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.orders import name_of
from worker.settings import read_environment
from worker.wiring import opened_stores

app = App(name="problems")

MOST_SHOWN = 50


@app.default
async def problems(connection: str, *, cause: str | None = None, as_json: JsonFlag = False) -> None:
    """Show what is in the way, by cause: how many records wait for it, since when, and what to do.

    What stands in the books with a problem is among it. Once a cause is removed, the command shown with it lets all
    that wait for it go on; the next run does, too.

    Parameters
    ----------
    connection
        The connection's id.
    cause
        Only this cause, as vendor_missing or "vendor_missing:Acme Supply", with its records.
    """
    chosen = cause_named(cause) if cause else None
    async with opened_stores(read_environment()) as stores:
        clock = await clock_of(stores, connection)
        causes = await chosen_causes(stores, connection, chosen)
        records = await _records(stores, connection, chosen) if chosen else []
    if as_json:
        print(json.dumps([_object(one, connection, records) for one in causes]))
    else:
        _show(causes, records, connection, clock)


async def chosen_causes(stores: Stores, connection: str, chosen: Cause | None) -> list[OpenSince]:
    """Every open cause, or those of the code, and of the subject, that a person named.

    Raises:
        CommandFailed: there is none such; with those that there are.
    """
    causes = await stores.problems.causes(connection)
    found = [one for one in causes if chosen is None or is_meant(one.cause, chosen)]
    if chosen is not None and not found:
        known = ", ".join(f'"{one.cause}"' for one in causes) or "none"
        raise CommandFailed(f'Nothing of connection {connection} has the problem "{chosen}"; open are: {known}.')
    return found


def is_meant(cause: Cause, chosen: Cause) -> bool:
    """Whether a person who names a cause means this one; the code alone means all of its subjects."""
    return cause.code == chosen.code and chosen.subject in ("", cause.subject)


async def _records(stores: Stores, connection: str, chosen: Cause) -> list[Outcome]:
    found = await stores.problems.records(connection, chosen.code)
    return [outcome for outcome in found if any(is_meant(cause_of(one), chosen) for one in outcome.problems)]


def _next_step(one: OpenSince, connection: str) -> str:
    """What lets the records go on; what stands goes nowhere, and is shown record by record, to be closed."""
    retrying = to_retry(one.cause, connection)
    return retrying if one.waiting else retrying.replace("daybook retry", "daybook problems", 1)


def _object(one: OpenSince, connection: str, records: Sequence[Outcome]) -> dict[str, Any]:
    concerned = [outcome for outcome in records if one.cause in map(cause_of, outcome.problems)]
    return {
        **one.cause.model_dump(),
        "words": str(one),
        "waiting": {kind.value: number for kind, number in one.waiting.items()},
        "standing": {kind.value: number for kind, number in one.standing.items()},
        "since": one.since.isoformat(),
        "message": one.message,
        "fix": one.fix,
        "command": _next_step(one, connection),
        "records": [{"kind": outcome.ref.kind.value, "id": outcome.ref.id} for outcome in concerned],
    }


def _show(causes: Sequence[OpenSince], records: Sequence[Outcome], connection: str, clock: Clock) -> None:
    console = Console()
    if not causes:
        console.print("Nothing is in the way.")
        return
    columns = (Column("since", no_wrap=True), Column("what is in the way", ratio=1), Column("what to do", ratio=1))
    table = Table(*columns, show_lines=True)
    for one in causes:
        table.add_row(clock.told(one.since), _in_the_way(one), Text(one.fix))
    console.print(f"Times in {clock.name}.", table)
    _show_next_steps(console, causes if not records else [c for c in causes if c.waiting], connection)
    for outcome in records[:MOST_SHOWN]:
        console.print(Text(f"{name_of(outcome)} ({outcome.state}): {' '.join(map(str, outcome.problems))}"))
    if any(outcome.state != WAITING for outcome in records):
        console.print(f"What you have seen to of those in the books: daybook close {connection} NUMBER")
    if len(records) > MOST_SHOWN:
        console.print(f"The first {MOST_SHOWN} of {len(records)} records; --json has all of them.")


def _show_next_steps(console: Console, causes: Sequence[OpenSince], connection: str) -> None:
    """Below the table, where no line is broken, so that each can be typed as it stands."""
    for words, some in (
        ("Once it is mended, what waits for it goes on at the next run, or at once:", [c for c in causes if c.waiting]),
        ("Nothing waits for these; which records they are of:", [c for c in causes if not c.waiting]),
    ):
        if some:
            console.print(words)
        for one in some:
            console.print(Text(_next_step(one, connection), "bold"), soft_wrap=True)


def _in_the_way(one: OpenSince) -> Text:
    words = Text(str(one), "bold")
    words.append(f"\n{one.message}", "not bold")
    return words
