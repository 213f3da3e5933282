"""Which field of a record goes where on its document: a closed list, with defaults (row R-27)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from accounting.records import Booked, FulfillmentRequest, Order, SupplierInvoice


class _Fields(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class OrderFields(_Fields):
    """What a sale takes from its order."""

    number: Literal["reference", "number"] = "reference"
    """The number the customer knows, or the order system's own."""
    date: Literal["ordered_at", "changed_at"] = "ordered_at"
    memo: Literal["channel", "payment", "nothing"] = "channel"
    """What the memo says beside the order's number and marker, which it always holds (rows R-35, R-53)."""
    customer_message: Literal["nothing", "reference", "number"] = "nothing"
    """What is printed for the customer."""


class RequestFields(_Fields):
    """What a Purchase Order takes from its fulfillment request; its memo to the vendor stays empty (row R-63)."""

    number: Literal["number"] = "number"
    date: Literal["generated_at", "changed_at"] = "generated_at"


class InvoiceFields(_Fields):
    """What a Bill takes from its supplier invoice."""

    number: Literal["number"] = "number"
    date: Literal["invoiced_at", "changed_at"] = "invoiced_at"


class Mapping(_Fields):
    """Target field by target field, for each operation."""

    orders: OrderFields = OrderFields()
    fulfillment_requests: RequestFields = RequestFields()
    supplier_invoices: InvoiceFields = InvoiceFields()

    def number_of(self, record: Order | FulfillmentRequest) -> str:
        """What the number of the record's document is made from (row R-53)."""
        if isinstance(record, Order) and self.orders.number == "number":
            return record.number
        return record.label

    def moment_of(self, record: Booked) -> datetime:
        """The moment whose day dates the record's document (row R-54)."""
        match record:
            case Order():
                source: str = self.orders.date
            case FulfillmentRequest():
                source = self.fulfillment_requests.date
            case SupplierInvoice():
                source = self.supplier_invoices.date
        moment: datetime = getattr(record, source)
        return moment

    def memo_of(self, order: Order) -> str:
        """What the memo of an order's document says of the order, beside its marker."""
        match self.orders.memo:
            case "channel":
                return f"Order {order.reference} of {order.channel_name}"
            case "payment":
                return f"Order {order.reference}, payment {order.payment_raw}"
            case "nothing":
                return f"Order {order.reference}"

    def message_of(self, order: Order) -> str | None:
        """What the order's document says to the customer."""
        match self.orders.customer_message:
            case "reference":
                return f"Order {order.reference}"
            case "number":
                return f"Order {order.number}"
            case "nothing":
                return None
