"""`daybook retry`: one record, what waits for one cause, or all that waits for a person (row R-95)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.text import Text

from accounting.causes import Cause, cause_named, cause_of, named
from accounting.records import RecordKind
from activities.contracts import State
from activities.stores import Stores
from clients.database.outcomes import Outcome
from worker.commands.deciding import show_outcomes
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.order_updates import ask, records_named
from worker.commands.problems import chosen_causes, is_meant
from worker.commands.resume_watch import Resumed, resume
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="retry")

STILL = 3
"""The exit status where something waits for a person still."""


@app.default
async def retry(
    connection: str,
    record: str | None = None,
    *,
    cause: str | None = None,
    everything: Annotated[bool, Parameter(name="--all", negative="")] = False,
    as_json: JsonFlag = False,
) -> int:
    """Try again what waits for a person: one order or record, all that waits for one cause, or everything.

    Of what waits for one cause, one record is tried first; once that one has left the cause, all others follow. Doing
    it twice posts nothing twice. Ctrl-C stops the watching, never the work. A record that was skipped is taken back
    when it is named. Exit status 0: nothing of it waits any more; 1: it cannot be done; 3: something waits still.

    Parameters
    ----------
    connection
        The connection's id.
    record
        An order's number, the number of one of its records, or Flxpoint's id of either.
    cause
        What `daybook problems` shows, as vendor_missing or "vendor_missing:Acme Supply".
    everything
        All that waits for a person.
    """
    if [record is not None, cause is not None, everything].count(True) != 1:
        raise CommandFailed("Say what to try again: an order's or a record's number, --cause CODE[:SUBJECT], or --all.")
    async with opened_stores(read_environment()) as stores:
        if record is not None:
            return await _retry_one(stores, connection, record, as_json)
        chosen = cause_named(cause) if cause else None
        await stores.connections.get(connection)
        if chosen is not None:
            await chosen_causes(stores, connection, chosen)
        waiting = [one for one in await stores.outcomes.parked(connection) if _concerns(one, chosen)]
        resumed = await _resumed(stores, connection, waiting, chosen)
    _show(connection, resumed, chosen, as_json)
    waits = resumed.counted.get(State.PARKED.value) or resumed.left_waiting or resumed.unanswered
    return STILL if waits or resumed.without_order else 0


async def _retry_one(stores: Stores, connection: str, name: str, as_json: bool) -> int:
    """Whole orders where an order is named; of any other record, that one alone."""
    client = await connect_temporal(read_environment())
    found: dict[str, Outcome] = {}
    for outcome in await records_named(stores, connection, name):
        ref = outcome.ref
        whole = ref.kind is RecordKind.ORDER and await stores.skips.reason(connection, ref) is None
        request = {} if whole else {"record": ref.id, "kind": ref.kind.value}
        await ask(client, connection, outcome.order_id, "retry", request)
        for now in await stores.outcomes.of_order(connection, outcome.order_id):
            found[f"{now.ref}"] = now
    await show_outcomes(stores, connection, list(found.values()), as_json)
    return STILL if any(outcome.state == State.PARKED.value for outcome in found.values()) else 0


async def _resumed(stores: Stores, connection: str, waiting: list[Outcome], chosen: Cause | None) -> Resumed:
    environment = read_environment()
    changed = (await stores.connections.get(connection)).settings_changed_at
    try:
        return await resume(
            stores, await connect_temporal(environment), connection, waiting, changed, lambda one: _is(one, chosen)
        )
    except asyncio.CancelledError:
        told = "What was set going goes on without you. Type the command again for the rest"
        print(f"{told}; how far it has come: daybook problems {connection}", file=sys.stderr)
        raise


def _concerns(outcome: Outcome, chosen: Cause | None) -> bool:
    return any(_is(cause_of(problem), chosen) for problem in outcome.problems)


def _is(cause: Cause, chosen: Cause | None) -> bool:
    return chosen is None or is_meant(cause, chosen)


def _object(resumed: Resumed) -> dict[str, Any]:
    return {
        "tried": resumed.tried,
        "still": [cause.model_dump() for cause in resumed.still],
        "left_waiting": resumed.left_waiting,
        "unanswered": resumed.unanswered,
        "read_by_runs_only": resumed.without_order,
        **resumed.counted,
    }


def _show(connection: str, resumed: Resumed, chosen: Cause | None, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_object(resumed)))
        return
    console = Console()
    for sentence in _told(connection, resumed, chosen):
        console.print(Text(sentence))


def _told(connection: str, resumed: Resumed, chosen: Cause | None) -> list[str]:
    if resumed == Resumed():
        about = f" for {named(chosen)}" if chosen else ""
        return [f"Nothing waits{about}."]
    states = ", ".join(f"{number} {state}" for state, number in Counter(resumed.counted).most_common()) or "none"
    told = [f"{resumed.tried} {'record' if resumed.tried == 1 else 'records'} tried again: {states}."]
    if resumed.still:
        causes = "; ".join(named(cause) for cause in resumed.still)
        others = f" {resumed.left_waiting} others wait on and were not tried." if resumed.left_waiting else ""
        told.append(f"Still in the way: {causes}.{others} What to do: daybook problems {connection}")
    if resumed.unanswered:
        told.append(f"{resumed.unanswered} were set going, and are not tried yet: daybook problems {connection}")
    if resumed.without_order:
        told.append(
            f"{resumed.without_order} of no known order are read again by the next run: daybook run {connection}"
        )
    return told
