"""The company of the demo's shop holds what its orders match, and what they nearly match."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.sandbox.quickbooks.books import Books


def only(books: Books, statement: str) -> dict[str, Any]:
    (found,) = books.rows(statement)
    return found


def term(books: Books, reference: dict[str, str] | None) -> str | None:
    return str(books.read("Term", reference["value"])["Name"]) if reference else None


def test_vendors_have_their_terms_or_none(books: Books) -> None:
    terms = {one["DisplayName"]: term(books, one.get("TermRef")) for one in books.rows("select * from Vendor")}
    assert (terms["Acme Supply"], terms["Beta Goods"]) == (None, None)
    assert (terms["Cedar Works"], terms["Dune Trading"], terms["O'Hara's Candles"]) == ("Net 15", "Net 30", "Net 30")


def test_a_customer_without_a_term_gets_the_companys(books: Books) -> None:
    preferences = books.get("preferences").json()["Preferences"]
    assert term(books, preferences["SalesFormsPrefs"]["DefaultTerms"]) == "Due on receipt"
    assert "SalesTermRef" not in only(books, "select * from Customer where DisplayName = 'Tom Becker'")
    business = only(books, "select * from Customer where DisplayName = 'Bluebonnet Gifts LLC'")
    assert term(books, business["SalesTermRef"]) == "Net 30"


def test_two_entries_are_inactive(books: Books) -> None:
    assert books.rows("select * from Customer where DisplayName = 'Quiet Corner Books'") == []
    assert books.rows("select * from Item where Sku = 'POSTER-A2'") == []
    assert only(books, "select * from Item where Sku = 'POSTER-A2' and Active = false")["Active"] is False


def test_an_item_is_a_category_one_is_in_stock_and_one_cannot_be_bought(books: Books) -> None:
    assert only(books, "select * from Item where Name = 'Candles'")["Type"] == "Category"
    stocked = only(books, "select * from Item where Sku = 'MUG-GRN'")
    assert (stocked["Type"], stocked["QtyOnHand"]) == ("Inventory", 120)
    assert "ExpenseAccountRef" not in only(books, "select * from Item where Sku = 'ACME-CAP-NVY'")


def test_no_document_stands_at_the_start(books: Books) -> None:
    for kind in ("SalesReceipt", "Invoice", "PurchaseOrder", "Bill"):
        assert books.query(f"select count(*) from {kind}") == {"totalCount": 0}


def test_the_shop_has_a_bundle_a_filled_category_places_and_an_employee(books: Books) -> None:
    assert only(books, "select * from Item where Type = 'Group'")["Name"] == "Desk set"
    inside = [
        one["Name"] for one in books.rows("select * from Item maxresults 1000") if one["FullyQualifiedName"].count(":")
    ]
    assert inside == ["Brass paper clips", "Desk pad A4"]
    assert [one["Name"] for one in books.rows("select * from Class")] == ["Online", "Wholesale"]
    assert [one["Name"] for one in books.rows("select * from Department")] == ["Austin"]
    assert only(books, "select * from Employee")["DisplayName"] == "Robin Sample"


def test_the_tax_lists_have_the_codes_of_lines_and_the_one_that_taxes(books: Books) -> None:
    codes = {one["Id"]: one for one in books.rows("select * from TaxCode")}
    assert {code: codes[code]["Taxable"] for code in codes} == {"TAX": True, "NON": False, "2": True}
    assert books.read("TaxCode", "NON") == codes["NON"]
    (detail,) = codes["2"]["SalesTaxRateList"]["TaxRateDetail"]
    rate = books.read("TaxRate", detail["TaxRateRef"]["value"])
    assert (rate["RateValue"], rate["AgencyRef"]["value"]) == (
        Decimal("8.25"),
        only(books, "select * from TaxAgency")["Id"],
    )
