from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.books import SHIPPING, Books, Record, receipt, sale_line


@pytest.mark.parametrize(
    ("lines", "members", "switches", "tax"),
    [
        # A sent total stands, whatever the rate would give.
        ([("100", "TAX")], {"TotalTax": "7.00"}, {}, "7.00"),
        # Shipping is taxed on top unless the total says that it covers it.
        ([("100", "TAX"), ("10", "TAX", "shipping")], {"TotalTax": "7.00"}, {}, "7.83"),
        ([("100", "TAX"), ("10", "TAX", "shipping")], {"TotalTax": "7.00", "covered": True}, {}, "7.00"),
        ([("100", "TAX"), ("10", "NON", "shipping")], {"TotalTax": "7.00"}, {}, "7.00"),
        # No sent total: the rate, half up, over what is taxable; no code is that of the item.
        ([("100", "TAX"), ("10", "NON")], {}, {}, "8.25"),
        ([("100", None)], {}, {}, "8.25"),
        ([("0.06", "TAX")], {}, {}, "0.00"),
        ([("100", "TAX"), ("-40", "TAX")], {}, {}, "4.95"),
        ([("100", "TAX")], {}, {"tax_rate": "10"}, "10.00"),
        # Nothing taxable: a sent total is ignored.
        ([("100", "NON")], {"TotalTax": "7.00"}, {}, "0"),
        # The company lets no override stand.
        ([("100", "TAX"), ("10", "TAX", "shipping")], {"TotalTax": "7.00"}, {"tax_override": "refused"}, "9.08"),
        # No sales tax in the company.
        ([("100", "TAX")], {"TotalTax": "7.00"}, {"sales_tax": "off"}, "0"),
        # Manual sales tax: the header's code names the rate, no code no tax.
        ([("100", "TAX")], {"TotalTax": "7.00", "code": "2"}, {"sales_tax": "manual"}, "8.25"),
        ([("100", "TAX")], {"TotalTax": "7.00"}, {"sales_tax": "manual"}, "0"),
    ],
)
def test_tax(books: Books, lines: Any, members: Any, switches: dict[str, str], tax: str) -> None:
    books.switch(**switches)
    mug = books.item("Mug", Taxable=True)
    detail: Record = {"TotalTax": Decimal(members["TotalTax"])} if "TotalTax" in members else {}
    if "code" in members:
        detail["TxnTaxCodeRef"] = {"value": members["code"]}
    sent = receipt(
        books,
        *[sale_line(SHIPPING if len(rest) else mug, amount, code) for amount, code, *rest in lines],
        TxnTaxDetail=detail,
        ShippingTaxIncludedInTotalTax=members.get("covered", False),
    )
    stored = books.write("SalesReceipt", sent)
    assert stored["TxnTaxDetail"]["TotalTax"] == Decimal(tax)
    assert stored["TotalAmt"] == sum(Decimal(amount) for amount, *_ in lines) + Decimal(tax)


def test_an_overridden_tax_says_by_how_much(books: Books) -> None:
    sent = receipt(books, sale_line(books.item("Mug"), "100", "TAX"), TxnTaxDetail={"TotalTax": 7})
    detail = books.write("SalesReceipt", sent)["TxnTaxDetail"]
    assert detail["TaxReviewStatus"] == "AST_TAX_OVERRIDE"
    assert detail["TaxLine"][0]["TaxLineDetail"]["OverrideDeltaAmount"] == Decimal("-1.25")
    assert detail["TaxLine"][0]["TaxLineDetail"]["NetAmountTaxable"] == 100


def test_an_exempt_customer_pays_no_tax(books: Books) -> None:
    exempt = books.write("Customer", {"DisplayName": "School", "TaxExemptionReasonId": "1"})["Id"]
    sent = receipt(books, sale_line(books.item("Mug"), "100", "TAX"), CustomerRef={"value": exempt})
    assert books.write("SalesReceipt", sent)["TotalAmt"] == 100


def test_the_kind_of_tax_company_shows_in_the_preferences(books: Books) -> None:
    shown = {}
    for mode in ("automated", "off", "manual"):
        books.switch(sales_tax=mode)
        tax = books.get("preferences").json()["Preferences"]["TaxPrefs"]
        shown[mode] = (tax["UsingSalesTax"], tax.get("PartnerTaxEnabled"))
    assert shown == {"automated": (True, True), "off": (False, False), "manual": (True, None)}


def _taxed(books: Books, *lines: Record, **members: Any) -> Decimal:
    """The tax of a receipt."""
    detail: Record = books.write("SalesReceipt", receipt(books, *lines, **members))["TxnTaxDetail"]
    return Decimal(detail["TotalTax"])


def test_automated_rates_can_be_forced_over_a_sent_total(books: Books) -> None:
    line = sale_line(books.item("Mug"), "100", "TAX")
    assert _taxed(books, line, TxnTaxDetail={"TotalTax": 7, "UseAutomatedSalesTax": True}) == Decimal("8.25")


def test_a_sent_total_may_stand_though_nothing_is_taxable(books: Books) -> None:
    books.switch(override_untaxed="honoured")
    sent = receipt(books, sale_line(books.item("Mug"), "100", "NON"), TxnTaxDetail={"TotalTax": 7})
    stored = books.write("SalesReceipt", sent)
    assert (stored["TotalAmt"], stored["TxnTaxDetail"]["TaxReviewStatus"]) == (107, "AST_TAX_OVERRIDE")


@pytest.mark.parametrize(("state", "tax"), [("TX", "8.25"), ("or", "0"), ("NV", "6.85"), ("", "8.25")])
def test_tax_may_go_by_the_state_of_the_address(books: Books, state: str, tax: str) -> None:
    books.switch(tax_places="by state")
    address = {"ShipAddr": {"Line1": "1 Pier Road", **({"CountrySubDivisionCode": state} if state else {})}}
    assert _taxed(books, sale_line(books.item("Mug"), "100", "TAX"), **address) == Decimal(tax)


@pytest.mark.parametrize(("rounding", "tax"), [("document", "0.17"), ("line", "0.16")])
def test_tax_is_rounded_once_or_by_line(books: Books, rounding: str, tax: str) -> None:
    books.switch(tax_rounding=rounding)
    mug = books.item("Mug")
    assert _taxed(books, sale_line(mug, "1.00", "TAX"), sale_line(mug, "1.00", "TAX")) == Decimal(tax)


@pytest.mark.parametrize(("after", "tax"), [(False, "8.25"), (True, "7.43")])
def test_a_discount_lowers_the_tax_only_where_the_form_says_so(books: Books, after: bool, tax: str) -> None:
    mug = books.item("Mug")
    off = {"Amount": 20, "DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": False}}
    lines = [sale_line(mug, "100", "TAX"), sale_line(mug, "100", "NON"), off]
    # Of the 20 taken off, the taxable half of the goods bears 10.
    assert _taxed(books, *lines, ApplyTaxAfterDiscount=after) == Decimal(tax)


def test_a_manual_code_must_be_there(books: Books) -> None:
    books.switch(sales_tax="manual")
    sent = receipt(books, sale_line(books.item("Mug"), "100", "TAX"), TxnTaxDetail={"TxnTaxCodeRef": {"value": "99"}})
    assert books.refusal("SalesReceipt", sent)["code"] == "2500"
