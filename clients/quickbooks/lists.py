"""Entries of a company's lists and its preferences, read into what the rules need of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accounting.bill_numbers import StandingBill
from accounting.books import Account, Books, Customer, Item, Listed, SalesTax, Vendor, is_time_zone
from accounting.records import Address
from accounting.terms import Term

Row = Mapping[str, Any]

DELETED = " (deleted)"
"""What QuickBooks puts after the name of an entry that is made inactive."""

UNITED_STATES = frozenset({"US", "USA", "UNITED STATES", "UNITED STATES OF AMERICA"})
"""The country's names: QuickBooks answers ISO codes of two or three letters, and echoes what was entered."""


def read_listed(row: Row) -> Listed:
    """An entry of any list."""
    return Listed(id=_id(row), name=_name(row, "DisplayName" if "DisplayName" in row else "Name"), active=_active(row))


def read_item(row: Row) -> Item:
    """A product or service."""
    return Item(
        id=_id(row),
        name=_name(row, "Name"),
        sku=_trimmed(row.get("Sku")),
        type=row.get("Type", ""),
        taxable=bool(row.get("Taxable", False)),
        can_be_bought="ExpenseAccountRef" in row,
        income_account_id=_ref(row, "IncomeAccountRef"),
        cost_account_id=_ref(row, "AssetAccountRef" if row.get("Type") == "Inventory" else "ExpenseAccountRef"),
        active=_active(row),
    )


def read_customer(row: Row) -> Customer:
    """A customer, or a part of one."""
    return Customer(
        id=_id(row),
        name=_name(row, "DisplayName"),
        email=_trimmed((row.get("PrimaryEmailAddr") or {}).get("Address")),
        # A company on Automated Sales Tax states the reason; others say no more than that nothing is taxed.
        exempt=not row.get("Taxable", True) or bool(row.get("TaxExemptionReasonId")),
        term_id=_ref(row, "SalesTermRef"),
        currency=_ref(row, "CurrencyRef"),
        belongs_to_another="ParentRef" in row,
        note=_trimmed(row.get("Notes")),
        active=_active(row),
    )


def read_bill(row: Row) -> StandingBill:
    """A Bill that somebody has entered, by what its number is compared by."""
    return StandingBill(
        id=_id(row),
        vendor_id=str(row["VendorRef"]["value"]),
        number=row["DocNumber"],
        total=Decimal(str(row["TotalAmt"])),
        note=row.get("PrivateNote"),
    )


def read_vendor(row: Row) -> Vendor:
    """A vendor."""
    return Vendor(
        id=_id(row),
        name=_name(row, "DisplayName"),
        term_id=_ref(row, "TermRef"),
        currency=_ref(row, "CurrencyRef"),
        active=_active(row),
    )


def read_account(row: Row) -> Account:
    """An account of the chart."""
    return Account(
        id=_id(row),
        name=_name(row, "Name"),
        type=row.get("AccountType", ""),
        detail_type=row.get("AccountSubType", ""),
        active=_active(row),
    )


def read_term(row: Row) -> Term:
    """A term of payment."""
    return Term(
        id=_id(row),
        name=row.get("Name", ""),
        due_days=_whole(row.get("DueDays")),
        due_day_of_month=_whole(row.get("DayOfMonthDue")),
        next_month_within=_whole(row.get("DueNextMonthDays")) or 0,
    )


def read_books(preferences: Row, info: Row) -> Books:
    """The company's preferences and profile; what it does not state counts as off, and as of the United States."""
    sales = preferences.get("SalesFormsPrefs", {})
    purchases = preferences.get("VendorAndPurchasesPrefs", {})
    products = preferences.get("ProductAndServicesPrefs", {})
    other, facts = _named_values(preferences.get("OtherPrefs", {})), _named_values(info)
    closed = preferences.get("AccountingInfoPrefs", {}).get("BookCloseDate")
    country = _trimmed(info.get("Country"))
    return Books(
        company_name=info.get("CompanyName", ""),
        country=country,
        own_sales_numbers=bool(sales.get("CustomTxnNumbers", False)),
        own_purchase_numbers=other.get("VendorAndPurchasesPrefs.UseCustomTxnNumbers", "").lower() == "true",
        shipping_allowed=bool(sales.get("AllowShipping", False)),
        customer_on_purchases=bool(purchases.get("TrackingByCustomer", False)),
        sales_tax=_sales_tax(preferences.get("TaxPrefs", {}), country),
        closed_to=date.fromisoformat(closed[:10]) if closed else None,
        home_currency=_ref(preferences.get("CurrencyPrefs", {}), "HomeCurrency"),
        time_zone=_time_zone(info),
        address=_address(info.get("CompanyAddr")) or _address(info.get("LegalAddr")),
        invoice_term_id=_ref(sales, "DefaultTerms"),
        purchase_orders=_purchase_orders(other),
        quantity_and_price=_flag(products, "QuantityWithPriceAndRate"),
        items_on_purchases=_flag(products, "ForPurchase"),
        warns_of_bill_numbers=other.get("WarnDuplicateBillNumber", "").lower() == "true",
        plan=facts.get("OfferingSku", ""),
        subscription=facts.get("SubscriptionStatus", ""),
    )


def _named_values(row: Row) -> dict[str, str]:
    return {one["Name"]: str(one.get("Value", "")) for one in row.get("NameValue", [])}


def _flag(row: Row, member: str) -> bool | None:
    return None if row.get(member) is None else bool(row[member])


def _purchase_orders(other: Mapping[str, str]) -> bool | None:
    """Intuit's page spells it without an "a"; real answers of 2020 with one."""
    names = ("VendorAndPurchasesPrefs.PurchaseOrderEnabled", "VendorAndPurchasesPrefs.PurchseOrderEnabled")
    told = next((other[name] for name in names if name in other), None)
    return None if told is None else told.lower() == "true"


def _time_zone(info: Row) -> str | None:
    zone = _trimmed(info.get("DefaultTimeZone"))
    return zone if zone and is_time_zone(zone) else None


def _address(row: Row | None) -> Address | None:
    """An address as QuickBooks tells it, without the id; None where nothing is told."""
    members = {
        "line1": "Line1",
        "line2": "Line2",
        "city": "City",
        "state": "CountrySubDivisionCode",
        "postal_code": "PostalCode",
        "country": "Country",
    }
    told = {name: text for name, member in members.items() if (text := _trimmed((row or {}).get(member)))}
    return Address(**told) if told else None


def _sales_tax(taxes: Row, country: str | None) -> SalesTax:
    if country is not None and country.upper() not in UNITED_STATES:
        return SalesTax.FOREIGN
    if not taxes.get("UsingSalesTax"):
        return SalesTax.OFF
    return SalesTax.AUTOMATED if taxes.get("PartnerTaxEnabled") else SalesTax.MANUAL


def _id(row: Row) -> str:
    return str(row["Id"])


def _name(row: Row, member: str) -> str:
    name = str(row.get(member, "")).strip()
    return name if _active(row) else name.removesuffix(DELETED)


def _active(row: Row) -> bool:
    return bool(row.get("Active", True))


def _trimmed(text: Any) -> str | None:
    return str(text).strip() or None if text else None


def _ref(row: Row, member: str) -> str | None:
    value = (row.get(member) or {}).get("value")
    return str(value) if value else None


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)
