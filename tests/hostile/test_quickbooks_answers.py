"""Answers of QuickBooks spoilt in every way: each is read soundly, or is an error of ours."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from accounting.documents import DocumentKind
from accounting.verification import PostedDocument
from clients.quickbooks.answers import batch_results, changed, entity, read_answer, rows, total
from clients.quickbooks.errors import QuickBooksError
from clients.quickbooks.posted import read_posted
from tests.hostile.mutating import EXAMPLES, Json, mutated

RECEIPT: Json = {
    "Id": "145",
    "SyncToken": "0",
    "DocNumber": "SHOP-1",
    "PrivateNote": "daybook:7:order:1",
    "TotalAmt": 20.00,
    "TxnTaxDetail": {"TotalTax": 0},
    "CustomerRef": {"value": "58"},
    "Line": [
        {"Id": "1", "LineNum": 1, "Amount": 20.00, "DetailType": "SalesItemLineDetail", "LinkedTxn": []},
        {"Amount": 20.00, "DetailType": "SubTotalLineDetail"},
    ],
}
KIND = DocumentKind.SALES_RECEIPT
ANSWERS: list[Json] = [
    {"SalesReceipt": RECEIPT, "time": "2026-11-20T08:00:00.000-08:00"},
    {"QueryResponse": {"SalesReceipt": [RECEIPT], "startPosition": 1, "maxResults": 1}},
    {"QueryResponse": {"totalCount": 3}},
    {"CDCResponse": [{"QueryResponse": [{"SalesReceipt": [RECEIPT]}]}]},
    {"BatchItemResponse": [{"bId": "a", "SalesReceipt": RECEIPT}]},
    {"Fault": {"Error": [{"Message": "Duplicate", "Detail": "Taken", "code": "6140"}], "type": "ValidationFault"}},
]


def understood(answer: Json, status: int) -> list[Any]:
    """Everything that Daybook can ask of an answer, as far as it understands it."""
    body = json.dumps(answer, default=float).encode()
    whole = read_answer(status, {}, body, realm="1", request_id="r")
    asked: list[Callable[[], list[Any]]] = [
        lambda: [read_posted(KIND, entity(whole, KIND))],
        lambda: [read_posted(KIND, row) for row in rows(whole, KIND)],
        lambda: [total(whole)],
        lambda: [read_posted(KIND, row) for row in changed(whole, KIND) if row.get("status") != "Deleted"],
        lambda: [one for one in batch_results(whole, ["a"]).values() if not isinstance(one, QuickBooksError)],
    ]
    found: list[Any] = []
    for ask in asked:
        with contextlib.suppress(QuickBooksError):
            found += ask()
    return found


@EXAMPLES
@given(st.sampled_from(ANSWERS).flatmap(mutated), st.sampled_from([200, 200, 400, 401, 403, 429, 500, 503]))
def test_an_answer_is_read_soundly_or_is_an_error_of_ours(answer: Json, status: int) -> None:
    with contextlib.suppress(QuickBooksError):
        for one in understood(answer, status):
            if isinstance(one, PostedDocument):
                assert one.id.strip()
                assert one.total is None or one.total.is_finite()
