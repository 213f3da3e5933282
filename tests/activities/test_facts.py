"""Preferences, items, vendors and accounts of a company, read as the rules need them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounting.books import Account, Books, SalesTax
from activities.facts import _account_unfit, _vendor_missing, read_books, read_item

PREFERENCES: dict[str, Any] = {
    "AccountingInfoPrefs": {"BookCloseDate": "2026-10-31", "CustomerTerminology": "Customers"},
    "ProductAndServicesPrefs": {"ForSales": True},
    "SalesFormsPrefs": {"CustomTxnNumbers": True, "AllowShipping": True, "AllowDiscount": True},
    "VendorAndPurchasesPrefs": {"TrackingByCustomer": True, "BillableExpenseTracking": False},
    "TaxPrefs": {"UsingSalesTax": True, "PartnerTaxEnabled": True},
    "CurrencyPrefs": {"HomeCurrency": {"value": "USD"}, "MultiCurrencyEnabled": False},
    "OtherPrefs": {
        "NameValue": [
            {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": "true"},
            {"Name": "WarnDuplicateBillNumber", "Value": "false"},
        ]
    },
}


def books(**groups: Any) -> Books:
    """The company's books with some groups of its preferences changed."""
    return read_books(PREFERENCES | groups)


def test_a_company_with_everything_on() -> None:
    assert books() == Books(
        own_sales_numbers=True,
        own_purchase_numbers=True,
        shipping_allowed=True,
        customer_on_purchases=True,
        sales_tax=SalesTax.AUTOMATED,
        closed_to=date(2026, 10, 31),
        home_currency="USD",
    )


def test_what_a_company_does_not_state_counts_as_off() -> None:
    assert read_books({}) == Books(
        own_sales_numbers=False,
        own_purchase_numbers=False,
        shipping_allowed=False,
        customer_on_purchases=False,
        sales_tax=SalesTax.OFF,
        closed_to=None,
        home_currency=None,
    )


@pytest.mark.parametrize(
    ("group", "values", "field"),
    [
        ("SalesFormsPrefs", {"CustomTxnNumbers": False, "AllowShipping": True}, "own_sales_numbers"),
        ("SalesFormsPrefs", {"CustomTxnNumbers": True, "AllowShipping": False}, "shipping_allowed"),
        ("VendorAndPurchasesPrefs", {"TrackingByCustomer": False}, "customer_on_purchases"),
    ],
)
def test_each_switch_stands_for_itself(group: str, values: dict[str, bool], field: str) -> None:
    changed, usual = books(**{group: values}).model_dump(), books().model_dump()
    assert {name for name in usual if changed[name] != usual[name]} == {field}


@pytest.mark.parametrize(
    ("value", "on"), [("true", True), ("True", True), ("false", False), ("", False), (None, False)]
)
def test_the_numbers_of_purchases_are_a_text_among_others(value: str | None, on: bool) -> None:
    pair = {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers"} | ({} if value is None else {"Value": value})
    assert books(OtherPrefs={"NameValue": [pair]}).own_purchase_numbers is on


@pytest.mark.parametrize(
    ("taxes", "kept"),
    [
        ({"UsingSalesTax": True, "PartnerTaxEnabled": True}, SalesTax.AUTOMATED),
        ({"UsingSalesTax": True, "PartnerTaxEnabled": False}, SalesTax.MANUAL),
        ({"UsingSalesTax": True}, SalesTax.MANUAL),
        ({"UsingSalesTax": False, "PartnerTaxEnabled": True}, SalesTax.OFF),
        ({}, SalesTax.OFF),
    ],
)
def test_sales_tax_is_automated_only_where_it_is_on_and_set_up(taxes: dict[str, bool], kept: SalesTax) -> None:
    assert books(TaxPrefs=taxes).sales_tax is kept


def test_a_closing_date_may_come_with_a_time() -> None:
    assert books(AccountingInfoPrefs={"BookCloseDate": "2026-10-31T00:00:00-07:00"}).closed_to == date(2026, 10, 31)


def test_books_come_back_from_the_cache_as_they_went_in() -> None:
    assert Books.model_validate(books().model_dump(mode="json")) == books()


def test_an_item_is_read_with_what_decides_where_it_may_stand() -> None:
    row = {
        "Id": "11",
        "Name": "Red Mug",
        "Sku": "MUG-RED",
        "Type": "Inventory",
        "Taxable": True,
        "ExpenseAccountRef": {"value": "80"},
    }
    item = read_item(row)

    assert (item.id, item.name, item.sku, item.type) == ("11", "Red Mug", "MUG-RED", "Inventory")
    assert (item.taxable, item.can_be_bought) == (True, True)


def test_an_item_without_tax_or_expense_account_has_neither() -> None:
    item = read_item({"Id": 12, "Name": "Gift wrap", "Type": "Service"})

    assert (item.id, item.sku, item.taxable, item.can_be_bought) == ("12", None, False, False)


def test_a_vendor_that_is_not_there_is_named() -> None:
    problem = _vendor_missing("Acme Supply", [])

    assert (problem.code, problem.subject) == ("vendor_missing", "Acme Supply")
    assert problem.message == 'No QuickBooks vendor for source "Acme Supply".'
    assert problem.fix == "Make the names equal (QuickBooks > Expenses > Vendors, or rename the source in Flxpoint)."


def test_a_vendor_that_differs_in_capitals_is_named_beside_the_source() -> None:
    problem = _vendor_missing("Acme Supply", [{"DisplayName": "acme supply"}])
    assert problem.message == 'Vendor "acme supply" differs only in capitals from source "Acme Supply".'


def test_an_account_that_is_not_there_is_named_with_its_type() -> None:
    problem = _account_unfit("Sales of Product Income", None, ("Income",), "income_account")

    assert (problem.code, problem.subject) == ("account_missing", "Sales of Product Income")
    assert problem.message == 'No active account "Sales of Product Income" of type Income.'
    assert problem.fix == (
        "QuickBooks > Accounting > Chart of Accounts > New; or choose another: "
        'daybook settings set CONNECTION "income_account=ACCOUNT NAME"'
    )


def test_an_account_of_another_type_is_named_with_both_types() -> None:
    account = Account(id="9", name="Freight", type="Income")
    problem = _account_unfit("Freight", account, ("Cost of Goods Sold", "Expense"), "supplier_shipping_account")
    assert problem.message == (
        'Account "Freight" is of type Income, and supplier_shipping_account needs Cost of Goods Sold or Expense.'
    )
