"""A shipment written on the sale that stands for its order (R-92): as often as it is tried, to the same effect."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounting.choices import undecided
from accounting.documents import DocumentKind, Expected
from accounting.existing_sales import linked_already, require_one
from accounting.marketplace import without_remitted_tax
from accounting.problems import Excluded, Held, Problem
from accounting.records import Order, RecordKind, RecordRef, Shipment
from accounting.selection import require_order_selected, require_selected
from accounting.shipping import (
    ShippingDetails,
    require_outbound,
    require_sale_to_come,
    require_shipping_on,
    sale_gone,
    shipping_details,
    shipping_not_kept,
)
from accounting.verification import differences
from activities.contracts import Posting, State
from activities.drafting.desk import Desk
from activities.drafting.sold import order_of, sale_elsewhere
from activities.sending import OutcomeOpen
from clients.quickbooks.errors import NotFound, PeriodClosed, Refused, Stale, Uncertain
from clients.quickbooks.posted import read_posted
from clients.quickbooks.shipping import read_shipping, shipping_update

TRIES = 3
COME_BACK = timedelta(seconds=5)
DEPOSITED = "6540"


@dataclass(frozen=True)
class _Sale:
    """The sale of a shipment's order."""

    kind: DocumentKind
    id: str
    number: str | None
    order: str
    """Its order, as people call it."""

    def __str__(self) -> str:
        return f"{self.kind.words} {self.number or ''} (id {self.id})"


@dataclass(frozen=True)
class ToWrite:
    """What is to be written on the sale of a shipment's order."""

    sale: _Sale
    details: ShippingDetails
    left_over: tuple[str, ...]
    """Tracking numbers for which there is no room."""

    def __str__(self) -> str:
        no_room = f"; no room for {', '.join(self.left_over)}" if self.left_over else ""
        return f"{self.sale}: {self.details}{no_room}"


async def write_shipping(desk: Desk, shipment: Shipment) -> Posting:
    """Write on the sale of a shipment's order what is known of all its shipments.

    Raises:
        OutcomeOpen: others change the sale all the time; come back later.
        NotDue, Excluded, Held: as ``shipping_to_write``.
    """
    wanted = await shipping_to_write(desk, shipment)
    problems = await _write(desk, shipment, wanted.sale, wanted.details)
    return Posting(state=State.POSTED, label=shipment.label, detail=str(wanted), problems=tuple(problems))


async def shipping_to_write(desk: Desk, shipment: Shipment) -> ToWrite:
    """What a shipment's sale is to say; nothing is written yet.

    Raises:
        NotDue: nobody has posted the order yet.
        Excluded: the shipment is left out, or QuickBooks lets nobody change the sale any more.
        Held: a person must help first.
    """
    require_selected(shipment, desk.settings)
    require_outbound(shipment)
    sale = await _sale_of(desk, shipment)
    require_shipping_on(shipment, sale.order, await desk.facts.books())
    return ToWrite(sale, *await _details(desk, shipment))


async def _sale_of(desk: Desk, shipment: Shipment) -> _Sale:
    """The order's sale by our own link, else as another program posted it, if it comes to the order's total."""
    order = await order_of(desk, shipment.order_ref)
    if order:
        require_order_selected(order, desk.settings)
    link = await desk.link(RecordRef(kind=RecordKind.ORDER, id=shipment.order_ref or ""))
    name = order.reference if order else str(shipment.order_ref)
    if link:
        return _Sale(DocumentKind(link.document_kind), link.document_id, link.number, name)
    if order and not order.synced:
        require_sale_to_come(shipment, order)
    kind, row = await sale_elsewhere(desk, shipment, order)
    assert order is not None
    await _require_its_own(desk, order, kind, row)
    return _Sale(kind, str(row["Id"]), row.get("DocNumber"), name)


async def _require_its_own(desk: Desk, order: Order, kind: DocumentKind, row: dict[str, Any]) -> None:
    """Hold what would be written on another order's sale."""
    found = read_posted(kind, row)
    require_one(without_remitted_tax(order, desk.settings), [found], found.number or found.id)
    other = await desk.companies.stores.links.by_document(desk.company.realm, kind, found.id)
    if other:
        raise Held(linked_already(order, found, str(other.key)))


async def _details(desk: Desk, shipment: Shipment) -> tuple[ShippingDetails, tuple[str, ...]]:
    """What all shipments of the order come to that may be written on its sale."""
    zone = desk.settings.books_time_zone
    if zone is None:
        raise Held(undecided("books_time_zone"))
    records = await desk.companies.stores.records.of_order(desk.company.connection.id, shipment.order_ref or "")
    shipments = [one for one in records if isinstance(one, Shipment) and _is_written(desk, one)]
    return shipping_details(shipments, zone)


def _is_written(desk: Desk, shipment: Shipment) -> bool:
    try:
        require_selected(shipment, desk.settings)
        require_outbound(shipment)
    except Excluded:
        return False
    return True


async def _write(desk: Desk, shipment: Shipment, sale: _Sale, wanted: ShippingDetails) -> list[Problem]:
    """Read the sale, and change it unless it says all of it; what it came to is compared with how it stood."""
    before = Expected()
    for _ in range(TRIES):
        stands = await _read(desk, shipment, sale)
        if wanted.shown_by(read_shipping(stands)):
            # Written by us just now, where the answer was lost; else long ago, and nothing is expected.
            return differences(f"shipment {shipment.id}", before, read_posted(sale.kind, stands))
        posted = read_posted(sale.kind, stands)
        before = Expected(total=posted.total, tax=posted.tax)
        try:
            after = await _update(desk, shipment, sale, shipping_update(stands, wanted))
        except (Stale, Uncertain):
            continue
        return [
            *differences(f"shipment {shipment.id}", before, read_posted(sale.kind, after)),
            *shipping_not_kept(str(sale), shipment, wanted, read_shipping(after)),
        ]
    raise OutcomeOpen(f"{sale} is being changed by others", COME_BACK)


async def _read(desk: Desk, shipment: Shipment, sale: _Sale) -> dict[str, Any]:
    try:
        return await desk.company.quickbooks.read(sale.kind, sale.id)
    except NotFound:
        raise Held(sale_gone(str(sale), shipment, sale.order)) from None


async def _update(desk: Desk, shipment: Shipment, sale: _Sale, body: dict[str, Any]) -> dict[str, Any]:
    """One update; the version in it makes a second one harmless, so that each goes under a request id of its own."""
    try:
        return await desk.company.quickbooks.update(sale.kind, body, request_id=str(uuid.uuid4()))
    except PeriodClosed:
        raise Excluded(_unchangeable(shipment, sale, "lies in a closed period")) from None
    except Refused as error:
        if error.code == DEPOSITED:
            raise Excluded(_unchangeable(shipment, sale, "is deposited")) from None
        raise


def _unchangeable(shipment: Shipment, sale: _Sale, why: str) -> str:
    return f"{sale} {why}, and QuickBooks changes it no more: shipment {shipment.id} is not written on it."
