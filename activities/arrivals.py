"""What a signal brought, understood: a record's id, or a whole record in the canonical form."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from accounting.records import RECORD_MODELS, Record, RecordKind
from activities.contracts import SIGNALS, Arrival


class ArrivalNotUnderstood(Exception):
    """The signal's name or what it brought cannot be read; the text says which part and why."""


def kind_of(arrival: Arrival) -> RecordKind:
    """The kind of record that the signal's name promises."""
    kind = SIGNALS.get(arrival.signal)
    if kind is None or kind not in RECORD_MODELS:
        known = ", ".join(name for name, kind in SIGNALS.items() if kind in RECORD_MODELS)
        raise ArrivalNotUnderstood(f'Signal "{arrival.signal}" is not known; the signals are: {known}.')
    return kind


def read_arrival(arrival: Arrival) -> tuple[RecordKind, str, Record | None]:
    """The kind, the id, and the whole record if it came along.

    Raises:
        ArrivalNotUnderstood: with what is wrong, and no content of the record.
    """
    kind = kind_of(arrival)
    value = _json(arrival)
    if isinstance(value, str | int):
        return kind, str(value), None
    record_id = value.get("id")
    if record_id in (None, ""):
        raise ArrivalNotUnderstood(f'Signal {arrival.signal} brought a record without "id".')
    if set(value) <= {"id", "run_id"}:
        return kind, str(record_id), None
    try:
        return kind, str(record_id), RECORD_MODELS[kind].model_validate_json(arrival.payload)
    except ValidationError as error:
        raise ArrivalNotUnderstood(f"Signal {arrival.signal}, {kind.value} {record_id}: {_told(error)}.") from None


def _json(arrival: Arrival) -> Any:
    try:
        value = json.loads(arrival.payload)
    except ValueError:
        raise ArrivalNotUnderstood(f"Signal {arrival.signal} brought no JSON.") from None
    if not isinstance(value, dict | str | int) or isinstance(value, bool):
        raise ArrivalNotUnderstood(f"Signal {arrival.signal} brought neither a record nor an id.")
    return value


def _told(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False)[:5])
