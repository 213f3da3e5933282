"""A supplier invoice's Bill, on the Purchase Order it answers."""

from __future__ import annotations

from collections.abc import Mapping

from accounting import bill
from accounting.account_types import ANY_COST, COST_OF_GOODS
from accounting.books import Account, require_purchase_orders
from accounting.currency import require_purchase_currency
from accounting.documents import Draft
from accounting.problems import Held, Problem
from accounting.records import ChargeKind, SupplierInvoice
from accounting.selection import require_order_selected, require_selected
from activities.drafting.bill_numbers import number_for_bill
from activities.drafting.desk import Desk, note_of
from activities.drafting.ordered import goods_for, request_of
from activities.drafting.sold import order_of


async def draft_bill(desk: Desk, invoice: SupplierInvoice) -> Draft:
    """The Bill of a supplier's invoice."""
    require_selected(invoice, desk.settings)
    bill.require_bill(invoice)
    if order := await order_of(desk, invoice.order_ref):
        require_order_selected(order, desk.settings)
    request = await request_of(desk, invoice)
    goods = await goods_for(desk, invoice, request)
    books, dated = await desk.dated(invoice)
    require_purchase_orders(books)
    vendor = await desk.facts.vendor(invoice.source_name)
    require_purchase_currency(invoice, vendor, books)
    number = await number_for_bill(desk, invoice, request, vendor)
    refs = bill.BillReferences(
        vendor=vendor,
        term=await desk.facts.term(vendor.term_id) if vendor.term_id else None,
        payables_account_id=(await desk.payables()).id,
        accounts=await _cost_accounts(desk, bill.charge_accounts(invoice, desk.settings)),
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


async def _cost_accounts(desk: Desk, names: Mapping[ChargeKind, str]) -> dict[ChargeKind, Account]:
    accounts: dict[ChargeKind, Account] = {}
    unfit: dict[Problem, None] = {}
    for kind, name in names.items():
        try:
            accounts[kind] = await desk.facts.account(name, _types(kind), f"supplier_{kind.value}_account")
        except Held as held:
            unfit |= dict.fromkeys(held.problems)
    if unfit:
        raise Held(*unfit)
    return accounts


def _types(kind: ChargeKind) -> tuple[str, ...]:
    """What a charge may stand on (row R-84): what belongs to the goods is their cost; a tax may be any cost."""
    return ANY_COST if kind is ChargeKind.TAX else COST_OF_GOODS
