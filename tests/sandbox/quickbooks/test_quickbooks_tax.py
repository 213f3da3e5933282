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
