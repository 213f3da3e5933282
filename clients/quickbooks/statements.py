"""Statements of QuickBooks' query language, with every value escaped.

Only what Intuit supports: conditions are joined by AND; there is no OR, no join and no ``!=``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | int | bool | Decimal | date | datetime

MOST_ROWS = 1000
"""Rows QuickBooks gives at most; without a number it gives 100."""

FIELD = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*")
ORDER = re.compile(rf"{FIELD.pattern}( ASC| DESC)?(, {FIELD.pattern}( ASC| DESC)?)*")


@dataclass(frozen=True)
class Condition:
    """One condition of a WHERE clause, already escaped."""

    text: str


def select(
    kind: str,
    *conditions: Condition,
    order_by: str | None = None,
    start: int | None = None,
    most: int | None = None,
    count: bool = False,
) -> str:
    """A query for all entities of a kind that meet every condition, or for their number.

    Args:
        order_by: a field, or several by comma, each with ASC or DESC if need be. Without it
            transactions come newest change first, and rows move between pages while you read.
        start: position of the first row wanted, from 1.
        most: rows wanted, up to 1000.
    """
    parts = [f"SELECT {'COUNT(*)' if count else '*'} FROM {_matching(FIELD, kind)}"]
    if conditions:
        parts.append("WHERE " + " AND ".join(condition.text for condition in conditions))
    if order_by is not None:
        parts.append(f"ORDERBY {_matching(ORDER, order_by)}")
    if start is not None:
        parts.append(f"STARTPOSITION {_within(start, 1, None)}")
    if most is not None:
        parts.append(f"MAXRESULTS {_within(most, 1, MOST_ROWS)}")
    return " ".join(parts)


def equals(field: str, value: Value) -> Condition:
    """The field is the value; QuickBooks ignores the case of text, so compare again."""
    return _compared(field, "=", value)


def among(field: str, values: Iterable[Value]) -> Condition:
    """The field is one of the values, of which there must be at least one."""
    listed = ", ".join(_literal(value) for value in values)
    if not listed:
        raise ValueError(f"No values to look for in {field}; an empty IN () is no statement.")
    return Condition(f"{_matching(FIELD, field)} IN ({listed})")


def at_least(field: str, value: Value) -> Condition:
    """The field is the value or more."""
    return _compared(field, ">=", value)


def at_most(field: str, value: Value) -> Condition:
    """The field is the value or less."""
    return _compared(field, "<=", value)


def greater(field: str, value: Value) -> Condition:
    """The field is more than the value."""
    return _compared(field, ">", value)


def active_or_not() -> Condition:
    """Inactive entries too, which QuickBooks hides unless asked."""
    return among("Active", (True, False))


def _compared(field: str, operator: str, value: Value) -> Condition:
    return Condition(f"{_matching(FIELD, field)} {operator} {_literal(value)}")


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"The time {value} has no zone; QuickBooks would take it for Pacific time.")
        return f"'{value.isoformat(timespec='milliseconds')}'"
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    if isinstance(value, Decimal):
        return f"'{value:f}'"
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _matching(pattern: re.Pattern[str], name: str) -> str:
    if not pattern.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a field or an entity.")
    return name


def _within(number: int, least: int, most: int | None) -> int:
    if number < least or (most is not None and number > most):
        raise ValueError(f"{number} rows or position; QuickBooks takes {least} to {most or 'any'}.")
    return number
