"""A connection, an order and what belongs to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounting.records import FulfillmentLine, FulfillmentRequest, Order, OrderLine, Payment, SupplierInvoice
from clients.database.intent_keys import IntentKey
from clients.database.links import Link

SHOP = "shop"
REALM = "9341452"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEY = IntentKey(REALM, "44", "order", "1001")


def order(order_id: str = "1001", **changes: Any) -> Order:
    """An order of one line."""
    line = OrderLine(id="1", sku="MUG", title="Mug", quantity=Decimal(2), unit_price=Decimal("10.50"))
    fields: dict[str, Any] = {
        "id": order_id,
        "number": order_id,
        "reference": f"SHOP-{order_id}",
        "channel_id": "7",
        "channel_name": "Web",
        "ordered_at": NOON - timedelta(days=1),
        "changed_at": NOON,
        "state": "Open",
        "payment": Payment.PAID,
        "payment_raw": "Paid",
        "lines": (line,),
        "subtotal": Decimal("21.00"),
        "total": Decimal("21.00"),
    }
    return Order(**{**fields, **changes})


def fulfillment_request(request_id: str, order_id: str = "1001") -> FulfillmentRequest:
    """A fulfillment request of one line."""
    return FulfillmentRequest(
        id=request_id,
        number=f"FR-{request_id}",
        order_ref=order_id,
        source_id="3",
        source_name="Potter",
        state="Acknowledged",
        generated_at=NOON,
        changed_at=NOON,
        lines=(FulfillmentLine(id="1", sku="MUG", quantity=Decimal(2), unit_cost=Decimal("4.105")),),
    )


def supplier_invoice(invoice_id: str, order_id: str | None = "1001") -> SupplierInvoice:
    """A supplier's invoice without lines."""
    return SupplierInvoice(
        id=invoice_id,
        number=f"INV-{invoice_id}",
        order_ref=order_id,
        source_id="3",
        source_name="Potter",
        state="Approved",
        invoiced_at=NOON,
        changed_at=NOON,
        lines=(),
        total=Decimal("8.21"),
    )


def link(key: IntentKey = KEY, document_id: str = "145", **changes: Any) -> Link:
    """A sales receipt that stands for an order."""
    fields: dict[str, Any] = {
        "key": key,
        "document_kind": "SalesReceipt",
        "document_id": document_id,
        "number": "SHOP-1001",
        "total": Decimal("21.00"),
        "lines": {"1": "1"},
        "snapshot": {"total": Decimal("21.00")},
        "posted_at": NOON,
    }
    return Link(**{**fields, **changes})
