"""What an order system knows, in one shape whichever system it is.

Money is in the currency of the order or source, times are UTC, ids are text.
Every status is kept twice: normalised for rules, raw for messages.
"""

from accounting.records.base import LONGEST_ID, Address, Model, RecordKind, RecordRef, Written, readable_id
from accounting.records.orders import Order, OrderLine, Payment
from accounting.records.supplies import (
    ChargeKind,
    FulfillmentLine,
    FulfillmentRequest,
    Shipment,
    SupplierInvoice,
    SupplierInvoiceLine,
)

Booked = Order | FulfillmentRequest | SupplierInvoice
"""What becomes a document of its own."""

Record = Booked | Shipment

RECORD_MODELS: dict[RecordKind, type[Order] | type[FulfillmentRequest] | type[SupplierInvoice] | type[Shipment]] = {
    RecordKind.ORDER: Order,
    RecordKind.FULFILLMENT_REQUEST: FulfillmentRequest,
    RecordKind.SUPPLIER_INVOICE: SupplierInvoice,
    RecordKind.SHIPMENT: Shipment,
}

__all__ = [
    "LONGEST_ID",
    "RECORD_MODELS",
    "Address",
    "Booked",
    "ChargeKind",
    "FulfillmentLine",
    "FulfillmentRequest",
    "Model",
    "Order",
    "OrderLine",
    "Payment",
    "Record",
    "RecordKind",
    "RecordRef",
    "Shipment",
    "SupplierInvoice",
    "SupplierInvoiceLine",
    "Written",
    "readable_id",
]
