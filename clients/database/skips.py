"""Skips: which records a person wants left out of the books, and why."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind, RecordRef
from clients.database import tables
from clients.database.statements import NOW, change, fetch, fetch_one


class Skips:
    """What a person has skipped, and has not taken back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def reason(self, connection_id: str, ref: RecordRef) -> str | None:
        """Why a person skipped a record; None if nobody did."""
        row = await fetch_one(self._engine, select(tables.skipped_record.c.reason).where(_of(connection_id, ref)))
        return None if row is None else str(row["reason"])

    async def among(self, connection_id: str, kind: RecordKind, record_ids: Collection[str]) -> set[RecordRef]:
        """Those of these records of a kind that a person skipped."""
        table = tables.skipped_record
        rows = await fetch(
            self._engine,
            select(table.c.record_id).where(
                table.c.connection_id == connection_id, table.c.kind == kind.value, table.c.record_id.in_(record_ids)
            ),
        )
        return {RecordRef(kind=kind, id=row["record_id"]) for row in rows}

    async def skip(self, connection_id: str, ref: RecordRef, reason: str) -> None:
        """Leave a record out; said again, the newest reason counts."""
        values = {"connection_id": connection_id, "kind": ref.kind.value, "record_id": ref.id}
        new = insert(tables.skipped_record).values(**values, reason=reason, skipped_at=NOW)
        told = {"reason": new.excluded.reason, "skipped_at": NOW}
        await change(self._engine, new.on_conflict_do_update(index_elements=list(values), set_=told))

    async def take_back(self, connection_id: str, ref: RecordRef) -> None:
        """Leave a record out no longer; harmless where nobody skipped it."""
        await change(self._engine, delete(tables.skipped_record).where(_of(connection_id, ref)))


def _of(connection_id: str, ref: RecordRef) -> ColumnElement[bool]:
    table = tables.skipped_record
    return (table.c.connection_id == connection_id) & (table.c.kind == ref.kind.value) & (table.c.record_id == ref.id)
