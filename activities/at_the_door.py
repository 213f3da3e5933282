"""Records that a person or a program hands in: understood before any of them is told of, or refused with the reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from accounting.records import RecordKind, readable_id
from activities.arrivals import ArrivalNotUnderstood, arrival_of, kind_of, read_arrival
from activities.contracts import Arrival

REASONS_TOLD = 10


@dataclass(frozen=True)
class Told:
    """What one signal tells the workflow of one order."""

    order_id: str
    signal: str
    value: dict[str, Any]
    """The record in its canonical form, or its id."""


def read_at_the_door(signal: str, text: str) -> list[Told]:
    """The records that a text of JSON holds: one, or a list of them.

    Raises:
        ArrivalNotUnderstood: with every record that cannot be understood, by its place in the list; then none counts.
    """
    kind = kind_of(Arrival(signal=signal))
    found = _values(text)
    told, reasons = [], []
    for place, value in enumerate(found, 1):
        try:
            told.append(_told(signal, kind, value))
        except ArrivalNotUnderstood as reason:
            reasons.append(f"{f'Record {place} of {len(found)}: ' if len(found) > 1 else ''}{reason}")
    if reasons:
        more = f" And {len(reasons) - REASONS_TOLD} more." if len(reasons) > REASONS_TOLD else ""
        raise ArrivalNotUnderstood(" ".join(reasons[:REASONS_TOLD]) + more)
    return told


def _values(text: str) -> list[Any]:
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ArrivalNotUnderstood(
            f'This is no JSON: {error}. It takes a record, a list of records, or {{"id": "..."}} of an order.'
        ) from None
    values = found if isinstance(found, list) else [found]
    if not values:
        raise ArrivalNotUnderstood("The list holds no record.")
    return values


def _told(signal: str, kind: RecordKind, value: Any) -> Told:
    text = json.dumps(value)
    arrival = arrival_of(signal, [text.encode()])
    if arrival.ref is not None and isinstance(value, dict) and not set(value) <= {"id", "read_again"}:
        # More than an id: half a record, not the name of one.
        arrival = Arrival(signal=signal, payload=text)
    if arrival.ref is not None:
        if kind is RecordKind.ORDER:
            return Told(arrival.ref.id, signal, {"id": arrival.ref.id, "read_again": True})
        raise ArrivalNotUnderstood(
            f"Signal {signal} brought the id of {kind.words} {arrival.ref.id} alone, which does not tell the order."
        )
    record = read_arrival(arrival)
    order_id = readable_id(record.order_id)
    if not order_id:
        raise ArrivalNotUnderstood(f"Signal {signal}, {kind.words} {record.id}: order_ref: a usable id is missing.")
    return Told(order_id, signal, record.model_dump(mode="json"))
