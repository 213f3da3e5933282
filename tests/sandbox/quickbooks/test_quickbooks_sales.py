from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.quickbooks.books import SHIPPING, Books, Record, receipt, sale_line, serving


def test_a_receipt_is_stored_as_sent_and_filled_in(books: Books) -> None:
    mug = books.item("Mug")
    sent = receipt(
        books,
        sale_line(mug, "50.00", "TAX", Qty=4, UnitPrice=Decimal("12.5")),
        sale_line(books.one("Item", "DISC"), "-5.00", "TAX", Qty=1, UnitPrice=-5),
        sale_line(SHIPPING, "9.95", "TAX"),
        TxnTaxDetail={"TotalTax": Decimal("4.13")},
        ShippingTaxIncludedInTotalTax=True,
        ShipAddr={"Line1": "12 Elm Street", "City": "Austin"},
        TotalAmt=1,
        PrivateNote="note",
    )
    stored = books.write("SalesReceipt", sent)
    assert stored["TotalAmt"] == Decimal("59.08")
    assert stored["TxnTaxDetail"]["TotalTax"] == Decimal("4.13")
    assert [line.get("Id") for line in stored["Line"]] == ["1", "2", "3", None]
    assert [line["Amount"] for line in stored["Line"]] == [Decimal(n) for n in ("50.00", "-5.00", "9.95", "45.00")]
    assert stored["Line"][0]["SalesItemLineDetail"] == {
        "ItemRef": {"value": mug["value"], "name": "Mug"},
        "Qty": 4,
        "UnitPrice": Decimal("12.5"),
        "TaxCodeRef": {"value": "TAX"},
    }
    assert stored["Line"][2]["SalesItemLineDetail"]["ItemRef"] == SHIPPING
    assert stored["ShipAddr"]["City"] == "Austin"
    for name, value in {
        "domain": "QBO",
        "sparse": False,
        "SyncToken": "0",
        "DocNumber": "S-1",
        "TxnDate": "2026-11-20",
        "PrivateNote": "note",
        "CurrencyRef": {"value": "USD", "name": "United States Dollar"},
        "CustomerRef": {"value": "2", "name": "Sam Sample"},
        "DepositToAccountRef": {"value": "3", "name": "Undeposited Funds"},
        "Balance": 0,
        "CustomField": [],
        "ApplyTaxAfterDiscount": False,
        "PrintStatus": "NeedToPrint",
        "EmailStatus": "NotSet",
    }.items():
        assert stored[name] == value, name
    assert set(stored["MetaData"]) == {"CreateTime", "LastUpdatedTime"}
    assert stored["MetaData"]["CreateTime"][-6:] in ("-08:00", "-07:00")
    assert books.read("SalesReceipt", stored["Id"]) == stored


def test_an_invoice_owes_its_total_and_is_due(books: Books) -> None:
    fee = books.one("Item", "FEE")
    stored = books.write("Invoice", receipt(books, sale_line(fee, "202"), TxnDate="2026-11-30"))
    assert (stored["Balance"], stored["DueDate"], stored["LinkedTxn"]) == (202, "2026-12-30", [])
    assert [stored[name] for name in stored if name.startswith("AllowOnline")] == [False, False, False]
    assert stored["AllowIPNPayment"] is False
    net_15 = books.one("Term", "Net 15")
    termed = receipt(books, sale_line(fee, "1"), TxnDate="2026-11-30", SalesTermRef=net_15, DocNumber="S-2")
    assert books.write("Invoice", termed)["DueDate"] == "2026-12-15"
    assert books.write("Invoice", {**termed, "DocNumber": "S-3", "DueDate": "2027-01-01"})["DueDate"] == "2027-01-01"


def test_an_untaxed_invoice_has_the_members_of_the_recorded_one(books: Books) -> None:
    recorded = (
        "AllowIPNPayment AllowOnlinePayment AllowOnlineCreditCardPayment AllowOnlineACHPayment domain sparse Id"
        " SyncToken MetaData CustomField DocNumber TxnDate CurrencyRef LinkedTxn Line TxnTaxDetail CustomerRef"
        " BillAddr ShipAddr DueDate TotalAmt ApplyTaxAfterDiscount PrintStatus EmailStatus Balance"
    )
    address = {"Line1": "1 Pier Road"}
    customer = books.write("Customer", {"DisplayName": "Ann", "BillAddr": address, "ShipAddr": address})
    books.switch(sales_tax="off")
    sent = receipt(books, sale_line(books.item("Mug"), "10", None), CustomerRef={"value": customer["Id"]})
    stored = books.write("Invoice", sent)
    assert set(stored) == set(recorded.split())
    assert stored["TxnTaxDetail"] == {"TotalTax": 0}
    assert stored["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": "NON"}
    assert stored["Line"][1] == {"Amount": 10, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}


