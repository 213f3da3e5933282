"""One connection's records as Flxpoint has them, stored in Postgres as they are read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from accounting.records import (
    FulfillmentRequest,
    Order,
    Record,
    RecordKind,
    RecordRef,
    Shipment,
    SupplierInvoice,
    readable_id,
)
from accounting.sources import Source
from activities.stores import Stores
from clients.database.records import Saved
from clients.flxpoint.account import Flxpoint
from clients.flxpoint.errors import NotUnderstood
from clients.flxpoint.records import (
    read_fulfillment_request,
    read_order,
    read_shipment,
    read_supplier_invoice,
    request_of,
)


class FlxpointRecords:
    """Reads Flxpoint; channels and sources are read once for each instance."""

    def __init__(self, connection_id: str, flxpoint: Flxpoint, stores: Stores) -> None:
        self._connection_id = connection_id
        self._flxpoint = flxpoint
        self._stores = stores
        self._channels: dict[str, str] | None = None
        self._sources: dict[str, Source] | None = None

    async def order_with_its_records(self, order_id: str, *, shipments: bool) -> list[Record]:
        """The order, its fulfillment requests and their supplier invoices; its shipments too, if they are wanted.

        Raises:
            RecordUnknown: Flxpoint has no such order.
            NotUnderstood: a record cannot be read.
        """
        records: list[Record] = [await self._order(await self._flxpoint.order(order_id))]
        async for found in self._flxpoint.fulfillment_requests(order_id):
            request = await self._request(found)
            records.append(request)
            invoices = self._flxpoint.supplier_invoices(request.id, only_unsynced=False)
            records.extend([await self._invoice(invoice, {request.id: order_id}) async for invoice in invoices])
        if shipments:
            records.extend([await self._shipment(found) async for found in self._flxpoint.shipments(order_id)])
        return records

    async def one(self, ref: RecordRef) -> Record:
        """One record, read anew."""
        match ref.kind:
            case RecordKind.ORDER:
                return await self._order(await self._flxpoint.order(ref.id))
            case RecordKind.FULFILLMENT_REQUEST:
                return await self._request(await self._flxpoint.fulfillment_request(ref.id))
            case RecordKind.SUPPLIER_INVOICE:
                found = await self._flxpoint.supplier_invoice(ref.id)
                return await self._invoice(found, await self.order_of(found))
            case RecordKind.SHIPMENT:
                return await self._shipment(await self._flxpoint.shipment(ref.id))

    async def order_of(self, invoice: dict[str, Any]) -> dict[str, str]:
        """The order of a supplier invoice by its fulfillment request, which is read where it is not known."""
        request_id = request_of(invoice)
        if request_id is None:
            return {}
        known = await self._stores.records.orders_of_fulfillment_requests(self._connection_id, [request_id])
        if known:
            return known
        request = await self._request(await self._flxpoint.fulfillment_request(request_id))
        await self.keep(request)
        return {request.id: request.order_ref}

    def all(self, kind: RecordKind) -> AsyncIterator[dict[str, Any]]:
        """Every record of a kind that may be pending, as Flxpoint's JSON."""
        match kind:
            case RecordKind.ORDER:
                return self._flxpoint.orders()
            case RecordKind.FULFILLMENT_REQUEST:
                return self._flxpoint.fulfillment_requests()
            case RecordKind.SUPPLIER_INVOICE:
                return self._flxpoint.supplier_invoices()
            case RecordKind.SHIPMENT:
                return self._flxpoint.shipments()

    def everything(self, kind: RecordKind) -> AsyncIterator[dict[str, Any]]:
        """Every record of a kind, marked or not, as Flxpoint's JSON."""
        if kind is RecordKind.SUPPLIER_INVOICE:
            return self._flxpoint.supplier_invoices(only_unsynced=False)
        return self.all(kind)

    async def read(self, kind: RecordKind, found: dict[str, Any], order_of: dict[str, str]) -> Record:
        """Flxpoint's JSON as a record; a list may leave out parts of an order, so that it is read alone."""
        match kind:
            case RecordKind.ORDER:
                try:
                    return await self._order(found)
                except NotUnderstood:
                    if not (id := readable_id(found.get("id"))):
                        raise
                    return await self._order(await self._flxpoint.order(id))
            case RecordKind.FULFILLMENT_REQUEST:
                return await self._request(found)
            case RecordKind.SUPPLIER_INVOICE:
                return await self._invoice(found, order_of)
            case RecordKind.SHIPMENT:
                return await self._shipment(found)

    async def keep(self, record: Record) -> Saved:
        """Store the record, unless a newer version stands already."""
        return await self._stores.records.save(self._connection_id, record)

    async def _order(self, found: dict[str, Any]) -> Order:
        if self._channels is None:
            self._channels = await self._flxpoint.channels()
        return read_order(found, self._channels)

    async def _request(self, found: dict[str, Any]) -> FulfillmentRequest:
        return read_fulfillment_request(found, await self._known_sources())

    async def _invoice(self, found: dict[str, Any], order_of: dict[str, str]) -> SupplierInvoice:
        return read_supplier_invoice(found, await self._known_sources(), order_of)

    async def _shipment(self, found: dict[str, Any]) -> Shipment:
        return read_shipment(found, await self._known_sources())

    async def _known_sources(self) -> dict[str, Source]:
        if self._sources is None:
            self._sources = await self._flxpoint.sources()
        return self._sources
