"""A company in Canada: every line has a code, and the form says whether its amounts contain the tax."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.books import Books, Record, receipt, sale_line, serving
from tests.sandbox.quickbooks.documents import bought

GST, HST, BOTH, EXEMPT = "2", "3", "4", "5"


@pytest.fixture(scope="module")
def canada() -> Iterator[Books]:
    with serving(sales_tax="abroad", duplicate_numbers="allow", limits="off") as books:
        yield books


def form(books: Books, *lines: tuple[str, str | None], **members: Any) -> Record:
    fee = books.one("Item", "FEE")
    return receipt(books, *[sale_line(fee, amount, code) for amount, code in lines], **members)


def test_the_company_tells_where_it_is(canada: Books) -> None:
    info = canada.get(f"companyinfo/{canada.announced['realm_id']}").json()["CompanyInfo"]
    preferences = canada.get("preferences").json()["Preferences"]
    assert (info["Country"], preferences["CurrencyPrefs"]["HomeCurrency"]) == ("CAN", {"value": "CAD"})
    assert (preferences["TaxPrefs"]["UsingSalesTax"], "PartnerTaxEnabled" in preferences["TaxPrefs"]) == (True, False)
    assert [code["Name"] for code in canada.rows("select * from TaxCode")] == ["Exempt", "GST", "GST/PST BC", "HST ON"]


def test_tax_is_reckoned_for_each_rate_behind_the_codes(canada: Books) -> None:
    stored = canada.write("SalesReceipt", form(canada, ("100.00", BOTH), ("50.00", GST), ("7.00", EXEMPT)))
    assert (stored["GlobalTaxCalculation"], stored["CurrencyRef"]["value"]) == ("TaxExcluded", "CAD")
    tax = stored["TxnTaxDetail"]
    assert [(line["TaxLineDetail"]["NetAmountTaxable"], line["Amount"]) for line in tax["TaxLine"]] == [
        (150, Decimal("7.5")),
        (100, 7),
    ]
    assert (tax["TotalTax"], stored["TotalAmt"]) == (Decimal("14.5"), Decimal("171.5"))
    assert stored["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": BOTH}


def test_amounts_that_contain_the_tax_show_what_they_come_to(canada: Books) -> None:
    stored = canada.write("Invoice", form(canada, ("100.00", HST), GlobalTaxCalculation="TaxInclusive"))
    assert stored["Line"][0]["SalesItemLineDetail"]["TaxInclusiveAmt"] == 113
    assert (stored["TotalAmt"], stored["Balance"]) == (113, 113)


def test_where_tax_does_not_apply_none_may_be_sent(canada: Books) -> None:
    plain = form(canada, ("100.00", None), GlobalTaxCalculation="NotApplicable")
    stored = canada.write("Invoice", plain)
    assert stored["TotalAmt"] == 100
    assert canada.write("Invoice", stored) == stored
    assert canada.refusal("Invoice", {**plain, "TxnTaxDetail": {"TotalTax": 1}})["code"] == "6170"


def test_a_line_needs_a_code_that_is_there(canada: Books) -> None:
    refused = canada.refusal("SalesReceipt", form(canada, ("100.00", None)))
    assert refused["code"] == "6000"
    assert refused["Detail"].endswith("Make sure all your transactions have a GST/HST rate before you save.")
    assert canada.refusal("SalesReceipt", form(canada, ("100.00", "TAX")))["code"] == "2500"


def test_a_sent_tax_line_stands_for_a_rate_of_the_lines_once(canada: Books) -> None:
    def override(*rates: str) -> Record:
        lines = [
            {"Amount": Decimal("4.99"), "DetailType": "TaxLineDetail", "TaxLineDetail": {"TaxRateRef": {"value": rate}}}
            for rate in rates
        ]
        return form(canada, ("100.00", GST), TxnTaxDetail={"TaxLine": lines})

    assert canada.write("SalesReceipt", override("3"))["TotalAmt"] == Decimal("104.99")
    for rates in (("4",), ("3", "3")):
        assert canada.refusal("SalesReceipt", override(*rates))["code"] == "6000"


def test_bills_are_taxed_by_their_codes_too(canada: Books) -> None:
    lamp = canada.one("Item", "Oak desk lamp")
    detail = {"ItemRef": lamp, "Qty": 4, "TaxCodeRef": {"value": HST}}
    line = {"Amount": 100, "DetailType": "ItemBasedExpenseLineDetail", "ItemBasedExpenseLineDetail": detail}
    bill = bought(canada, "Bill", Line=[line])
    assert (bill["TotalAmt"], bill["Balance"], bill["TxnTaxDetail"]["TotalTax"]) == (113, 113, 13)
