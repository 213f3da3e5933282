"""What follows in the books once a document is written, voided or deleted."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.documents.applying import release, settle_paid
from sandbox.quickbooks.documents.ledger import move
from sandbox.quickbooks.documents.links import settle_orders
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.schema.shape import Record


def follow(company: Company, kind: str, new: Record | None, old: Record | None) -> None:
    """Bring balances, stock, payments, paid documents and purchase orders up to date with a document.

    It is given as it stands (`new`), as it stood (`old`), or both.
    """
    document = DOCUMENTS.get(kind)
    if document is None:
        return
    move(company, kind, new, old)
    settle_paid(company, kind, new, old)
    if document.receives:
        settle_orders(company, new, old)
    if new is not None and old is not None and document.open:
        release(company, old, new["TotalAmt"] - new.get("Deposit", Decimal(0)))
