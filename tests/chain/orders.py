"""Small orders with their fulfillment request and supplier invoice, in Flxpoint's own JSON."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

SHOP: dict[str, list[Json]] = {
    "channels": [{"id": 41, "name": "Main Shop"}],
    "sources": [{"id": 21, "name": "Cedar Works"}, {"id": 22, "name": "Dune Trading"}],
}

ADDRESS: Json = {
    "name": "Robin Example",
    "addressLine1": "12 Elm Street",
    "city": "Austin",
    "stateCode": "TX",
    "countryCode": "US",
    "postal": "78701",
    "email": "robin@example.com",
}


def an_order(order_id: int = 1, *, sku: str = "MUG", name: str = "Robin Example", **changes: Any) -> Json:
    """Paid, two pieces at 10.00, no tax, number SHOP-<id>."""
    payment, title = changes.pop("payment", "Paid"), changes.pop("title", "Mug")
    return {
        "id": order_id,
        "orderNumber": str(order_id),
        "referenceNumber": f"SHOP-{order_id}",
        "channelId": 41,
        "orderStatus": "Open",
        "orderTotal": 20.00,
        "orderedAt": "2026-11-20T15:00:00.000Z",
        "updatedAt": "2026-11-20T15:10:00.000Z",
        "billingAddress": {**ADDRESS, "name": name},
        "shippingAddress": {**ADDRESS, "name": name},
        "orderItems": [{"id": order_id * 10, "sku": sku, "title": title, "quantity": 2, "price": 10.00}],
        "channelInvoice": {"paymentStatus": payment, "subtotal": 20.00, "tax": 0.0, "total": 20.00},
        **changes,
    }


def a_request(order_id: int = 1, *, source_id: int = 21, sku: str = "ACME-MUG", **changes: Any) -> Json:
    """Two pieces at 6.00 from Cedar Works, a vendor with a term of payment, id 100 + the order's."""
    return {
        "id": 100 + order_id,
        "fulfillmentRequestNumber": f"SHOP-{order_id}-1",
        "orderId": order_id,
        "sourceId": source_id,
        "generatedAt": "2026-11-20T15:12:00.000Z",
        "fulfillmentRequestStatus": {"name": "Processing"},
        "shippingAddress": ADDRESS,
        "fulfillmentRequestItems": [
            {"id": 1000 + order_id, "sku": sku, "title": "Acme mug", "quantity": 2, "cost": 6.00}
        ],
        **changes,
    }


def an_invoice(order_id: int = 1, *, source_id: int = 21, sku: str = "ACME-MUG", **changes: Any) -> Json:
    """The whole request invoiced, with shipping of 3.00: 15.00 in all, id 200 + the order's."""
    return {
        "id": 200 + order_id,
        "invoiceNumber": f"ACME-{order_id}",
        "fulfillmentRequestId": 100 + order_id,
        "sourceId": source_id,
        "invoiceStatus": {"name": "Unpaid"},
        "invoiceDate": "2026-11-21T00:00:00.000Z",
        "updatedAt": "2026-11-21T09:00:00.000Z",
        "totalCost": 15.00,
        "invoiceItems": [
            {
                "id": 2000 + order_id,
                "invoiceItemType": {"handle": "product"},
                "sku": sku,
                "quantity": 2,
                "perUnitCost": 6.00,
                "cost": 12.00,
            },
            {"id": 3000 + order_id, "invoiceItemType": {"handle": "shipping"}, "sku": "", "quantity": 1, "cost": 3.00},
        ],
        **changes,
    }


def a_chain(order_id: int = 1) -> dict[str, list[Json]]:
    """An order with everything that follows from it."""
    return {
        **SHOP,
        "orders": [an_order(order_id)],
        "fulfillment_requests": [a_request(order_id)],
        "source_invoices": [an_invoice(order_id)],
    }
