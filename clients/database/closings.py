"""Closings: which problems of posted records a person has closed, and when (row R-105)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import AwareDatetime
from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.problems import Problem
from accounting.records import Model, RecordKind, RecordRef
from clients.database import tables
from clients.database.statements import NOW, change, fetch


class Closing(Model):
    """One problem of one record that a person has closed."""

    ref: RecordRef
    key: str
    """What tells it from other problems of the record."""
    problem: Problem
    closed_at: AwareDatetime


class Closings:
    """What was closed, and holds still."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, connection_id: str, refs: Collection[RecordRef]) -> list[Closing]:
        """What was closed of these records, the first one first."""
        table = tables.closed_problem
        rows = await fetch(
            self._engine, select(table).where(_of(connection_id, refs)).order_by(table.c.closed_at, table.c.key)
        )
        return [
            Closing.model_validate({**row, "ref": RecordRef(kind=RecordKind(row["kind"]), id=row["record_id"])})
            for row in rows
        ]

    async def close(self, connection_id: str, ref: RecordRef, problems: Mapping[str, Problem]) -> None:
        """Close problems of a record, given by their keys; one that is closed already stays as it is."""
        values = [
            {**_named(connection_id, ref), "key": key, "problem": problem.model_dump(mode="json"), "closed_at": NOW}
            for key, problem in problems.items()
        ]
        if values:
            await change(self._engine, insert(tables.closed_problem).values(values).on_conflict_do_nothing())

    async def forget(self, connection_id: str, ref: RecordRef, keys: Collection[str]) -> None:
        """Let go of what was closed of a record and is no more."""
        table = tables.closed_problem
        if keys:
            await change(self._engine, delete(table).where(_of(connection_id, [ref]), table.c.key.in_(keys)))


def _named(connection_id: str, ref: RecordRef) -> dict[str, str]:
    return {"connection_id": connection_id, "kind": ref.kind.value, "record_id": ref.id}


def _of(connection_id: str, refs: Collection[RecordRef]) -> ColumnElement[bool]:
    table = tables.closed_problem
    named = tuple_(table.c.kind, table.c.record_id).in_([(ref.kind.value, ref.id) for ref in refs])
    return (table.c.connection_id == connection_id) & named
