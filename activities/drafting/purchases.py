"""A fulfillment request's Purchase Order, with its vendor and items."""

from __future__ import annotations

from accounting import purchase
from accounting.documents import DocumentKind, Draft
from accounting.numbering import document_number
from accounting.problems import NotDue
from accounting.records import FulfillmentRequest, RecordKind, RecordRef
from activities.drafting.desk import Desk, note_of
from clients.database.links import Link


async def draft_purchase_order(desk: Desk, request: FulfillmentRequest) -> Draft:
    """The Purchase Order of a fulfillment request."""
    purchase.require_due(request)
    sold = await sale_of(desk, request)
    books, dated = await desk.dated(request.generated_at)
    purchase.require_sendable(request, books=books, dated=dated)
    stock_items = sold.snapshot.get("stock_items", {})
    refs = purchase.PurchaseReferences(
        vendor_id=await desk.facts.vendor(request.source_name),
        payables_account_id=(await desk.payables()).id,
        customer_id=str(sold.snapshot["customer_id"]),
        items=await desk.names.items(
            purchase.skus_of(request), lambda items: purchase.require_fit(request, items, stock_items)
        ),
        stock_items=stock_items,
    )
    return purchase.draft_purchase_order(
        request,
        books=books,
        refs=refs,
        number=document_number(request.number, request.id),
        dated=dated,
        note=note_of(request.ref, f"{request.number} for {told(sold)}"),
    )


async def sale_of(desk: Desk, request: FulfillmentRequest) -> Link:
    """The sale that a purchase belongs to (rows R-62, R-66).

    Raises:
        NotDue: it does not stand yet.
    """
    link = await desk.link(RecordRef(kind=RecordKind.ORDER, id=request.order_ref))
    if link is None:
        raise NotDue(f"Fulfillment request {request.number} waits for order {request.order_ref} to be in QuickBooks.")
    return link


def told(link: Link) -> str:
    """A document as a note names it."""
    return f"{DocumentKind(link.document_kind).words} {link.number or ''} ({link.document_id})"
