"""The history: everything that became of a connection's records, newest first (row R-95)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind
from clients.database import tables
from clients.database.outcomes import Outcome, OutcomeState, outcome_of
from clients.database.statements import fetch, fetch_one


@dataclass(frozen=True)
class Chosen:
    """Which entries of the history are asked for; None leaves that open."""

    state: OutcomeState | None = None
    kind: RecordKind | None = None
    record: str | None = None
    """A record's number or id."""
    run_id: str | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Entries:
    """The newest entries asked for, and how many there are in all."""

    shown: list[Outcome]
    in_all: int


class History:
    """What became of the records, entry by entry."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def entries(self, connection_id: str, chosen: Chosen, limit: int) -> Entries:
        """The newest entries: one for each time that something else became of a record."""
        table = tables.outcome
        rows = await fetch(
            self._engine,
            select(table, func.count().over().label("in_all"))
            .where(table.c.connection_id == connection_id, *_conditions(chosen))
            .order_by(table.c.at.desc(), table.c.sequence.desc())
            .limit(limit),
        )
        return Entries([outcome_of(row) for row in rows], rows[0]["in_all"] if rows else 0)

    async def knows(self, connection_id: str, name: str) -> bool:
        """Is there a record of this number or id, with or without an entry?"""
        read, told = tables.record.c, tables.outcome.c
        of_read = exists().where(read.connection_id == connection_id, (read.label == name) | (read.id == name))
        of_told = exists().where(told.connection_id == connection_id, (told.label == name) | (told.record_id == name))
        row = await fetch_one(self._engine, select((of_read | of_told).label("known")))
        return row is not None and bool(row["known"])


def _conditions(chosen: Chosen) -> list[ColumnElement[bool]]:
    table = tables.outcome
    conditions: list[ColumnElement[bool]] = []
    if chosen.state is not None:
        conditions.append(table.c.state == chosen.state)
    if chosen.kind is not None:
        conditions.append(table.c.kind == chosen.kind.value)
    if chosen.record is not None:
        conditions.append((table.c.label == chosen.record) | (table.c.record_id == chosen.record))
    if chosen.run_id is not None:
        conditions.append(table.c.run_id == chosen.run_id)
    if chosen.since is not None:
        conditions.append(table.c.at >= chosen.since)
    return conditions
