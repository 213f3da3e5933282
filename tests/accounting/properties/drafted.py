"""Made-up records read as Flxpoint's, and the documents that the rules draft of them with every name known."""

from __future__ import annotations

from decimal import Decimal

from accounting.bill import BillReferences, draft_bill, require_bill
from accounting.bill_numbers import BillNumber
from accounting.books import Vendor
from accounting.documents import Bill, PurchaseOrder, Sale
from accounting.marketplace import without_remitted_tax
from accounting.ordered import OrderedGoods
from accounting.problems import Excluded, Held
from accounting.purchase import PurchaseReferences, draft_purchase_order, require_standing
from accounting.purchase import wanted_items as wanted_of_request
from accounting.reading_settings import read_settings
from accounting.records import ChargeKind, FulfillmentRequest, Order, SupplierInvoice
from accounting.sale import SaleReferences, draft_sale, require_postable, wanted_items
from accounting.sources import Source
from clients.flxpoint.records import read_fulfillment_request, read_order, read_supplier_invoice
from tests.accounting.samples import BOOKS, DAY, an_account, an_item, goods_of
from tests.many_orders.cases import Case
from worker.demo.choices import SETTINGS

CHOSEN = read_settings(SETTINGS)
CHANNELS = {str(id): f"Channel {id}" for id in range(41, 46)}
SOURCES = {str(id): Source(id=str(id), name=f"Source {id}") for id in range(21, 29)}


def order_in(case: Case) -> Order:
    """The order, less the tax that a marketplace remits."""
    return without_remitted_tax(read_order(case.order, CHANNELS), CHOSEN)


def requests_in(case: Case) -> list[FulfillmentRequest]:
    return [read_fulfillment_request(request, SOURCES) for request in case.requests]


def invoices_in(case: Case) -> list[SupplierInvoice]:
    return [read_supplier_invoice(invoice, SOURCES, {}) for invoice in case.invoices]


def sale_of(order: Order, number: str = "1") -> Sale | None:
    """The order's document; None where a rule holds it or leaves it out."""
    try:
        require_postable(order)
        items = {key: an_item(what.sku or what.title) for key, what in wanted_items(order, CHOSEN).items()}
        refs = SaleReferences(customer_id="58", items=items)
        draft = draft_sale(order, books=BOOKS, settings=CHOSEN, refs=refs, number=number, dated=DAY, note="")
    except (Held, Excluded):
        return None
    assert isinstance(draft.document, Sale)
    return draft.document


def purchase_of(request: FulfillmentRequest, number: str = "1") -> PurchaseOrder | None:
    """The request's Purchase Order; None where a rule holds it or leaves it out."""
    wanted = wanted_of_request(request, None, CHOSEN)
    refs = PurchaseReferences(
        vendor=Vendor(id="56", name=request.source_name),
        payables_account_id="33",
        customer_id="58",
        items={key: an_item(what.sku or "NONE") for key, what in wanted.items()},
    )
    try:
        require_standing(request)
        draft = draft_purchase_order(request, books=BOOKS, refs=refs, number=number, dated=DAY, note="")
    except (Held, Excluded):
        return None
    assert isinstance(draft.document, PurchaseOrder)
    return draft.document


def bill_of(invoice: SupplierInvoice, request: FulfillmentRequest) -> tuple[Bill, OrderedGoods] | None:
    """The invoice's Bill and the goods it receives; None where a rule holds it or leaves it out."""
    goods = goods_of(request)
    refs = BillReferences(
        vendor=Vendor(id=goods.vendor_id, name=goods.vendor_name),
        term=None,
        payables_account_id="33",
        accounts={kind: an_account(kind.value) for kind in ChargeKind},
    )
    number = BillNumber(number=invoice.number)
    try:
        require_bill(invoice)
        draft = draft_bill(invoice, goods=goods, books=BOOKS, refs=refs, number=number, dated=DAY, note="")
    except (Held, Excluded):
        return None
    assert isinstance(draft.document, Bill)
    return draft.document, goods


def line_sum(amounts: list[Decimal]) -> Decimal:
    return sum(amounts, Decimal("0.00"))
