"""Which records a preview looks at: those that a run would take now, or all of one order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from accounting.books import date_in_books
from accounting.problems import Held, Problem
from accounting.records import Order, Record, RecordKind, RecordRef
from accounting.selection import OPERATION_OF
from accounting.settings import Operation
from activities.companies import Companies, Company
from activities.due_records import DueRecords
from activities.flxpoint_records import FlxpointRecords
from clients.flxpoint.errors import NotUnderstood, RecordUnknown, Refused

PREVIEW = "preview"
"""In place of a run's id; it is kept nowhere."""


@dataclass(frozen=True)
class Days:
    """From one day to another, both included; None: from the first, or to the last."""

    first: date | None
    last: date | None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Reading:
    """Reads one connection's records from the order system, and keeps them in memory."""

    def __init__(self, companies: Companies, company: Company, source: FlxpointRecords) -> None:
        self._stores = companies.stores
        self._company = company
        self._connection = company.connection
        self._source = source

    async def due(self, operations: Sequence[Operation], days: Days | None) -> DueRecords:
        """What a run would take now; with ``days``, of the orders placed then and all that belongs to them."""

        async def of_these_days(record: Record) -> bool:
            order = await self._order_of(record)
            zone = self._company.settings.books_time_zone or ""
            return order is not None and days is not None and date_in_books(order.ordered_at, zone) in days

        wanted = of_these_days if days else None
        found = DueRecords(self._connection, PREVIEW, self._company.settings, self._source, self._stores, wanted)
        await found.read(operations)
        return found

    async def of_order(self, name: str, operations: Collection[Operation]) -> list[Record]:
        """All records of the orders that people call by this number, or of the one of this id.

        Raises:
            Held: nobody knows one.
        """
        ids = await self._order_ids(name.strip())
        if not ids:
            raise Held(_unknown(self._connection.id, name))
        records = [record for id in ids for record in await self._with_its_records(id, "shipments" in operations)]
        return [record for record in records if OPERATION_OF[record.ref.kind] in operations]

    async def _order_of(self, record: Record) -> Order | None:
        if isinstance(record, Order):
            return record
        ref = RecordRef(kind=RecordKind.ORDER, id=record.order_id or "")
        order = await self._stores.records.get(self._connection.id, ref)
        if order is None and record.order_id:
            order = await self._read(ref)
        return order if isinstance(order, Order) else None

    async def _read(self, ref: RecordRef) -> Record | None:
        try:
            record = await self._source.one(ref)
        except (RecordUnknown, NotUnderstood):
            return None
        await self._source.keep(record)
        return record

    async def _order_ids(self, name: str) -> list[str]:
        """By what became of its records, else by its id, else by its number among all orders that wait to be taken."""
        if ids := await self._stores.outcomes.order_ids(self._connection.id, name):
            return ids
        if await self._is_id(name):
            return [name]
        found = []
        async for listed in self._source.all(RecordKind.ORDER):
            try:
                order = await self._source.read(RecordKind.ORDER, listed, {})
            except (NotUnderstood, RecordUnknown):
                continue
            if isinstance(order, Order) and name.casefold() in (order.reference.casefold(), order.number.casefold()):
                found.append(order.id)
        return found

    async def _is_id(self, name: str) -> bool:
        ref = RecordRef(kind=RecordKind.ORDER, id=name)
        if await self._stores.records.get(self._connection.id, ref):
            return True
        if not name.isascii() or not name.isdigit():
            return False
        try:
            await self._source.one(ref)
        except (RecordUnknown, Refused):
            return False
        return True

    async def _with_its_records(self, order_id: str, shipments: bool) -> list[Record]:
        try:
            records = await self._source.order_with_its_records(order_id, shipments=shipments)
        except RecordUnknown:
            return await self._stores.records.of_order(self._connection.id, order_id)  # a signal brought them
        for record in records:
            await self._source.keep(record)
        return await self._stores.records.of_order(self._connection.id, order_id)


def _unknown(connection: str, name: str) -> Problem:
    return Problem(
        code="order_unknown",
        message=f'Neither connection {connection} nor Flxpoint knows an order "{name}".',
        fix="Check the number; of what was marked in Flxpoint before, only its id finds an order there.",
    )
