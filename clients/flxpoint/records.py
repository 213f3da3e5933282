"""Flxpoint's JSON in, canonical records out: pure, exact, and loud about what it cannot read.

Numbers are read exactly, times with any number of fraction digits; unknown fields are ignored. Every reader raises
``NotUnderstood`` (``FieldMissing`` is one) for a record it cannot read, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from accounting.records import (
    Address,
    FulfillmentLine,
    FulfillmentRequest,
    Order,
    OrderLine,
    Payment,
    RecordKind,
    Shipment,
    SupplierInvoice,
    readable_id,
)
from accounting.sources import Source
from clients.flxpoint import fields
from clients.flxpoint.channel_invoice import amounts_of
from clients.flxpoint.entry import Entry
from clients.flxpoint.errors import NotUnderstood
from clients.flxpoint.statuses import INVOICE_STATES, ORDER_STATES, REQUEST_STATES, state_of
from clients.flxpoint.supplier_costs import lines_of

_PAYMENTS = {
    "paid": Payment.PAID,
    "not authorized": Payment.UNPAID,
    "authorized": Payment.UNPAID,
    "deferred": Payment.UNPAID,
    "awaiting clearance": Payment.UNPAID,
    "declined": Payment.DECLINED,
    "refunded": Payment.RETURNED,
    "credited": Payment.RETURNED,
    "refund pending": Payment.RETURNED,
    "refund failed": Payment.RETURNED,
}
WITHOUT_ID = "without id"
"""What a record is called whose id is none."""

_NOTHING = Decimal(0)
T = TypeVar("T")


def read_order(json: object, channels: Mapping[str, str]) -> Order:
    """The order in Flxpoint's JSON; ``channels`` gives the names of the channels by id."""
    order = _record(RecordKind.ORDER, json, fields.ORDER)
    channel_id = order.id("channel_id")
    payment = order.text("payment_status")
    return Order(
        id=order.id("id"),
        number=order.text("number"),
        reference=order.text("reference"),
        channel_id=channel_id,
        channel_name=_known(channel_id, channels, order, "channel"),
        ordered_at=order.moment("ordered_at"),
        changed_at=order.moment("changed_at"),
        state=state_of(order, ORDER_STATES),
        payment=_PAYMENTS.get(payment.lower(), Payment.UNKNOWN),
        payment_raw=payment,
        currency=order.text_or_none("currency"),
        bill_to=_address(order, "bill_to"),
        ship_to=_address(order, "ship_to"),
        lines=tuple(_order_line(part) for part in order.parts("items", fields.ORDER_LINE)),
        total=order.amount("total"),
        synced=order.flag("synced"),
        external_id=order.text_or_none("external_id"),
        **amounts_of(order),
    )


def read_fulfillment_request(json: object, sources: Mapping[str, Source]) -> FulfillmentRequest:
    """The fulfillment request in Flxpoint's JSON; ``sources`` gives the sources by id."""
    request = _record(RecordKind.FULFILLMENT_REQUEST, json, fields.FULFILLMENT_REQUEST)
    source = _known(request.id("source_id"), sources, request, "source")
    changes = request.moments("changed_at")
    return FulfillmentRequest(
        id=request.id("id"),
        number=request.text("number"),
        order_ref=request.id("order_id"),
        source_id=source.id,
        source_name=source.name,
        currency=source.currency,
        state=state_of(request, REQUEST_STATES),
        generated_at=request.moment("generated_at"),
        changed_at=changes[0] if changes else max(request.moments("happened_at")),
        ship_to=_ship_to(request),
        lines=tuple(_fulfillment_line(part) for part in request.parts("items", fields.FULFILLMENT_LINE)),
        synced=request.flag("synced"),
        external_id=request.text_or_none("external_id"),
    )


def read_supplier_invoice(json: object, sources: Mapping[str, Source], order_of: Mapping[str, str]) -> SupplierInvoice:
    """The source invoice in Flxpoint's JSON; ``order_of`` gives the order's id by the fulfillment request's."""
    invoice = _record(RecordKind.SUPPLIER_INVOICE, json, fields.SUPPLIER_INVOICE)
    source = _known(invoice.id("source_id"), sources, invoice, "source")
    request_id = invoice.id_or_none("fulfillment_request_id")
    return SupplierInvoice(
        id=invoice.id("id"),
        number=invoice.text("number"),
        fulfillment_request_id=request_id,
        order_ref=None if request_id is None else order_of.get(request_id),
        return_id=invoice.id_or_none("return_id"),
        source_id=source.id,
        source_name=source.name,
        currency=source.currency,
        state=state_of(invoice, INVOICE_STATES),
        invoiced_at=invoice.moment("invoiced_at"),
        changed_at=invoice.moment("changed_at"),
        lines=lines_of(invoice),
        total=invoice.amount("total"),
        credit=abs(invoice.amount_or_zero("credit")),
        synced=invoice.flag("synced"),
        external_id=invoice.text_or_none("external_id"),
    )


