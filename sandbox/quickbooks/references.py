"""References: that what they name exists and is active, and its name for the answer."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import CURRENCY, Company
from sandbox.quickbooks.shape import Record

# The member, the list it points into, and the word of that list in the text of 2500.
REFERENCES: dict[str, tuple[str, str]] = {
    "CustomerRef": ("Customer", "Names"),
    "ShipTo": ("Customer", "Names"),
    "VendorRef": ("Vendor", "Names"),
    "PrefVendorRef": ("Vendor", "Names"),
    "DepositToAccountRef": ("Account", "Accounts"),
    "APAccountRef": ("Account", "Accounts"),
    "ARAccountRef": ("Account", "Accounts"),
    "AccountRef": ("Account", "Accounts"),
    "DiscountAccountRef": ("Account", "Accounts"),
    "IncomeAccountRef": ("Account", "Accounts"),
    "ExpenseAccountRef": ("Account", "Accounts"),
    "AssetAccountRef": ("Account", "Accounts"),
    "ClassRef": ("Class", "Klasses"),
    "DepartmentRef": ("Department", "Depts"),
    "SalesTermRef": ("Term", "Terms"),
    "TermRef": ("Term", "Terms"),
    "PaymentMethodRef": ("PaymentMethod", "PaymentMethods"),
}


def with_names(company: Company, record: Record) -> Record:
    """A record whose references are checked and carry the names of what they point to.

    Raises Refusal 2500 for what is not there and 610 for what is inactive.
    """
    named: Record = {}
    for member, value in record.items():
        if member == "CurrencyRef":
            named[member] = _currency(value)
        elif member in REFERENCES:
            kind, word = REFERENCES[member]
            named[member] = _named(look_up(company, kind, word, value))
        else:
            named[member] = value
    return named


def look_up(company: Company, kind: str, word: str, reference: Record) -> Record:
    """What a reference points to."""
    value = reference.get("value", "")
    found = company.shelves[kind].get(value)
    if found is None:
        raise refusals.invalid_reference(f"{word} element id {value} not found")
    if not found["Active"]:
        raise refusals.not_found()
    return found


def look_up_item(company: Company, detail: Record, path: str) -> Record:
    """The item of a line."""
    item = company.shelves["Item"].get(detail["ItemRef"].get("value", ""))
    if item is None:
        raise refusals.invalid_reference(path, path)
    if not item["Active"]:
        raise refusals.not_found()
    if item["Type"] == "Category":
        raise refusals.invalid_reference("Categories cannot be used in transactions.", path)
    return item


def item_reference(item: Record) -> Record:
    return {"value": item["Id"], "name": item["FullyQualifiedName"]}


def check_account(company: Company, reference: Record, types: tuple[str, ...]) -> None:
    """Raise Refusal 6430 unless a (checked) account is of one of these types."""
    account: Any = company.shelves["Account"].get(reference["value"])
    if account["AccountType"] not in types:
        raise refusals.wrong_account_type()


def _named(record: Record) -> Record:
    name = record.get("FullyQualifiedName") or record.get("DisplayName") or record.get("Name")
    return {"value": record["Id"], "name": name}


def _currency(reference: Record) -> Record:
    if reference.get("value") != CURRENCY["value"]:
        raise refusals.invalid_reference("CurrencyRef", "CurrencyRef")
    return dict(CURRENCY)
