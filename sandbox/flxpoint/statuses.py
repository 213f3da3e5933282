"""The statuses Flxpoint knows, in its own spelling."""

from __future__ import annotations

from sandbox.flxpoint.blanks import Record

ORDER = (
    "Open",
    "Closed",
    "On Hold",
    "Failed",
    "No Shipping Method",
    "Canceled",
    "Not Managed",
    "Draft",
)

FULFILLMENT_REQUEST = (
    "Unprocessed",
    "Processing",
    "Processed",
    "Acknowledged",
    "Canceled",
    "Failed",
    "Voided",
    "Additional Info Required",
    "PO/FR # Exceeds Max Length",
    "Duplicate PO/FR #",
    "Cross Docked",
)

SHIPPED = ("Awaiting Shipment", "Shipped", "Partially Shipped", "Canceled")

COMPLETION = ("Not Started", "Partially Completed", "Completed")

SOURCE_INVOICE = ("unpaid", "paid", "credited", "refunded")

CHARGES = ("product", "shipping", "fee", "tax", "other")
"""The types of a supplier invoice's items."""


def status(name: str) -> Record:
    """A status as the object that records carry."""
    return {"name": name, "handle": name.lower().replace(" ", "_")}
