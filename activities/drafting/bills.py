"""A supplier invoice's Bill, on the Purchase Order it answers."""

from __future__ import annotations

from accounting import bill
from accounting.books import Account
from accounting.currency import require_purchase_currency
from accounting.documents import Draft
from accounting.records import ChargeKind, SupplierInvoice
from accounting.selection import require_order_selected, require_selected
from activities.drafting.bill_numbers import number_for_bill
from activities.drafting.desk import Desk, note_of
from activities.drafting.ordered import goods_for, request_of
from activities.drafting.sold import order_of
from activities.items import COST_OF_GOODS

COSTS = (*COST_OF_GOODS, "Expense", "Other Expense")


async def draft_bill(desk: Desk, invoice: SupplierInvoice) -> Draft:
    """The Bill of a supplier's invoice."""
    require_selected(invoice, desk.settings)
    bill.require_bill(invoice)
    if order := await order_of(desk, invoice.order_ref):
        require_order_selected(order, desk.settings)
    request = await request_of(desk, invoice)
    goods = await goods_for(desk, invoice, request)
    books, dated = await desk.dated(invoice)
    vendor = await desk.facts.vendor(invoice.source_name)
    require_purchase_currency(invoice, vendor, books)
    number = await number_for_bill(desk, invoice, request, vendor)
    refs = bill.BillReferences(
        vendor=vendor,
        term=await desk.facts.term(vendor.term_id) if vendor.term_id else None,
        payables_account_id=(await desk.payables()).id,
        accounts={
            kind: await _cost_account(desk, kind, name)
            for kind, name in bill.charge_accounts(invoice, desk.settings).items()
        },
    )
    words = f"{invoice.number} on Purchase Order {goods.number} ({goods.purchase_order_id})"
    paid = ", paid in Flxpoint" if invoice.state == "Paid" else ""
    moved = desk.moved_from(invoice, dated)
    return bill.draft_bill(
        invoice,
        goods=goods.unbilled if number.stands_already else goods,
        books=books,
        refs=refs,
        number=number,
        dated=dated,
        note=note_of(invoice.ref, f"{words}{paid}{moved}"),
    )


async def _cost_account(desk: Desk, kind: ChargeKind, name: str) -> Account:
    return await desk.facts.account(name, COSTS, f"supplier_{kind.value}_account")
