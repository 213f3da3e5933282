"""One more order, for a person to add to the shop while the demo keeps running."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

NUMBER = "SHOP-9001"
ADDRESS = {
    "name": "Robin Sample",
    "addressLine1": "9 Garden Lane",
    "city": "Austin",
    "stateCode": "TX",
    "countryCode": "US",
    "postal": "78701",
    "email": "robin@example.com",
}


def another_order() -> dict[str, Any]:
    """Paid today, in Flxpoint's own words."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    order = {
        "id": 709001,
        "orderNumber": "709001",
        "referenceNumber": NUMBER,
        "channelId": 41,
        "orderStatus": "Open",
        "orderTotal": 24.95,
        "orderedAt": now,
        "insertedAt": now,
        "updatedAt": now,
        "shippingAddress": ADDRESS,
        "billingAddress": ADDRESS,
        "orderItems": [
            {"id": 709001001, "sku": "GARDEN-TWINE", "title": "Garden twine", "quantity": 2, "price": 10.00}
        ],
        "channelInvoice": {
            "id": 1709001,
            "invoiceNumber": NUMBER,
            "paymentStatus": "Paid",
            "subtotal": 20.00,
            "shippingCost": 4.95,
            "total": 24.95,
        },
    }
    return {"orders": [order]}
