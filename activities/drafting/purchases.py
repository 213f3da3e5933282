"""A fulfillment request's Purchase Order, with its vendor and items."""

from __future__ import annotations

from collections.abc import Mapping

from accounting import purchase
from accounting.books import Item, require_purchase_orders
from accounting.currency import require_purchase_currency
from accounting.documents import Draft
from accounting.records import FulfillmentRequest
from accounting.selection import require_order_selected, require_selected
from activities.drafting.desk import Desk, note_of
from activities.drafting.numbers import number_for
from activities.drafting.sold import order_of, sale_of
from activities.drafting.vendors import vendor_for


async def draft_purchase_order(desk: Desk, request: FulfillmentRequest) -> Draft:
    """The Purchase Order of a fulfillment request."""
    require_selected(request, desk.settings)
    purchase.require_standing(request)
    order = await order_of(desk, request.order_ref)
    if order:
        require_order_selected(order, desk.settings)
        purchase.require_order_stands(request, order)
    purchase.require_due(request, desk.settings)
    sold = await sale_of(desk, request, order)
    books, dated = await desk.dated(request)
    require_purchase_orders(books)
    purchase.require_sendable(request, books=books, dated=dated)
    # Before an item is created for it: without a vendor there is no Purchase Order (row R-65).
    vendor = await vendor_for(desk, request)
    require_purchase_currency(request, vendor, books)
    payables = await desk.payables()

    async def require_fit(items: Mapping[str, Item]) -> None:
        purchase.require_fit(request, items, sold.stock_items)

    chosen = await desk.items.choose(purchase.wanted_items(request, order, desk.settings), require_fit)
    refs = purchase.PurchaseReferences(
        vendor=vendor,
        payables_account_id=payables.id,
        customer_id=sold.customer_id,
        items=chosen.items,
        stock_items=sold.stock_items,
        warnings=chosen.warnings,
    )
    return purchase.draft_purchase_order(
        request,
        books=books,
        refs=refs,
        number=await number_for(desk, request),
        dated=dated,
        note=note_of(request.ref, f"{request.number} for {sold}{desk.moved_from(request, dated)}"),
    )
