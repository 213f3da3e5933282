"""One Flxpoint account: what Daybook reads from it, and the marks it writes back.

Lists are filtered on records that are not marked yet, and marking moves what later pages hold: read a list to its
end before marking any of its records.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import quote

import httpx

from accounting.records import RecordKind, readable_id
from accounting.sources import Source
from clients.flxpoint import marks
from clients.flxpoint.errors import RecordUnknown, Transient
from clients.flxpoint.fields import LISTINGS
from clients.flxpoint.sources import read_source
from clients.flxpoint.transport import Admit, Transport

Json = dict[str, Any]
PAGE_SIZE = 100


class Flxpoint:
    """Reads and marks the records of the account whose token it holds.

    Every request waits for admission, is sent once and never repeated; errors are ``FlxpointError``s. Records come
    as Flxpoint's own JSON, decimals as Decimal, for the readers in ``records``.
    """

    def __init__(
        self, *, base_url: str, token: str, http: httpx.AsyncClient, admit: Admit, timeout: float = 30.0
    ) -> None:
        self._transport = Transport(base_url=base_url, token=token, http=http, admit=admit, timeout=timeout)

    async def account(self) -> Json:
        """The account itself: works only with an Account token, and so tests the connection."""
        return await self._object("/account")

    async def channels(self, *, archived: bool = True) -> dict[str, str]:
        """The names of the channels by id; records may still name archived ones."""
        return await self._names("/channel/", {"includeArchived": "true"} if archived else {})

    async def sources(self, *, archived: bool = True) -> dict[str, Source]:
        """The sources by id; records may still name archived ones."""
        # the filter is inverted: false shows the archived ones
        listed = await self._list("/sources", {"filterArchived": "false"} if archived else {})
        return {source.id: source for source in map(read_source, listed)}

    def orders(self, ordered_after: datetime | None = None) -> AsyncIterator[Json]:
        """The orders, all or those placed after a time; parts may be missing, ``order`` has them."""
        query = {} if ordered_after is None else {"orderedAfter": _utc(ordered_after)}
        return self._records(RecordKind.ORDER, {**query, **LISTINGS[RecordKind.ORDER].not_synced})

    def fulfillment_requests(self, order_id: str | None = None) -> AsyncIterator[Json]:
        """The fulfillment requests, all or those of one order."""
        if order_id is not None:
            return self._records(RecordKind.FULFILLMENT_REQUEST, {"findOrderId": order_id})
        return self._records(RecordKind.FULFILLMENT_REQUEST, LISTINGS[RecordKind.FULFILLMENT_REQUEST].not_synced)

    def supplier_invoices(
        self, fulfillment_request_id: str | None = None, only_unsynced: bool = True
    ) -> AsyncIterator[Json]:
        """The supplier invoices, oldest first: those not marked yet, or all; of one fulfillment request, or all."""
        of_one = {} if fulfillment_request_id is None else {"filterPurchaseOrderId": fulfillment_request_id}
        unsynced = LISTINGS[RecordKind.SUPPLIER_INVOICE].not_synced if only_unsynced else {}
        return self._records(RecordKind.SUPPLIER_INVOICE, {**of_one, **unsynced})

    def shipments(self, order_id: str | None = None) -> AsyncIterator[Json]:
        """The shipments, oldest first: all, or those of one order."""
        return self._records(RecordKind.SHIPMENT, {} if order_id is None else {"findByOrderId": order_id})

    async def order(self, id: str) -> Json:
        """One order, whole."""
        return await self._record(RecordKind.ORDER, id)

    async def fulfillment_request(self, id: str) -> Json:
        """One fulfillment request, whole."""
        return await self._record(RecordKind.FULFILLMENT_REQUEST, id)

    async def supplier_invoice(self, id: str) -> Json:
        """One supplier invoice, whole."""
        return await self._record(RecordKind.SUPPLIER_INVOICE, id)

    async def shipment(self, id: str) -> Json:
        """One shipment, whole."""
        return await self._record(RecordKind.SHIPMENT, id)

    async def mark_posted(self, kind: RecordKind, id: str, document_id: str, lines: Mapping[str, str]) -> None:
        """Mark a record as accounting synced, and its lines (id → the document's line id); may be repeated."""
        path, body = marks.posted(kind, id, document_id, lines)
        if kind is RecordKind.SHIPMENT and not id.isdigit():
            # Of an id that is no number Flxpoint says that the request is wrong, not that there is no such record.
            raise RecordUnknown(f"Shipment {id} is none of Flxpoint's.", method="PATCH", path=path)
        await self._transport.patch(path, body)

    async def mark_failed(self, kind: RecordKind, id: str, message: str) -> None:
        """Show on a record why it is not in the books; on a shipment there is no place for it."""
        call = marks.failed(kind, id, message)
        if call is not None:
            path, body = call
            await self._transport.patch(path, body)

    async def _record(self, kind: RecordKind, id: str) -> Json:
        return await self._object(f"{LISTINGS[kind].path}/{quote(id, safe='')}")

    async def _records(self, kind: RecordKind, query: Mapping[str, str]) -> AsyncIterator[Json]:
        """Page by page to the first EMPTY one (the server may cut any page short), each record once."""
        listing = LISTINGS[kind]
        seen: set[str] = set()
        before: list[str] = []
        for number in count(1):
            turn = {listing.page: str(number), listing.size: str(PAGE_SIZE)}
            listed = await self._list(listing.path, {**query, **turn})
            page = {readable_id(record.get("id")) or repr(record): record for record in listed}
            if not page:
                return
            if list(page) == before:
                raise _unreadable(listing.path, f"page {number} repeats page {number - 1}")
            for id, record in page.items():
                if id not in seen:
                    yield record
            seen.update(page)
            before = list(page)

    async def _names(self, path: str, query: Mapping[str, str]) -> dict[str, str]:
        return {str(entry.get("id")): str(entry.get("name")) for entry in await self._list(path, query)}

    async def _list(self, path: str, query: Mapping[str, str]) -> list[Json]:
        answer = await self._transport.get(path, query)
        if isinstance(answer, list):
            # What is no record must not stop those that are: it is told of as one without an id.
            return [entry if isinstance(entry, dict) else {} for entry in answer]
        raise _unreadable(path, "it is no list")

    async def _object(self, path: str) -> Json:
        answer = await self._transport.get(path)
        if isinstance(answer, dict):
            return answer
        raise _unreadable(path, "it is no object")


def _unreadable(path: str, reason: str) -> Transient:
    return Transient(f"Its answer cannot be used: {reason}.", method="GET", path=path, status=200)


def _utc(moment: datetime) -> str:
    """As Flxpoint's filters take it: whole seconds, rounded down, so that nothing is left out."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
