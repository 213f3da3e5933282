"""A supplier invoice's Bill, on the Purchase Order it answers."""

from __future__ import annotations

from accounting import bill
from accounting.books import Account
from accounting.documents import Draft
from accounting.numbering import document_number
from accounting.problems import NotDue
from accounting.received import OrderedGoods
from accounting.records import ChargeKind, FulfillmentRequest, RecordKind, RecordRef, SupplierInvoice
from activities.created_names import COST_OF_GOODS
from activities.drafting.desk import Desk, note_of
from activities.drafting.purchases import sale_of, told
from clients.database.links import Link

COSTS = (*COST_OF_GOODS, "Expense", "Other Expense")


async def draft_bill(desk: Desk, invoice: SupplierInvoice) -> Draft:
    """The Bill of a supplier's invoice."""
    bill.require_bill(invoice)
    request, ordered = await _ordered(desk, invoice)
    sold = await sale_of(desk, request)
    books, dated = await desk.dated(invoice.invoiced_at)
    accounts = {
        kind: await _cost_account(desk, kind, name)
        for kind, name in bill.charge_accounts(invoice, desk.settings).items()
    }
    refs = bill.BillReferences(
        vendor_id=await desk.facts.vendor(invoice.source_name),
        payables_account_id=(await desk.payables()).id,
        customer_id=str(sold.snapshot["customer_id"]),
        accounts=accounts,
    )
    return bill.draft_bill(
        invoice,
        goods=_goods(request, ordered),
        books=books,
        refs=refs,
        number=document_number(invoice.number, invoice.id),
        dated=dated,
        note=note_of(invoice.ref, f"{invoice.number} on {told(ordered)}"),
    )


async def _ordered(desk: Desk, invoice: SupplierInvoice) -> tuple[FulfillmentRequest, Link]:
    """The Purchase Order that an invoice answers (rows R-81, R-82)."""
    waiting = f"Invoice {invoice.number} waits for the Purchase Order of its fulfillment request"
    if invoice.fulfillment_request_id is None:
        raise NotDue(f"{waiting}, and names none.")
    ref = RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=invoice.fulfillment_request_id)
    link = await desk.link(ref)
    request = await desk.companies.stores.records.get(desk.company.connection.id, ref)
    if link is None or not isinstance(request, FulfillmentRequest):
        raise NotDue(f"{waiting} {invoice.fulfillment_request_id}.")
    return request, link


async def _cost_account(desk: Desk, kind: ChargeKind, name: str) -> Account:
    return await desk.facts.account(name, COSTS, f"supplier_{kind.value}_account")


def _goods(request: FulfillmentRequest, ordered: Link) -> OrderedGoods:
    return OrderedGoods(
        purchase_order_id=ordered.document_id,
        request=request,
        line_ids=ordered.lines,
        item_ids=ordered.snapshot["item_ids"],
    )
