"""The history: everything that became of a connection's records, newest first (row R-95)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Text, and_, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind
from clients.database import exact_json, tables
from clients.database.outcomes import Outcome, OutcomeState, outcome_of
from clients.database.statements import fetch, fetch_one

PAGE = 1_000


@dataclass(frozen=True)
class Chosen:
    """Which entries of the history are asked for; None leaves that open."""

    state: OutcomeState | None = None
    kind: RecordKind | None = None
    record: str | None = None
    """A record's number or id."""
    order_id: str | None = None
    run_id: str | None = None
    since: datetime | None = None
    search: str | None = None
    """Words in a number, in what came of it, or in a problem; capitals do not matter."""


class Entry(Outcome):
    """What became of a record at one time."""

    via: str = ""
    """The order's channel, or the source of any other record, as its newest version names it."""


@dataclass(frozen=True)
class Entries:
    """The newest entries asked for, and how many there are in all."""

    shown: list[Entry]
    in_all: int


class History:
    """What became of the records, entry by entry."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def entries(self, connection_id: str, chosen: Chosen, limit: int) -> Entries:
        """The newest entries: one for each time that something else became of a record."""
        entries = _entries(connection_id, chosen).add_columns(func.count().over().label("in_all"))
        newest = tables.outcome.c.at.desc(), tables.outcome.c.sequence.desc()
        rows = await fetch(self._engine, entries.order_by(*newest).limit(limit))
        return Entries([_entry(row) for row in rows], rows[0]["in_all"] if rows else 0)

    async def from_the_first(self, connection_id: str, chosen: Chosen) -> AsyncIterator[Entry]:
        """Every entry asked for, in the order in which they were made."""
        sequence, last = tables.outcome.c.sequence, 0
        while True:
            page = _entries(connection_id, chosen).where(sequence > last).order_by(sequence).limit(PAGE)
            rows = await fetch(self._engine, page)
            for row in rows:
                yield _entry(row)
            if len(rows) < PAGE:
                return
            last = rows[-1]["sequence"]

    async def knows(self, connection_id: str, name: str) -> bool:
        """Is there a record of this number or id, with or without an entry?"""
        read, told = tables.record.c, tables.outcome.c
        of_read = exists().where(read.connection_id == connection_id, (read.label == name) | (read.id == name))
        of_told = exists().where(told.connection_id == connection_id, (told.label == name) | (told.record_id == name))
        row = await fetch_one(self._engine, select((of_read | of_told).label("known")))
        return row is not None and bool(row["known"])


def _entries(connection_id: str, chosen: Chosen) -> Select[tuple[Any, ...]]:
    told, read = tables.outcome.c, tables.record.c
    of_record = and_(read.connection_id == told.connection_id, read.kind == told.kind, read.id == told.record_id)
    return (
        select(tables.outcome, read.body)
        .outerjoin(tables.record, of_record)
        .where(told.connection_id == connection_id, *_conditions(chosen))
    )


def _entry(row: RowMapping) -> Entry:
    body = row["body"] or {}
    via = body.get("channel_name") or body.get("source_name") or ""
    return Entry.model_validate({**outcome_of(row).model_dump(), "via": via})


def _conditions(chosen: Chosen) -> list[ColumnElement[bool]]:
    table = tables.outcome
    conditions: list[ColumnElement[bool]] = []
    if chosen.state is not None:
        conditions.append(table.c.state == chosen.state)
    if chosen.kind is not None:
        conditions.append(table.c.kind == chosen.kind.value)
    if chosen.record is not None:
        conditions.append((table.c.label == chosen.record) | (table.c.record_id == chosen.record))
    if chosen.order_id is not None:
        conditions.append(table.c.order_id == chosen.order_id)
    if chosen.run_id is not None:
        conditions.append(table.c.run_id == chosen.run_id)
    if chosen.since is not None:
        conditions.append(table.c.at >= chosen.since)
    if chosen.search is not None:
        texts = table.c.label, table.c.record_id, table.c.number, table.c.detail
        found = [column.icontains(chosen.search, autoescape=True) for column in texts]
        as_kept = exact_json.write(chosen.search)[1:-1]
        found.append(cast(table.c.problems, Text).icontains(as_kept, autoescape=True))
        conditions.append(or_(*found))
    return conditions
