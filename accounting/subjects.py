"""What the settings are about, in the sequence in which people read them."""

from __future__ import annotations

SUBJECTS = {
    "What is carried over": (
        "operations",
        "orders_from",
        "channels",
        "fulfillment_request_sources",
        "supplier_invoice_sources",
        "shipment_sources",
        "link_only",
    ),
    "Dates and fields": ("books_time_zone", "closed_period", "mapping"),
    "Sales": (
        "discount_sku",
        "post_without_discount",
        "fee_sku",
        "other_sku",
        "negative_other_sku",
        "rounding_sku",
        "unpaid_orders_wait_days",
        "refunded_orders",
        "orders_paused",
    ),
    "Items": ("unnamed_sku", "never_create", "income_account", "purchase_account"),
    "Purchases": (
        "fulfillment_requests_due",
        "po_item",
        "on_missing_vendor",
        "payables_account",
        "supplier_shipping_account",
        "supplier_fee_account",
        "supplier_tax_account",
        "supplier_other_account",
    ),
    "A restored database": ("look_first_until",),
}
"""Subject → the names of its settings; each setting has one."""
