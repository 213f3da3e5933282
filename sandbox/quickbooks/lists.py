"""Customers, vendors, items and accounts: their checks, and all that QuickBooks fills in."""

from __future__ import annotations

from decimal import Decimal

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import CURRENCY
from sandbox.quickbooks.forms import Draft, address
from sandbox.quickbooks.kinds import KINDS
from sandbox.quickbooks.references import look_up
from sandbox.quickbooks.shape import Record

DELETED = " (deleted)"
PEOPLE = ("Customer", "Vendor", "Employee")
NAME_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
CLASSIFICATION = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Cost of Goods Sold": "Expense",
    "Expense": "Expense",
    "Other Expense": "Expense",
}
STOCK = ("TrackQtyOnHand", "QtyOnHand", "InvStartDate", "IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef")


def fill_person(draft: Draft) -> Record:
    """A customer or vendor as it will be stored, without Id and version."""
    given = draft.given
    for member in ("DisplayName", "PrintOnCheckName", *NAME_PARTS):
        _check_characters(member, given.get(member, ""))
    name = given.get("DisplayName") or " ".join(given[part] for part in NAME_PARTS if given.get(part))
    if not name:
        raise refusals.missing("DisplayName")
    person = {
        **(_CUSTOMER if draft.kind == "Customer" else _VENDOR),
        "CurrencyRef": dict(CURRENCY),
        "PrintOnCheckName": given.get("CompanyName") or name,
        **given,
        **address(draft, "BillAddr", {}),
        **address(draft, "ShipAddr", {}),
    }
    filled = _with_state(draft, person, name)
    if draft.kind == "Customer":
        filled.update(_place(draft, filled, "Job"))
    _check_free(draft, PEOPLE, filled["DisplayName"])
    return filled


_CUSTOMER: Record = {
    "Taxable": True,
    "Job": False,
    "BillWithParent": False,
    "Balance": Decimal(0),
    "BalanceWithJobs": Decimal(0),
    "PreferredDeliveryMethod": "Print",
    "DefaultTaxCodeRef": {"value": "2"},
}
_VENDOR: Record = {"Balance": Decimal(0), "Vendor1099": False}


def fill_item(draft: Draft) -> Record:
    """A product or service as it will be stored, without Id and version."""
    given = draft.given
    _check_characters("Name", given["Name"])
    _check_item_type(draft)
    item = {
        "Taxable": False,
        "UnitPrice": Decimal(0),
        "PurchaseCost": Decimal(0),
        "TrackQtyOnHand": False,
        "SubItem": False,
        **given,
    }
    filled = _with_state(draft, item, given["Name"])
    if given["Type"] == "Category" and not filled["Active"]:
        raise refusals.business("A category cannot be made inactive.")
    filled.update(_place(draft, filled, "SubItem"))
    _check_free(draft, ("Item",), filled["Name"])
    return filled


def _check_item_type(draft: Draft) -> None:
    given = draft.given
    if given["Type"] == "Group":
        raise refusals.business("A bundle cannot be created through the API.")
    if given["Type"] == "Service" and "IncomeAccountRef" not in given:
        raise refusals.missing("IncomeAccountRef")
    if given["Type"] != "Inventory":
        return
    if not draft.company.preference("ProductAndServicesPrefs", "QuantityOnHand"):
        raise refusals.business(
            "When you create an item, if Track quantity on hand is turned off, the item cannot be of type Inventory."
        )
    for member in STOCK:
        if given.get(member) in (None, False):
            raise refusals.missing(member)


def fill_account(draft: Draft) -> Record:
    """An account as it will be stored, without Id and version."""
    given = draft.given
    if set(given["Name"]) & set('":'):
        raise refusals.invalid_characters("Name", given["Name"])
    if given["AccountType"] not in CLASSIFICATION:
        raise refusals.bad_enumeration(given["AccountType"])
    account = {
        "SubAccount": False,
        "CurrentBalance": Decimal(0),
        "CurrentBalanceWithSubAccounts": Decimal(0),
        "CurrencyRef": dict(CURRENCY),
        **given,
        "Classification": CLASSIFICATION[given["AccountType"]],
    }
    filled = _with_state(draft, account, given["Name"])
    filled.update(_place(draft, filled, "SubAccount"))
    _check_free(draft, ("Account",), filled["Name"])
    return filled


def _check_characters(member: str, value: str) -> None:
    if set(value) & set(":\t\n\r"):
        raise refusals.invalid_characters(member, value)


def _with_state(draft: Draft, record: Record, name: str) -> Record:
    """The record with its name and state; what becomes inactive has " (deleted)" put after its name."""
    title = KINDS[draft.kind].title
    active = record.get("Active", draft.old["Active"] if draft.old else True)
    name = name.removesuffix(DELETED) if active else name.removesuffix(DELETED) + DELETED
    return {**record, title: name, "Active": active}


def _place(draft: Draft, record: Record, flag: str) -> Record:
    """The members that say where an entry stands below its parent."""
    name = record[KINDS[draft.kind].title]
    if not record.get(flag) or "ParentRef" not in record:
        return {"FullyQualifiedName": name}
    parent = look_up(draft.company, draft.kind, f"{draft.kind}s", record["ParentRef"])
    path = parent["FullyQualifiedName"]
    return {
        "ParentRef": {"value": parent["Id"], "name": path},
        "FullyQualifiedName": f"{path}:{name}",
        "Level": Decimal(path.count(":") + 1),
    }


def _check_free(draft: Draft, kinds: tuple[str, ...], name: str) -> None:
    """Raise Refusal 6240 when the name is taken; customers, vendors and employees share their names."""
    if name.endswith(DELETED):
        return
    for kind in kinds:
        title = KINDS[kind].title
        for taken in draft.company.shelves[kind].find(title, name):
            if kind != draft.kind or draft.old is None or taken["Id"] != draft.old["Id"]:
                raise refusals.duplicate_name(_users(draft.kind, kind))


def _users(kind: str, other: str) -> str:
    if kind == "Item":
        return "product or service"
    return kind.lower() if kind == other else "customer, vendor or employee"
