"""The sale that a purchase belongs to: by our own link, else as another program posted it (rows R-62, R-66, R-67)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounting.documents import DocumentKind
from accounting.problems import Held, NotDue, Problem
from accounting.records import FulfillmentRequest, Order, Record, RecordKind, RecordRef, Shipment
from activities.drafting.desk import Desk
from activities.flxpoint_records import FlxpointRecords
from activities.look import SALES
from activities.skipping import require_order_wanted
from clients.flxpoint.errors import RecordUnknown
from clients.quickbooks.statements import equals, select


@dataclass(frozen=True)
class Sold:
    """A Sales Receipt or Invoice that stands for an order."""

    kind: DocumentKind
    id: str
    number: str | None
    customer_id: str
    stock_items: Mapping[str, str]
    """Order line id → id of the Inventory item that the sale took from stock (row R-69)."""

    def __str__(self) -> str:
        return f"{self.kind.words} {self.number or ''} ({self.id})"


async def order_of(desk: Desk, order_id: str | None) -> Order | None:
    """The order as it is known, else as the order system has it; None if nobody knows it.

    Where another program posts the orders, no run reads them: whether it has posted this one is asked of the order
    system until it has (row R-62).
    """
    if order_id is None:
        return None
    ref = RecordRef(kind=RecordKind.ORDER, id=order_id)
    order = await desk.companies.stores.records.get(desk.company.connection.id, ref)
    if order is None or await _may_be_posted_elsewhere(desk, order):
        order = await _read(desk, ref) or order
    return order if isinstance(order, Order) else None


async def _may_be_posted_elsewhere(desk: Desk, order: Record) -> bool:
    return not order.synced and "orders" not in desk.settings.operations and await desk.link(order.ref) is None


async def _read(desk: Desk, ref: RecordRef) -> Record | None:
    connection, stores = desk.company.connection.id, desk.companies.stores
    source = FlxpointRecords(connection, await desk.companies.flxpoint(connection), stores)
    try:
        record = await source.one(ref)
    except RecordUnknown:
        return None  # a signal brought the request, and the order comes by a signal too
    await source.keep(record)
    return record


async def sale_of(desk: Desk, request: FulfillmentRequest, order: Order | None) -> Sold:
    """The sale of a request's order.

    Raises:
        NotDue: nobody has posted the order yet.
        Held: the order system says that it was posted, and QuickBooks has no such sale.
    """
    link = await desk.link(RecordRef(kind=RecordKind.ORDER, id=request.order_ref))
    if link is None:
        kind, row = await sale_elsewhere(desk, request, order)
        return Sold(
            kind=kind,
            id=str(row["Id"]),
            number=row.get("DocNumber"),
            customer_id=str(row["CustomerRef"]["value"]),
            stock_items=await _stock_items(desk, order),
        )
    stock_items = link.snapshot.get("stock_items")
    if stock_items is None:
        stock_items = await _stock_items(desk, order)
    return Sold(
        kind=DocumentKind(link.document_kind),
        id=link.document_id,
        number=link.number,
        customer_id=str(link.snapshot["customer_id"]),
        stock_items=stock_items,
    )


async def sale_elsewhere(
    desk: Desk, record: FulfillmentRequest | Shipment, order: Order | None
) -> tuple[DocumentKind, dict[str, Any]]:
    """The sale that another program posted for a record's order, as QuickBooks has it (reading A1).

    It is found by the id that the order system keeps, else by its number; Sales Receipts first.

    Raises:
        NotDue: nobody has posted the order yet.
        Excluded: nobody will, for a person skipped it.
        Held: the order system says that it was posted, and QuickBooks has no such sale.
    """
    if order is None or not order.synced:
        await require_order_wanted(desk, record, order)
        raise NotDue(_waiting(record, order, orders_are_on="orders" in desk.settings.operations))
    if not order.external_id and not (await desk.facts.books()).own_sales_numbers:
        raise Held(_numbers_are_quickbooks_own(order))
    for member, value in _ways_to_find(order):
        for kind in SALES:
            found = await desk.company.quickbooks.query(kind, select(kind, equals(member, value)))
            # QuickBooks ignores the case of text, and a number does not.
            rows = [row for row in found if str(row.get(member)) == value]
            if len(rows) > 1:
                raise Held(_several(order, kind, rows))
            if rows:
                return kind, rows[0]
    raise Held(_not_found(order))


def _ways_to_find(order: Order) -> Iterator[tuple[str, str]]:
    """Member of a sale and the value that tells it to be the order's, the surest first."""
    if order.external_id:
        yield "Id", order.external_id
    else:
        for number in dict.fromkeys((order.reference, order.number)):
            yield "DocNumber", number


async def _stock_items(desk: Desk, order: Order | None) -> dict[str, str]:
    """The Inventory items of an order that another program posted, by its lines' SKUs."""
    lines = [line for line in (order.lines if order else ()) if line.sku]
    known = await desk.facts.items({line.sku for line in lines if line.sku})
    stocked = {sku: [item for item in items if item.active] for sku, items in known.items()}
    return {
        line.id: items[0].id
        for line in lines
        if line.sku and len(items := stocked.get(line.sku, [])) == 1 and items[0].type == "Inventory"
    }


def _waiting(record: FulfillmentRequest | Shipment, order: Order | None, *, orders_are_on: bool) -> str:
    name = order.reference if order else record.order_ref
    hint = (
        ""
        if orders_are_on
        else " Switch the operation orders on (setting operations) and run it; if another program posts the orders, "
        "with link_only=yes."
    )
    return f"{record.ref.kind.words.capitalize()} {record.label} waits: order {name} is not accounting synced.{hint}"


def _not_found(order: Order) -> Problem:
    sought = f"id {order.external_id}" if order.external_id else f"number {order.reference} or {order.number}"
    return Problem(
        code="sale_not_found",
        message=f"No Sales Receipt or Invoice with {sought} for order {order.reference} in QuickBooks.",
        fix="Was it deleted? Enter it again in QuickBooks, or correct the order's accounting id in Flxpoint.",
        subject=order.reference,
    )


def _numbers_are_quickbooks_own(order: Order) -> Problem:
    """A number that QuickBooks has counted by itself may be any sale's (gap C1)."""
    return Problem(
        code="sale_unknown",
        message=f"Order {order.reference} was posted by another program, Flxpoint does not say as which sale, and "
        "custom transaction numbers are off, so that QuickBooks numbers its sales itself.",
        fix="Enter the sale's id as the order's accounting id in Flxpoint; or turn the numbers on: QuickBooks > "
        "Account and Settings > Sales > Sales form content > Custom transaction numbers.",
        subject=order.reference,
    )


def _several(order: Order, kind: DocumentKind, rows: list[dict[str, Any]]) -> Problem:
    ids = ", ".join(str(row["Id"]) for row in rows)
    return Problem(
        code="sale_ambiguous",
        message=f"{len(rows)} {kind.words}s could be the sale of order {order.reference} (ids {ids}).",
        fix="Leave one of them, or number the others otherwise in QuickBooks.",
        subject=order.reference,
    )
