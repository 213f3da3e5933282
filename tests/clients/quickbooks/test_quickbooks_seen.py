"""What a reconciliation reads of a document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounting.documents import DocumentKind
from clients.quickbooks.seen import amounts, read_seen

RECEIPT = {
    "Id": "12",
    "DocNumber": "SHOP-1",
    "TotalAmt": Decimal("25.00"),
    "TxnTaxDetail": {"TotalTax": Decimal("1.00")},
    "TxnDate": "2026-11-20",
    "CustomerRef": {"value": "58"},
    "PrivateNote": "flxpoint:order:1",
    "Line": [
        {"Id": "1", "LineNum": 1, "Amount": Decimal("20.00"), "DetailType": "SalesItemLineDetail"},
        {"Id": "2", "LineNum": 2, "Amount": Decimal("4.00"), "DetailType": "SalesItemLineDetail"},
        {"Id": "3", "LineNum": 3, "Amount": Decimal("0.00"), "DetailType": "SalesItemLineDetail"},
        {"Amount": Decimal("24.00"), "DetailType": "SubTotalLineDetail"},
    ],
}


def test_a_document_is_read_with_its_lines_and_without_the_subtotal() -> None:
    seen = read_seen(DocumentKind.SALES_RECEIPT, RECEIPT)

    assert (seen.id, seen.number, seen.total, seen.tax) == ("12", "SHOP-1", Decimal(25), Decimal(1))
    assert (seen.dated, seen.party, seen.note) == (date(2026, 11, 20), "58", "flxpoint:order:1")
    assert seen.amounts == (Decimal(4), Decimal(20))


def test_what_was_sent_and_what_stands_have_the_same_amounts() -> None:
    sent = {"Line": [{"Amount": Decimal("20.0")}, {"Amount": Decimal(4)}, {"Amount": Decimal(0)}]}

    assert amounts(sent) == amounts(RECEIPT)


def test_a_document_with_next_to_nothing_on_it_is_read() -> None:
    seen = read_seen(DocumentKind.BILL, {"Id": "9"})

    assert (seen.number, seen.dated, seen.amounts, seen.party) == (None, None, (), "")
    assert seen.note == ""
    assert (seen.total, seen.tax) == (Decimal(0), Decimal(0))
