"""An order linked to the sale that another program has posted; nothing is ever created (rows R-55 to R-57)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accounting.changes import snapshot
from accounting.documents import DocumentKind
from accounting.existing_sales import (
    kinds_to_link,
    linked_already,
    nothing_to_link,
    numbers_are_quickbooks_own,
    numbers_to_link,
    require_one,
)
from accounting.marketplace import without_remitted_tax
from accounting.money import ZERO
from accounting.problems import Held
from accounting.records import Order
from accounting.sale import require_postable
from accounting.selection import require_selected
from activities.drafting.desk import Desk, intent_key
from clients.database.links import Link
from clients.quickbooks.posted import read_posted
from clients.quickbooks.statements import equals, select

Row = dict[str, Any]


async def link_sale(desk: Desk, order: Order) -> Link:
    """Find the sale of an order by its number, and keep the link.

    Raises:
        Excluded: the order is left out.
        Held: there is no such sale, or there are several, or it is not this order's.
    """
    require_selected(order, desk.settings)
    require_postable(order)
    if not (await desk.facts.books()).own_sales_numbers:
        raise Held(numbers_are_quickbooks_own(order))
    row, kind = await _sale(desk, order)
    sale = read_posted(kind, row)
    link = Link(
        key=intent_key(desk.company, order.ref),
        document_kind=kind,
        document_id=sale.id,
        number=sale.number,
        total=ZERO if sale.total is None else sale.total,
        lines={},
        snapshot={
            "linked": True,
            "record": snapshot(order),
            "customer_id": str(row["CustomerRef"]["value"]),
            "problems": [],
        },
        posted_at=datetime.now(UTC),
    )
    first = await desk.companies.stores.links.adopt(link)
    if first.key != link.key:
        raise Held(linked_already(order, sale, str(first.key)))
    return link


async def _sale(desk: Desk, order: Order) -> tuple[Row, DocumentKind]:
    """The sale by the order's reference, else by its number."""
    expected = without_remitted_tax(order, desk.settings)
    for number in numbers_to_link(order):
        found = [(row, kind) for kind in kinds_to_link(order) for row in await _numbered(desk, kind, number)]
        if found:
            require_one(expected, [read_posted(kind, row) for row, kind in found], number)
            return found[0]
    raise Held(nothing_to_link(order))


async def _numbered(desk: Desk, kind: DocumentKind, number: str) -> list[Row]:
    rows = await desk.company.quickbooks.query(kind, select(kind, equals("DocNumber", number)))
    # QuickBooks ignores the case of text, and a number does not.
    return [row for row in rows if row.get("DocNumber") == number]
