"""Choosing the records a list shows, and the page of them that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.query import Query, read_moment
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.switches import PAGE_CAP

DEFAULT_SIZE = 20

Condition = Callable[[Record], bool]
"""Whether a list shows the record. What is not asked for holds for every record."""


def equal(field: str, wanted: Any) -> Condition:
    """The field has the wanted value."""
    return lambda record: wanted is None or record.get(field) == wanted


def among(field: str, wanted: Collection[Any]) -> Condition:
    """The field has one of the wanted values."""
    return lambda record: not wanted or _plain(record.get(field)) in wanted


def present(field: str, wanted: bool | None) -> Condition:
    """The field says something (wanted is true), or nothing (wanted is false)."""
    return lambda record: wanted is None or bool(record.get(field)) == wanted


def after(field: str, wanted: datetime | None) -> Condition:
    """The field is a later moment than the wanted one."""
    return lambda record: wanted is None or _later(record.get(field), wanted)


def linked(field: str, records: Iterable[Record], wanted: bool | None) -> Condition:
    """The field names one of the records (wanted is true), or none of them (wanted is false)."""
    ids = {record["id"] for record in records}
    return lambda record: wanted is None or (record.get(field) in ids) == wanted


def page(
    records: list[Record],
    conditions: Iterable[Condition],
    query: Query,
    switches: Mapping[str, str],
    *,
    names: tuple[str, str],
) -> list[Record]:
    """The page of the records that meet every condition; past the end it is empty.

    `names` are the query's words for the page number, counted from 1, and the page size, which is cut
    to the cap in silence.
    """
    number, size = (query.number(name) for name in names)
    number, size = 1 if number is None else number, DEFAULT_SIZE if size is None else size
    if not number or not size:
        raise Refused(400, f"{' and '.join(names)} count from 1")
    size = min(size, int(switches[PAGE_CAP]))
    conditions = list(conditions)
    shown = [record for record in records if all(holds(record) for holds in conditions)]
    return shown[(number - 1) * size : number * size]


def _plain(value: Any) -> Any:
    """Statuses come as text or as an object with a name."""
    return value.get("name") if isinstance(value, dict) else value


def _later(value: Any, than: datetime) -> bool:
    moment = read_moment(value) if isinstance(value, str) else None
    return moment is not None and moment > than
