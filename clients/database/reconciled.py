"""What a reconciliation compares and remembers: links with what was sent for them, and how far it has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, literal_column, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordRef
from clients.database import tables
from clients.database.intent_keys import IntentKey, keyed
from clients.database.links import Link
from clients.database.statements import change, fetch, fetch_one

LINK_COLUMNS = {field.name for field in fields(IntentKey)} | {field.name for field in fields(Link)} - {"key"}


@dataclass(frozen=True)
class Sent:
    """A link, and what was sent for it; nothing was where the document is another's that was linked."""

    link: Link
    body: dict[str, Any] | None
    expected: dict[str, Any] | None


@dataclass(frozen=True)
class HowFar:
    """How far the comparison of one kind of document has come."""

    complete_as_of: datetime | None = None
    """Everything that stood then was compared; None: not everything was yet."""
    began_at: datetime | None = None
    """When the pages that are being read were begun; None: none are."""
    position: int = 0
    """How many of them were read."""


@dataclass(frozen=True)
class Posted:
    """What the documents of one kind, of one kind of record, come to as they were posted."""

    record_kind: str
    document_kind: str
    documents: int
    total: Decimal


class Reconciled:
    """Links as a reconciliation reads them, and its own memory."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def how_far(self, connection_id: str) -> dict[str, HowFar]:
        """By kind of document; one that was never compared is absent."""
        table = tables.compared
        rows = await fetch(self._engine, select(table).where(table.c.connection_id == connection_id))
        return {row["document_kind"]: HowFar(row["complete_as_of"], row["began_at"], row["position"]) for row in rows}

    async def came(self, connection_id: str, document_kind: str, how_far: HowFar) -> None:
        """Remember how far it has come."""
        values = {"connection_id": connection_id, "document_kind": document_kind}
        new = insert(tables.compared).values(**values, **vars(how_far))
        await change(self._engine, new.on_conflict_do_update(index_elements=list(values), set_=vars(how_far)))

    async def of_documents(self, realm: str, document_kind: str, ids: Collection[str]) -> dict[str, Sent]:
        """The links to these documents by their ids; the others are absent."""
        table = tables.link
        named = table.c.document_id.in_(list(ids))
        found = await self._sent(table.c.realm == realm, table.c.document_kind == document_kind, named)
        return {sent.link.document_id: sent for sent in found}

    async def of_records(self, realm: str, account: str, refs: Collection[RecordRef]) -> dict[RecordRef, Sent]:
        """The links of these records; those of others are absent."""
        table = tables.link
        named = tuple_(table.c.record_kind, table.c.record_id).in_([(ref.kind.value, ref.id) for ref in refs])
        found = await self._sent(_of(realm, account), named)
        return {
            RecordRef.model_validate({"kind": s.link.key.record_kind, "id": s.link.key.record_id}): s for s in found
        }

    async def of_numbers(
        self, realm: str, account: str, document_kinds: Iterable[str], numbers: Collection[str]
    ) -> list[Sent]:
        """The links to documents of these kinds that bear one of these numbers."""
        table = tables.link
        kinds = table.c.document_kind.in_(list(document_kinds))
        return await self._sent(_of(realm, account), kinds, table.c.number.in_(list(numbers)))

    async def with_findings(self, realm: str, account: str) -> list[Sent]:
        """The links of which something was found, and is so still."""
        return await self._sent(_of(realm, account), literal_column("cast(link.found as text) <> '[]'"))

    async def not_seen(self, realm: str, account: str, document_kind: str, since: datetime) -> list[str]:
        """The ids of the documents that were linked before a time and not seen in the books since, the oldest first."""
        table = tables.link
        unseen = or_(table.c.compared_at.is_(None), table.c.compared_at < since)
        statement = (
            select(table.c.document_id)
            .where(_of(realm, account), table.c.document_kind == document_kind, table.c.posted_at < since, unseen)
            .order_by(table.c.posted_at)
        )
        return [row["document_id"] for row in await fetch(self._engine, statement)]

    async def saw(self, realm: str, document_kind: str, ids: Collection[str], at: datetime) -> None:
        """Remember that documents were compared."""
        table = tables.link
        named = (table.c.realm == realm) & (table.c.document_kind == document_kind) & table.c.document_id.in_(list(ids))
        if ids:
            await change(self._engine, update(table).where(named).values(compared_at=at))

    async def find(self, key: IntentKey, found: Sequence[dict[str, Any]]) -> None:
        """Remember what is found of a record's document; nothing, if it is right again."""
        table = tables.link
        await change(self._engine, update(table).where(key.rows_in(table)).values(found=list(found)))

    async def first_posted(self, realm: str, account: str) -> datetime | None:
        """When the first document was posted; None: none was."""
        row = await fetch_one(self._engine, select(func.min(tables.link.c.posted_at)).where(_of(realm, account)))
        return None if row is None else row["min_1"]

    async def posted(self, realm: str, account: str) -> list[Posted]:
        """What stands for the records, by kind of record and of document."""
        table = tables.link
        by = (table.c.record_kind, table.c.document_kind)
        sums = (func.count().label("documents"), func.sum(table.c.total).label("total"))
        rows = await fetch(self._engine, select(*by, *sums).where(_of(realm, account)).group_by(*by).order_by(*by))
        return [Posted(**row) for row in rows]

    async def _sent(self, *conditions: ColumnElement[bool]) -> list[Sent]:
        link, intent = tables.link, tables.intent
        same = and_(*(link.c[field.name] == intent.c[field.name] for field in fields(IntentKey)))
        statement = (
            select(link, intent.c.body, intent.c.expected)
            .select_from(link.outerjoin(intent, same & (intent.c.state != "refused")))
            .where(*conditions)
        )
        return [_read(row) for row in await fetch(self._engine, statement)]


def _of(realm: str, account: str) -> ColumnElement[bool]:
    return (tables.link.c.realm == realm) & (tables.link.c.account == account)


def _read(row: RowMapping) -> Sent:
    key, rest = keyed({name: value for name, value in row.items() if name in LINK_COLUMNS})
    return Sent(Link(key=key, **rest), row["body"], row["expected"])
