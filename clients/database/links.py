"""Links: which document in the books stands for which record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, delete, func, select, tuple_, union_all, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from accounting.records import RecordKind
from clients.database import tables
from clients.database.intent_keys import IntentKey, keyed
from clients.database.statements import fetch_one


class LinkedElsewhere(Exception):
    """A record has a document already, and now a second one: a person must void one of them."""

    def __init__(self, stands: Link, second: Link) -> None:
        super().__init__(
            f"{stands.key} stands in the books as {stands.document_kind} {stands.number or stands.document_id} "
            f"(id {stands.document_id}), and now also as {second.document_kind} {second.number or second.document_id} "
            f"(id {second.document_id}). Void or delete one of them in QuickBooks."
        )
        self.stands = stands
        self.second = second


@dataclass(frozen=True)
class Link:
    """One document that stands in the books for one record."""

    key: IntentKey
    document_kind: str
    document_id: str
    number: str | None
    total: Decimal
    lines: dict[str, str]
    """Id of the record's line → id of the document's line."""
    snapshot: dict[str, Any]
    """What was posted, for later compares."""
    posted_at: datetime
    compared_at: datetime | None = field(default=None, compare=False)
    """When it was last seen in the books."""
    found: list[dict[str, Any]] = field(default_factory=list, compare=False)
    """What a reconciliation found of it: problems, each with the second ``document`` that it tells of, if it does."""


class Links:
    """Every link."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(self, key: IntentKey) -> Link | None:
        """The document that stands for a record."""
        row = await fetch_one(self._engine, select(tables.link).where(key.rows_in(tables.link)))
        return None if row is None else _link(row)

    async def number(self, realm: str) -> int:
        """How many records of a company have their document; customers and items do not count."""
        table = tables.link
        is_record = table.c.record_kind.in_([kind.value for kind in RecordKind])
        counted = select(func.count().label("number")).where(table.c.realm == realm, is_record)
        row = await fetch_one(self._engine, counted)
        return int(row["number"]) if row else 0

    async def by_document(self, realm: str, document_kind: str, document_id: str) -> Link | None:
        """What a document stands for; the oldest link, where one customer or item serves several."""
        table = tables.link
        row = await fetch_one(
            self._engine,
            select(table)
            .where(table.c.realm == realm, table.c.document_kind == document_kind, table.c.document_id == document_id)
            .order_by(table.c.posted_at)
            .limit(1),
        )
        return None if row is None else _link(row)

    async def number_taken(self, realm: str, document_kind: str, number: str, besides: IntentKey) -> bool:
        """Whether another record's document has this number, or is about to."""
        links, intents = tables.link, tables.intent
        statement = union_all(
            select(links.c.number).where(
                links.c.realm == realm,
                links.c.document_kind == document_kind,
                links.c.number == number,
                ~besides.rows_in(links),
            ),
            select(intents.c.number).where(
                intents.c.realm == realm,
                intents.c.document_kind == document_kind,
                intents.c.number == number,
                intents.c.state != "refused",
                ~besides.rows_in(intents),
            ),
        ).limit(1)
        return await fetch_one(self._engine, statement) is not None

    async def any_of(self, realm: str, document_kinds: Collection[str]) -> bool:
        """Whether anything of these kinds stands in a company's books for a record."""
        table = tables.link
        ours = (table.c.realm == realm) & table.c.document_kind.in_(document_kinds)
        return await fetch_one(self._engine, select(table.c.document_id).where(ours).limit(1)) is not None

    async def adopt(self, link: Link) -> Link:
        """Keep what stands in the books for a record though we did not post it. Doing it twice is harmless.

        Returns the link that the document had first: another record's, and then nothing is kept, or this one.
        Raises LinkedElsewhere if another document has the record's place.
        """
        table = tables.link
        document = (link.key.realm, link.document_kind, link.document_id)
        first = select(table).where(tuple_(table.c.realm, table.c.document_kind, table.c.document_id) == document)
        async with self._engine.begin() as transaction:
            # Two records that want the same document at the same moment: the second one sees the first.
            await transaction.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("|".join(document), 0))))
            row = (await transaction.execute(first.order_by(table.c.posted_at).limit(1))).mappings().first()
            if row is not None and (other := _link(row)).key != link.key:
                return other
            await keep(transaction, link)
        return link

    async def forget(self, key: IntentKey, reason: str) -> None:
        """Let go of a document that the books no longer have, so that the record can be posted again.

        The intent counts as refused for this reason, and the next one gets a new request id.
        """
        intents = tables.intent
        async with self._engine.begin() as transaction:
            await transaction.execute(
                update(intents)
                .where(key.rows_in(intents), intents.c.state == "posted")
                .values(state="refused", fault=reason)
            )
            await transaction.execute(delete(tables.link).where(key.rows_in(tables.link)))


async def keep(transaction: AsyncConnection, link: Link) -> None:
    """Store a link, within the caller's transaction; raises LinkedElsewhere if another document has its place."""
    values = {**asdict(link.key), **{name: value for name, value in vars(link).items() if name != "key"}}
    await transaction.execute(insert(tables.link).values(values).on_conflict_do_nothing())
    rows = await transaction.execute(select(tables.link).where(link.key.rows_in(tables.link)))
    stands = _link(rows.mappings().one())
    if (stands.document_kind, stands.document_id) != (link.document_kind, link.document_id):
        raise LinkedElsewhere(stands, link)


def _link(row: RowMapping) -> Link:
    key, rest = keyed(row)
    return Link(key=key, **rest)
