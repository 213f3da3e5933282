"""Voiding and deleting."""

from __future__ import annotations

import pytest

from sandbox.exact import loads
from tests.sandbox.quickbooks.books import Books, Record, sale_line
from tests.sandbox.quickbooks.documents import balance, bill_payment, bought, key, payment, sale

INCLUDED = {"operation": "update", "include": "void"}
WAY = {"Invoice": {"operation": "void"}, "SalesReceipt": INCLUDED, "Payment": INCLUDED, "BillPayment": INCLUDED}


def void(books: Books, entity: str, record: Record) -> Record:
    return books.write(entity, {**key(record), "sparse": True}, **WAY[entity])


@pytest.mark.parametrize("entity", ["Invoice", "SalesReceipt"])
def test_a_voided_form_keeps_its_number_and_lines_without_amounts(books: Books, entity: str) -> None:
    line = sale_line(books.one("Item", "FEE"), "20.00", "TAX", Qty=2, UnitPrice=10)
    stored = sale(books, entity, DocNumber="S-7", PrivateNote="order 7", Line=[line])
    voided = void(books, entity, stored)
    assert (voided["DocNumber"], voided["PrivateNote"], voided["SyncToken"]) == ("S-7", "Voided - order 7", "1")
    assert (voided["TotalAmt"], voided["Balance"], voided["TxnTaxDetail"]) == (0, 0, {"TotalTax": 0})
    assert voided["Line"][0] == {
        "Id": "1",
        "LineNum": 1,
        "Amount": 0,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": line["SalesItemLineDetail"]["ItemRef"]["value"], "name": "FEE"}}
        | {"TaxCodeRef": {"value": "TAX"}},
    }
    assert "status" not in voided
    assert books.read(entity, stored["Id"]) == voided
    assert void(books, entity, voided) == voided
    assert balance(books, "Customer", "Sam Sample") == 0


def test_a_void_brings_the_stock_back(books: Books) -> None:
    mug = books.one("Item", "Green Mug 350 ml")
    stored = sale(books, "SalesReceipt", Line=[sale_line(mug, "25.00", Qty=2)])
    void(books, "SalesReceipt", stored)
    assert books.read("Item", mug["value"])["QtyOnHand"] == 120


def test_a_voided_payment_opens_its_invoice_and_a_voided_invoice_frees_its_payment(books: Books) -> None:
    invoice = sale(books, "Invoice", "100.00")
    paid = books.write("Payment", payment(books, "100.00", ("Invoice", invoice, "100.00")))
    voided = void(books, "Payment", paid)
    assert (voided["TotalAmt"], voided["UnappliedAmt"], voided["Line"]) == (0, 0, [])
    after = books.read("Invoice", invoice["Id"])
    assert (after["Balance"], after["LinkedTxn"]) == (100, [])
    again = books.write("Payment", payment(books, "100.00", ("Invoice", after, "100.00")))
    gone = void(books, "Invoice", books.read("Invoice", invoice["Id"]))
    assert (gone["Balance"], gone["LinkedTxn"]) == (0, [])
    freed = books.read("Payment", again["Id"])
    assert (freed["UnappliedAmt"], freed["Line"]) == (100, [])
    assert balance(books, "Customer", "Sam Sample") == -100


def test_a_voided_bill_payment_opens_its_bill(books: Books) -> None:
    bill = bought(books, "Bill", "100.00")
    void(books, "BillPayment", books.write("BillPayment", bill_payment(books, "100", ("Bill", bill, "100"))))
    after = books.read("Bill", bill["Id"])
    assert (after["Balance"], "LinkedTxn" in after, balance(books, "Vendor", "Acme Supply")) == (100, False, 100)


def test_a_void_checks_the_version_and_the_period(books: Books) -> None:
    stored = sale(books, "SalesReceipt")
    assert (
        books.refusal("SalesReceipt", {"Id": stored["Id"], "SyncToken": "4"}, **WAY["SalesReceipt"])["code"] == "5010"
    )
    assert books.refusal("SalesReceipt", {"Id": stored["Id"]}, **WAY["SalesReceipt"])["element"] == "SyncToken"
    books.prefer("AccountingInfoPrefs", BookCloseDate="2026-11-20")
    assert books.refusal("SalesReceipt", key(stored), **WAY["SalesReceipt"])["code"] == "6200"
    books.switch(closed_books="password")
    assert books.refusal("SalesReceipt", key(stored), **WAY["SalesReceipt"])["code"] == "6210"
    assert books.refusal("SalesReceipt", key(stored), operation="delete")["code"] == "6210"


@pytest.mark.parametrize("entity", ["Bill", "PurchaseOrder", "CreditMemo", "VendorCredit"])
def test_what_cannot_be_voided_is_an_unsupported_operation(books: Books, entity: str) -> None:
    stored = sale(books, entity) if entity == "CreditMemo" else bought(books, entity)
    for way in WAY["Invoice"], WAY["Payment"]:
        refused = books.refusal(entity, key(stored), **way)
        assert (refused["code"], refused["Detail"]) == ("500", "Operation void is not supported.")


def test_voiding_a_bill_may_fail_within_a_200(books: Books) -> None:
    bill = bought(books, "Bill")
    books.switch(odd_voids="answered")
    answer = books.post("Bill", key(bill), operation="void")
    assert (answer.status_code, answer.json()["Fault"]["type"]) == (200, "SystemFault")
    assert books.read("Bill", bill["Id"]) == bill


def test_a_voided_document_may_carry_a_status(books: Books) -> None:
    books.switch(voided_status="shown")
    assert void(books, "Invoice", sale(books, "Invoice"))["status"] == "Voided"


def test_what_others_are_linked_to_cannot_be_deleted(books: Books) -> None:
    invoice = sale(books, "Invoice", "100.00")
    paid = books.write("Payment", payment(books, "10.00", ("Invoice", invoice, "10.00")))
    current = books.read("Invoice", invoice["Id"])
    assert books.refusal("Invoice", key(current), operation="delete")["code"] == "800"
    deleted = books.write("Payment", key(paid), operation="delete")
    assert deleted == {"domain": "QBO", "status": "Deleted", "Id": paid["Id"]}
    books.write("Invoice", key(books.read("Invoice", invoice["Id"])), operation="delete")
    gone = loads(books.get(f"invoice/{invoice['Id']}").content)["Fault"]["Error"][0]
    assert gone["code"] == "610"
    assert balance(books, "Customer", "Sam Sample") == 0
