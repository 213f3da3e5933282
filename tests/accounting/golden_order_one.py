"""The first golden order, as the order system knows it, and what the books hold for it.

SHOP-1001, paid, Austin TX: 4 × 12.50, 2 × 25.00, shipping 9.95, discount 5.00, tax 8.25, total 113.20.
Acme delivers 4 × 6.50, Beta 2 × 11.00. Acme invoices 26.00, shipping 6.50 and a fee of 2.00.
"""

from __future__ import annotations

from datetime import UTC, datetime

from accounting.bill import BillReferences, draft_bill
from accounting.bill_numbers import BillNumber
from accounting.books import Vendor, date_in_books
from accounting.documents import Bill, DocumentKind, PurchaseOrder, Sale
from accounting.numbering import marker
from accounting.ordered import goods_of_order, kept_of_order
from accounting.purchase import PurchaseReferences, draft_purchase_order
from accounting.records import Address, ChargeKind, FulfillmentRequest, Record
from accounting.sale import SaleReferences, draft_sale
from tests.accounting.samples import (
    BOOKS,
    SETTINGS,
    a_charge,
    a_line,
    a_request,
    a_wanted,
    an_account,
    an_extra,
    an_invoice,
    an_item,
    an_order,
    chosen,
    d,
)

JANE = Address(
    name="Jane Doe",
    line1="12 Elm Street",
    city="Austin",
    state="TX",
    postal_code="78701",
    country="US",
    email="jane@example.com",
    phone="555-0143",
)
ZONE = "America/Chicago"

ORDER = an_order(
    a_line("810001", "MUG-RED", "4", "12.50", title="Red Mug 350 ml"),
    a_line("810002", "TEE-M-BLK", "2", "25.00", title="Black T-Shirt M"),
    id="700123",
    number="700123",
    reference="SHOP-1001",
    ordered_at=datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC),
    bill_to=JANE.model_copy(update={"company": "Doe Design LLC"}),
    ship_to=JANE,
    subtotal=d("100.00"),
    shipping=d("9.95"),
    discount=d("5.00"),
    tax=d("8.25"),
    total="113.20",
)
ACME = a_request(
    a_wanted("460001", "ACME-MUG-RED", "4", "6.50", order_line_id="810001"),
    id="450001",
    number="SHOP-1001-1",
    order_ref="700123",
    generated_at=datetime(2026, 11, 20, 15, 12, tzinfo=UTC),
    ship_to=JANE,
)
BETA = a_request(
    a_wanted("460002", "BETA-TEE-M", "2", "11.00", order_line_id="810002"),
    id="450002",
    number="SHOP-1001-2",
    order_ref="700123",
    source_id="22",
    source_name="Beta Goods",
    generated_at=datetime(2026, 11, 20, 15, 12, tzinfo=UTC),
    ship_to=JANE,
)
INVOICE = an_invoice(
    a_charge("560001", sku="ACME-MUG-RED", quantity="4", cost="6.50", amount="26.00", title="Red Mug 350 ml"),
    an_extra("560002", ChargeKind.SHIPPING, "6.50", "UPS Ground"),
    an_extra("560003", ChargeKind.FEE, "2.00", "Drop-ship fee"),
    number="ACME-88231",
    invoiced_at=datetime(2026, 11, 21, tzinfo=UTC),
    total="34.50",
)

CUSTOMER, PAYABLES = "58", "33"
ACME_VENDOR, BETA_VENDOR = Vendor(id="56", name="Acme Supply"), Vendor(id="57", name="Beta Goods")
ITEMS = {
    "MUG-RED": an_item("MUG-RED", id="11"),
    "TEE-M-BLK": an_item("TEE-M-BLK", id="12"),
    "DISC": an_item("DISC", id="19", type="Service", taxable=False),
}
SUPPLIED = {"460001": an_item("ACME-MUG-RED", id="21"), "460002": an_item("BETA-TEE-M", id="22")}
ACCOUNTS = {ChargeKind.SHIPPING: an_account("81"), ChargeKind.FEE: an_account("82")}


def note_of(record: Record) -> str:
    return marker(record.ref.kind, record.id)


def the_sale() -> Sale:
    draft = draft_sale(
        ORDER,
        books=BOOKS,
        settings=SETTINGS,
        refs=SaleReferences(customer_id=CUSTOMER, items=chosen(ORDER, SETTINGS, ITEMS)),
        number="SHOP-1001",
        dated=date_in_books(ORDER.ordered_at, ZONE),
        note=note_of(ORDER),
    )
    assert isinstance(draft.document, Sale)
    assert draft.document.kind is DocumentKind.SALES_RECEIPT
    assert not draft.warnings
    return draft.document


def the_purchase_order(request: FulfillmentRequest, vendor: Vendor) -> PurchaseOrder:
    draft = draft_purchase_order(
        request,
        books=BOOKS,
        refs=PurchaseReferences(vendor=vendor, payables_account_id=PAYABLES, customer_id=CUSTOMER, items=SUPPLIED),
        number=request.number,
        dated=date_in_books(request.generated_at, ZONE),
        note=note_of(request),
    )
    assert isinstance(draft.document, PurchaseOrder)
    assert not draft.warnings
    return draft.document


def the_bill() -> Bill:
    """On Purchase Order 201, of which everything is left."""
    goods = goods_of_order(
        kept_of_order(the_purchase_order(ACME, ACME_VENDOR)),
        purchase_order_id="201",
        number="SHOP-1001-1",
        vendor_name="Acme Supply",
        line_ids={"460001": "1"},
        bills=[],
    )
    refs = BillReferences(vendor=ACME_VENDOR, term=None, payables_account_id=PAYABLES, accounts=ACCOUNTS)
    draft = draft_bill(
        INVOICE,
        goods=goods,
        books=BOOKS,
        refs=refs,
        number=BillNumber(number=INVOICE.number),
        dated=date_in_books(INVOICE.invoiced_at, ZONE),
        note=note_of(INVOICE),
    )
    assert isinstance(draft.document, Bill)
    assert [warning.code for warning in draft.warnings] == ["term_missing"]
    return draft.document