def id_of(json: Mapping[str, object]) -> str:
    """How a record in Flxpoint's JSON is named, though nothing else of it can be read; ``WITHOUT_ID`` if by nothing."""
    return readable_id(json.get("id")) or WITHOUT_ID


def request_of(json: object) -> str | None:
    """The id of the fulfillment request that a source invoice, in Flxpoint's JSON, is for; None if it tells none."""
    invoice = _record(RecordKind.SUPPLIER_INVOICE, json, fields.SUPPLIER_INVOICE)
    return invoice.id_or_none("fulfillment_request_id")


def read_shipment(json: object, sources: Mapping[str, Source]) -> Shipment:
    """The shipment in Flxpoint's JSON."""
    shipment = _record(RecordKind.SHIPMENT, json, fields.SHIPMENT)
    source = _known(shipment.id("source_id"), sources, shipment, "source")
    return Shipment(
        id=shipment.id("id"),
        order_ref=shipment.id_or_none("order_id"),
        return_id=shipment.id_or_none("return_id"),
        source_id=source.id,
        source_name=source.name,
        tracking_number=shipment.text_or_none("tracking_number"),
        carrier=shipment.text_or_none("carrier"),
        method=shipment.text_or_none("method"),
        shipped_at=shipment.moment("shipped_at"),
        changed_at=shipment.moment("changed_at"),
        synced=shipment.flag("synced"),
    )


def _record(kind: RecordKind, json: object, names: fields.Names) -> Entry:
    if not isinstance(json, Mapping):
        raise NotUnderstood(kind, WITHOUT_ID, f"it is {repr(json)[:80]}, which is not an object.")
    return Entry(kind, Entry(kind, WITHOUT_ID, names, json).id("id"), names, json)


def _known(id: str, known: Mapping[str, T], record: Entry, word: str) -> T:
    if id not in known:
        raise record.not_understood(f"its {word} {id} is none of the account's {word}s.")
    return known[id]


def _order_line(line: Entry) -> OrderLine:
    return OrderLine(
        id=line.id("id"),
        sku=line.text_or_none("sku"),
        title=line.text_or_none("title") or "",
        quantity=line.quantity("quantity"),
        canceled_quantity=line.quantity_or("canceled_quantity", _NOTHING),
        unit_price=line.amount("unit_price"),
        discount=abs(line.amount_or_zero("discount")),
    )


def _fulfillment_line(line: Entry) -> FulfillmentLine:
    return FulfillmentLine(
        id=line.id("id"),
        sku=line.text_or_none("sku"),
        title=line.text_or_none("title") or "",
        quantity=line.quantity("quantity"),
        voided_quantity=line.quantity_or("voided_quantity", _NOTHING),
        unit_cost=line.amount_or_none("unit_cost"),
        order_line_id=line.id_or_none("order_line_id"),
    )


def _ship_to(request: Entry) -> Address | None:
    """Where the goods go; an address that was blanked, since personal data are removed after a time, is one still."""
    part = request.part("ship_to", fields.ADDRESS)
    blanked = part is not None and part.flag("redacted")
    return _address(request, "ship_to") or (Address() if blanked else None)


def _address(record: Entry, field: str) -> Address | None:
    """The address, or nothing where no part of it is left (personal data are removed after a time)."""
    part = record.part(field, fields.ADDRESS)
    if part is None:
        return None
    known = {name: part.text_or_none(name) for name in Address.model_fields}
    if part.flag("redacted"):
        # What stands in their place, such as "REDACTED", names nobody (row R-36).
        known |= dict.fromkeys(("name", "email", "phone"))
    elif known["name"] is None:
        names = (part.text_or_none("first_name"), part.text_or_none("last_name"))
        known["name"] = " ".join(name for name in names if name) or None
    return Address(**known) if any(known.values()) else None
