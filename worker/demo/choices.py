"""What the demo's bookkeeper chose for the connection."""

from __future__ import annotations

from typing import Any

SETTINGS: dict[str, Any] = {
    "books_time_zone": "America/Chicago",
    "discount_sku": "DISC",
    "purchase_account": "Cost of Goods Sold",
    "supplier_shipping_account": "Freight In",
    "supplier_fee_account": "Supplier Fees",
    "supplier_tax_account": "Supplier Tax",
    "supplier_other_account": "Supplier Fees",
}
