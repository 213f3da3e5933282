"""The one place that knows by which names Flxpoint calls things.

Parts of Flxpoint's records are not documented, so each field lists its candidates: the first that is present and
not null wins. A dot steps into an object. Correct a guess here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from accounting.records import RecordKind

Names = Mapping[str, tuple[str, ...]]
"""Our word for a field → Flxpoint's candidates for it, in order."""


def _names(**fields: str) -> Names:
    return MappingProxyType({field: tuple(candidates.split()) for field, candidates in fields.items()})


ORDER = _names(
    id="id",
    number="orderNumber",
    reference="referenceNumber channelInvoice.invoiceNumber orderNumber",
    channel_id="channelId channel.id importedFrom",
    ordered_at="orderedAt",
    changed_at="updatedAt insertedAt orderedAt",
    state="orderStatus status",
    payment_status=(
        "channelInvoice.paymentStatus channelInvoice.status paymentStatus channelInvoice.invoiceStatus.name"
    ),
    currency="currency.code currencyCode",
    bill_to="billingAddress",
    ship_to="shippingAddress",
    items="orderItems items lineItems",
    charges="channelInvoice channelInvoice.invoiceItems",
    subtotal="channelInvoice.subtotal channelInvoice.subTotal subTotal",
    tax="channelInvoice.tax channelInvoice.taxTotal totalTax",
    shipping="channelInvoice.shippingCost channelInvoice.shipping totalShipping",
    fee="channelInvoice.fee channelInvoice.feeTotal",
    other="channelInvoice.other channelInvoice.otherTotal",
    discount="channelInvoice.discount channelInvoice.discountTotal totalDiscount",
    total="orderTotal channelInvoice.total",
    synced="accountingSynced",
    external_id="externalAccountingId",
)

ORDER_LINE = _names(
    id="id",
    sku="sku",
    title="title name",
    quantity="quantity",
    canceled_quantity="canceledQuantity cancelledQuantity",
    unit_price="price salePrice salesPrice",
    discount="discount discountAmount",
)

FULFILLMENT_REQUEST = _names(
    id="id",
    number="fulfillmentRequestNumber purchaseOrderNumber",
    order_id="orderId order.id",
    source_id="sourceId source.id",
    state="fulfillmentRequestStatus.name fulfillmentRequestStatus status",
    generated_at="generatedAt insertedAt",
    changed_at="lastModifiedAt updatedAt",
    # without a last change: whichever of these was the latest
    happened_at="generatedAt insertedAt sentAt acknowledgedAt secondaryAcknowledgedAt canceledAt voidedAt",
    ship_to="shippingAddress",
    items="fulfillmentRequestItems purchaseOrderItems",
    synced="accountingSynced",
    external_id="externalAccountingId",
)

FULFILLMENT_LINE = _names(
    id="id",
    sku="sku",
    title="title name",
    quantity="quantity",
    voided_quantity="voidedQuantity",
    unit_cost="cost",
    order_line_id="orderItemId",
)

SUPPLIER_INVOICE = _names(
    id="id",
    number="invoiceNumber fulfillmentRequestNumber purchaseOrderNumber",
    fulfillment_request_id="fulfillmentRequestId purchaseOrderId",
    return_id="rmaId",
    source_id="sourceId source.id",
    state="invoiceStatus.name invoiceStatus status",
    invoiced_at="invoiceDate insertedAt",
    changed_at="updatedAt insertedAt",
    items="invoiceItems",
    product_total="totalProductCost",
    total="totalCost",
    credit="totalCreditCost",
    synced="accountingSynced",
    external_id="externalAccountingId",
)

INVOICE_LINE = _names(
    id="id",
    kind="invoiceItemType.handle invoiceItemType.name invoiceItemType",
    sku="sku",
    title="title name",
    quantity="quantity",
    cost="cost",
    unit_cost="perUnitCost",
)

SHIPMENT = _names(
    id="id",
    order_id="orderId order.id",
    return_id="rmaId",
    source_id="sourceId source.id",
    tracking_number="trackingNumber",
    carrier="carrier",
    method="method",
    shipped_at="shippedAt insertedAt",
    changed_at="updatedAt insertedAt",
    synced="accountingSynced",
)

CHARGE = _names(
    kind="invoiceItemType.handle invoiceItemType.name invoiceItemType",
    amount="cost",
)

DELIVERY = _names(
    event="event eventType eventName type",
    order_id="orderId order.id data.orderId",
    request_id="fulfillmentRequestId purchaseOrderId fulfillmentRequest.id data.fulfillmentRequestId",
)
"""What a webhook's delivery tells; Flxpoint's pages do not say what it holds."""

ADDRESS = _names(
    name="name",
    first_name="firstName",
    last_name="lastName",
    company="companyName",
    line1="addressLine1",
    line2="addressLine2",
    city="city",
    state="stateCode state",
    postal_code="postal",
    country="countryCode country",
    email="email",
    phone="phone",
    redacted="redacted",
)


@dataclass(frozen=True)
class Listing:
    """How one kind of record is listed: its path, its page parameters, its filters."""

    path: str
    page: str
    size: str
    not_synced: Mapping[str, str]
    """The filter on records not yet marked; empty where Flxpoint is not known to have one."""


LISTINGS = {
    RecordKind.ORDER: Listing("/orders", "page", "pageSize", {}),
    RecordKind.FULFILLMENT_REQUEST: Listing("/fulfillment-requests", "filterPageNumber", "filterPageSize", {}),
    RecordKind.SUPPLIER_INVOICE: Listing(
        "/source-invoices", "filterPageNumber", "filterPageSize", {"isAccountingSynced": "false"}
    ),
    RecordKind.SHIPMENT: Listing("/shipments", "filterPageNumber", "filterPageSize", {}),
}


@dataclass(frozen=True)
class Mark:
    """How one kind of record is told what became of it; the names differ from kind to kind."""

    path: str
    error: str
    line_id: str
    line_document_id: str


MARKS = {
    RecordKind.ORDER: Mark("/orders/{id}/accounting-sync", "accountingSyncError", "id", "externalAccountingId"),
    RecordKind.FULFILLMENT_REQUEST: Mark(
        "/fulfillment-requests/{id}/accounting-sync", "accountingError", "id", "externalAccountingItemId"
    ),
    RecordKind.SUPPLIER_INVOICE: Mark(
        "/source-invoices/{id}", "accountingSyncError", "invoiceItemId", "externalAccountingItemId"
    ),
}
"""Shipments are missing on purpose: they are marked by a body of their own, and keep no error."""
