"""What each kind of Flxpoint record holds when nobody has said anything yet.

Flxpoint sends every field it has, null included, and some that no page explains. A record given to the
stand-in is laid over its blank, so that short test data is answered at full length.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Record = dict[str, Any]

ITEMS = {
    "orders": "orderItems",
    "fulfillment_requests": "fulfillmentRequestItems",
    "source_invoices": "invoiceItems",
    "shipments": "shipmentItems",
}
"""The field in which each kind of record keeps its items."""

_PARENT_ID = {"orders": "orderId", "source_invoices": "invoiceId", "shipments": "shipmentId"}


def _nulls(fields: str) -> Record:
    return dict.fromkeys([*fields.split(), "legacyReference", "rowVersion"])


ACCOUNT = _nulls("productPriceWorkflowEventId defaultOrderRoutingGroupId orderRoutingWorkflowEventId") | {
    "id": 7,
    "subdomain": "demo",
    "brandName": "Demo Goods",
    "companyName": "Demo Goods Inc",
}

_CHANNEL = _nulls(
    "description channelInvoiceReceiptOptionId invoiceReceiptAccountCustomAlertId channelInvoiceCc archivedAt"
    " pricingWorkflowEventId listingStatusWorkflowEventId listingBuilderMappingTemplateId"
) | {
    "channelType": "flxpoint.api.custom",
    "primary": False,
    "paymentCollection": True,
    "channelInvoiceDefaultStatus": "Paid",
    "autoGeneratePoOnImport": True,
    "allowBackorder": False,
    "allowDealers": False,
    "inStoreOrder": False,
    "integrations": [],
    "listPriceProtection": False,
}

_SOURCE = _nulls("description addressId vendorId address archivedAt") | {
    "rateShopping": False,
    "type": {"id": 4, "name": "Vendor Warehouse", "handle": "vendor_warehouse"},
    "currency": {"id": 1, "code": "USD", "name": "US Dollar", "symbol": "$", "unicodeDecimal": "36"},
    "commitStock": True,
    "allowBackorders": False,
}

_ORDER = _nulls(
    "orderNumber referenceNumber orderTotal note importedFrom orderedAt shippingText shippingAddress"
    " billingAddress channelId channelInvoice accountingSyncError externalAccountingId"
) | {
    "acknowledgedStatus": "Not Started",
    "shippedStatus": "Not Started",
    "orderStatus": "Open",
    "orderItems": [],
    "fulfillmentRequests": [],
    "tags": [],
    "customFields": [],
    "accountingSynced": False,
}

_ORDER_ITEM = _nulls("sku title quantity price productVariantId listingVariantId externalAccountingId") | {
    "canceledQuantity": 0,
    "shippedQuantity": 0,
    "allocatedQuantity": 0,
    "acknowledgedQuantity": 0,
    "orderItemAccountingItems": [],
    "bundleComponents": [],
    "customFields": [],
}

_FULFILLMENT_REQUEST = _nulls(
    "fulfillmentRequestNumber orderId sourceId generatedAt sentAt acknowledgedAt secondaryAcknowledgedAt"
    " canceledAt voidedAt holdUntil note confirmationNumber totalItems totalQuantity totalCost shippingAddress"
    " shippingMethod processingErrorReason cancelReason voidedReason accountingError externalAccountingId"
) | {
    "fulfillmentRequestStatus": {"name": "Unprocessed", "handle": "unprocessed"},
    "shippedStatus": {"name": "Awaiting Shipment", "handle": "awaiting_shipment"},
    "shippedQuantity": 0,
    "fulfillmentRequestItems": [],
    "customFields": [],
    "accountingSynced": False,
}

_FULFILLMENT_REQUEST_ITEM = _nulls(
    "sku title quantity cost inventoryVariantId orderItemId itemReferenceId referenceId upc mpn weight"
    " weightUnit length width height dimensionUnit externalAccountingItemId"
) | {
    "shippedQuantity": 0,
    "voidedQuantity": 0,
    "acknowledgedQuantity": 0,
    "secondaryAcknowledgedQuantity": 0,
    "customFields": [],
}

_SOURCE_INVOICE = _nulls(
    "purchaseOrderId fulfillmentRequestId rmaId sourceId purchaseOrderNumber fulfillmentRequestNumber"
    " invoiceNumber invoiceDate totalCost totalProductCost totalShippingCost totalFeeCost totalTaxCost"
    " totalOtherCost totalQuantity accountingSyncError externalAccountingId totalCreditCost commission"
    " vendorPayoutId"
) | {
    "invoiceStatus": {"name": "Unpaid", "handle": "unpaid"},
    "invoiceItems": [],
    "customFields": [],
    "accountingSynced": False,
}

_SOURCE_INVOICE_ITEM = _nulls("sourceVariantId cost title quantity perUnitCost externalAccountingItemId") | {
    "invoiceItemType": {"name": "Product", "handle": "product"},
    "sku": "",
    "customFields": [],
}

_SHIPMENT = _nulls(
    "note trackingUrl trackingNumber carrier method shippedAt shippingCost orderId purchaseOrderId"
    " fulfillmentRequestId rmaId sourceId syncError crossDockPurchaseOrderId"
) | {
    "partial": False,
    "suppressed": False,
    "syncedToChannel": False,
    "shipmentItems": [],
    "customFields": [],
    "accountingSynced": False,
}

_SHIPMENT_ITEM = _nulls(
    "sku quantity inventoryVariantId orderItemId purchaseOrderItemId fulfillmentRequestItemId rmaItemId"
    " committedStockReleasedQuantity"
) | {"partial": False, "customFields": []}

_RECORDS = {
    "channels": _CHANNEL,
    "sources": _SOURCE,
    "orders": _ORDER,
    "fulfillment_requests": _FULFILLMENT_REQUEST,
    "source_invoices": _SOURCE_INVOICE,
    "shipments": _SHIPMENT,
}

_RECORD_ITEMS = {
    "orders": _ORDER_ITEM,
    "fulfillment_requests": _FULFILLMENT_REQUEST_ITEM,
    "source_invoices": _SOURCE_INVOICE_ITEM,
    "shipments": _SHIPMENT_ITEM,
}

KINDS = tuple(_RECORDS)
"""The kinds of record an account holds, as the control API and the records files name them."""


def blank(kind: str) -> Record:
    """A fresh record of the kind with every field at its default."""
    return deepcopy(_RECORDS[kind])


def full_item(kind: str, given: Record, *, record_id: int) -> Record:
    """The item laid over its blank; it knows the record it belongs to where Flxpoint says so."""
    parent = {_PARENT_ID[kind]: record_id} if kind in _PARENT_ID else {}
    return deepcopy(_RECORD_ITEMS[kind]) | parent | given
