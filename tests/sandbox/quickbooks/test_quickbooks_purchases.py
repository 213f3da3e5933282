from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.books import Books, Record, account_line, item_line


def order(books: Books, *lines: Record, **members: Any) -> Record:
    vendor = books.one("Vendor", "Acme Supply")
    sent = {"VendorRef": vendor, "TxnDate": "2026-11-20", "DocNumber": "PO-1", "Line": list(lines)}
    return books.write("PurchaseOrder", {**sent, **members})


def bill(books: Books, *lines: Record, **members: Any) -> Record:
    vendor = books.one("Vendor", "Acme Supply")
    sent = {"VendorRef": vendor, "TxnDate": "2026-11-21", "DocNumber": "B-1", "Line": list(lines)}
    return books.write("Bill", {**sent, **members})


def on(line: Record, order: Record, line_id: str = "1", **members: Any) -> Record:
    """A bill line that names a line of a purchase order."""
    return {**line, "LinkedTxn": [{"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": line_id, **members}]}


def test_a_purchase_order_is_filled_in(books: Books) -> None:
    mug, customer = books.item("Mug"), books.one("Customer", "Sam Sample")
    line = item_line(mug, "26.00", Qty=4, UnitPrice=Decimal("6.5"), CustomerRef=customer)
    stored = order(books, {**line, "Description": "ACME-MUG"}, ShipAddr={"Line1": "12 Elm Street"})
    assert (stored["POStatus"], stored["TotalAmt"], stored["DocNumber"]) == ("Open", 26, "PO-1")
    assert stored["VendorRef"]["name"] == "Acme Supply"
    assert stored["APAccountRef"]["name"] == "Accounts Payable (A/P)"
    assert stored["ShipAddr"]["Line1"] == "12 Elm Street"
    assert "LinkedTxn" not in stored
    (line,) = stored["Line"]
    assert (line["Id"], line["LineNum"], line["Description"]) == ("1", 1, "ACME-MUG")
    assert line["ItemBasedExpenseLineDetail"] == {
        "ItemRef": {"value": mug["value"], "name": "Mug"},
        "Qty": 4,
        "UnitPrice": Decimal("6.5"),
        "CustomerRef": {"value": customer["value"], "name": "Sam Sample"},
        "BillableStatus": "NotBillable",
        "TaxCodeRef": {"value": "NON"},
    }


def test_amounts_of_purchase_lines_are_not_checked(books: Books) -> None:
    assert order(books, item_line(books.item("Mug"), "16", Qty=24, UnitPrice=8))["TotalAmt"] == 16


def test_a_bill_takes_negative_and_account_lines(books: Books) -> None:
    freight = books.one("Account", "Freight In")
    stored = bill(
        books,
        item_line(books.item("Mug"), "50"),
        account_line(freight, "4.00"),
        account_line(freight, "-1.50"),
        SalesTermRef=books.one("Term", "Net 15"),
    )
    assert (stored["TotalAmt"], stored["Balance"], stored["DueDate"]) == (
        Decimal("52.5"),
        Decimal("52.5"),
        "2026-12-06",
    )
    assert "LinkedTxn" not in stored
    assert stored["Line"][1]["AccountBasedExpenseLineDetail"]["AccountRef"]["name"] == "Freight In"


def test_a_bill_without_terms_is_due_at_once_and_never_numbered_by_the_company(books: Books) -> None:
    books.prefer("OtherPrefs", NameValue=[{"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": "false"}])
    stored = bill(books, item_line(books.item("Mug"), "50"), DocNumber=None)
    assert stored["DueDate"] == "2026-11-21"
    assert "DocNumber" not in stored
    assert order(books, item_line(books.one("Item", "Mug"), "50"), DocNumber=None)["DocNumber"] == "1001"


