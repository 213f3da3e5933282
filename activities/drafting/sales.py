"""An order's Sales Receipt or Invoice, with its customer and items."""

from __future__ import annotations

from accounting import sale, sendable
from accounting.documents import Draft
from accounting.numbering import document_number
from accounting.records import Order
from activities.drafting.desk import Desk, note_of


async def draft_sale(desk: Desk, order: Order) -> Draft:
    """The Sales Receipt or Invoice of an order."""
    sale.require_postable(order)
    sale.sale_kind(order)
    settings = desk.settings
    books, dated = await desk.dated(order.ordered_at)
    sendable.require_sendable(order, books=books, settings=settings, dated=dated)
    refs = sale.SaleReferences(
        items=await desk.names.items(
            sale.skus_of(order, settings), lambda items: sendable.require_fit(order, items, settings)
        ),
        customer_id=await desk.names.customer(order),
    )
    return sale.draft_sale(
        order,
        books=books,
        settings=settings,
        refs=refs,
        number=document_number(order.reference, order.id),
        dated=dated,
        note=note_of(order.ref, f"Order {order.reference} of {order.channel_name}"),
    )
