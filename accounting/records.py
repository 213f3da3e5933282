"""What an order system knows, in one shape whichever system it is.

Money is in the currency of the order or source, times are UTC, ids are text.
Every status is kept twice: normalised for rules, raw for messages.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from accounting.money import ZERO


class Model(BaseModel):
    """Immutable, and tolerant of fields that a newer version added."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Written(Model):
    """What people typed: blanks around a text mean nothing (row R-79)."""

    model_config = ConfigDict(str_strip_whitespace=True)


class RecordKind(StrEnum):
    """The kinds of record, in the order in which their documents depend on one another."""

    ORDER = "order"
    FULFILLMENT_REQUEST = "fulfillment_request"
    SUPPLIER_INVOICE = "supplier_invoice"
    SHIPMENT = "shipment"

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return self.value.replace("_", " ")


class Payment(StrEnum):
    """How far the customer has paid (rows R-32, R-33, reading A14)."""

    PAID = "paid"
    UNPAID = "unpaid"
    DECLINED = "declined"
    RETURNED = "returned"  # refunded, credited, or on the way there
    UNKNOWN = "unknown"  # a text nobody knows, or partly paid


class RecordRef(Model):
    """Names one record of one connection's order system."""

    kind: RecordKind
    id: str


class Address(Written):
    """A postal address with the name and the contact on it; any part may be missing or redacted."""

    name: str | None = None
    company: str | None = None
    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None


class OrderLine(Written):
    """One line of an order as the customer bought it."""

    id: str
    sku: str | None = None
    title: str = ""
    quantity: Decimal
    canceled_quantity: Decimal = Decimal(0)
    unit_price: Decimal
    """Before discounts."""
    discount: Decimal = ZERO

    @property
    def net_quantity(self) -> Decimal:
        """What was not cancelled (row R-41)."""
        return self.quantity - self.canceled_quantity


class Order(Written):
    """A customer's sale."""

    id: str
    number: str
    """The order system's own number."""
    reference: str
    """The number the customer knows; the document's number in the books (row R-53)."""
    channel_id: str
    channel_name: str
    ordered_at: AwareDatetime
    changed_at: AwareDatetime
    state: str
    """As the order system spells it."""
    payment: Payment
    payment_raw: str
    currency: str | None = None
    bill_to: Address | None = None
    ship_to: Address | None = None
    lines: tuple[OrderLine, ...]
    subtotal: Decimal
    tax: Decimal = ZERO
    shipping: Decimal = ZERO
    fee: Decimal = ZERO
    other: Decimal = ZERO
    discount: Decimal = ZERO
    """Positive, and subtracted."""
    total: Decimal
    synced: bool = False
    external_id: str | None = None

    @property
    def ref(self) -> RecordRef:
        return RecordRef(kind=RecordKind.ORDER, id=self.id)

    @property
    def kept_lines(self) -> tuple[OrderLine, ...]:
        """The lines of which something was not cancelled (row R-41)."""
        return tuple(line for line in self.lines if line.net_quantity != 0)

    @property
    def order_id(self) -> str:
        return self.id

    @property
    def label(self) -> str:
        """How people call it."""
        return self.reference

    @property
    def happened_at(self) -> datetime:
        """No document of it is older than this."""
        return self.ordered_at


class FulfillmentLine(Written):
    """One line of what a supplier was asked for."""

    id: str
    sku: str | None = None
    """The supplier's SKU, which may differ from the order's (row R-69)."""
    title: str = ""
    quantity: Decimal
    voided_quantity: Decimal = Decimal(0)
    unit_cost: Decimal | None = None
    order_line_id: str | None = None

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
    currency: str | None = None
    """The source's."""
    state: str
    generated_at: AwareDatetime
    changed_at: AwareDatetime
    ship_to: Address | None = None
    """None: the goods go to no customer, but to another warehouse (row R-111)."""
    lines: tuple[FulfillmentLine, ...]
    synced: bool = False
    external_id: str | None = None

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
    title: str = ""
    quantity: Decimal = Decimal(1)
    unit_cost: Decimal
    amount: Decimal


class SupplierInvoice(Written):
    """What a supplier charges for one fulfillment request, or credits for a return."""

    id: str
    number: str
    fulfillment_request_id: str | None = None
    order_ref: str | None = None
    """The id of the order, known through the fulfillment request."""
    return_id: str | None = None
    source_id: str
    source_name: str
    currency: str | None = None
    """The source's."""
    state: str
    invoiced_at: AwareDatetime
    changed_at: AwareDatetime
    lines: tuple[SupplierInvoiceLine, ...]
    total: Decimal
    credit: Decimal = ZERO
    synced: bool = False
    external_id: str | None = None

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


class Shipment(Model):
    """A parcel that left for an order's customer, or that comes back for a return."""

    id: str
    order_ref: str | None = None
    """The id of its order."""
    return_id: str | None = None
    source_id: str
    source_name: str
    tracking_number: str | None = None
    carrier: str | None = None
    method: str | None = None
    shipped_at: AwareDatetime
    changed_at: AwareDatetime
    synced: bool = False

    @property
    def ref(self) -> RecordRef:
        return RecordRef(kind=RecordKind.SHIPMENT, id=self.id)

    @property
    def order_id(self) -> str | None:
        return self.order_ref

    @property
    def label(self) -> str:
        return self.id


Booked = Order | FulfillmentRequest | SupplierInvoice
"""What becomes a document of its own."""

Record = Booked | Shipment

RECORD_MODELS: dict[RecordKind, type[Order] | type[FulfillmentRequest] | type[SupplierInvoice] | type[Shipment]] = {
    RecordKind.ORDER: Order,
    RecordKind.FULFILLMENT_REQUEST: FulfillmentRequest,
    RecordKind.SUPPLIER_INVOICE: SupplierInvoice,
    RecordKind.SHIPMENT: Shipment,
}
