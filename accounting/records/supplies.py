"""What suppliers were asked for, what they charge, and what was shipped."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import AwareDatetime

from accounting.money import ZERO
from accounting.records.base import Address, RecordKind, RecordRef, Written


class FulfillmentLine(Written):
    """One line of what a supplier was asked for."""

    id: str
    sku: str | None = None
    """The supplier's SKU, which may differ from the order's (row R-69)."""
    title: str = ""
    quantity: Decimal
    """As requested, voided pieces included."""
    voided_quantity: Decimal = Decimal(0)
    unit_cost: Decimal | None = None
    """Where it is not told it counts as 0.00, with a warning (row R-70)."""
    order_line_id: str | None = None
    """The id of the order's line that it fulfills."""

    @property
    def net_quantity(self) -> Decimal:
        return self.quantity - self.voided_quantity


class FulfillmentRequest(Written):
    """What one source (supplier) was asked to deliver for one order."""

    id: str
    number: str
    order_ref: str
    """The id of its order."""
    source_id: str
    source_name: str
    """The name of its vendor in QuickBooks, to the letter (row R-64)."""
    currency: str | None = None
    """The source's."""
    state: str
    """As the order system spells it: Processing, Processed and Acknowledged are posted (row R-74)."""
    generated_at: AwareDatetime
    """The Purchase Order's date, in the books' time zone (row R-54)."""
    changed_at: AwareDatetime
    """Of two versions of the record the later one holds."""
    ship_to: Address | None = None
    """Without one the goods go to no customer, but to another warehouse (row R-111)."""
    lines: tuple[FulfillmentLine, ...]
    synced: bool = False
    """It stands in the books already, posted by another program."""
    external_id: str | None = None
    """The id of its Purchase Order, where another program posted it."""

    @property
    def ref(self) -> RecordRef:
        return RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=self.id)

    @property
    def order_id(self) -> str:
        return self.order_ref

    @property
    def label(self) -> str:
        return self.number

    @property
    def happened_at(self) -> datetime:
        return self.generated_at


class ChargeKind(StrEnum):
    """What a line of a supplier's invoice charges for."""

    PRODUCT = "product"
    SHIPPING = "shipping"
    FEE = "fee"
    TAX = "tax"
    OTHER = "other"


class SupplierInvoiceLine(Written):
    """One line of a supplier's invoice; ``amount`` is the line's total."""

    id: str
    kind: ChargeKind
    sku: str | None = None
    """Of a product: the one on the Purchase Order (row R-83)."""
    title: str = ""
    quantity: Decimal = Decimal(1)
    unit_cost: Decimal
    amount: Decimal
    """Of the whole line."""


class SupplierInvoice(Written):
    """What a supplier charges for one fulfillment request, or credits for a return."""

    id: str
    number: str
    fulfillment_request_id: str | None = None
    """The request whose Purchase Order it answers."""
    order_ref: str | None = None
    """The id of the order, known through the fulfillment request."""
    return_id: str | None = None
    """Of an invoice for a return, which is no Bill (row R-90)."""
    source_id: str
    source_name: str
    """The name of its vendor in QuickBooks, to the letter (row R-85)."""
    currency: str | None = None
    """The source's."""
    state: str
    """As the order system spells it: Unpaid or Paid; Credited and Refunded are no Bill (row R-90)."""
    invoiced_at: AwareDatetime
    """The Bill's date, in the books' time zone (row R-54)."""
    changed_at: AwareDatetime
    """Of two versions of the record the later one holds."""
    lines: tuple[SupplierInvoiceLine, ...]
    total: Decimal
    """What the lines come to (row R-86)."""
    credit: Decimal = ZERO
    """What the supplier gives back; above zero it is no Bill (row R-90)."""
    synced: bool = False
    """It stands in the books already, posted by another program."""
    external_id: str | None = None
    """The id of its Bill, where another program posted it."""

    @property
    def ref(self) -> RecordRef:
        return RecordRef(kind=RecordKind.SUPPLIER_INVOICE, id=self.id)

    @property
    def order_id(self) -> str | None:
        return self.order_ref

    @property
    def label(self) -> str:
        return self.number

    @property
    def happened_at(self) -> datetime:
        # An invoice may bear a later date than the day on which it was entered.
        return min(self.invoiced_at, self.changed_at)


class Shipment(Written):
    """A parcel that left for an order's customer, or that comes back for a return."""

    id: str
    order_ref: str | None = None
    """The id of its order."""
    return_id: str | None = None
    """Of a parcel that comes back, which is left out (row R-92)."""
    source_id: str
    source_name: str
    tracking_number: str | None = None
    carrier: str | None = None
    method: str | None = None
    """How it travels; written behind the carrier."""
    shipped_at: AwareDatetime
    changed_at: AwareDatetime
    """Of two versions of the record the later one holds."""
    synced: bool = False
    """It is on the sale already."""

    @property
    def ref(self) -> RecordRef:
        return RecordRef(kind=RecordKind.SHIPMENT, id=self.id)

    @property
    def order_id(self) -> str | None:
        return self.order_ref

    @property
    def label(self) -> str:
        return self.id
