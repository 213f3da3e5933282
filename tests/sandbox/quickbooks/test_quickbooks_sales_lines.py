"""The lines of sales forms beyond the plain item: bundles, text, discounts, tips, and how exact they must be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.books import SHIPPING, Books, Record, receipt, sale_line
from tests.sandbox.quickbooks.documents import key

TEXT: Record = {"DetailType": "DescriptionOnly", "DescriptionLineDetail": {}}


def discount(amount: str | None = None, **detail: Any) -> Record:
    line = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": False, **detail}}
    return {**line, **({"Amount": Decimal(amount)} if amount else {})}


def group(books: Books, **detail: Any) -> Record:
    bundle = {"GroupItemRef": books.one("Item", "Desk set"), "Quantity": 2, **detail}
    return {"DetailType": "GroupLineDetail", "GroupLineDetail": bundle}


def test_a_bundle_comes_back_as_its_items_at_their_prices(books: Books) -> None:
    books.switch(sales_tax="off")
    stored = books.write("SalesReceipt", receipt(books, group(books), sale_line(books.one("Item", "FEE"), "1.00")))
    bundle = stored["Line"][0]
    lines = bundle["GroupLineDetail"]["Line"]
    # Two sets of two notebooks at 9.00 and three pens at 1.50.
    assert [(line["SalesItemLineDetail"]["Qty"], line["Amount"]) for line in lines] == [(4, 36), (6, 9)]
    assert bundle["GroupLineDetail"]["GroupItemRef"]["name"] == "Desk set"
    assert (bundle["Amount"], stored["TotalAmt"], stored["Line"][2]["Amount"]) == (45, 46, 46)
    assert [bundle["Id"], *[line["Id"] for line in lines], stored["Line"][1]["Id"]] == ["1", "2", "3", "4"]
    assert books.write("SalesReceipt", stored) == stored
    cheaper = [{**lines[0], "Amount": 30, "SalesItemLineDetail": {**lines[0]["SalesItemLineDetail"], "UnitPrice": 7.5}}]
    changed = {**bundle, "GroupLineDetail": {**bundle["GroupLineDetail"], "Line": cheaper}}
    assert books.write("SalesReceipt", {**stored, "Line": [changed]})["TotalAmt"] == 30


def test_only_a_bundle_is_sold_as_one_and_never_as_an_item(books: Books) -> None:
    notebook, bundle = books.one("Item", "Notebook A5"), books.one("Item", "Desk set")
    for line in (group(books, GroupItemRef=notebook), sale_line(bundle, "10")):
        assert books.refusal("SalesReceipt", receipt(books, line))["code"] == "2500"
    assert books.refusal("SalesReceipt", receipt(books, group(books, GroupItemRef=None)))["code"] == "2020"


def test_a_text_of_subtotal_is_filled_with_the_sum_since_the_last(books: Books) -> None:
    fee = books.one("Item", "FEE")
    asked = {**TEXT, "Description": "Subtotal:"}
    lines = [sale_line(fee, "10.00"), sale_line(fee, "2.50"), asked, sale_line(fee, "4.00"), asked]
    stored = books.write("SalesReceipt", receipt(books, *lines, {**TEXT, "Description": "Thanks"}))
    texts = [line["Description"] for line in stored["Line"] if line["DetailType"] == "DescriptionOnly"]
    assert texts == ["Subtotal: 12.50", "Subtotal: 4.00", "Thanks"]
    assert books.write("SalesReceipt", stored) == stored


def test_a_tip_needs_tips_to_be_on(books: Books) -> None:
    lines = [sale_line(books.one("Item", "FEE"), "10.00"), sale_line({"value": "GRATUITY_ITEM_ID"}, "2.00")]
    assert books.refusal("Invoice", receipt(books, *lines))["code"] == "2500"
    books.prefer("OtherPrefs", NameValue=[{"Name": "SalesFormsPrefs.AllowGratuity", "Value": "true"}])
    stored = books.write("Invoice", receipt(books, *lines))
    assert (stored["TotalAmt"], stored["Line"][-1]["Amount"]) == (12, 10)
    assert stored["Line"][1]["SalesItemLineDetail"]["ItemRef"] == {"value": "GRATUITY_ITEM_ID"}


@pytest.mark.parametrize(
    ("lines", "code"),
    [([discount("1"), discount("2")], "6000"), ([discount("-1")], "2290"), ([discount()], "6090")],
)
def test_a_wrong_discount_is_refused(books: Books, lines: list[Record], code: str) -> None:
    assert books.refusal("Invoice", receipt(books, sale_line(books.one("Item", "FEE"), "10"), *lines))["code"] == code


def test_a_discount_needs_discounts_to_be_on(books: Books) -> None:
    books.prefer("SalesFormsPrefs", AllowDiscount=False)
    refused = books.refusal("Invoice", receipt(books, sale_line(books.one("Item", "FEE"), "10"), discount("1")))
    assert refused["code"] == "2500"


def test_a_percentage_is_of_the_goods_and_not_of_shipping(books: Books) -> None:
    lines = [sale_line(books.one("Item", "FEE"), "100"), sale_line(SHIPPING, "10")]
    percent = discount(PercentBased=True, DiscountPercent=10)
    assert books.write("Invoice", receipt(books, *lines, percent))["TotalAmt"] == 100


def test_a_taxable_form_has_at_most_750_lines_and_others_what_the_switch_says(books: Books) -> None:
    fee = books.one("Item", "FEE")
    many = receipt(books, *[sale_line(fee, "1.00")] * 750, sale_line(fee, "1.00", "TAX"))
    assert books.refusal("SalesReceipt", many)["code"] == "6000"
    many["Line"].pop()
    assert books.write("SalesReceipt", many)["TotalAmt"] == 750
    books.switch(most_lines="2")
    long = receipt(books, *[sale_line(fee, "1.00")] * 3, DocNumber="S-2")
    assert books.refusal("SalesReceipt", long)["code"] == "6000"


def test_an_amount_may_miss_its_price_by_what_the_switch_tolerates(books: Books) -> None:
    line = sale_line(books.one("Item", "FEE"), "10.00", Qty=3, UnitPrice=Decimal("3.33"))
    assert books.refusal("SalesReceipt", receipt(books, line))["code"] == "6070"
    books.switch(amount_tolerance="0.01")
    assert books.write("SalesReceipt", receipt(books, line))["TotalAmt"] == 10


def test_quantity_and_price_are_kept_to_some_decimals(books: Books) -> None:
    line = sale_line(books.one("Item", "FEE"), "1.00", Qty=1, UnitPrice=Decimal("1.00000004"))
    books.switch(kept_decimals="5")
    detail = books.write("SalesReceipt", receipt(books, line))["Line"][0]["SalesItemLineDetail"]
    assert detail["UnitPrice"] == 1
    books.switch(kept_decimals="unlimited")
    stored = books.write("SalesReceipt", receipt(books, line, DocNumber="S-2"))
    assert stored["Line"][0]["SalesItemLineDetail"]["UnitPrice"] == Decimal("1.00000004")


def test_a_line_without_a_tax_code_takes_its_items(books: Books) -> None:
    lines = [
        sale_line(books.item(name, Taxable=taxed), "10.00", None) for name, taxed in (("Mug", True), ("Card", False))
    ]
    stored = books.write("SalesReceipt", receipt(books, *lines))
    codes = [line["SalesItemLineDetail"]["TaxCodeRef"]["value"] for line in stored["Line"][:2]]
    assert (codes, stored["TotalAmt"]) == (["TAX", "NON"], Decimal("20.83"))
    assert books.write("SalesReceipt", {**key(stored), "sparse": True, "PrivateNote": "x"})["TotalAmt"] == Decimal(
        "20.83"
    )


def test_lines_without_a_number_of_their_own_are_counted_from_one(books: Books) -> None:
    line = {**sale_line(books.one("Item", "FEE"), "5"), "LineNum": 0}
    sold = books.write("SalesReceipt", receipt(books, line, line))
    assert [one.get("LineNum") for one in sold["Line"]] == [1, 2, None]
