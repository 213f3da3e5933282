"""Let go on what waits for a cause: a few records tell whether it is gone, and only then all others follow."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from accounting.causes import Cause, shared_causes
from accounting.records import Record, RecordKind, RecordRef, SupplierInvoice
from activities.contracts import State
from activities.stores import Stores
from clients.database.outcomes import Outcome

LOOK_SECONDS = 0.5
SEQUENCE = list(RecordKind)

Progress = Callable[[int], None]
"""Told how many records have been tried so far."""


def by_order(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """The records of each order."""
    orders: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        orders[outcome.order_id].append(outcome)
    return orders


def causes_of(parked: Iterable[Outcome]) -> frozenset[Cause]:
    """The causes that these records wait for, and that others may wait for, too."""
    return frozenset().union(*(shared_causes(one.problems) for one in parked if one.state == State.PARKED.value))


def is_told_by_others(outcome: Outcome, settings_changed_at: datetime | None) -> bool:
    """Whether a parked record need not be tried itself, as another one tells how its causes stand.

    What was found under other settings says nothing: another record may be meant by what was changed.
    """
    is_newer = settings_changed_at is None or outcome.at > settings_changed_at
    return is_newer and outcome.state == State.PARKED.value and bool(shared_causes(outcome.problems))


def held_back(due: Sequence[Record], found: Mapping[RecordRef, Outcome]) -> dict[str, list[Record]]:
    """The orders of which nothing is new, and of which every record waits for a shared cause or for such a record.

    Args:
        found: what became of the records that have not changed since, under the settings that still hold.
    """
    orders: defaultdict[str, list[Record]] = defaultdict(list)
    for record in due:
        orders[str(record.order_id)].append(record)
    return {order_id: records for order_id, records in orders.items() if _all_held(records, found)}


async def tried_again(
    stores: Stores, before: Sequence[Outcome], *, patience: float, progress: Progress | None = None
) -> list[Outcome]:
    """What became of parked records of one connection, as soon as each was tried again.

    Args:
        patience: after so many seconds in which none was tried, the others stay as they were.
    """
    if not before:
        return []
    connection, newest = before[0].connection_id, newest_of(before)
    refs, known, moved = [one.ref for one in before], 0, time.monotonic()
    while (tried := await stores.outcomes.found_after(connection, refs, newest)) < len(refs):
        if tried > known:
            known, moved = tried, time.monotonic()
        if progress is not None:
            progress(tried)
        if time.monotonic() - moved > patience:
            break
        await asyncio.sleep(LOOK_SECONDS)
    found: list[Outcome] = []
    for kind in RecordKind:
        if ids := [ref.id for ref in refs if ref.kind is kind]:
            found += (await stores.outcomes.current_of_all(connection, kind, ids)).values()
    return found


def newest_of(before: Iterable[Outcome]) -> datetime:
    """The time after which whatever is found of one of these records is news."""
    return max(one.at for one in before)


def gone(before: Iterable[Outcome], after: Iterable[Outcome]) -> frozenset[Cause]:
    """The causes that none of the records has any more, though it was tried for them."""
    return causes_of(before) - causes_of(after)


def _all_held(records: Collection[Record], found: Mapping[RecordRef, Outcome]) -> bool:
    held: set[RecordRef] = set()
    for record in sorted(records, key=lambda record: SEQUENCE.index(record.ref.kind)):
        outcome = found.get(record.ref)
        if outcome is None or not (shared_causes(outcome.problems) or _needs(record) & held):
            return False
        held.add(record.ref)
    return bool(held)


def _needs(record: Record) -> set[RecordRef]:
    """What a record waits for."""
    needed = set()
    if record.ref.kind is not RecordKind.ORDER and record.order_id:
        needed.add(RecordRef(kind=RecordKind.ORDER, id=record.order_id))
    if isinstance(record, SupplierInvoice) and record.fulfillment_request_id:
        needed.add(RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=record.fulfillment_request_id))
    return needed
