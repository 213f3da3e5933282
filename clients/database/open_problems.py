"""The problem inbox: what is in the way now, grouped by cause (row R-95)."""

from __future__ import annotations

from pydantic import AwareDatetime
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    literal_column,
    not_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.causes import Cause, OpenCause
from accounting.records import RecordKind, RecordRef
from clients.database import tables
from clients.database.outcomes import Outcome, outcome_of
from clients.database.statements import fetch, holds

UNHOLDABLE = r"\\u0000|\\ud[89ab]..(?!\\ud[c-f]..)|(?<!\\ud[89ab]..)\\ud[c-f].."
"""The JSON escapes for characters that Postgres cannot hold as text: NUL, and surrogates without their other half."""
WAITING = "parked"


class OpenSince(OpenCause):
    """An open cause, and since when it is."""

    since: AwareDatetime


class OpenProblems:
    """The problems of records that wait for a person, and of those that stand in the books with one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def causes(self, connection_id: str) -> list[OpenSince]:
        """Every open cause; the one that keeps most records waiting first."""
        found: dict[Cause, OpenSince] = {}
        for row in await fetch(self._engine, _grouped(connection_id)):
            _add(found, row)
        return sorted(found.values(), key=_least_urgent)

    async def is_new(self, connection_id: str, cause: Cause, ref: RecordRef) -> bool:
        """Whether no other record waits for the same; of what has no subject, for a problem of the same code."""
        table = tables.outcome
        this = and_(table.c.kind == ref.kind.value, table.c.record_id == ref.id)
        other = select(table.c.sequence).where(_waits_for(connection_id, cause), not_(this)).limit(1)
        return not await fetch(self._engine, other)

    async def waiting(self, connection_id: str, cause: Cause) -> dict[RecordKind, int]:
        """How many records of each kind wait for a cause."""
        table = tables.outcome
        counted = select(table.c.kind, func.count().label("records")).where(_waits_for(connection_id, cause))
        rows = await fetch(self._engine, counted.group_by(table.c.kind))
        return {RecordKind(row["kind"]): row["records"] for row in rows}

    async def records(self, connection_id: str, code: str) -> list[Outcome]:
        """The records that have a problem of this code, those that wait first, then in the order it was met."""
        table = tables.outcome
        rows = await fetch(
            self._engine,
            select(table)
            .where(_open(connection_id), holds(table.c.problems, "code", code))
            .order_by(table.c.state != WAITING, table.c.sequence),
        )
        return [outcome_of(row) for row in rows]


def _grouped(connection_id: str) -> Select[tuple[object, ...]]:
    """One row for each cause and kind of record, with the first problem that was met of it."""
    table = tables.outcome
    each = func.json_array_elements(_readable(table.c.problems)).table_valued(column("value", JSON)).lateral("each")
    waits = case((table.c.state == WAITING, "waiting"), else_="standing").label("group")
    code, subject = _told(each.c.value, "code"), func.coalesce(_told(each.c.value, "subject"), "")
    first = func.array_agg(aggregate_order_by(each.c.value, table.c.sequence))
    return (
        select(
            code.label("code"),
            subject.label("subject"),
            table.c.kind,
            waits,
            func.count(table.c.record_id.distinct()).label("records"),
            func.min(table.c.since).label("since"),
            func.min(table.c.sequence).label("sequence"),
            _told(first[1], "message").label("message"),
            _told(first[1], "fix").label("fix"),
        )
        .select_from(table.join(each, true()))
        .where(_open(connection_id))
        .group_by(code, subject, table.c.kind, literal_column('"group"'))
        .order_by(literal_column("sequence"))
    )


def _open(connection_id: str) -> ColumnElement[bool]:
    table = tables.outcome
    # Word for word the condition of the index, or Postgres would read all that ever was posted.
    return and_(
        table.c.connection_id == connection_id, table.c.current, literal_column("cast(problems as text) <> '[]'")
    )


def _waits_for(connection_id: str, cause: Cause) -> ColumnElement[bool]:
    table = tables.outcome
    about = holds(table.c.problems, "subject", cause.subject) if cause.subject else true()
    return and_(_open(connection_id), table.c.state == WAITING, holds(table.c.problems, "code", cause.code), about)


def _readable(json: ColumnElement[object]) -> ColumnElement[object]:
    return cast(func.regexp_replace(cast(json, Text), UNHOLDABLE, r"\\ufffd", "g"), JSON)


def _told(problem: ColumnElement[object], member: str) -> ColumnElement[str]:
    return func.json_extract_path_text(problem, member, type_=Text)


def _add(found: dict[Cause, OpenSince], row: RowMapping) -> None:
    cause = Cause(code=row["code"], subject=row["subject"])
    known = found.get(cause)
    if known is None:
        known = OpenSince(
            cause=cause, message=row["message"], fix=row["fix"], waiting={}, standing={}, since=row["since"]
        )
    counted = {**getattr(known, row["group"]), RecordKind(row["kind"]): row["records"]}
    found[cause] = known.model_copy(update={row["group"]: counted, "since": min(known.since, row["since"])})


def _least_urgent(one: OpenSince) -> tuple[int, int, AwareDatetime]:
    return -sum(one.waiting.values()), -sum(one.standing.values()), one.since
