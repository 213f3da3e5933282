"""What each kind of Flxpoint record holds when nobody has said anything yet.

Flxpoint sends every field it has, null included. A record given to the stand-in is laid over its blank, so that
short test data is answered at full length.
"""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]


def _nulls(fields: str) -> Record:
    return dict.fromkeys(fields.split())


ADDRESS = _nulls(
    "id name addressLine1 addressLine2 city state country stateCode countryCode postal email phone companyName"
    " firstName lastName hash"
) | {"redacted": False}

ACCOUNT = _nulls("productPriceWorkflowEventId defaultOrderRoutingGroupId orderRoutingWorkflowEventId") | {
    "id": 7,
    "subdomain": "demo",
    "brandName": "Demo Goods",
    "companyName": "Demo Goods Inc",
}

CHANNEL = _nulls(
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

CHANNEL_SETTING = _nulls("channelId value") | {
    "setting": _nulls("id name handle type valueType placeholder defaultValue description options category")
}

SOURCE = _nulls("description addressId vendorId vendor address archivedAt") | {
    "rateShopping": False,
    "type": {"id": 4, "name": "Vendor Warehouse", "handle": "vendor_warehouse"},
    "currency": {"id": 1, "code": "USD", "name": "US Dollar", "symbol": "$", "unicodeDecimal": "36"},
    "commitStock": True,
    "allowBackorders": False,
    "firearmsEnabled": False,
    "integrations": [],
    "settings": [],
}

ORDER = _nulls(
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

ORDER_ITEM = _nulls("sku title quantity price productVariantId listingVariantId externalAccountingId") | {
    "canceledQuantity": 0,
    "shippedQuantity": 0,
    "allocatedQuantity": 0,
    "acknowledgedQuantity": 0,
    "orderItemAccountingItems": [],
    "bundleComponents": [],
    "customFields": [],
}

FULFILLMENT_REQUEST = _nulls(
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

FULFILLMENT_REQUEST_ITEM = _nulls(
    "sku title quantity cost inventoryVariantId orderItemId itemReferenceId referenceId upc mpn weight"
    " weightUnit length width height dimensionUnit externalAccountingItemId"
) | {
    "shippedQuantity": 0,
    "voidedQuantity": 0,
    "acknowledgedQuantity": 0,
    "secondaryAcknowledgedQuantity": 0,
    "customFields": [],
}

SOURCE_INVOICE = _nulls(
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

SOURCE_INVOICE_ITEM = _nulls("sourceVariantId cost title quantity perUnitCost externalAccountingItemId") | {
    "invoiceItemType": {"name": "Product", "handle": "product"},
    "sku": "",
    "customFields": [],
}

SHIPMENT = _nulls(
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

SHIPMENT_ITEM = _nulls(
    "sku quantity inventoryVariantId orderItemId purchaseOrderItemId fulfillmentRequestItemId rmaItemId"
    " committedStockReleasedQuantity"
) | {"partial": False, "customFields": []}

RETURN = _nulls("orderId returnNumber totalReturnItems channelId") | {"totalRmas": 0, "items": [], "rmas": []}

RETURN_ITEM = _nulls("orderItemId sku title returnQuantity returnReason returnCondition salesPrice refundedAmount") | {
    "bundleComponents": []
}

RMA = _nulls("returnId sourceId rmaNumber returnToAddress totalRmaItems accountingSyncError externalAccountingId") | {
    "items": [],
    "accountingSynced": False,
}

RMA_ITEM = _nulls(
    "returnItemId sku title cost returnReason returnCondition note quantity approvedQuantity deniedQuantity"
    " creditedAmount receivedQuantity voidedQuantity"
) | {"bundleComponents": []}

WEBHOOK_CONFIGURATION = _nulls("configurationName sourceId channelId webhookUrl notificationEmail") | {
    "status": "active",
    "subscribedEvents": [],
}
