"""The query language: running a statement on the company's records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.clock import PACIFIC
from sandbox.quickbooks.company import Company
from sandbox.quickbooks.kinds import BY_PATH, Kind
from sandbox.quickbooks.properties import TYPES
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.shelf import folded
from sandbox.quickbooks.statement import Condition, Statement, parse

TIMES = {"metadata.createtime": "MetaData.CreateTime", "metadata.lastupdatedtime": "MetaData.LastUpdatedTime"}
MOST = 1000


def query(company: Company, text: str) -> Record:
    """The `QueryResponse` of a statement; empty when nothing was found.

    Raises Refusal 4000 for what is no statement, 4001 for what may not be asked, 2030 for a wrong Id.
    """
    statement = parse(text)
    kind = BY_PATH.get(statement.entity.lower())
    if kind is None:
        raise refusals.invalid_query(f"invalid context declaration: {statement.entity}")
    found = _matching(company, kind, statement)
    order = [(_property(kind, name, kind.sortable, "sortable"), down) for name, down in statement.order]
    _check_paging(statement)
    if statement.fields is None:
        return {"totalCount": len(found)}
    rows = _sorted(kind, found, order)[statement.start - 1 :][: statement.limit]
    if not rows:
        return {}
    answer: Record = {
        kind.name: [_projected(kind, row, statement.fields) for row in rows],
        "startPosition": statement.start,
        "maxResults": len(rows),
    }
    return {**answer, "totalCount": len(found)} if kind.counted else answer


def _check_paging(statement: Statement) -> None:
    for value in (statement.start, statement.limit):
        if value < 1:
            raise refusals.invalid_query(f"value {value} is too small. Min allowed value is 1")
    if statement.limit > MOST:
        raise refusals.invalid_query(f"value {statement.limit} is too large. Max allowed value is {MOST}")


def _property(kind: Kind, name: str, allowed: Iterable[str], trait: str) -> str:
    """A property by its real name; raises Refusal 4001 if it is unknown or lacks the trait."""
    if name.lower() in TIMES:
        return TIMES[name.lower()]
    known = {one.lower(): one for one in TYPES[kind.name]}
    first = name.split(".")[0].lower()
    if name.lower() in known and known[name.lower()] in allowed:
        return known[name.lower()]
    if first not in known or (first != name.lower() and not name.lower().endswith(".address")):
        raise refusals.invalid_query(f"Property {name} not found for Entity {kind.name}")
    raise refusals.invalid_query(f"property '{name}' is not {trait}")


def _matching(company: Company, kind: Kind, statement: Statement) -> list[Record]:
    conditions = [
        Condition(_property(kind, one.field, kind.filterable, "queryable"), one.operator, one.values)
        for one in statement.conditions
    ]
    if kind.title and not any(one.field == "Active" for one in conditions):
        conditions.append(Condition("Active", "=", (True,)))
    tests = [_test(kind, one) for one in conditions]
    rows = _candidates(company, kind, conditions)
    return [row for row in rows if all(test(row) for test in tests)]


def _candidates(company: Company, kind: Kind, conditions: list[Condition]) -> list[Record]:
    """The records an index names for an equality, else all."""
    shelf = company.shelves[kind.name]
    for one in conditions:
        if one.operator in ("=", "in") and shelf.has_index(one.field):
            found = {row["Id"]: row for value in one.values for row in shelf.find(one.field, value)}
            return list(found.values())
    return company.records(kind.name)


def _test(kind: Kind, condition: Condition) -> Callable[[Record], bool]:
    name, operator = condition.field, condition.operator
    comparable = _comparable(kind, name)
    if operator == "like":
        pattern = re.compile(".*".join(re.escape(part) for part in folded(condition.values[0]).split("%")), re.DOTALL)
        return lambda row: pattern.fullmatch(folded(_value(row, name) or "")) is not None
    wanted = [comparable(value) for value in condition.values]
    holds = _HOLDS[operator]
    return lambda row: (value := _value(row, name)) is not None and holds(comparable(value), wanted)


_HOLDS: dict[str, Callable[[Any, list[Any]], bool]] = {
    "=": lambda value, wanted: value == wanted[0],
    "in": lambda value, wanted: value in wanted,
    "<": lambda value, wanted: value < wanted[0],
    ">": lambda value, wanted: value > wanted[0],
    "<=": lambda value, wanted: value <= wanted[0],
    ">=": lambda value, wanted: value >= wanted[0],
}


def _value(row: Record, name: str) -> Any:
    """The value of a property as it is compared: of a reference its Id, of an e-mail its address."""
    group, _, member = name.partition(".")
    value = row.get(group)
    if member and value is not None:
        return value[member]
    if isinstance(value, dict):
        return value.get("value", value.get("Address"))
    return value


def _comparable(kind: Kind, name: str) -> Callable[[Any], Any]:
    if name.startswith("MetaData."):
        return _time
    type_name = TYPES[kind.name][name].type
    return {"number": _number, "id": _id, "flag": _flag}.get(type_name, folded)


def _time(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise refusals.invalid_query(f"'{value}' is not a valid time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=PACIFIC)


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


def _sorted(kind: Kind, rows: list[Record], order: list[tuple[str, bool]]) -> list[Record]:
    """Rows in the order asked for, else lists by name and transactions by the newest change."""
    if not order:
        if kind.transaction:
            order = [("MetaData.LastUpdatedTime", True), ("Id", True)]
        else:
            title = "FullyQualifiedName" if "FullyQualifiedName" in TYPES[kind.name] else kind.title
            return sorted(rows, key=lambda row: str(row.get(title, row.get(kind.title, ""))))
    for name, descending in reversed(order):
        comparable = _comparable(kind, name)
        rows = sorted(rows, key=lambda row: _sort_key(row, name, comparable), reverse=descending)
    return rows


def _sort_key(row: Record, name: str, comparable: Callable[[Any], Any]) -> tuple[bool, Any]:
    value = _value(row, name)
    return (value is not None, None if value is None else comparable(value))


def _projected(kind: Kind, row: Record, fields: tuple[str, ...]) -> Record:
    if "*" in fields:
        return row
    known = {name.lower(): name for name in TYPES[kind.name]}
    wanted = {known.get(name.split(".")[0].lower(), "") for name in fields}
    return {"domain": row["domain"], "sparse": True, **{name: value for name, value in row.items() if name in wanted}}
