"""Preferences and entries of lists, read as the rules need them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounting.books import Books, SalesTax
from accounting.records import Address
from clients.quickbooks.lists import read_account, read_books, read_customer, read_item, read_term, read_vendor

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


PROFILE: dict[str, Any] = {"CompanyName": "Daybook Demo Shop", "Country": "USA"}


def books(**groups: Any) -> Books:
    """The company's books with some groups of its preferences changed."""
    return read_books(PREFERENCES | groups, PROFILE)


def test_a_company_with_everything_on() -> None:
    assert books() == Books(
        company_name="Daybook Demo Shop",
        country="USA",
        own_sales_numbers=True,
        own_purchase_numbers=True,
        shipping_allowed=True,
        customer_on_purchases=True,
        sales_tax=SalesTax.AUTOMATED,
        closed_to=date(2026, 10, 31),
        home_currency="USD",
    )


def test_what_a_company_does_not_state_counts_as_off() -> None:
    assert read_books({}, {}) == Books(
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


@pytest.mark.rule("R-47/expected")
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


@pytest.mark.rule("R-47/expected")
@pytest.mark.parametrize(
    ("country", "kept"),
    [
        ("US", SalesTax.AUTOMATED),
        ("usa", SalesTax.AUTOMATED),
        ("United States", SalesTax.AUTOMATED),
        (None, SalesTax.AUTOMATED),
        ("CA", SalesTax.FOREIGN),
        ("GBR", SalesTax.FOREIGN),
    ],
)
@pytest.mark.parametrize("using", [True, False])
def test_taxes_of_other_countries_are_foreign_whether_they_are_used_or_not(
    country: str | None, kept: SalesTax, using: bool
) -> None:
    taxes = {"TaxPrefs": {"UsingSalesTax": using, "PartnerTaxEnabled": True}}
    domestic = kept if using else SalesTax.OFF

    found = read_books(PREFERENCES | taxes, {"Country": country}).sales_tax

    assert found is (SalesTax.FOREIGN if kept is SalesTax.FOREIGN else domestic)


ELM = {"Id": "1", "Line1": "12 Elm Street", "City": "Austin", "CountrySubDivisionCode": "TX", "PostalCode": "78701"}
AT_ELM = Address(line1="12 Elm Street", city="Austin", state="TX", postal_code="78701")


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ({"CompanyAddr": ELM, "LegalAddr": {"City": "Dover"}}, AT_ELM),
        ({"CompanyAddr": {"Id": "1"}, "LegalAddr": ELM}, AT_ELM),
        ({"LegalAddr": ELM}, AT_ELM),
        ({"CompanyAddr": {"Line1": " ", "Country": "USA"}}, Address(country="USA")),
        ({}, None),
    ],
)
def test_a_company_ships_from_its_own_address_else_from_its_legal_one(
    told: dict[str, Any], address: Address | None
) -> None:
    assert read_books({}, told).address == address


@pytest.mark.rule("R-54/expected")
@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("America/Chicago", "America/Chicago"),
        (" Europe/Berlin ", "Europe/Berlin"),
        ("Central Standard Time", None),
        ("", None),
        (None, None),
    ],
)
def test_a_companys_time_zone_counts_if_its_name_is_known(told: str | None, zone: str | None) -> None:
    assert read_books({}, {"DefaultTimeZone": told}).time_zone == zone


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


@pytest.mark.parametrize(
    ("said", "exempt"),
    [
        ({}, False),
        ({"Taxable": True}, False),
        ({"Taxable": False}, True),
        ({"Taxable": True, "TaxExemptionReasonId": "3"}, True),
    ],
)
def test_a_customer_is_exempt_by_either_word(said: dict[str, Any], exempt: bool) -> None:
    assert read_customer({"Id": "1", "DisplayName": "School", **said}).exempt is exempt


@pytest.mark.rule("R-36/expected")
def test_a_customer_is_read_with_contact_term_place_and_note() -> None:
    customer = read_customer(
        {
            "Id": "1",
            "DisplayName": "Jane Doe",
            "PrimaryEmailAddr": {"Address": "jane@example.com"},
            "SalesTermRef": {"value": "3"},
            "ParentRef": {"value": "9"},
            "Notes": "daybook:abc",
        }
    )
    assert (customer.email, customer.term_id, customer.belongs_to_another, customer.note) == (
        "jane@example.com",
        "3",
        True,
        "daybook:abc",
    )


def test_what_was_made_inactive_is_read_under_the_name_it_had() -> None:
    vendor = read_vendor({"Id": "5", "DisplayName": "Acme Supply (deleted)", "Active": False})
    assert (vendor.name, vendor.active) == ("Acme Supply", False)
    assert read_vendor({"Id": "5", "DisplayName": "Acme (deleted)", "Active": True}).name == "Acme (deleted)"


def test_an_account_for_discounts_is_known_by_its_detail_type() -> None:
    row = {"Id": "7", "Name": "Discounts given", "AccountType": "Income", "AccountSubType": "DiscountsRefundsGiven"}
    assert read_account(row).is_contra_income
    assert not read_account(row | {"AccountSubType": "SalesOfProductIncome"}).is_contra_income


def test_a_term_is_read_by_days_or_by_day_of_the_month() -> None:
    assert read_term({"Id": "3", "Name": "Net 30", "DueDays": 30}).due_days == 30
    monthly = read_term({"Id": "4", "Name": "15th", "DayOfMonthDue": 15, "DueNextMonthDays": 5})
    assert (monthly.due_days, monthly.due_day_of_month, monthly.next_month_within) == (None, 15, 5)


@pytest.mark.rule("R-113/expected")
def test_customers_and_vendors_come_with_the_currency_that_is_theirs_for_good() -> None:
    row = {"Id": "5", "DisplayName": "Acme Supply", "CurrencyRef": {"value": "EUR", "name": "Euro"}}
    assert (read_customer(row).currency, read_vendor(row).currency) == ("EUR", "EUR")
    assert read_vendor({"Id": "6", "DisplayName": "Beta Goods"}).currency is None
