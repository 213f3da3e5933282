"""Set going what waits for causes, the first records first, and follow it until each was tried."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rich.console import Console
from temporalio.client import Client

from accounting.causes import Cause, probes
from accounting.records import Record, RecordRef
from activities.resuming import Progress, by_order, causes_of, gone, is_told_by_others, newest_of, tried_again
from activities.stores import Stores
from activities.telling_orders import retry_orders
from clients.database.outcomes import Outcome

SILENT_SECONDS = 15.0
PATIENCE_SECONDS = 120.0
BOOKKEEPING = {"changed_at", "synced", "external_id"}


@dataclass
class Resumed:
    """What became of what was set going."""

    tried: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    """State → how many of the tried records are in it now."""
    still: tuple[Cause, ...] = ()
    """The causes that are still in the way."""
    left_waiting: int = 0
    """Records that were not tried, for their causes are still in the way."""
    unanswered: int = 0
    """Records that were set going, and that nobody has tried yet."""
    without_order: int = 0
    """Records that no order's workflow knows of."""


async def resume(
    stores: Stores,
    client: Client,
    connection: str,
    parked: Sequence[Outcome],
    settings_changed_at: datetime | None,
    is_meant: Callable[[Cause], bool],
) -> Resumed:
    """Try these parked records again: of each cause one first, the others once that one has left the cause."""
    orders = by_order(outcome for outcome in parked if outcome.order_id)
    held = {
        order_id: frozenset(filter(is_meant, causes_of(records)))
        for order_id, records in orders.items()
        if all(is_told_by_others(record, settings_changed_at) for record in records)
    }
    chosen = probes(held)
    first = [order_id for order_id in orders if order_id not in held or order_id in chosen]
    probing = [record for order_id in first if order_id in chosen for record in orders[order_id]]
    known = await _records(stores, connection, probing)

    await retry_orders(client, connection, first)
    with _shown(len(probing), "tried first, to see whether the cause is gone") as progress:
        after = await tried_again(stores, probing, patience=PATIENCE_SECONDS, progress=progress)

    cleared = gone(probing, after)
    released = [order_id for order_id, causes in held.items() if order_id not in chosen and causes & cleared]
    # Corrected in the order system, as the first one was: then the others must be read anew as well.
    read_again = await _records(stores, connection, probing) != known
    await retry_orders(client, connection, released, read_again=read_again)
    tried = [record for order_id in (*first, *released) for record in orders[order_id]]
    with _shown(len(tried), "tried again") as progress:
        found = await tried_again(stores, tried, patience=PATIENCE_SECONDS, progress=progress)
    answered = [outcome for outcome in found if outcome.at > newest_of(tried)]
    without_order = sum(not outcome.order_id for outcome in parked)
    return Resumed(
        tried=len(answered),
        counted=dict(Counter(outcome.state for outcome in answered)),
        still=tuple(sorted(filter(is_meant, causes_of(found)), key=str)),
        left_waiting=len(parked) - len(tried) - without_order,
        unanswered=len(tried) - len(answered),
        without_order=without_order,
    )


async def _records(stores: Stores, connection: str, outcomes: Collection[Outcome]) -> dict[RecordRef, object]:
    found: dict[RecordRef, object] = {}
    for outcome in outcomes:
        record = await stores.records.get(connection, outcome.ref)
        found[outcome.ref] = _content(record) if record else None
    return found


def _content(record: Record) -> object:
    return record.model_dump(exclude=BOOKKEEPING)


@contextlib.contextmanager
def _shown(number: int, what: str) -> Iterator[Progress]:
    """A line that moves on where somebody looks on, and a hint where nobody answers."""
    console, began = Console(stderr=True), time.monotonic()
    hinted = False

    def hint(tried: int) -> None:
        nonlocal hinted
        if not tried and not hinted and time.monotonic() - began > SILENT_SECONDS:
            hinted = True
            print("Nobody has answered yet. Does a worker run? (daybook worker)", file=sys.stderr)

    if not console.is_terminal:
        yield hint
        return
    with console.status(f"0 of {number} {what}") as status:

        def show(tried: int) -> None:
            status.update(f"{tried} of {number} {what}")
            hint(tried)

        yield show
