"""Records as they were read just now, in front of those that are stored: a later run must still see what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import FulfillmentRequest, Order, Record, RecordKind, RecordRef
from clients.database.records import Records, Saved, meaning


class PreviewRecords(Records):
    """Every record in its newest version; what is read anew is kept in memory."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self._read: dict[RecordRef, Record] = {}
        self._of_order: dict[str, set[RecordRef]] = {}
        self._of_label: dict[tuple[RecordKind, str], set[RecordRef]] = {}

    async def save_all(self, connection_id: str, records: Sequence[Record]) -> dict[RecordRef, Saved]:
        return {record.ref: await self._save(connection_id, record) for record in records}

    async def _save(self, connection_id: str, record: Record) -> Saved:
        known = await self.get(connection_id, record.ref)
        if known is not None and record.changed_at < known.changed_at:
            return Saved.OLDER
        self._read[record.ref] = record
        self._of_order.setdefault(record.order_id or "", set()).add(record.ref)
        self._of_label.setdefault((record.ref.kind, record.label), set()).add(record.ref)
        if known is None:
            return Saved.NEW
        return Saved.SAME if meaning(known) == meaning(record) else Saved.CHANGED

    async def get(self, connection_id: str, ref: RecordRef) -> Record | None:
        return self._read.get(ref) or await super().get(connection_id, ref)

    async def orders(self, connection_id: str, ids: Collection[str]) -> dict[str, Order]:
        refs = [RecordRef(kind=RecordKind.ORDER, id=id) for id in ids]
        read = {ref.id: order for ref in refs if isinstance(order := self._read.get(ref), Order)}
        return await super().orders(connection_id, set(ids) - set(read)) | read

    async def of_order(self, connection_id: str, order_id: str) -> list[Record]:
        stored = await super().of_order(connection_id, order_id)
        newest = self._newest(stored, self._of_order.get(order_id, ()))
        kinds = list(RecordKind)
        ours = [record for record in newest if (record.order_id or "") == order_id]
        return sorted(ours, key=lambda record: (kinds.index(record.ref.kind), record.id))

    async def of_label(self, connection_id: str, kind: RecordKind, label: str) -> list[Record]:
        stored = await super().of_label(connection_id, kind, label)
        return [
            record for record in self._newest(stored, self._of_label.get((kind, label), ())) if record.label == label
        ]

    async def orders_of_fulfillment_requests(self, connection_id: str, ids: Collection[str]) -> dict[str, str]:
        refs = [RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=id) for id in ids]
        read = {ref.id: self._read[ref].order_id or "" for ref in refs if ref in self._read}
        return await super().orders_of_fulfillment_requests(connection_id, set(ids) - set(read)) | read

    async def pending_sources(self, connection_id: str) -> set[tuple[str, str]]:
        requests = [record for record in self._read.values() if isinstance(record, FulfillmentRequest)]
        read = {(request.source_id, request.source_name) for request in requests if not request.synced}
        return await super().pending_sources(connection_id) | read

    def _newest(self, stored: Iterable[Record], refs: Iterable[RecordRef]) -> list[Record]:
        found = {record.ref: self._read.get(record.ref, record) for record in stored}
        return list((found | {ref: self._read[ref] for ref in refs}).values())
