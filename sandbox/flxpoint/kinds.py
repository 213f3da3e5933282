"""The kinds of record a Flxpoint account holds, and what each is called."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from sandbox.flxpoint import blanks
from sandbox.flxpoint.blanks import Record


@dataclass(frozen=True)
class Kind:
    """One kind of record."""

    name: str
    """What Flxpoint calls one of them."""
    blank: Record
    items: str | None = None
    """The field in which a record keeps its items."""
    item: Record | None = None
    parent: str | None = None
    """The field by which an item names the record it belongs to."""
    arrived: str = "insertedAt"
    """The moment the record came in."""
    stamps: tuple[str, ...] = ("updatedAt",)
    """The moments of its last change."""


KINDS = {
    "channels": Kind("Channel", blanks.CHANNEL),
    "channel_settings": Kind("Channel setting", blanks.CHANNEL_SETTING, stamps=()),
    "sources": Kind("Source", blanks.SOURCE, stamps=()),
    "orders": Kind("Order", blanks.ORDER, "orderItems", blanks.ORDER_ITEM, "orderId"),
    "fulfillment_requests": Kind(
        "Fulfillment request",
        blanks.FULFILLMENT_REQUEST,
        "fulfillmentRequestItems",
        blanks.FULFILLMENT_REQUEST_ITEM,
        stamps=("lastModifiedAt", "updatedAt"),
    ),
    "source_invoices": Kind(
        "Source invoice", blanks.SOURCE_INVOICE, "invoiceItems", blanks.SOURCE_INVOICE_ITEM, "invoiceId"
    ),
    "shipments": Kind("Shipment", blanks.SHIPMENT, "shipmentItems", blanks.SHIPMENT_ITEM, "shipmentId"),
    "returns": Kind("Return", blanks.RETURN, "items", blanks.RETURN_ITEM, "returnId"),
    "rmas": Kind("RMA", blanks.RMA, "items", blanks.RMA_ITEM, "rmaId", arrived="createdAt"),
    "webhook_configurations": Kind("Webhook configuration", blanks.WEBHOOK_CONFIGURATION, arrived="createdAt"),
}
"""Every kind, as the control API and the records files name it."""

SAME = {
    "fulfillmentRequestId": "purchaseOrderId",
    "fulfillmentRequestNumber": "purchaseOrderNumber",
    "fulfillmentRequestItemId": "purchaseOrderItemId",
}
"""Fields that have an old name too: records carry both, and they always agree."""


ADDRESSES = ("shippingAddress", "billingAddress", "address", "returnToAddress")
"""Fields that hold an address."""


def full(kind: str, given: Record) -> Record:
    """The record laid over its blank, its parts at full length too."""
    return deepcopy(KINDS[kind].blank) | full_parts(kind, given)


def full_parts(kind: str, given: Record) -> Record:
    """The fields given, items and addresses at full length, and under both names what has two."""
    told = KINDS[kind]
    record = _under_both_names(given, told.blank)
    if told.items and told.items in given:
        record[told.items] = [full_item(kind, item, record_id=given["id"]) for item in given[told.items]]
    for field in ADDRESSES:
        if isinstance(record.get(field), dict):
            record[field] = _address(record[field])
    return record


def full_item(kind: str, given: Record, *, record_id: int) -> Record:
    """The item laid over its blank; it knows the record it belongs to where Flxpoint says so."""
    told = KINDS[kind]
    blank = told.item or {}
    parent = {told.parent: record_id} if told.parent else {}
    return deepcopy(blank) | parent | _under_both_names(given, blank)


def _address(given: Record) -> Record:
    """Flxpoint itself joins the name from its parts."""
    parts = [given[field] for field in ("firstName", "lastName") if given.get(field)]
    return blanks.ADDRESS | {"name": " ".join(parts) or None} | given


def _under_both_names(given: Record, blank: Record) -> Record:
    named = dict(given)
    for name, old_name in SAME.items():
        if name in blank and old_name in blank:
            for one, other in ((name, old_name), (old_name, name)):
                if one in given:
                    named.setdefault(other, given[one])
    return named
