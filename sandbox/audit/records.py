"""The records of a Flxpoint account that ought to have a document in the books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.audit.money import ZERO, amount, exact

ORDER = "order"
FULFILLMENT_REQUEST = "fulfillment_request"
SUPPLIER_INVOICE = "supplier_invoice"

Key = tuple[str, str]
"""A record's kind and id, as a document's memo names it."""


@dataclass(frozen=True)
class Record:
    """One order, fulfillment request or supplier invoice, in the terms the books are held against."""

    kind: str
    id: str
    number: str
    total: Decimal
    marked: bool
    """Whether Flxpoint has it as accounting synced."""
    document_id: str
    """The id of its document according to Flxpoint; empty when Flxpoint has none."""
    request_id: str = ""
    """Of a supplier invoice: its fulfillment request."""
    products: Decimal = ZERO
    """Of a supplier invoice: what its product lines come to."""

    @property
    def key(self) -> Key:
        return self.kind, self.id

    @property
    def name(self) -> str:
        return f"{self.kind.replace('_', ' ')} {self.id} ({self.number})"


def read_records(state: dict[str, Any]) -> list[Record]:
    """Every record in a Flxpoint stand-in's state, orders first."""
    return [
        *_read(ORDER, state["orders"], "referenceNumber", _order_total(state["channels"])),
        *_read(
            FULFILLMENT_REQUEST, state["fulfillment_requests"], "fulfillmentRequestNumber", _fulfillment_request_total
        ),
        *[_supplier_invoice(invoice) for invoice in state["source_invoices"]],
    ]


def _read(
    kind: str, given: list[dict[str, Any]], number: str, total: Callable[[dict[str, Any]], Decimal]
) -> list[Record]:
    return [
        Record(
            kind=kind,
            id=str(record["id"]),
            number=str(record[number]),
            total=total(record),
            marked=bool(record["accountingSynced"]),
            document_id=str(record["externalAccountingId"] or ""),
        )
        for record in given
    ]


def _order_total(channels: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Decimal]:
    """What an order brings the shop: its total, less the tax that a marketplace keeps and remits itself."""
    marketplaces = {channel["id"] for channel in channels if channel.get("taxRemittedBy") == "marketplace"}

    def total(order: dict[str, Any]) -> Decimal:
        tax = (order["channelInvoice"] or {}).get("tax") if order["channelId"] in marketplaces else None
        return amount(order["orderTotal"]) - amount(tax)

    return total


def _supplier_invoice(invoice: dict[str, Any]) -> Record:
    return Record(
        kind=SUPPLIER_INVOICE,
        id=str(invoice["id"]),
        number=str(invoice["invoiceNumber"]),
        total=amount(invoice["totalCost"]),
        marked=bool(invoice["accountingSynced"]),
        document_id=str(invoice["externalAccountingId"] or ""),
        request_id=str(invoice["fulfillmentRequestId"] or ""),
        products=_products(invoice),
    )


def _fulfillment_request_total(request: dict[str, Any]) -> Decimal:
    # Each line is rounded by itself, since each stands as an amount of its own on a purchase order.
    lines = [
        amount((exact(item["quantity"]) - exact(item["voidedQuantity"])) * exact(item["cost"]))
        for item in request["fulfillmentRequestItems"]
    ]
    return sum(lines, ZERO)


def _products(invoice: dict[str, Any]) -> Decimal:
    if invoice["totalProductCost"] is not None:
        return amount(invoice["totalProductCost"])
    products = [item for item in invoice["invoiceItems"] if item["invoiceItemType"]["handle"] == "product"]
    return sum((amount(item["cost"]) for item in products), ZERO)
