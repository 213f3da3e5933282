"""A customer's order, as it was bought and paid."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import AwareDatetime

from accounting.money import ZERO
from accounting.records.base import Address, RecordKind, RecordRef, Written


class Payment(StrEnum):
    """How far the customer has paid (rows R-32, R-33, reading A14)."""

    PAID = "paid"
    UNPAID = "unpaid"
    DECLINED = "declined"
    RETURNED = "returned"  # refunded, credited, or on the way there
    UNKNOWN = "unknown"  # a text nobody knows, or partly paid


class OrderLine(Written):
    """One line of an order as the customer bought it."""

    id: str
    sku: str | None = None
    title: str = ""
    quantity: Decimal
    """As ordered, cancelled pieces included."""
    canceled_quantity: Decimal = Decimal(0)
    unit_price: Decimal
    """Before discounts."""
    discount: Decimal = ZERO
    """Of the whole line; positive, and subtracted."""

    @property
    def net_quantity(self) -> Decimal:
        """What was not cancelled (row R-41)."""
        return self.quantity - self.canceled_quantity


class Order(Written):
    """A customer's sale."""

    id: str
    """The order system's own id, by which all else of the order names it."""
    number: str
    """The order system's own number."""
    reference: str
    """The number the customer knows; the document's number in the books (row R-53)."""
    channel_id: str
    channel_name: str
    ordered_at: AwareDatetime
    """The document's date, in the books' time zone (row R-54)."""
    changed_at: AwareDatetime
    """Of two versions of the record the later one holds."""
    state: str
    """As the order system spells it; Draft, Canceled and Failed are not posted (row R-59)."""
    payment: Payment
    """Returned: refunded, credited, or on the way there; that and unknown hold the order (row R-33)."""
    payment_raw: str
    """The payment status as the order system spells it, for messages."""
    currency: str | None = None
    """Of three letters; the company's own where it is not told (row R-113)."""
    bill_to: Address | None = None
    ship_to: Address | None = None
    lines: tuple[OrderLine, ...]
    subtotal: Decimal
    """Of the lines, before the discount."""
    tax: Decimal = ZERO
    shipping: Decimal = ZERO
    fee: Decimal = ZERO
    other: Decimal = ZERO
    """Any other amount; below zero it is a deduction (row R-107)."""
    discount: Decimal = ZERO
    """Positive, and subtracted."""
    total: Decimal
    """What the customer pays: all of the above, less the discount (row R-50)."""
    synced: bool = False
    """It stands in the books already, posted by another program."""
    external_id: str | None = None
    """The id of its document in the books, where another program posted it."""

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
