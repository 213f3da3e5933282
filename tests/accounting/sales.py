"""Sales as they are drafted of small orders, each item known by its SKU."""

from __future__ import annotations

from typing import Any

from accounting.books import Books
from accounting.documents import Draft, Sale
from accounting.records import Order
from accounting.sale import SaleReferences, draft_sale
from accounting.settings import Settings
from accounting.terms import Term
from tests.accounting.samples import BOOKS, DAY, SETTINGS, an_item, chosen, items_of

ITEMS = {**items_of("MUG", "TEE", "FEE", "OTHER", "LESS", "DISC"), "NOTAX": an_item("NOTAX", taxable=False)}
NET_30 = Term(id="3", name="Net 30", due_days=30)


def drafted(
    order: Order, *, books: Books = BOOKS, settings: Settings = SETTINGS, term: Term | None = NET_30, **items: Any
) -> Draft:
    refs = SaleReferences(
        customer_id="58", items=chosen(order, settings, ITEMS | items), deposit_account_id="44", term=term
    )
    return draft_sale(order, books=books, settings=settings, refs=refs, number="SHOP-1", dated=DAY, note="note")


def sale_of(order: Order, **more: Any) -> Sale:
    document = drafted(order, **more).document
    assert isinstance(document, Sale)
    return document