@pytest.mark.parametrize(
    ("line", "code", "detail"),
    [
        ({"Qty": 3, "UnitPrice": 3}, "6070", "Amount is not equal to UnitPrice * Qty. Supplied value:10.00"),
        ({"TaxCodeRef": {"value": "5"}}, "6100", "must be TAX or NON"),
        (
            {"ItemRef": {"value": "999"}},
            "2500",
            "Invalid Reference Id : Line.SalesItemLineDetail.ItemRef",
        ),
        ({"ClassRef": {"value": "7"}}, "2500", "Invalid Reference Id : Klasses element id 7 not found"),
    ],
)
def test_a_wrong_line_is_refused(books: Books, line: Record, code: str, detail: str) -> None:
    refused = books.refusal("SalesReceipt", receipt(books, sale_line(books.item("Mug"), "10.00", **line)))
    assert refused["code"] == code
    assert detail in refused["Detail"]


def test_amounts_are_compared_in_cents(books: Books) -> None:
    sent = receipt(books, sale_line(books.item("Mug"), "10.00", Qty=3, UnitPrice=Decimal("3.33333")))
    assert books.write("SalesReceipt", sent)["TotalAmt"] == 10


@pytest.mark.parametrize(
    ("members", "code", "text"),
    [
        ({"Colour": "red"}, "2010", 'Unrecognized field "Colour" (class com.intuit.schema.finance.v3.SalesReceipt)'),
        ({"Line": []}, "2020", "Line"),
        ({"DocNumber": "1234567890123456789012"}, "2050", "Length of the field exceeds 21 chars"),
        ({"TxnDate": "20.11.2026"}, "2060", "TxnDate"),
        ({"DepositToAccountRef": {"value": "999"}}, "2500", "Accounts element id 999 not found"),
        ({"DepositToAccountRef": {"value": "5"}}, "6430", "different type of account"),
        ({"CustomerRef": {"value": "999"}}, "2500", "Names element id 999 not found"),
        ({"EmailStatus": "Sent"}, "2170", "Invalid Enumeration: Sent"),
        ({"EmailStatus": "NeedToSend"}, "6420", "BillEmail"),
        ({"TxnDate": "2026-10-31"}, "6200", "The account period has closed"),
        ({"CurrencyRef": {"value": "EUR"}}, "2500", "CurrencyRef"),
    ],
)
def test_a_wrong_form_is_refused(books: Books, members: Record, code: str, text: str) -> None:
    refused = books.refusal("SalesReceipt", receipt(books, sale_line(books.item("Mug"), "10"), **members))
    assert refused["code"] == code
    assert text in refused["Detail"]
    assert books.query("select count(*) from SalesReceipt") == {"totalCount": 0}


def test_an_unknown_property_is_found_inside_a_line_too(books: Books) -> None:
    refused = books.refusal("SalesReceipt", receipt(books, {**sale_line(books.item("Mug"), "10"), "Price": 1}))
    assert (refused["code"], "element" in refused) == ("2010", False)
    assert "com.intuit.schema.finance.v3.Line" in refused["Detail"]


def test_the_day_after_the_closing_date_is_open(books: Books) -> None:
    stored = books.write("SalesReceipt", receipt(books, sale_line(books.item("Mug"), "10"), TxnDate="2026-11-01"))
    assert stored["TxnDate"] == "2026-11-01"


def test_a_total_of_zero_is_accepted_and_one_below_is_not(books: Books) -> None:
    mug, discount = books.item("Mug"), books.one("Item", "DISC")
    free = receipt(books, sale_line(mug, "40"), sale_line(discount, "-40"))
    assert books.write("SalesReceipt", free)["TotalAmt"] == 0
    below = receipt(books, sale_line(mug, "40"), sale_line(discount, "-40.01"), DocNumber="S-2")
    assert books.refusal("SalesReceipt", below)["code"] == "6000"


def test_a_line_without_an_item_is_text(books: Books) -> None:
    mug = books.item("Mug")
    text = {"Amount": 5, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {}}
    assert books.write("SalesReceipt", receipt(books, sale_line(mug, "10"), text))["TotalAmt"] == 10


def test_a_discount_line_takes_off(books: Books) -> None:
    mug = books.item("Mug")
    lines: list[Record] = [
        {"Amount": 4, "DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": False}},
        {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 8.5}},
    ]
    stored = books.write("SalesReceipt", receipt(books, sale_line(mug, "50"), lines[0]))
    assert stored["TotalAmt"] == 46
    *_, subtotal, discount = stored["Line"]
    assert (subtotal["DetailType"], subtotal["Amount"]) == ("SubTotalLineDetail", 50)
    assert not {"Id", "LineNum"} & set(discount)
    assert discount["DiscountLineDetail"]["DiscountAccountRef"]["name"] == "Discounts given"
    percent = books.write("SalesReceipt", receipt(books, sale_line(mug, "50"), lines[1], DocNumber="S-2"))
    assert percent["TotalAmt"] == Decimal("45.75")


