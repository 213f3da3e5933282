"""The newest version of every record that the order system told us of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    RowMapping,
    Select,
    Text,
    any_,
    bindparam,
    case,
    cast,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RECORD_MODELS, Order, Record, RecordKind, RecordRef
from clients.database import exact_json, tables
from clients.database.pending import pending_sources
from clients.database.statements import NOW, fetch, fetch_one

_BOOKKEEPING = {"changed_at", "synced", "external_id"}


class Saved(StrEnum):
    """What a record was, compared with what we knew of it."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"


class Records:
    """Every record, once, in its newest version."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def save(self, connection_id: str, record: Record) -> Saved:
        """Keep the record unless a newer version is kept already.

        A version counts as changed if anything differs but when it changed and our own marks on it.
        """
        return (await self.save_all(connection_id, [record]))[record.ref]

    async def save_all(self, connection_id: str, records: Sequence[Record]) -> dict[RecordRef, Saved]:
        """Keep several records as ``save`` does, in one statement; none of them may come twice."""
        rows = await fetch(self._engine, _saving(connection_id, records)) if records else []
        told = {(row["kind"], row["id"]): Saved(row["saved"]) for row in rows}
        return {record.ref: told.get((record.ref.kind.value, record.ref.id), Saved.SAME) for record in records}

    async def get(self, connection_id: str, ref: RecordRef) -> Record | None:
        """The newest version of one record."""
        table = tables.record
        row = await fetch_one(
            self._engine, _select(connection_id).where(table.c.kind == ref.kind.value, table.c.id == ref.id)
        )
        return None if row is None else _record(row)

    async def orders(self, connection_id: str, ids: Collection[str]) -> dict[str, Order]:
        """The orders among these ids that are known."""
        table = tables.record
        wanted = bindparam("ids", list(ids), type_=ARRAY(TEXT))
        rows = await fetch(
            self._engine,
            _select(connection_id).where(table.c.kind == RecordKind.ORDER.value, table.c.id == any_(wanted)),
        )
        return {row["id"]: Order.model_validate(row["body"]) for row in rows}

    async def of_order(self, connection_id: str, order_id: str) -> list[Record]:
        """Everything known of an order: itself, then its fulfillment requests, then its supplier invoices."""
        rows = await fetch(self._engine, _select(connection_id).where(tables.record.c.order_id == order_id))
        kinds = list(RecordKind)
        return [_record(row) for row in sorted(rows, key=lambda row: (kinds.index(row["kind"]), row["id"]))]

    async def page(self, connection_id: str, kind: RecordKind, after: str, most: int) -> list[Record]:
        """The next records of a kind in the order of their ids, after one of them; after none: the first."""
        table = tables.record
        wanted = _select(connection_id).where(table.c.kind == kind.value, table.c.id > after)
        return [_record(row) for row in await fetch(self._engine, wanted.order_by(table.c.id).limit(most))]

    async def of_label(self, connection_id: str, kind: RecordKind, label: str) -> list[Record]:
        """The records of a kind that people call by this number; channels may share one."""
        table = tables.record
        statement = _select(connection_id).where(table.c.kind == kind.value, table.c.label == label)
        return [_record(row) for row in await fetch(self._engine, statement)]

    async def pending_sources(self, connection_id: str) -> set[tuple[str, str]]:
        """Id and name of every source of which a fulfillment request waits, is parked, or has still to be tried."""
        return await pending_sources(self._engine, connection_id)

    async def orders_of_fulfillment_requests(self, connection_id: str, ids: Collection[str]) -> dict[str, str]:
        """The order of each fulfillment request that is known; the others are absent."""
        table = tables.record
        wanted = bindparam("ids", list(ids), type_=ARRAY(TEXT))
        rows = await fetch(
            self._engine,
            select(table.c.id, table.c.order_id).where(
                table.c.connection_id == connection_id,
                table.c.kind == RecordKind.FULFILLMENT_REQUEST.value,
                table.c.id == any_(wanted),
                table.c.order_id.is_not(None),
            ),
        )
        return {row["id"]: row["order_id"] for row in rows}


def _select(connection_id: str) -> Select[tuple[Any, ...]]:
    table = tables.record
    return select(table.c.kind, table.c.id, table.c.body).where(table.c.connection_id == connection_id)


def _record(row: RowMapping) -> Record:
    return RECORD_MODELS[RecordKind(row["kind"])].model_validate(row["body"])


def meaning(record: Record) -> str:
    """A record's fingerprint: two versions with one and the same differ in nothing but bookkeeping."""
    # without defaults, so that a field added by a later release does not make every record look changed
    return exact_json.fingerprint(record.model_dump(exclude=_BOOKKEEPING, exclude_defaults=True))


def _row(connection_id: str, record: Record) -> dict[str, Any]:
    return {
        "connection_id": connection_id,
        "kind": record.ref.kind.value,
        "id": record.ref.id,
        "order_id": record.order_id,
        "label": record.label,
        "changed_at": record.changed_at,
        "fingerprint": meaning(record),
        "body": record.model_dump(mode="json"),
        "saved": Saved.NEW.value,
        "saved_at": NOW,
    }


def _saving(connection_id: str, records: Sequence[Record]) -> Executable:
    table = tables.record
    new = insert(table).values([_row(connection_id, record) for record in records])
    older = new.excluded.changed_at < table.c.changed_at
    same = new.excluded.fingerprint == table.c.fingerprint

    def unless_older(column: str) -> ColumnElement[object]:
        return case((older, table.c[column]), else_=new.excluded[column])

    return new.on_conflict_do_update(
        index_elements=["connection_id", "kind", "id"],
        set_={
            **{
                name: unless_older(name)
                for name in ("order_id", "label", "changed_at", "fingerprint", "body", "saved_at")
            },
            # The verdict is written into the row, for only there does a statement see what it replaced.
            "saved": case(
                (older, literal(Saved.OLDER.value)),
                (same, literal(Saved.SAME.value)),
                else_=literal(Saved.CHANGED.value),
            ),
        },
        where=cast(new.excluded.body, Text) != cast(table.c.body, Text),
    ).returning(table.c.kind, table.c.id, table.c.saved)
