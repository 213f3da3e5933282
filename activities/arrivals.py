"""What a signal brought, understood: a record's id, or a whole record in the canonical form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from accounting.records import RECORD_MODELS, Record, RecordKind, RecordRef, readable_id
from activities.contracts import SIGNALS, Arrival

REFERENCE = {"id", "number", "run_id", "read_again"}
"""What a signal holds that only names a record: its id, perhaps its number, the run that read it, that it changed."""

LONGEST_TEXT = 1_500_000
"""Bytes of a signal's text as JSON: Temporal hands an activity at most 2 MB."""


class ArrivalNotUnderstood(Exception):
    """The signal's name or what it brought cannot be read; the text says which part and why."""


def arrival_of(signal: str, arguments: Sequence[bytes]) -> Arrival:
    """A signal as it came; one that only names a record is understood at once. Whatever came, this does not fail."""
    if fault := _fault(arguments):
        return Arrival(signal=signal, fault=fault)
    text = arguments[0].decode("utf-8", errors="replace")
    value = _value(text)
    named = value if isinstance(value, dict) else {"id": value}
    kind, record_id = SIGNALS.get(signal), readable_id(named.get("id"))
    if kind and record_id and set(named) <= REFERENCE:
        number, run_id = readable_id(named.get("number")), readable_id(named.get("run_id"))
        ref, changed = RecordRef(kind=kind, id=record_id), named.get("read_again") is True
        return Arrival(signal=signal, ref=ref, number=number, run_id=run_id or None, read_again=changed)
    return Arrival(signal=signal, payload=text)


def kind_of(arrival: Arrival) -> RecordKind:
    """The kind of record that the signal's name promises."""
    kind = SIGNALS.get(arrival.signal)
    if kind is None:
        raise ArrivalNotUnderstood(f'Signal "{arrival.signal}" is not known; the signals are: {", ".join(SIGNALS)}.')
    return kind


def read_arrival(arrival: Arrival) -> Record:
    """The whole record that a signal brought.

    Raises:
        ArrivalNotUnderstood: with what is wrong, and no content of the record.
    """
    kind = kind_of(arrival)
    if arrival.fault:
        raise ArrivalNotUnderstood(f"Signal {arrival.signal} brought {arrival.fault}.")
    value = _value(arrival.payload)
    if value is None:
        raise ArrivalNotUnderstood(f"Signal {arrival.signal} brought no JSON.")
    if not isinstance(value, dict):
        raise ArrivalNotUnderstood(f"Signal {arrival.signal} brought neither a record nor an id.")
    if not readable_id(value.get("id")):
        raise ArrivalNotUnderstood(f'Signal {arrival.signal} brought a record without a usable "id".')
    try:
        return RECORD_MODELS[kind].model_validate_json(arrival.payload)
    except ValidationError as error:
        raise ArrivalNotUnderstood(f"Signal {arrival.signal}, {kind.words} {value['id']}: {_told(error)}.") from None


def _fault(arguments: Sequence[bytes]) -> str:
    """What makes the arguments unreadable at first sight, if anything does."""
    if len(arguments) != 1:
        return f"{len(arguments) or 'no'} arguments; one is taken, a record or its id"
    if len(json.dumps(arguments[0].decode("utf-8", errors="replace"))) > LONGEST_TEXT:
        return f"{len(arguments[0])} bytes, which is too much; send the record's id alone"
    return ""


def _value(text: str) -> Any:
    """The JSON value of a text; None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _told(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {_fault_of(e)}" for e in error.errors()[:5])


def _fault_of(error: ErrorDetails) -> str:
    """Pydantic's words, with the value only where it is one of a few words, which cannot be anybody's name."""
    if error["type"] == "enum" and isinstance(error["input"], str):
        return f'"{error["input"][:40]}" is none of {error["ctx"]["expected"]}'
    return error["msg"]
