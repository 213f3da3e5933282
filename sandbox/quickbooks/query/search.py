"""The query language: running a statement on the company's records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.query.matching import candidates, check_operators, comparable, lets_through, value_of
from sandbox.quickbooks.query.statement import Condition, Joined, Negation, Statement, Test, conditions, parse
from sandbox.quickbooks.schema.kinds import BY_PATH, Kind
from sandbox.quickbooks.schema.properties import TYPES
from sandbox.quickbooks.schema.shape import Record

TIMES = {"metadata.createtime": "MetaData.CreateTime", "metadata.lastupdatedtime": "MetaData.LastUpdatedTime"}
MOST = 1000


def query(company: Company, text: str) -> Record:
    """The `QueryResponse` of a statement; empty when nothing was found.

    Raises Refusal 4000 for what is no statement, 4001 for what may not be asked, 2030 for a wrong Id.
    """
    statement = parse(text, bare_comparisons=company.switches["bare_comparisons"] == "accepted")
    kind = BY_PATH.get(statement.entity.lower())
    if kind is None or "query" not in kind.operations:
        raise refusals.invalid_query(f"invalid context declaration: {statement.entity}")
    check_operators(company, statement.where)
    where = _where(kind, statement.where)
    lets = lets_through(company, kind, where)
    found = [row for row in candidates(company, kind, where) if lets(row)]
    order = [(_property(kind, name, kind.sortable, "sortable"), down) for name, down in statement.order]
    limit = _limit(company, statement)
    if statement.fields is None:
        return {"totalCount": len(found)}
    rows = _sorted(company, kind, found, order)[statement.start - 1 :][:limit]
    if not rows:
        return {}
    answer: Record = {
        kind.name: _projected(kind, rows, statement.fields),
        "startPosition": statement.start,
        "maxResults": len(rows),
    }
    return {**answer, "totalCount": len(found)} if kind.counted else answer


def _limit(company: Company, statement: Statement) -> int:
    for value in (statement.start, statement.limit):
        if value < 1:
            raise refusals.invalid_query(f"value {value} is too small. Min allowed value is 1")
    if statement.limit > MOST and company.switches["max_results"] == "refused":
        raise refusals.invalid_query(f"value {statement.limit} is too large. Max allowed value is {MOST}")
    return min(statement.limit, MOST)


def _where(kind: Kind, test: Test) -> Test:
    """The test with real property names; of a list only what is active, unless it speaks of that."""
    named = _named(kind, test)
    if "Active" not in TYPES[kind.name] or any(one.field == "Active" for one in conditions(named)):
        return named
    parts = named.tests if isinstance(named, Joined) and named.by == "and" else (named,)
    return Joined("and", (*parts, Condition("Active", "=", (True,))))


def _named(kind: Kind, test: Test) -> Test:
    if isinstance(test, Condition):
        return replace(test, field=_property(kind, test.field, kind.filterable, "queryable"))
    if isinstance(test, Negation):
        return Negation(_named(kind, test.test))
    return Joined(test.by, tuple(_named(kind, part) for part in test.tests))


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


def _sorted(company: Company, kind: Kind, rows: list[Record], order: list[tuple[str, bool]]) -> list[Record]:
    """Rows in the order asked for, else lists by name and transactions by the newest change."""
    if not order:
        if not kind.transaction:
            title = "FullyQualifiedName" if "FullyQualifiedName" in TYPES[kind.name] else kind.title
            return sorted(rows, key=lambda row: str(row.get(title, row.get(kind.title, ""))))
        # Times are written alike, so their texts sort as they do but for the hour a year that comes twice.
        return sorted(rows, key=lambda row: (row["MetaData"]["LastUpdatedTime"], int(row["Id"])), reverse=True)
    for name, descending in reversed(order):
        ready = comparable(company, kind, name)
        rows = sorted(rows, key=lambda row: _sort_key(row, name, ready), reverse=descending)
    return rows


def _sort_key(row: Record, name: str, ready: Callable[[Any], Any]) -> tuple[bool, Any]:
    value = value_of(row, name)
    return (value is not None, None if value is None else ready(value))


def _projected(kind: Kind, rows: list[Record], fields: tuple[str, ...]) -> list[Record]:
    """The rows whole, or with the columns asked for alone; raises Refusal 4001 for an unknown one."""
    if "*" in fields:
        return rows
    known = {name.lower(): name for name in TYPES[kind.name]}
    for name in fields:
        if name.split(".")[0].lower() not in known:
            raise refusals.invalid_query(f"Property {name} not found for Entity {kind.name}")
    wanted = {known[name.split(".")[0].lower()] for name in fields}
    return [
        {"domain": row["domain"], "sparse": True, **{name: row[name] for name in row if name in wanted}} for row in rows
    ]
