"""What the demo's bookkeeper chose for the connection."""

from __future__ import annotations

from typing import Any

from accounting.settings import DOCUMENTED

SETTINGS: dict[str, Any] = {
    "operations": list(DOCUMENTED),
    "orders_from": "2026-10-01",
    "channels.41.tax_remitted_by": "us",
    "channels.41.deposit_account": "Shop Clearing",
    "channels.42.tax_remitted_by": "us",
    "channels.42.deposit_account": "Shop Clearing",
    "channels.43.tax_remitted_by": "marketplace",
    "channels.43.deposit_account": "Marketplace Clearing",
    "channels.44.tax_remitted_by": "us",
    "channels.44.deposit_account": "Checking",
    "fulfillment_request_sources": ["21", "22", "23", "24", "25", "26", "28"],
    "supplier_invoice_sources": ["21", "22", "23", "24", "25", "26", "28"],
    "books_time_zone": "America/Chicago",
    "discount_sku": "DISC",
    "fee_sku": "FEE",
    "other_sku": "EXTRA",
    "negative_other_sku": "EXTRA",
    "rounding_sku": "ROUND",
    "purchase_account": "Cost of Goods Sold",
    "supplier_shipping_account": "Freight In",
    "supplier_fee_account": "Supplier Fees",
    "supplier_tax_account": "Supplier Tax",
    "supplier_other_account": "Supplier Fees",
}