def test_a_full_bill_is_linked_both_ways_and_closes_the_order(books: Books) -> None:
    mug = books.item("Mug")
    ordered = order(books, item_line(mug, "26.00", Qty=4))
    fee = account_line(books.one("Account", "Supplier Fees"), "2")
    stored = bill(books, on(item_line(mug, "26.00", Qty=4), ordered), fee)
    assert stored["Line"][0]["LinkedTxn"] == [{"TxnId": ordered["Id"], "TxnType": "PurchaseOrder", "TxnLineId": "1"}]
    assert "LinkedTxn" not in stored["Line"][1]
    assert stored["LinkedTxn"] == [{"TxnId": ordered["Id"], "TxnType": "PurchaseOrder"}]
    after = books.read("PurchaseOrder", ordered["Id"])
    assert (after["POStatus"], after["SyncToken"]) == ("Closed", "1")
    assert after["LinkedTxn"] == [{"TxnId": stored["Id"], "TxnType": "Bill"}]
    assert after["Line"][0]["Received"] == 4


def test_an_order_stays_open_until_every_line_is_billed_in_full(books: Books) -> None:
    mug, tee = books.item("Mug"), books.item("Tee")
    ordered = order(books, item_line(mug, "65", Qty=10), account_line(books.one("Account", "Freight In"), "5.00"))
    bill(books, on(item_line(mug, "39", Qty=6), ordered), on(item_line(tee, "5"), ordered, "2"))
    partly = books.read("PurchaseOrder", ordered["Id"])
    assert (partly["POStatus"], [line["Received"] for line in partly["Line"]]) == ("Open", [6, 5])
    bill(books, on(item_line(mug, "26.40", Qty=4), ordered), DocNumber="B-2")
    closed = books.read("PurchaseOrder", ordered["Id"])
    assert (closed["POStatus"], closed["Line"][0]["Received"]) == ("Closed", 10)
    assert len(closed["LinkedTxn"]) == 2


def test_deleting_a_bill_opens_its_order_again(books: Books) -> None:
    mug = books.item("Mug")
    ordered = order(books, item_line(mug, "26", Qty=4))
    stored = bill(books, on(item_line(mug, "26", Qty=4), ordered))
    refused = books.refusal("PurchaseOrder", {**_key(books, "PurchaseOrder", ordered["Id"])}, operation="delete")
    assert refused["code"] == "800"
    books.post("Bill", _key(books, "Bill", stored["Id"]), operation="delete").raise_for_status()
    after = books.read("PurchaseOrder", ordered["Id"])
    assert after["POStatus"] == "Open"
    assert "LinkedTxn" not in after
    assert "Received" not in after["Line"][0]


@pytest.mark.parametrize(
    "case", ["header only", "no line", "wrong line", "wrong order", "other vendor", "closed", "full"]
)
def test_a_link_that_does_not_hold_is_dropped_without_a_word(books: Books, case: str) -> None:
    mug = books.item("Mug")
    ordered = order(books, item_line(mug, "26", Qty=4), item_line(mug, "10"))
    line = on(item_line(mug, "26", Qty=4), ordered)
    link: Record = line["LinkedTxn"][0]
    members: Record = {}
    if case == "header only":
        members["LinkedTxn"] = [{"TxnId": ordered["Id"], "TxnType": "PurchaseOrder"}]
        del line["LinkedTxn"]
    elif case == "no line":
        del link["TxnLineId"]
    elif case == "wrong line":
        link["TxnLineId"] = "9"
    elif case == "wrong order":
        link["TxnId"] = "999"
    elif case == "other vendor":
        members["VendorRef"] = books.one("Vendor", "Beta Goods")
    elif case == "closed":
        books.write("PurchaseOrder", {**ordered, "POStatus": "Closed"})
    else:
        bill(books, line, DocNumber="B-0")
    stored = bill(books, line, **members)
    assert "LinkedTxn" not in stored
    assert "LinkedTxn" not in stored["Line"][0]
    assert stored["TotalAmt"] == 26


def test_two_lines_of_one_bill_share_an_order_line_until_it_is_used_up(books: Books) -> None:
    mug = books.item("Mug")
    ordered = order(books, item_line(mug, "26", Qty=4))
    lines = [on(item_line(mug, "13", Qty=2), ordered) for _ in range(3)]
    assert ["LinkedTxn" in line for line in bill(books, *lines)["Line"]] == [True, True, False]


