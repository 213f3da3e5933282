"""The query language: which records a WHERE lets through, and how values are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.books.clock import PACIFIC
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.books.shelf import folded
from sandbox.quickbooks.query.statement import Condition, Joined, Negation, Test, conditions
from sandbox.quickbooks.schema.kinds import Kind
from sandbox.quickbooks.schema.properties import TYPES
from sandbox.quickbooks.schema.shape import Record

Lets = Callable[[Record], bool]

_COLLATIONS: dict[str, Callable[[object], str]] = {
    "caseless": folded,
    "ascii": lambda value: re.sub("[A-Z]+", lambda found: found[0].lower(), str(value).strip()),
    "accentless": lambda value: "".join(
        character for character in unicodedata.normalize("NFD", folded(value)) if not unicodedata.combining(character)
    ),
}


def lets_through(company: Company, kind: Kind, test: Test) -> Lets:
    """Whether a test, with real property names, holds for a record; raises Refusal 4001 or 2030 for a value."""
    if isinstance(test, Condition):
        return _comparison(company, kind, test)
    if isinstance(test, Negation):
        opposite = lets_through(company, kind, test.test)
        return lambda row: not opposite(row)
    every = all if test.by == "and" else any
    parts = [lets_through(company, kind, part) for part in test.tests]
    return lambda row: every(part(row) for part in parts)


def candidates(company: Company, kind: Kind, test: Test) -> list[Record]:
    """The records an index names for an equality that must hold, else all."""
    shelf = company.shelves[kind.name]
    required = test.tests if isinstance(test, Joined) and test.by == "and" else (test,)
    for one in required:
        # The indexes know no case; an accent less would miss what they hold apart.
        if isinstance(one, Condition) and one.operator in ("=", "in") and shelf.has_index(one.field):
            if company.switches["collation"] == "accentless" and one.field != "Id":
                continue
            found = {row["Id"]: row for value in one.values for row in shelf.find(one.field, value)}
            return list(found.values())
    return company.records(kind.name)


def check_operators(company: Company, test: Test) -> None:
    """Raise Refusal 4001 for what the parser reads and the company does not do."""
    if company.switches["query_or"] == "refused":
        if _has(test, lambda one: isinstance(one, Joined) and one.by == "or"):
            raise refusals.invalid_query("Operator OR is not supported")
        for one in conditions(test):
            if one.operator in ("between", "contains"):
                raise refusals.invalid_query(f"Operator {one.operator} is not supported")
    if company.switches["query_not"] == "refused":
        if _has(test, lambda one: isinstance(one, Negation)):
            raise refusals.invalid_query("Operator NOT is not supported")
        if any(one.operator == "!=" for one in conditions(test)):
            raise refusals.invalid_query("Operator != is not supported")


def comparable(company: Company, kind: Kind, name: str) -> Callable[[Any], Any]:
    """How a property's values are made ready to be compared."""
    if name.startswith("MetaData."):
        return _time
    by_type = {"number": _number, "id": _id, "flag": _flag, "date": _date}
    return by_type.get(TYPES[kind.name][name].type, _COLLATIONS[company.switches["collation"]])


def value_of(row: Record, name: str) -> Any:
    """The value of a property as it is compared: of a reference its Id, of an e-mail its address."""
    group, _, member = name.partition(".")
    value = row.get(group)
    if member and value is not None:
        return value[member]
    if isinstance(value, dict):
        return value.get("value", value.get("Address"))
    return value


def _has(test: Test, trait: Callable[[Test], bool]) -> bool:
    if isinstance(test, Negation):
        return trait(test) or _has(test.test, trait)
    return trait(test) or (isinstance(test, Joined) and any(_has(part, trait) for part in test.tests))


def _comparison(company: Company, kind: Kind, condition: Condition) -> Lets:
    name, operator = condition.field, condition.operator
    ready = comparable(company, kind, name)
    if operator in ("like", "contains"):
        ready = _COLLATIONS[company.switches["collation"]]
        text = str(condition.values[0])
        pattern = _pattern(ready(f"%{text}%" if operator == "contains" else text))
        return lambda row: pattern.fullmatch(ready(value_of(row, name) or "")) is not None
    if operator == "flag" and ready is not _flag:
        raise refusals.invalid_query(f"property '{name}' is not a boolean")
    wanted = [ready(value) for value in condition.values] or [True]
    holds = _HOLDS[operator]
    return lambda row: (value := value_of(row, name)) is not None and holds(ready(value), wanted)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split("%")), re.DOTALL)


_HOLDS: dict[str, Callable[[Any, list[Any]], bool]] = {
    "=": lambda value, wanted: value == wanted[0],
    "!=": lambda value, wanted: value != wanted[0],
    "flag": lambda value, wanted: value == wanted[0],
    "in": lambda value, wanted: value in wanted,
    "<": lambda value, wanted: value < wanted[0],
    ">": lambda value, wanted: value > wanted[0],
    "<=": lambda value, wanted: value <= wanted[0],
    ">=": lambda value, wanted: value >= wanted[0],
    "between": lambda value, wanted: wanted[0] <= value <= wanted[1],
}


def _time(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise refusals.invalid_query(f"'{value}' is not a valid time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=PACIFIC)


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise refusals.invalid_query(f"'{value}' is not a valid date") from None


def _number(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise refusals.invalid_query(f"'{value}' is not a valid number") from None


def _id(value: Any) -> int:
    if not str(value).isdigit():
        raise refusals.invalid_id(value)
    return int(str(value))


def _flag(value: Any) -> bool:
    return str(value).lower() == "true"
