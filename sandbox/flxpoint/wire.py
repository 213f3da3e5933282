"""How records look on the wire where no page shows it: the shapes of an order's money, and guessed names.

The account keeps every record in one form. What is served follows the switches `order_money` and `field_names`,
so that the same records can be read in each form that is proposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.kinds import KINDS
from sandbox.flxpoint.statuses import status

Moves = Mapping[str, str]
"""Where each field goes: from its path to another, one dot stepping into an object."""

_CHARGES = {
    "subtotal": "subtotal",
    "tax": "tax",
    "shippingCost": "shipping",
    "fee": "fee",
    "other": "other",
    "discount": "discount",
}
"""The handle under which each named amount comes as an item."""

_FLAT: Moves = {
    "channelInvoice.paymentStatus": "paymentStatus",
    "channelInvoice.subtotal": "subTotal",
    "channelInvoice.tax": "totalTax",
    "channelInvoice.shippingCost": "totalShipping",
    "channelInvoice.discount": "totalDiscount",
}
"""Fee and other stay: nobody proposes a name for them at the order's own level."""

_OTHER_NAMES: Mapping[str, Moves] = {
    "orders": {
        "channelId": "channel.id",
        "orderItems": "lineItems",
        "channelInvoice.paymentStatus": "channelInvoice.status",
        "channelInvoice.subtotal": "channelInvoice.subTotal",
        "channelInvoice.tax": "channelInvoice.taxTotal",
        "channelInvoice.shippingCost": "channelInvoice.shipping",
        "channelInvoice.fee": "channelInvoice.feeTotal",
        "channelInvoice.other": "channelInvoice.otherTotal",
        "channelInvoice.discount": "channelInvoice.discountTotal",
    },
    "orderItems": {
        "title": "name",
        "price": "salePrice",
        "discount": "discountAmount",
        "canceledQuantity": "cancelledQuantity",
    },
    "fulfillment_requests": {
        "fulfillmentRequestStatus.name": "fulfillmentRequestStatus",
        "fulfillmentRequestItems": "purchaseOrderItems",
        "accountingError": "accountingSyncError",
    },
}


def as_served(kind: str, record: Record, switches: Mapping[str, str]) -> Record:
    """The record as the switches let it be seen; the account's own is left alone."""
    if kind == "orders" and isinstance(record.get("channelInvoice"), dict):
        record = _money(record, switches["order_money"])
    if switches["field_names"] == "usual":
        return record
    items = str(KINDS[kind].items)
    if items in _OTHER_NAMES and items in record:
        record = record | {items: [moved(item, _OTHER_NAMES[items]) for item in record[items]]}
    return moved(record, _OTHER_NAMES.get(kind, {}))


def moved(record: Record, moves: Moves) -> Record:
    """The record with each field it has at its new place; an object on the way there comes to be."""
    record = {name: dict(value) if isinstance(value, dict) else value for name, value in record.items()}
    for old, new in moves.items():
        *steps, name = old.split(".")
        holder = record.get(steps[0]) if steps else record
        if not isinstance(holder, dict) or name not in holder:
            continue
        value = holder.pop(name)
        *steps, name = new.split(".")
        target = record.setdefault(steps[0], {}) if steps else record
        target[name] = value
    return record


def with_unknown_fields(value: Any) -> Any:
    """The same JSON, with fields in every object that no page explains."""
    if isinstance(value, dict):
        known = {name: with_unknown_fields(member) for name, member in value.items()}
        return {"legacyReference": None, "rowVersion": None, **known}
    return [with_unknown_fields(each) for each in value] if isinstance(value, list) else value


def _money(order: Record, shape: str) -> Record:
    if shape == "object":
        return order
    if shape == "flat":
        return moved(order, _FLAT)
    invoice = order["channelInvoice"]
    items = [
        {"invoiceItemType": {"name": handle.capitalize(), "handle": handle}, "cost": invoice[name]}
        for name, handle in _CHARGES.items()
        if invoice.get(name) is not None
    ]
    paid = invoice.get("paymentStatus")
    if shape == "items":
        return order | {"channelInvoice": items, "paymentStatus": paid}
    head = {name: invoice.get(name) for name in ("id", "invoiceNumber")}
    return order | {
        "channelInvoice": head
        | {"invoiceStatus": paid and status(paid), "totalCost": invoice.get("total"), "invoiceItems": items}
    }