def test_a_bill_line_keeps_its_link_when_the_bill_is_changed_and_gets_none_later(books: Books) -> None:
    mug = books.item("Mug")
    ordered = order(books, item_line(mug, "26", Qty=4), item_line(mug, "10"))
    stored = bill(books, on(item_line(mug, "26", Qty=4), ordered), item_line(mug, "10"))
    late = on(stored["Line"][1], ordered, "2")
    changed = books.write("Bill", {**stored, "Line": [stored["Line"][0], late], "PrivateNote": "changed"})
    assert ["LinkedTxn" in line for line in changed["Line"]] == [True, False]
    replaced = {name: value for name, value in late.items() if name != "Id"}
    linked = books.write("Bill", {**changed, "Line": [changed["Line"][0], replaced]})
    assert ["LinkedTxn" in line for line in linked["Line"]] == [True, True]
    assert books.read("PurchaseOrder", ordered["Id"])["POStatus"] == "Closed"


def test_a_bill_line_taken_away_opens_its_order_again(books: Books) -> None:
    mug = books.item("Mug")
    ordered = order(books, item_line(mug, "26", Qty=4))
    stored = bill(books, on(item_line(mug, "26", Qty=4), ordered))
    books.write("Bill", {**stored, "Line": [item_line(mug, "26")]})
    assert books.read("PurchaseOrder", ordered["Id"])["POStatus"] == "Open"


def test_a_bill_number_is_taken_for_its_vendor_only(books: Books) -> None:
    mug = books.item("Mug")
    bill(books, item_line(mug, "1"))
    bill(books, item_line(mug, "1"), VendorRef=books.one("Vendor", "Beta Goods"))
    vendor = books.one("Vendor", "Acme Supply")
    again = {"VendorRef": vendor, "DocNumber": "b-1", "Line": [item_line(mug, "2")]}
    assert books.refusal("Bill", again)["code"] == "6140"
    order(books, item_line(mug, "1"))
    assert books.refusal("PurchaseOrder", {**again, "DocNumber": "PO-1"})["code"] == "6140"


def test_an_item_without_expense_account_cannot_be_bought(books: Books) -> None:
    vendor = books.one("Vendor", "Acme Supply")
    line = item_line(books.item("Mug", ExpenseAccountRef=None), "1")
    for entity in ("PurchaseOrder", "Bill"):
        refused = books.refusal(entity, {"VendorRef": vendor, "Line": [line]})
        assert refused["code"] == "6000"
        assert refused["Detail"].endswith("You must select an account for this transaction.")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"BillableStatus": "Billable"}, "6310"),
        ({"BillableStatus": "HasBeenBilled"}, "2170"),
        ({"ItemRef": None}, "6440"),
        ({"CustomerRef": {"value": "999"}}, "2500"),
    ],
)
def test_a_wrong_purchase_line_is_refused(books: Books, line: Record, code: str) -> None:
    vendor, sent = books.one("Vendor", "Acme Supply"), item_line(books.item("Mug"), "1")
    sent["ItemBasedExpenseLineDetail"].update(line)
    assert books.refusal("Bill", {"VendorRef": vendor, "Line": [sent]})["code"] == code


def test_purchases_need_a_vendor_and_an_open_period(books: Books) -> None:
    line = item_line(books.item("Mug"), "1")
    for entity in ("PurchaseOrder", "Bill"):
        assert books.refusal(entity, {"Line": [line]})["element"] == "VendorRef"
        late = {"VendorRef": books.one("Vendor", "Acme Supply"), "Line": [line], "TxnDate": "2026-10-31"}
        assert books.refusal(entity, late)["code"] == "6200"


def test_purchase_orders_need_the_feature(books: Books) -> None:
    books.prefer("OtherPrefs", NameValue=[{"Name": "VendorAndPurchasesPrefs.PurchaseOrderEnabled", "Value": "false"}])
    sent = {"VendorRef": books.one("Vendor", "Acme Supply"), "Line": [item_line(books.item("Mug"), "1")]}
    assert books.refusal("PurchaseOrder", sent)["code"] == "5020"


def _key(books: Books, entity: str, record_id: str) -> Record:
    record = books.read(entity, record_id)
    return {"Id": record["Id"], "SyncToken": record["SyncToken"]}
