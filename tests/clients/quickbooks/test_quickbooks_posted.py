"""Documents as QuickBooks answers them, read into what is checked and kept."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from accounting.documents import DocumentKind, PurchaseOrderLine
from clients.quickbooks.posted import read_posted


def answer(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return found


RECEIPT = answer(
    """{
      "Id": "145", "SyncToken": "0", "DocNumber": "SHOP-1001", "TotalAmt": 113.20, "Balance": 0,
      "PrivateNote": "Order SHOP-1001 of Main Shop flxpoint:order:700123",
      "TxnTaxDetail": {"TotalTax": 8.25, "TxnTaxCodeRef": {"value": "2"}},
      "Line": [
        {"Id": "1", "LineNum": 1, "Amount": 50.00, "DetailType": "SalesItemLineDetail"},
        {"Id": "7", "LineNum": 2, "Amount": 63.20, "DetailType": "SalesItemLineDetail"},
        {"Amount": 105.00, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
      ]
    }"""
)
BILL = answer(
    """{
      "Id": "305", "TotalAmt": 34.5, "LinkedTxn": [{"TxnId": "201", "TxnType": "PurchaseOrder"}],
      "Line": [
        {"Id": "1", "LineNum": 1, "Amount": 26, "LinkedTxn": [
            {"TxnId": "9", "TxnType": "ReimburseCharge"},
            {"TxnId": "201", "TxnType": "PurchaseOrder", "TxnLineId": "3"}]},
        {"Id": "2", "LineNum": 2, "Amount": 6.5, "LinkedTxn": []},
        {"Id": "3", "LineNum": 3, "Amount": 2, "LinkedTxn": [{"TxnId": "201", "TxnType": "PurchaseOrder"}]}
      ]
    }"""
)


def test_a_receipt_is_read_with_its_total_tax_lines_and_note() -> None:
    posted = read_posted("SalesReceipt", RECEIPT)

    assert (posted.kind, posted.id, posted.number) == (DocumentKind.SALES_RECEIPT, "145", "SHOP-1001")
    assert (posted.total, posted.tax) == (Decimal("113.20"), Decimal("8.25"))
    assert posted.lines == {1: "1", 2: "7"}
    assert posted.links == {}
    assert posted.note == "Order SHOP-1001 of Main Shop flxpoint:order:700123"


def test_a_bills_lines_are_linked_one_by_one_and_a_link_without_a_line_is_none_to_that_line() -> None:
    posted = read_posted("Bill", BILL)

    assert posted.links == {
        1: PurchaseOrderLine(purchase_order_id="201", line_id="3"),
        3: PurchaseOrderLine(purchase_order_id="201", line_id=""),
    }
    assert (posted.number, posted.tax, posted.note) == (None, None, None)


@pytest.mark.parametrize("entity", [{"Id": "58"}, {"Id": "58", "TxnTaxDetail": None, "Line": []}])
def test_what_quickbooks_leaves_out_is_not_there(entity: dict[str, Any]) -> None:
    posted = read_posted("Customer", entity)

    assert (posted.id, posted.total, posted.tax, dict(posted.lines)) == ("58", None, None, {})


def test_amounts_stay_exact_however_they_are_written() -> None:
    for written in (0, Decimal("0.1"), Decimal("113.2"), 26):
        assert read_posted("Bill", {"Id": "1", "TotalAmt": written}).total == Decimal(written)
