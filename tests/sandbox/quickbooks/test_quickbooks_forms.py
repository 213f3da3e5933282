"""What every form does: updates with their resets, addresses, numbers, currencies, custom fields."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.quickbooks.books import SHIPPING, Books, Record, sale_line
from tests.sandbox.quickbooks.documents import bill_payment, bought, key, payment, sale

ELM = {"Line1": "12 Elm Street", "City": "Austin", "CountrySubDivisionCode": "TX", "PostalCode": "78701"}
ADDRESSES: Record = {"BillAddr": ELM, "ShipAddr": ELM}


def named(*, used: bool, name: str) -> list[Record]:
    """The preference that puts a first custom field in use."""
    use = {"Name": "SalesFormsPrefs.UseSalesCustom1", "Type": "BooleanType", "BooleanValue": used}
    called = {"Name": "SalesFormsPrefs.SalesCustomName1", "Type": "StringType", "StringValue": name}
    return [{"CustomField": [use]}, {"CustomField": [called]}]


def test_a_full_update_resets_what_it_leaves_out(books: Books) -> None:
    bank = books.one("Account", "Checking")
    members: Record = {
        "CustomerMemo": {"value": "Thanks"},
        "DocNumber": "S-1",
        "DepositToAccountRef": bank,
        **ADDRESSES,
    }
    stored = sale(books, "SalesReceipt", PrivateNote="note", **members)
    today = books.http.get("/__control/clock").json()["now"][:10]
    changed = books.write("SalesReceipt", {**key(stored), "Line": [sale_line(books.one("Item", "FEE"), "10.00")]})
    assert not {"CustomerRef", "CustomerMemo", "BillAddr", "ShipAddr", "PrivateNote"} & set(changed)
    assert (changed["TxnDate"], changed["DocNumber"]) == (today, "S-1")
    assert changed["DepositToAccountRef"]["name"] == "Undeposited Funds"
    assert [line.get("Id") for line in changed["Line"]] == ["2", None]


def test_a_sparse_update_changes_what_it_names_and_replaces_lists(books: Books) -> None:
    fee = books.one("Item", "FEE")
    stored = sale(books, "Invoice", Line=[sale_line(fee, "10.00"), sale_line(fee, "20.00")], PrivateNote="note")
    noted = books.write("Invoice", {**key(stored), "sparse": True, "CustomerMemo": {"value": "Thanks"}})
    assert noted == {**stored, **{name: noted[name] for name in ("CustomerMemo", "SyncToken", "MetaData")}}
    shorter = books.write("Invoice", {**key(noted), "sparse": True, "Line": [stored["Line"][1]]})
    assert ([line.get("Id") for line in shorter["Line"]], shorter["TotalAmt"]) == (["2", None], 20)
    assert books.refusal("Invoice", {**key(stored), "sparse": True})["code"] == "5010"


@pytest.mark.parametrize("entity", ["SalesReceipt", "Invoice", "CreditMemo", "Bill", "VendorCredit", "PurchaseOrder"])
def test_an_update_that_changes_nothing_is_no_version(books: Books, entity: str) -> None:
    sold = entity in ("SalesReceipt", "Invoice", "CreditMemo")
    stored = sale(books, entity, **ADDRESSES) if sold else bought(books, entity)
    assert books.write(entity, stored) == stored


def test_a_payment_written_back_is_no_version(books: Books) -> None:
    bill = bought(books, "Bill", "10.00")
    stored = books.write("BillPayment", bill_payment(books, "10", ("Bill", bill, "10")))
    assert books.write("BillPayment", stored) == stored


def test_a_taxed_form_written_back_is_no_version(books: Books) -> None:
    lines = [sale_line(books.one("Item", "FEE"), "100.00", "TAX"), sale_line(SHIPPING, "10.00", "TAX")]
    stored = sale(books, "SalesReceipt", Line=lines)
    assert stored["TxnTaxDetail"]["TotalTax"] == Decimal("9.08")
    assert books.write("SalesReceipt", stored) == stored
    # Changed lines with the old tax keep that as an override; without it the tax is reckoned anew.
    fewer = books.write("SalesReceipt", {**stored, "Line": stored["Line"][:1]})
    assert fewer["TxnTaxDetail"]["TotalTax"] == Decimal("9.08")
    anew = books.write("SalesReceipt", {**fewer, "TxnTaxDetail": None})
    assert anew["TxnTaxDetail"]["TotalTax"] == Decimal("8.25")
    assert "TaxReviewStatus" not in anew["TxnTaxDetail"]


def test_an_address_that_an_update_changes_comes_back_as_free_lines(books: Books) -> None:
    stored = sale(books, "SalesReceipt", **ADDRESSES)
    moved = books.write("SalesReceipt", {**stored, "ShipAddr": {**stored["ShipAddr"], "Line1": "9 Oak Road"}})
    assert moved["BillAddr"] == stored["BillAddr"]
    lines = {"Line1": "Sam Sample", "Line2": "9 Oak Road", "Line3": "Austin, TX  78701"}
    assert moved["ShipAddr"] == {**lines, "Id": moved["ShipAddr"]["Id"]}
    assert moved["ShipAddr"]["Id"] != stored["ShipAddr"]["Id"]
    assert books.write("SalesReceipt", moved) == moved
    books.switch(changed_addresses="fields")
    kept = books.write("SalesReceipt", {**moved, "ShipAddr": {**ELM, "Line1": "10 Oak Road"}})
    assert kept["ShipAddr"]["City"] == "Austin"


def test_a_company_stands_on_the_second_line_and_what_is_too_much_on_the_last(books: Books) -> None:
    company = books.one("Customer", "Bluebonnet Gifts LLC")
    stored = sale(books, "SalesReceipt", CustomerRef=company, BillAddr=ELM)
    long = {**ELM, "Line2": "Floor 2", "Line3": "Door 3", "Country": "USA"}
    moved = books.write("SalesReceipt", {**stored, "BillAddr": long})["BillAddr"]
    assert [moved.get(f"Line{n}") for n in range(1, 6)] == [
        "Bluebonnet Gifts LLC",
        "12 Elm Street",
        "Floor 2",
        "Door 3",
        "Austin, TX  78701, USA",
    ]


@pytest.mark.parametrize("asked", [{"DocNumber": "AUTO_GENERATE"}, {"AutoDocNumber": True}])
def test_a_number_can_be_asked_for_where_own_numbers_are_the_custom(books: Books, asked: Record) -> None:
    numbered = sale(books, "Invoice", **asked)
    flagged: Record = {name: True for name in asked if name == "AutoDocNumber"}
    assert numbered["DocNumber"] == "1001"
    assert "AutoDocNumber" not in numbered
    assert "DocNumber" not in sale(books, "CreditMemo", **flagged)


def test_taken_numbers_may_be_allowed_on_receipts_alone(books: Books) -> None:
    books.switch(duplicate_numbers="receipts")
    for entity in ("SalesReceipt", "Invoice"):
        sale(books, entity, DocNumber="S-1")
    assert sale(books, "SalesReceipt", DocNumber="S-1")["DocNumber"] == "S-1"
    line = sale_line(books.one("Item", "FEE"), "1")
    again = {"CustomerRef": books.one("Customer", "Sam Sample"), "DocNumber": "S-1", "Line": [line]}
    assert books.refusal("Invoice", again)["code"] == "6140"


def test_with_multicurrency_a_form_names_its_partys_currency(books: Books) -> None:
    books.prefer("CurrencyPrefs", MultiCurrencyEnabled=True)
    customer = books.write("Customer", {"DisplayName": "Ann", "CurrencyRef": {"value": "EUR"}})
    line = sale_line(books.one("Item", "FEE"), "10.01")
    form = {"CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    assert books.refusal("Invoice", form)["element"] == "CurrencyRef"
    assert books.refusal("Invoice", {**form, "CurrencyRef": {"value": "USD"}})["code"] == "6000"
    euro = books.write("Invoice", {**form, "CurrencyRef": {"value": "EUR"}, "ExchangeRate": Decimal("1.25")})
    assert (euro["TotalAmt"], euro["HomeTotalAmt"], euro["HomeBalance"]) == (
        Decimal("10.01"),
        Decimal("12.51"),
        Decimal("12.51"),
    )
    half = payment(books, "5.00", ("Invoice", euro, "5.00"), CustomerRef=form["CustomerRef"])
    books.write("Payment", {**half, "CurrencyRef": {"value": "EUR"}, "ExchangeRate": Decimal("1.25")})
    assert books.read("Invoice", euro["Id"])["HomeBalance"] == Decimal("6.26")
    home = sale(books, "SalesReceipt", "10.00", CurrencyRef={"value": "USD"})
    assert (home["ExchangeRate"], home["HomeTotalAmt"]) == (1, 10)


def test_without_multicurrency_no_rate_is_kept(books: Books) -> None:
    assert not {"ExchangeRate", "HomeTotalAmt"} & set(sale(books, "SalesReceipt", ExchangeRate=2))


def test_custom_fields_are_those_the_preferences_name(books: Books) -> None:
    sent = [{"DefinitionId": "1", "StringValue": "77"}, {"DefinitionId": "2", "StringValue": "lost"}]
    assert sale(books, "SalesReceipt", CustomField=sent)["CustomField"] == []
    books.prefer("SalesFormsPrefs", CustomField=named(used=True, name="Order #"))
    field = {"DefinitionId": "1", "Name": "Order #", "Type": "StringType"}
    assert sale(books, "Invoice", CustomField=sent)["CustomField"] == [{**field, "StringValue": "77"}]
    assert sale(books, "RefundReceipt", DepositToAccountRef=books.one("Account", "Checking"))["CustomField"] == [field]
    assert "CustomField" not in bought(books, "Bill")


def test_a_term_of_the_vendor_says_when_a_bill_falls_due(books: Books) -> None:
    cedar = books.one("Vendor", "Cedar Works")
    assert bought(books, "Bill", VendorRef=cedar, TxnDate="2026-11-20")["DueDate"] == "2026-12-05"


def test_goods_shipped_to_a_customer_go_to_its_address(books: Books) -> None:
    customer = books.write("Customer", {"DisplayName": "Ann", "ShipAddr": ELM})
    order = bought(books, "PurchaseOrder", ShipTo={"value": customer["Id"]})
    assert (order["ShipTo"]["name"], order["ShipAddr"]) == ("Ann", customer["ShipAddr"])


def test_a_refund_needs_the_account_it_is_paid_from(books: Books) -> None:
    form = {"Line": [sale_line(books.one("Item", "FEE"), "5.00")]}
    assert books.refusal("RefundReceipt", form)["element"] == "DepositToAccountRef"
    bank = {"DepositToAccountRef": books.one("Account", "Checking")}
    refund = books.write("RefundReceipt", {**form, **bank, "PaymentRefNum": "r" * 100})
    assert (refund["TotalAmt"], refund["Balance"]) == (5, 0)
    assert books.refusal("RefundReceipt", {**form, **bank, "PaymentRefNum": "r" * 101})["code"] == "2050"


def test_what_lies_in_a_deposit_stays_as_it_is(books: Books) -> None:
    stored = sale(books, "SalesReceipt")
    asked = {"entity": "SalesReceipt", "id": stored["Id"]}
    books.http.post("/__control/deposit", json=asked).raise_for_status()
    current = books.read("SalesReceipt", stored["Id"])
    assert [link["TxnType"] for link in current["LinkedTxn"]] == ["Deposit"]
    assert current["SyncToken"] == stored["SyncToken"]
    for way in ({}, {"operation": "delete"}, {"include": "void"}):
        assert books.refusal("SalesReceipt", {**current, "PrivateNote": "late"}, **way)["code"] == "6540"
    banked = sale(books, "SalesReceipt", DepositToAccountRef=books.one("Account", "Checking"))
    for wrong in ({"entity": "SalesReceipt", "id": banked["Id"]}, {"entity": "Customer", "id": "1"}, {}):
        assert books.http.post("/__control/deposit", json=wrong).status_code == 400
