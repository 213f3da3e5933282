"""What a signal brought, understood: a record's id, or a whole record in the canonical form."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from accounting.records import RECORD_MODELS, Record, RecordKind, RecordRef
from activities.contracts import SIGNALS, Arrival


class ArrivalNotUnderstood(Exception):
    """The signal's name or what it brought cannot be read; the text says which part and why."""


REFERENCE = {"id", "number", "run_id"}
"""What a signal holds that only names a record: its id, perhaps its number, and the run that read it."""


def arrival_of(signal: str, data: bytes) -> Arrival:
    """A signal as it came; one that only names a record is understood at once."""
    text = data.decode("utf-8", errors="replace")
    try:
        value = json.loads(text)
    except ValueError:
        return Arrival(signal=signal, payload=text)
    if not isinstance(value, dict):
        value = {"id": value}
    texts = {name: str(given) for name, given in value.items() if name in REFERENCE and isinstance(given, str | int)}
    kind = SIGNALS.get(signal)
    bare = kind in RECORD_MODELS and set(value) <= REFERENCE and texts.get("id")
    return Arrival(
        signal=signal,
        payload="" if bare else text,
        ref=RecordRef(kind=kind, id=texts["id"]) if kind and bare else None,
        number=texts.get("number", ""),
        run_id=texts.get("run_id"),
    )


def kind_of(arrival: Arrival) -> RecordKind:
    """The kind of record that the signal's name promises."""
    kind = SIGNALS.get(arrival.signal)
    if kind is None or kind not in RECORD_MODELS:
        known = ", ".join(name for name, kind in SIGNALS.items() if kind in RECORD_MODELS)
        raise ArrivalNotUnderstood(f'Signal "{arrival.signal}" is not known; the signals are: {known}.')
    return kind


def read_arrival(arrival: Arrival) -> Record:
    """The whole record that a signal brought.

    Raises:
        ArrivalNotUnderstood: with what is wrong, and no content of the record.
    """
    kind = kind_of(arrival)
    value = _json(arrival)
    if value.get("id") in (None, ""):
        raise ArrivalNotUnderstood(f'Signal {arrival.signal} brought a record without "id".')
    try:
        return RECORD_MODELS[kind].model_validate_json(arrival.payload)
    except ValidationError as error:
        raise ArrivalNotUnderstood(f"Signal {arrival.signal}, {kind.words} {value['id']}: {_told(error)}.") from None


def _json(arrival: Arrival) -> dict[str, Any]:
    try:
        value = json.loads(arrival.payload)
    except ValueError:
        raise ArrivalNotUnderstood(f"Signal {arrival.signal} brought no JSON.") from None
    if not isinstance(value, dict):
        raise ArrivalNotUnderstood(f"Signal {arrival.signal} brought neither a record nor an id.")
    return value


def _told(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False)[:5])
