"""What is to stand in QuickBooks, decided line by line before anything is sent.

Money is in the company's home currency, dates are the books' own, ids are QuickBooks ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from accounting.money import ZERO
from accounting.problems import Problem
from accounting.records import Address, Model


class DocumentKind(StrEnum):
    """What Daybook creates, by QuickBooks' own names."""

    SALES_RECEIPT = "SalesReceipt"
    INVOICE = "Invoice"
    PURCHASE_ORDER = "PurchaseOrder"
    BILL = "Bill"
    CUSTOMER = "Customer"
    ITEM = "Item"

    @property
    def words(self) -> str:
        """The name as QuickBooks shows it to people."""
        return _WORDS[self]


_WORDS = {
    DocumentKind.SALES_RECEIPT: "Sales Receipt",
    DocumentKind.INVOICE: "Invoice",
    DocumentKind.PURCHASE_ORDER: "Purchase Order",
    DocumentKind.BILL: "Bill",
    DocumentKind.CUSTOMER: "Customer",
    DocumentKind.ITEM: "Product or service",
}


class SaleLine(Model):
    """One line of a Sales Receipt or Invoice."""

    record_line_id: str | None = None
    item_id: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    taxable: bool
    from_stock: bool = False
    """The item is an Inventory item, so that the sale lowers its stock (row R-69)."""


class Sale(Model):
    """A Sales Receipt or an Invoice."""

    kind: DocumentKind
    number: str | None
    dated: date
    customer_id: str
    deposit_account_id: str | None = None
    """Where a Sales Receipt's money lies; None: where QuickBooks puts it, in Undeposited Funds (row R-102)."""
    term_id: str | None = None
    due: date | None = None
    """When an Invoice is to be paid: stated, for QuickBooks works it out by no term of ours (row R-112)."""
    lines: tuple[SaleLine, ...]
    shipping: Decimal = ZERO
    shipping_taxable: bool = False
    tax: Decimal | None
    """The order's total tax; None where the company keeps no sales tax, and lines take no tax code (row R-46)."""
    bill_to: Address | None = None
    ship_to: Address | None = None
    ship_from: Address | None = None
    """Where QuickBooks' sales tax begins; None where no tax is sent (row R-46)."""
    note: str
    customer_message: str | None = None
    total: Decimal


class PurchaseLine(Model):
    """One line of a Purchase Order."""

    record_line_id: str
    item_id: str
    sku: str
    """Stands in the description, whole (row R-68)."""
    item_sku: str | None = None
    """The item's own, which is another one where goods are bought on the item that was sold (row R-69)."""
    quantity: Decimal
    unit_cost: Decimal
    cost_known: bool = True
    """False: it is ordered at 0.00, for want of a cost (row R-70)."""
    amount: Decimal


class PurchaseOrder(Model):
    """What a vendor is asked to deliver."""

    number: str | None
    dated: date
    vendor_id: str
    payables_account_id: str
    customer_id: str | None
    ship_to: Address | None = None
    lines: tuple[PurchaseLine, ...]
    note: str
    total: Decimal

    @property
    def kind(self) -> DocumentKind:
        return DocumentKind.PURCHASE_ORDER


class PurchaseOrderLine(Model):
    """Names one line of a Purchase Order that stands in QuickBooks."""

    purchase_order_id: str
    line_id: str


class BillLine(Model):
    """One line of a Bill: an item received on a Purchase Order, or a cost on an account."""

    record_line_id: str
    item_id: str | None = None
    account_id: str | None = None
    description: str
    quantity: Decimal | None = None
    unit_cost: Decimal | None = None
    amount: Decimal
    received_on: PurchaseOrderLine | None = None


class Bill(Model):
    """What a vendor charges, linked to the Purchase Order it answers."""

    number: str
    dated: date
    due: date
    term_id: str | None
    vendor_id: str
    payables_account_id: str
    customer_id: str | None
    lines: tuple[BillLine, ...]
    note: str
    total: Decimal

    @property
    def kind(self) -> DocumentKind:
        return DocumentKind.BILL


class NewCustomer(Model):
    """A customer that QuickBooks does not know yet (row R-37)."""

    name: str
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    bill_to: Address | None = None
    ship_to: Address | None = None
    note: str

    @property
    def kind(self) -> DocumentKind:
        return DocumentKind.CUSTOMER


class NewItem(Model):
    """A product that QuickBooks does not know yet, sold and bought (row R-40)."""

    name: str
    sku: str
    description: str
    income_account_id: str
    purchase_account_id: str

    @property
    def kind(self) -> DocumentKind:
        return DocumentKind.ITEM


Document = Sale | PurchaseOrder | Bill | NewCustomer | NewItem


class Draft(Model):
    """A document ready to send, with what a person should know about it though it is sent."""

    document: Sale | PurchaseOrder | Bill
    warnings: tuple[Problem, ...] = ()
    stands_already: bool = False
    """QuickBooks holds a document with the record's marker: it is found again instead of being sent (row R-91)."""


class Expected(Model):
    """What QuickBooks' answer must show, kept beside the body that was sent."""

    total: Decimal | None = None
    tax: Decimal | None = None
    lines: dict[str, int] = Field(default_factory=dict)
    """Record line id → line number."""
    links: dict[int, PurchaseOrderLine] = Field(default_factory=dict)
    """Line number → the Purchase Order line it must be linked to."""


def expected_of(document: Document) -> Expected:
    """What the answer to this document must show."""
    match document:
        case Sale():
            return Expected(total=document.total, tax=document.tax, lines=_numbered(document.lines))
        case PurchaseOrder():
            return Expected(total=document.total, lines=_numbered(document.lines))
        case Bill():
            links = {n: line.received_on for n, line in enumerate(document.lines, 1) if line.received_on}
            return Expected(total=document.total, lines=_numbered(document.lines), links=links)
        case NewCustomer() | NewItem():
            return Expected()


def _numbered(lines: Sequence[SaleLine | PurchaseLine | BillLine]) -> dict[str, int]:
    return {line.record_line_id: n for n, line in enumerate(lines, 1) if line.record_line_id}