def test_the_shipping_line_needs_shipping_to_be_on(books: Books) -> None:
    books.prefer("SalesFormsPrefs", AllowShipping=False)
    refused = books.refusal("SalesReceipt", receipt(books, sale_line(books.item("Mug"), "1"), sale_line(SHIPPING, "9")))
    assert refused["code"] == "2500"


def test_what_is_inactive_cannot_be_used(books: Books) -> None:
    mug, customer = books.item("Mug"), books.one("Customer", "Sam Sample")
    sent = receipt(books, sale_line(mug, "10"))
    for entity, reference in (("Item", mug), ("Customer", customer)):
        old = books.read(entity, reference["value"])
        books.write(entity, {**old, "Active": False})
        refused = books.refusal("SalesReceipt", sent)
        assert (refused["code"], refused["Message"]) == ("610", "Object Not Found")
        name = "Name" if entity == "Item" else "DisplayName"
        books.write(entity, {**books.read(entity, old["Id"]), name: old[name], "Active": True})
    assert books.write("SalesReceipt", sent)["TotalAmt"] == 10


def test_a_category_cannot_be_sold(books: Books) -> None:
    category = books.write("Item", {"Name": "Mugs", "Type": "Category"})["Id"]
    refused = books.refusal("SalesReceipt", receipt(books, sale_line({"value": category}, "10")))
    assert (refused["code"], refused["Detail"]) == (
        "2500",
        "Invalid Reference Id : Categories cannot be used in transactions.",
    )


def test_stock_cannot_be_sold_before_it_began(books: Books) -> None:
    stock = {
        "Type": "Inventory",
        "TrackQtyOnHand": True,
        "QtyOnHand": 5,
        "InvStartDate": "2026-11-15",
        "AssetAccountRef": books.one("Account", "Inventory Asset"),
    }
    mug = books.item("Mug", **stock)
    early = receipt(books, sale_line(mug, "10", Qty=1), TxnDate="2026-11-14")
    assert books.refusal("SalesReceipt", early)["code"] == "6270"
    assert books.write("SalesReceipt", {**early, "TxnDate": "2026-11-15"})["TotalAmt"] == 10


def test_a_taken_number_is_refused_unless_duplicates_are_allowed(books: Books) -> None:
    sent = receipt(books, sale_line(books.item("Mug"), "10"))
    for entity in ("SalesReceipt", "Invoice"):
        first = books.write(entity, sent)
        refused = books.refusal(entity, sent)
        assert (refused["code"], refused["Message"]) == ("6140", "Duplicate Document Number Error")
        assert f"TxnId={first['Id']}" in refused["Detail"]
        assert books.write(entity, sent, include="allowduplicatedocnum")["Id"] != first["Id"]
    books.switch(duplicate_numbers="allow")
    assert books.write("SalesReceipt", sent)["DocNumber"] == "S-1"


def test_with_custom_numbers_no_number_stays_empty(books: Books) -> None:
    sent = receipt(books, sale_line(books.item("Mug"), "10"), DocNumber=None)
    assert "DocNumber" not in books.write("SalesReceipt", sent)


def test_without_custom_numbers_the_company_counts_and_a_sent_number_moves_no_counter(books: Books) -> None:
    books.prefer("SalesFormsPrefs", CustomTxnNumbers=False)
    mug = books.item("Mug")
    numbers = [
        books.write(entity, receipt(books, sale_line(mug, "10"), DocNumber=number))["DocNumber"]
        for entity, number in (("SalesReceipt", None), ("Invoice", None), ("Invoice", "X-9"), ("SalesReceipt", None))
    ]
    assert numbers == ["1001", "1002", "X-9", "1003"]


def test_an_invoice_needs_a_customer_and_a_receipt_does_not(books: Books) -> None:
    sent = receipt(books, sale_line(books.item("Mug"), "10"), CustomerRef=None)
    assert books.refusal("Invoice", sent)["element"] == "CustomerRef"
    assert "CustomerRef" not in books.write("SalesReceipt", sent)


def test_addresses_come_from_the_customer(books: Books) -> None:
    address = {"Line1": "1 Pier Road", "City": "Reno"}
    customer = books.write("Customer", {"DisplayName": "Ann", "BillAddr": address})
    stored = books.write(
        "SalesReceipt", receipt(books, sale_line(books.item("Mug"), "1"), CustomerRef={"value": customer["Id"]})
    )
    assert stored["BillAddr"] == customer["BillAddr"]
    assert "ShipAddr" not in stored


def test_an_empty_company_has_what_quickbooks_makes_itself_and_little_switched_on() -> None:
    with serving(seed_company=False) as books:
        accounts = {account["Name"] for account in books.rows("select * from Account")}
        assert {"Undeposited Funds", "Accounts Payable (A/P)", "Sales of Product Income"} <= accounts
        assert "Shop Clearing" not in accounts
        assert books.rows("select * from Vendor") == []
        sales = books.get("preferences").json()["Preferences"]["SalesFormsPrefs"]
        assert (sales["CustomTxnNumbers"], sales["AllowShipping"]) == (False, False)
