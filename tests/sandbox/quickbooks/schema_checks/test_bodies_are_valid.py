"""Whatever Daybook sends to QuickBooks is valid by Intuit's own schema."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounting.books import date_in_books
from accounting.documents import Document, DocumentKind, NewItem
from accounting.records import Order, Payment
from accounting.sale import SaleReferences, draft_sale
from accounting.terms import Term
from clients.quickbooks.bodies import body_of
from clients.quickbooks.exact_json import json_bytes
from clients.quickbooks.requests import BatchCreate, batch
from sandbox.exact import loads
from tests.accounting.golden_order_one import (
    ACME,
    ACME_VENDOR,
    BETA,
    BETA_VENDOR,
    CUSTOMER,
    ITEMS,
    ORDER,
    ZONE,
    note_of,
    the_bill,
    the_purchase_order,
    the_sale,
)
from tests.accounting.samples import BOOKS, SETTINGS, chosen
from tests.clients.quickbooks.test_quickbooks_bodies import ANN
from tests.sandbox.quickbooks.recorded.evidence import needs_evidence
from tests.sandbox.quickbooks.schema_checks.intuit_schema import objections

pytestmark = needs_evidence

NET_30 = Term(id="3", name="Net 30", due_days=30)


def _drafted(order: Order, **refs: Any) -> Document:
    """The order's sale by the real rules."""
    return draft_sale(
        order,
        books=BOOKS,
        settings=SETTINGS,
        refs=SaleReferences(customer_id=CUSTOMER, items=chosen(order, SETTINGS, ITEMS), **refs),
        number=order.reference or "",
        dated=date_in_books(order.ordered_at, ZONE),
        note=note_of(order),
    ).document


DOCUMENTS: dict[str, Document] = {
    "a receipt with discount, shipping and a tax of its own": the_sale(),
    "a receipt into an account": _drafted(ORDER, deposit_account_id="35"),
    "an invoice on terms": _drafted(ORDER.model_copy(update={"payment": Payment.UNPAID}), term=NET_30),
    "a receipt without sales tax": the_sale().model_copy(update={"tax": None}),
    "a receipt without a number": the_sale().model_copy(update={"number": None}),
    "a purchase order": the_purchase_order(ACME, ACME_VENDOR),
    "a purchase order of nobody's": the_purchase_order(BETA, BETA_VENDOR).model_copy(update={"customer_id": None}),
    "a bill received on a purchase order, with charges": the_bill(),
    "a bill on terms": the_bill().model_copy(update={"term_id": "4", "due": date(2026, 12, 21)}),
    "a customer": ANN,
    "an item": NewItem(name="Rake", sku="RK", description="A rake", income_account_id="5", purchase_account_id="6"),
}


def test_there_is_a_document_of_every_kind() -> None:
    assert {document.kind for document in DOCUMENTS.values()} == set(DocumentKind)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_the_body_of_a_document_is_valid(document: Document) -> None:
    assert objections(document.kind, loads(json_bytes(body_of(document)))) == []


def test_a_batch_of_them_is_valid() -> None:
    items = [BatchCreate(str(n), one.kind, body_of(one)) for n, one in enumerate(DOCUMENTS.values())]
    sent = batch(items, "r").body
    assert sent is not None
    assert objections("IntuitBatchRequest", loads(sent)) == []
