"""Flxpoint's records as it sends them, small; a test changes what it is about."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from accounting.sources import Source

Json = dict[str, Any]

CHANNELS = {"41": "Main Shop"}
SOURCES = {"21": Source(id="21", name="Acme Supply")}
ORDER_OF = {"450001": "700123"}


def received(value: Any) -> Any:
    """The value as it is after its way over the wire."""
    return json.loads(json.dumps(value), parse_float=Decimal)


def account(**changes: Any) -> Json:
    return {"id": 7, "subdomain": "demo", "brandName": "Demo Goods", "companyName": "Demo Goods Inc"} | changes


def channel(**changes: Any) -> Json:
    return {"id": 41, "name": "Main Shop", "channelType": "flxpoint.api.custom", "archivedAt": None} | changes


def source(**changes: Any) -> Json:
    kind = {"id": 4, "name": "Vendor Warehouse", "handle": "vendor_warehouse"}
    return {"id": 21, "name": "Acme Supply", "vendorId": None, "type": kind, "commitStock": True} | changes


def address(**changes: Any) -> Json:
    return {
        "id": 9002,
        "name": "Jane Doe",
        "addressLine1": "12 Elm Street",
        "addressLine2": None,
        "city": "Austin",
        "state": "Texas",
        "country": "United States",
        "stateCode": "TX",
        "countryCode": "US",
        "postal": "78701",
        "email": "jane@example.com",
        "phone": "555-0143",
        "companyName": "Doe Design LLC",
        "firstName": "Jane",
        "lastName": "Doe",
        "redacted": False,
        "hash": "c2a1f0",
    } | changes


def order_item(**changes: Any) -> Json:
    return {
        "id": 810001,
        "orderId": 700123,
        "sku": "MUG-RED",
        "title": "Red Mug 350 ml",
        "quantity": 4,
        "price": 12.5,
        "canceledQuantity": 0,
        "bundleComponents": [],
        "customFields": [],
    } | changes


def channel_invoice(**changes: Any) -> Json:
    return {
        "id": 330001,
        "invoiceNumber": "SHOP-1001",
        "paymentStatus": "Paid",
        "subtotal": 100.0,
        "tax": 8.25,
        "shippingCost": 9.95,
        "fee": 0.0,
        "other": 0.0,
        "discount": 5.0,
        "total": 113.2,
    } | changes


def charge(handle: str, cost: float | None) -> Json:
    return {"invoiceItemType": {"name": handle.title(), "handle": handle}, "cost": cost}


def order(**changes: Any) -> Json:
    shirt = order_item(id=810002, sku="TEE-M-BLK", title="Black T-Shirt M", quantity=2, price=25.0)
    return {
        "id": 700123,
        "orderNumber": "700123",
        "referenceNumber": "SHOP-1001",
        "orderTotal": 113.2,
        "importedFrom": 41,
        "orderedAt": "2026-11-20T15:04:05.000Z",
        "insertedAt": "2026-11-20T15:10:00.120Z",
        "updatedAt": "2026-11-20T15:11:02.500Z",
        "orderStatus": "Open",
        "shippingAddress": address(id=9001, companyName=None),
        "billingAddress": address(),
        "channelId": 41,
        "accountId": 7,
        "orderItems": [order_item(), shirt],
        "channelInvoice": channel_invoice(),
        "fulfillmentRequests": [{"id": 450001, "fulfillmentRequestNumber": "SHOP-1001-1"}],
        "customFields": [{"id": 1, "name": "PO Ref", "value": "A-77"}],
        "accountingSynced": False,
        "accountingSyncError": None,
        "externalAccountingId": None,
    } | changes


def fulfillment_item(**changes: Any) -> Json:
    return {
        "id": 460001,
        "sku": "ACME-MUG-RED",
        "title": "Red Mug 350 ml",
        "quantity": 4,
        "cost": 6.5,
        "voidedQuantity": 0,
        "inventoryVariantId": 77000001,
        "orderItemId": 810001,
        "weightUnit": {"handle": "lb"},
    } | changes


def fulfillment_request(**changes: Any) -> Json:
    return {
        "id": 450001,
        "fulfillmentRequestNumber": "SHOP-1001-1",
        "orderId": 700123,
        "sourceId": 21,
        "generatedAt": "2026-11-20T15:12:00.000Z",
        "sentAt": None,
        "acknowledgedAt": None,
        "secondaryAcknowledgedAt": None,
        "canceledAt": None,
        "voidedAt": None,
        "confirmationNumber": None,
        "fulfillmentRequestStatus": {"name": "Processing", "handle": "processing"},
        "shippedStatus": {"name": "Awaiting Shipment", "handle": "awaiting_shipment"},
        "totalCost": 26.0,
        "shippingAddress": address(id=9001, companyName=None),
        "shippingMethod": {"carrier": "UPS", "method": "Ground"},
        "fulfillmentRequestItems": [fulfillment_item()],
        "accountingSynced": False,
        "accountingError": None,
        "externalAccountingId": None,
    } | changes


def invoice_item(handle: str = "product", **changes: Any) -> Json:
    return {
        "id": 560001,
        "invoiceId": 550001,
        "invoiceItemType": {"name": handle.title(), "handle": handle},
        "cost": 26.0,
        "sku": "ACME-MUG-RED",
        "title": "Red Mug 350 ml",
        "quantity": 4,
        "perUnitCost": 6.5,
        "externalAccountingItemId": None,
    } | changes


def supplier_invoice(**changes: Any) -> Json:
    return {
        "id": 550001,
        "invoiceStatus": {"name": "Unpaid", "handle": "unpaid"},
        "insertedAt": "2026-11-21T09:00:00.000Z",
        "updatedAt": "2026-11-21T09:00:00.000Z",
        "purchaseOrderId": 450001,
        "fulfillmentRequestId": 450001,
        "rmaId": None,
        "sourceId": 21,
        "fulfillmentRequestNumber": "SHOP-1001-1",
        "invoiceNumber": "ACME-88231",
        "invoiceDate": "2026-11-21T00:00:00.000Z",
        "totalCost": 34.5,
        "totalProductCost": 26.0,
        "totalCreditCost": None,
        "accountingSynced": False,
        "externalAccountingId": None,
        "invoiceItems": [
            invoice_item(),
            invoice_item("shipping", id=560002, sku="", title="UPS Ground", quantity=1, cost=6.5),
            invoice_item("fee", id=560003, sku="", title="Drop-ship fee", quantity=1, cost=2.0, perUnitCost=2),
        ],
        "commission": None,
    } | changes
