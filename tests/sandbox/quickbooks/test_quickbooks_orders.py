"""Purchase orders closed by hand, billed beyond what was ordered, and what else nobody knows of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.books import Books, Record, item_line
from tests.sandbox.quickbooks.documents import bought, key


def billed(books: Books, order: Record, amount: str, quantity: int, **members: Any) -> Record:
    """A bill on the first line of an order."""
    link = [{"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": "1"}]
    line = item_line(books.one("Item", "Oak desk lamp"), amount, Qty=quantity)
    return bought(books, "Bill", Line=[{**line, "LinkedTxn": link}], **members)


def status(books: Books, order: Record) -> str:
    return str(books.read("PurchaseOrder", order["Id"])["POStatus"])


def test_an_order_closed_by_hand_stays_closed_until_it_is_opened_by_hand(books: Books) -> None:
    order = bought(books, "PurchaseOrder")
    bill = billed(books, order, "25.00", 1)
    order = books.read("PurchaseOrder", order["Id"])
    closed = books.write("PurchaseOrder", {**order, "POStatus": "Closed"})
    assert (closed["POStatus"], closed["ManuallyClosed"]) == ("Closed", True)
    books.write("Bill", key(bill), operation="delete")
    assert status(books, order) == "Closed"
    closed = books.read("PurchaseOrder", order["Id"])
    left_out = {name: value for name, value in closed.items() if name not in ("POStatus", "ManuallyClosed")}
    assert books.write("PurchaseOrder", {**left_out, "PrivateNote": "x"})["POStatus"] == "Closed"
    current = books.read("PurchaseOrder", order["Id"])
    opened = books.write("PurchaseOrder", {**current, "POStatus": "Open"})
    assert (opened["POStatus"], "ManuallyClosed" in opened) == ("Open", False)
    billed(books, order, "100.00", 4)
    assert status(books, order) == "Closed"


def test_manually_closed_closes(books: Books) -> None:
    assert bought(books, "PurchaseOrder", ManuallyClosed=True)["POStatus"] == "Closed"


@pytest.mark.parametrize(("measure", "after"), [("quantity", "Closed"), ("amount", "Open")])
def test_an_order_is_billed_in_full_by_quantity_or_by_amount(books: Books, measure: str, after: str) -> None:
    books.switch(order_measure=measure)
    order = bought(books, "PurchaseOrder", "100.00")
    billed(books, order, "90.00", 4)
    assert status(books, order) == after


@pytest.mark.parametrize(("rule", "linked"), [("linked", True), ("dropped", False)])
def test_a_bill_for_more_than_was_ordered_is_linked_or_not(books: Books, rule: str, linked: bool) -> None:
    books.switch(over_billing=rule)
    order = bought(books, "PurchaseOrder")
    assert ("LinkedTxn" in billed(books, order, "125.00", 5)) is linked


def test_a_bill_for_more_than_was_ordered_may_be_refused(books: Books) -> None:
    books.switch(over_billing="refused")
    order = bought(books, "PurchaseOrder")
    link = [{"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": "1"}]
    line = {**item_line(books.one("Item", "Oak desk lamp"), "125.00", Qty=5), "LinkedTxn": link}
    vendor = books.one("Vendor", "Acme Supply")
    assert books.refusal("Bill", {"VendorRef": vendor, "Line": [line]})["code"] == "6000"
    assert status(books, order) == "Open"


def test_received_may_be_hidden_and_still_counts(books: Books) -> None:
    books.switch(received="hidden")
    order = bought(books, "PurchaseOrder")
    billed(books, order, "50.00", 2)
    assert "Received" not in books.read("PurchaseOrder", order["Id"])["Line"][0]
    billed(books, order, "50.00", 2)
    assert status(books, order) == "Closed"
    assert "LinkedTxn" not in billed(books, order, "25.00", 1)


def test_an_order_written_back_keeps_its_receipts_and_links(books: Books) -> None:
    order = bought(books, "PurchaseOrder")
    billed(books, order, "50.00", 2)
    current = books.read("PurchaseOrder", order["Id"])
    assert books.write("PurchaseOrder", current) == current
    noted = books.write("PurchaseOrder", {**current, "LinkedTxn": [], "PrivateNote": "x"})
    assert (noted["LinkedTxn"], noted["Line"]) == (current["LinkedTxn"], current["Line"])


@pytest.mark.parametrize(("rule", "after"), [("reopen", "Open"), ("stay closed", "Closed")])
def test_a_deleted_bill_opens_its_order_or_leaves_it_closed(books: Books, rule: str, after: str) -> None:
    books.switch(billed_orders=rule)
    order = bought(books, "PurchaseOrder")
    books.write("Bill", key(billed(books, order, "100.00", 4)), operation="delete")
    assert status(books, order) == after


def test_an_order_may_keep_its_bill(books: Books) -> None:
    books.switch(billed_orders="keep")
    bill = billed(books, bought(books, "PurchaseOrder"), "100.00", 4)
    assert books.refusal("Bill", key(bill), operation="delete")["code"] == "800"


def test_a_billable_line_needs_billing_to_be_on_and_may_be_ignored(books: Books) -> None:
    customer = books.one("Customer", "Sam Sample")
    lamp = books.one("Item", "Oak desk lamp")
    line = item_line(lamp, "24.00", Qty=1, CustomerRef=customer, BillableStatus="Billable")
    sent = {"VendorRef": books.one("Vendor", "Acme Supply"), "Line": [line]}
    assert books.refusal("Bill", sent)["code"] == "6320"
    books.prefer("VendorAndPurchasesPrefs", BillableExpenseTracking=True)
    stored = books.write("Bill", sent)
    assert stored["Line"][0]["ItemBasedExpenseLineDetail"]["BillableStatus"] == "Billable"
    books.switch(billable_status="read-only")
    ignored = books.write("Bill", sent)["Line"][0]["ItemBasedExpenseLineDetail"]
    assert (ignored["BillableStatus"], ignored["CustomerRef"]["name"]) == ("NotBillable", "Sam Sample")


def test_tax_on_a_us_bill_is_not_kept(books: Books) -> None:
    stored = bought(books, "Bill", "10.00", TxnTaxDetail={"TotalTax": Decimal(1)})
    assert (stored["TotalAmt"], "TxnTaxDetail" in stored) == (10, False)
