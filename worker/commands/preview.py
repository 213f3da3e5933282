"""`daybook preview`: what would be posted, to the last line, with nothing written."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from functools import partial
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from accounting.problems import Held
from activities.companies import Companies
from activities.contracts import State
from activities.preview.contents import Preview
from activities.preview.preview import Tell, preview_order, preview_run
from activities.preview.reading import Days
from clients.flxpoint.errors import FlxpointError
from clients.quickbooks.exact_json import json_bytes
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.preview_object import as_object
from worker.commands.preview_text import show
from worker.linking.telling import tell_its_workflow
from worker.settings import read_environment
from worker.wiring import opened_preview

app = App(name="preview")

WAITS_FOR_A_PERSON = 3

Day = date | None


Look = Callable[[Companies, Tell], Awaitable[Preview]]


@app.default
async def preview(
    connection: str,
    order: str | None = None,
    *,
    run: Annotated[bool, Parameter(negative="")] = False,
    from_: Annotated[Day, Parameter(name="--from")] = None,
    to: Day = None,
    operation: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    as_json: JsonFlag = False,
) -> int:
    """Show the exact documents that would be posted, and write nothing: neither to QuickBooks nor to Flxpoint.

    Each document is made as a run makes it, each as if those before it stood. What would be created on the way bears
    a name such as new:Customer:Jane Doe where QuickBooks' id will stand. Exit status 0: nothing of it would wait for
    a person; 3: something would; 1: it cannot be looked at.

    Parameters
    ----------
    connection
        The connection's id.
    order
        One order with all that belongs to it: its number as the customer sees it, or Flxpoint's id of it.
    run
        Everything that a run would take now.
    from_
        What a run would take now of the orders placed from this day on, as 2026-11-01, in the books' time zone.
    to
        The last day of those orders.
    operation
        Only orders, fulfillment_requests, supplier_invoices or shipments; unless named, all that is on.
    """
    look = _look(connection, order, run, _days(from_, to), operation)
    told = read_environment()
    async with opened_preview(told) as companies:
        companies.when_lost = partial(tell_its_workflow, told)
        found = await _looked(look, companies, connection)
    if as_json:
        print(json_bytes(as_object(found)).decode())
    else:
        show(found, whole=order is not None)
    parked = found.unread or any(one.posting.state is State.PARKED for one in found.foreseen)
    return WAITS_FOR_A_PERSON if parked else 0


def _days(first: Day, last: Day) -> Days | None:
    if first and last and last < first:
        raise CommandFailed(f"--to {last} lies before --from {first}; exchange them.")
    return Days(first, last) if first or last else None


def _look(connection: str, order: str | None, run: bool, days: Days | None, operations: tuple[str, ...]) -> Look:
    """What is to be looked at; one thing at a time."""
    if [order is not None, run, days is not None].count(True) != 1:
        raise CommandFailed(
            "Say what to preview, one of: an order's number, --run for all that a run would take now, or the days of "
            f"the orders with --from and --to, as in: daybook preview {connection} --from 2026-11-01 --to 2026-11-30"
        )
    if order is not None:
        return partial(_of_order, connection=connection, order=order, operations=operations)
    return partial(_of_run, connection=connection, days=days, operations=operations)


async def _of_order(
    companies: Companies, tell: Tell, *, connection: str, order: str, operations: tuple[str, ...]
) -> Preview:
    return await preview_order(companies, connection, order, operations, tell)


async def _of_run(
    companies: Companies, tell: Tell, *, connection: str, days: Days | None, operations: tuple[str, ...]
) -> Preview:
    return await preview_run(companies, connection, operations, days, tell)


async def _looked(look: Look, companies: Companies, connection: str) -> Preview:
    try:
        with progress() as tell:
            return await look(companies, tell)
    except Held as held:
        raise CommandFailed(" ".join(str(problem.named_for(connection)) for problem in held.problems)) from None
    except FlxpointError as error:
        raise CommandFailed(str(error)) from None
    except asyncio.CancelledError:
        print("Broken off; nothing was written.", file=sys.stderr)
        raise


@contextlib.contextmanager
def progress() -> Iterator[Tell]:
    """How far it has come, as one line that moves on where somebody looks on at a terminal."""
    words = Console(stderr=True)
    if not words.is_terminal:
        yield lambda _: None
        return
    with words.status("Looking") as status:
        yield status.update
