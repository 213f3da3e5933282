"""Money that moves: payments, credits, and what customers and vendors owe."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.quickbooks.books import Books, Record, item_line, sale_line
from tests.sandbox.quickbooks.documents import balance, bill_payment, bought, key, payment, sale

SAM, ACME = ("Customer", "Sam Sample"), ("Vendor", "Acme Supply")


def test_a_payment_lowers_the_balance_of_its_invoice_and_is_linked_there(books: Books) -> None:
    invoice = sale(books, "Invoice", "100.00")
    paid = books.write("Payment", payment(books, "60.00", ("Invoice", invoice, "60.00")))
    assert (paid["UnappliedAmt"], paid["ProcessPayment"]) == (0, False)
    assert paid["DepositToAccountRef"]["name"] == "Undeposited Funds"
    assert paid["Line"] == [{"Amount": 60, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}]
    after = books.read("Invoice", invoice["Id"])
    assert (after["Balance"], after["SyncToken"]) == (40, "1")
    assert after["LinkedTxn"] == [{"TxnId": paid["Id"], "TxnType": "Payment"}]
    assert balance(books, *SAM) == 40


def test_a_payment_without_lines_waits_as_credit(books: Books) -> None:
    waiting = books.write("Payment", payment(books, "25.00"))
    assert (waiting["UnappliedAmt"], waiting["Line"]) == (25, [])
    assert balance(books, *SAM) == -25


def test_a_changed_payment_moves_its_money(books: Books) -> None:
    first, second = sale(books, "Invoice", "100.00", DocNumber="I-1"), sale(books, "Invoice", "50.00", DocNumber="I-2")
    paid = books.write("Payment", payment(books, "100.00", ("Invoice", first, "100.00")))
    moved = payment(books, "100.00", ("Invoice", first, "60.00"), ("Invoice", second, "30.00"))
    changed = books.write("Payment", {**moved, **key(paid)})
    assert changed["UnappliedAmt"] == 10
    assert [books.read("Invoice", one["Id"])["Balance"] for one in (first, second)] == [40, 20]
    assert balance(books, *SAM) == 50


def test_a_deleted_payment_gives_everything_back(books: Books) -> None:
    invoice = sale(books, "Invoice", "100.00")
    paid = books.write("Payment", payment(books, "100.00", ("Invoice", invoice, "100.00")))
    books.write("Payment", key(paid), operation="delete")
    after = books.read("Invoice", invoice["Id"])
    assert (after["Balance"], after["LinkedTxn"]) == (100, [])
    assert balance(books, *SAM) == 100


def test_a_credit_is_used_by_a_payment_of_nothing(books: Books) -> None:
    invoice, credit = sale(books, "Invoice", "100.00"), sale(books, "CreditMemo", "30.00")
    assert (credit["RemainingCredit"], credit["Balance"], balance(books, *SAM)) == (30, 30, 70)
    zero = payment(books, "0", ("Invoice", invoice, "20.00"), ("CreditMemo", credit, "20.00"))
    stored = books.write("Payment", zero)
    link = [{"TxnId": stored["Id"], "TxnType": "Payment"}]
    used, paid = books.read("CreditMemo", credit["Id"]), books.read("Invoice", invoice["Id"])
    assert (used["RemainingCredit"], used["LinkedTxn"]) == (10, link)
    assert (paid["Balance"], paid["LinkedTxn"]) == (80, link)
    assert balance(books, *SAM) == 70
    less = {**used, "Line": [sale_line(books.one("Item", "FEE"), "19.99")]}
    assert "less than what was used" in books.refusal("CreditMemo", less)["Detail"]


def test_a_paid_invoice_that_shrinks_leaves_the_rest_with_the_payment(books: Books) -> None:
    invoice = sale(books, "Invoice", "100.00")
    paid = books.write("Payment", payment(books, "100.00", ("Invoice", invoice, "100.00")))
    line = sale_line(books.one("Item", "FEE"), "70.00")
    smaller = books.write("Invoice", {**books.read("Invoice", invoice["Id"]), "Line": [line]})
    assert (smaller["Balance"], smaller["SyncToken"]) == (0, "2")
    left = books.read("Payment", paid["Id"])
    assert (left["UnappliedAmt"], left["Line"][0]["Amount"]) == (30, 70)
    assert balance(books, *SAM) == -30


@pytest.mark.parametrize(
    ("kind", "amount", "total", "code"),
    [
        ("Invoice", "100.01", "200", "6000"),
        ("Invoice", "60", "50", "6000"),
        ("Invoice", "-1", "50", "2290"),
        ("SalesReceipt", "10", "50", "620"),
        ("CreditMemo", "10", "50", "620"),
    ],
)
def test_what_cannot_be_paid_so_is_refused(books: Books, kind: str, amount: str, total: str, code: str) -> None:
    invoice = sale(books, "Invoice", "100.00")
    assert books.refusal("Payment", payment(books, total, (kind, invoice, amount)))["code"] == code
    assert books.read("Invoice", invoice["Id"])["Balance"] == 100


def test_a_document_stands_on_one_line_of_a_payment(books: Books) -> None:
    invoice = sale(books, "Invoice", "100.00")
    twice = payment(books, "100", ("Invoice", invoice, "60"), ("Invoice", invoice, "40"))
    assert books.refusal("Payment", twice)["code"] == "6000"


def test_only_the_customer_or_one_above_it_pays_an_invoice(books: Books) -> None:
    sam, other = books.one(*SAM), books.one("Customer", "Dana Whitfield")
    job = {"value": books.write("Customer", {"DisplayName": "Shed", "Job": True, "ParentRef": sam})["Id"]}
    invoice = sale(books, "Invoice", "100.00", CustomerRef=job)
    wrong = payment(books, "100", ("Invoice", invoice, "100"), CustomerRef=other)
    assert books.refusal("Payment", wrong)["code"] == "620"
    assert books.read("Customer", sam["value"])["BalanceWithJobs"] == 100
    books.write("Payment", payment(books, "100", ("Invoice", invoice, "100")))
    parent = books.read("Customer", sam["value"])
    # The invoice is the job's, the payment its parent's: what it pays is no longer open with either.
    assert (parent["Balance"], parent["BalanceWithJobs"]) == (0, 0)
    assert books.read("Customer", job["value"])["Balance"] == 0


def test_a_deposit_is_taken_off_where_deposits_are_on(books: Books) -> None:
    line = sale_line(books.one("Item", "FEE"), "100.00")
    sent = {"CustomerRef": books.one(*SAM), "Line": [line], "Deposit": 30}
    assert books.refusal("Invoice", sent)["code"] == "6000"
    books.prefer("SalesFormsPrefs", AllowDeposit=True)
    assert books.write("Invoice", sent)["Balance"] == 70
    assert books.refusal("Invoice", {**sent, "Deposit": 101})["code"] == "6000"


@pytest.mark.parametrize(
    ("way", "link"),
    [
        ({}, "BillPaymentCheck"),
        ({"PayType": "CreditCard", "CreditCardPayment": "Company Card"}, "BillPaymentCreditCard"),
    ],
)
def test_a_bill_payment_is_linked_to_its_bill_by_the_way_it_pays(books: Books, way: Record, link: str) -> None:
    bill = bought(books, "Bill", "100.00")
    assert balance(books, *ACME) == 100
    if way:
        way = {**way, "CreditCardPayment": {"CCAccountRef": books.one("Account", way["CreditCardPayment"])}}
    paid = books.write("BillPayment", bill_payment(books, "100", ("Bill", bill, "100"), **way))
    after = books.read("Bill", bill["Id"])
    assert (after["Balance"], after["LinkedTxn"]) == (0, [{"TxnId": paid["Id"], "TxnType": link}])
    assert balance(books, *ACME) == 0
    assert books.refusal("Bill", key(after), operation="delete")["code"] == "800"
    books.write("BillPayment", key(paid), operation="delete")
    assert books.read("Bill", bill["Id"])["Balance"] == 100


def test_a_bill_payment_needs_an_account_of_its_kind(books: Books) -> None:
    bill = bought(books, "Bill", "100.00")
    sent = bill_payment(books, "100", ("Bill", bill, "100"))
    card = {"BankAccountRef": books.one("Account", "Company Card")}
    assert books.refusal("BillPayment", {**sent, "CheckPayment": card})["code"] == "6430"
    assert books.refusal("BillPayment", {**sent, "CheckPayment": {}})["element"] == "CheckPayment.BankAccountRef"
    assert books.write("BillPayment", sent)["CheckPayment"]["BankAccountRef"]["name"] == "Checking"


def test_a_vendor_credit_is_used_by_a_bill_payment(books: Books) -> None:
    bill, credit = bought(books, "Bill", "100.00"), bought(books, "VendorCredit", "40.00")
    assert (credit["Balance"], balance(books, *ACME)) == (40, 60)
    sent = bill_payment(books, "60", ("Bill", bill, "100"), ("VendorCredit", credit, "40"))
    books.write("BillPayment", sent)
    assert [books.read("Bill", bill["Id"])["Balance"], books.read("VendorCredit", credit["Id"])["Balance"]] == [0, 0]
    assert balance(books, *ACME) == 0


def test_balances_move_no_version_of_their_owner(books: Books) -> None:
    before = books.read("Customer", books.one(*SAM)["value"])
    sale(books, "Invoice", "100.00")
    after = books.read("Customer", before["Id"])
    assert (after["SyncToken"], after["MetaData"]) == (before["SyncToken"], before["MetaData"])
    inactive = {**key(after), "sparse": True, "Active": False}
    assert books.refusal("Customer", inactive)["code"] == "6220"


def test_stock_follows_sales_returns_bills_and_credits(books: Books) -> None:
    mug = books.one("Item", "Green Mug 350 ml")

    def moved(entity: str, body: Record) -> tuple[Record, Decimal]:
        stored = books.write(entity, body)
        return stored, Decimal(books.read("Item", mug["value"])["QtyOnHand"])

    form = {"CustomerRef": books.one(*SAM), "Line": [sale_line(mug, "25.00", Qty=2)]}
    receipt, left = moved("SalesReceipt", form)
    assert left == 118
    assert moved("Invoice", form)[1] == 116
    assert moved("CreditMemo", form)[1] == 118
    refund = {**form, "DepositToAccountRef": books.one("Account", "Checking")}
    assert moved("RefundReceipt", refund)[1] == 120
    bill = {"VendorRef": books.one(*ACME), "Line": [item_line(mug, "65.00", Qty=10)]}
    assert moved("Bill", bill)[1] == 130
    assert moved("VendorCredit", bill)[1] == 120
    assert moved("PurchaseOrder", bill)[1] == 120
    assert moved("SalesReceipt", {**receipt, "Line": [sale_line(mug, "12.50", Qty=1)]})[1] == 121
    assert books.refusal("SalesReceipt", {**form, "Line": [sale_line(mug, "5")]})["code"] == "6520"
