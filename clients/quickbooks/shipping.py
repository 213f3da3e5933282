"""The shipping details of a Sales Receipt or Invoice, read and written; amounts stay as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounting.shipping import ShippingDetails

Json = dict[str, Any]


def read_shipping(sale: Mapping[str, Any]) -> ShippingDetails:
    """What a sale says of its shipping."""
    method, shipped = sale.get("ShipMethodRef") or {}, sale.get("ShipDate")
    return ShippingDetails(
        shipped_on=date.fromisoformat(shipped[:10]) if shipped else None,
        tracking=sale.get("TrackingNum") or None,
        carrier=method.get("name") or method.get("value") or None,
    )


def shipping_update(sale: Mapping[str, Any], details: ShippingDetails) -> Json:
    """The sparse update that writes the details on a sale, in the version that was read."""
    body: Json = {"Id": sale["Id"], "SyncToken": sale["SyncToken"], "sparse": True}
    if details.shipped_on:
        body["ShipDate"] = details.shipped_on.isoformat()
    if details.tracking:
        body["TrackingNum"] = details.tracking
    if details.carrier:
        # QuickBooks has no list of carriers: the text stands for the reference.
        body["ShipMethodRef"] = {"value": details.carrier, "name": details.carrier}
    return body | _tax_as_it_stands(sale)


def _tax_as_it_stands(sale: Mapping[str, Any]) -> Json:
    """Automated Sales Tax may reckon anew what is not sent along (rows R-46, R-92)."""
    tax = sale.get("TxnTaxDetail") or {}
    return {"TxnTaxDetail": tax, "ShippingTaxIncludedInTotalTax": True} if tax.get("TotalTax") else {}
