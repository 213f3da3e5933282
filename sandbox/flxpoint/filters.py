"""The filters of lists, as data: which query parameter asks for what of which field.

A filter reads its parameter once for a call and yields the condition it puts on records. What is not asked for
holds for every record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.calls import Call
from sandbox.flxpoint.query import read_moment

Condition = Callable[[Record], bool]
"""Whether a list shows the record."""

Filter = Callable[[Call], Condition]
"""The condition a call asks for; raises Refused with 400 when its query cannot be read."""


def number(parameter: str, field: str) -> Filter:
    """The field is that number."""
    return lambda call: _unless_absent(call.query.number(parameter), lambda value, wanted: value == wanted, field)


def above(parameter: str, field: str) -> Filter:
    """The field is a larger number."""
    return lambda call: _unless_absent(call.query.number(parameter), lambda value, than: value > than, field)


def source(parameter: str) -> Filter:
    """The record is that source's; a source token has its own source, whatever is asked for."""
    asked = number(parameter, "sourceId")
    return lambda call: _every if call.caller.type == "source" else asked(call)


def numbers(parameter: str, field: str) -> Filter:
    """The field is one of at most fifty numbers."""
    return lambda call: _among(field, call.query.few_numbers(parameter))


def texts(parameter: str, field: str) -> Filter:
    """The field is one of any number of texts."""
    return lambda call: _among(field, call.query.texts(parameter))


def few_texts(parameters: str, field: str) -> Filter:
    """The field is one of at most fifty texts, under any of the parameter's names."""
    return lambda call: _among(field, call.query.few_texts(*parameters.split()))


def choices(parameter: str, field: str, allowed: tuple[str, ...]) -> Filter:
    """The field is one of these statuses; others than those allowed cannot be asked for."""
    return lambda call: _among(field, call.query.choices(parameter, allowed))


def after(parameter: str, field: str) -> Filter:
    """The field is a later moment."""
    return lambda call: _unless_absent(call.query.moment(parameter), _later, field)


def present(parameter: str, field: str) -> Filter:
    """The field says something (true), or nothing (false)."""
    return lambda call: _unless_absent(call.query.flag(parameter), lambda value, wanted: bool(value) == wanted, field)


def hidden(parameter: str, field: str, *, when_absent: bool, shown_by: bool) -> Filter:
    """Records whose field says something are left out, unless the parameter has the value that shows them."""

    def filter_(call: Call) -> Condition:
        flag = call.query.flag(parameter)
        shown = (when_absent if flag is None else flag) is shown_by
        return lambda record: shown or not record[field]

    return filter_


def linked(parameter: str, field: str, kind: str, its_field: str, *, marked: bool) -> Filter:
    """Some record of another kind has the same value in its field (true), or none has (false).

    `marked` looks at accounting synced records of that kind alone.
    """

    def filter_(call: Call) -> Condition:
        wanted = call.query.flag(parameter)
        if wanted is None:
            return _every
        records = [record for record in call.account.all(kind) if not marked or record["accountingSynced"]]
        values = {record[its_field] for record in records}
        return lambda record: (record[field] in values) == wanted

    return filter_


def unproven(filter_: Filter) -> Filter:
    """A filter that no page documents: heeded when the switch says so."""
    return lambda call: filter_(call) if call.switches["unproven_filters"] == "on" else _every


def _every(record: Record) -> bool:
    return True


def _unless_absent(wanted: Any, holds: Callable[[Any, Any], bool], field: str) -> Condition:
    return _every if wanted is None else lambda record: holds(record[field], wanted)


def _among(field: str, wanted: Collection[Any]) -> Condition:
    return lambda record: _plain(record[field]) in wanted if wanted else True


def _plain(value: Any) -> Any:
    """Statuses come as text or as an object with a name."""
    return value.get("name") if isinstance(value, dict) else value


def _later(value: Any, than: datetime) -> bool:
    moment = read_moment(value) if isinstance(value, str) else None
    return moment is not None and moment > than
