"""Products, services, categories and bundles: what is theirs alone."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.schema.shape import Record

STOCK = ("TrackQtyOnHand", "QtyOnHand", "InvStartDate", "IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef")
# The accounts of a stock item: the member of the account that decides, and what it must be.
STOCK_ACCOUNTS = {
    "IncomeAccountRef": ("AccountSubType", "SalesOfProductIncome"),
    "ExpenseAccountRef": ("AccountType", "Cost of Goods Sold"),
    "AssetAccountRef": ("AccountSubType", "Inventory"),
}
NOT_OF_A_CATEGORY = ("Taxable", "UnitPrice", "PurchaseCost", "TrackQtyOnHand", "Sku", "Description", "PurchaseDesc")


def fill_item(draft: Draft, item: Record) -> Record:
    """An item that may be as it is sent; raises the Refusal of what its type lacks or forbids."""
    return {
        "Inventory": _stock_item,
        "NonInventory": _as_it_is,
        "Service": _service,
        "Category": _category,
        "Group": _bundle,
    }.get(item["Type"], _unknown)(draft, item)


def _as_it_is(draft: Draft, item: Record) -> Record:
    if draft.old is not None and draft.old["Type"] == "Inventory":
        raise business_refusals.business("You can't change the type of an inventory item.")
    return item


def _service(draft: Draft, item: Record) -> Record:
    if "IncomeAccountRef" not in item:
        raise refusals.missing("IncomeAccountRef")
    return _as_it_is(draft, item)


def _category(draft: Draft, item: Record) -> Record:
    flags = {one["Name"]: one["Value"] for one in draft.company.company_info["NameValue"]}
    if flags.get("ItemCategoriesFeature") != "true":
        raise business_refusals.business("Categories are not available in this company.")
    if item.get("Active") is False:
        raise business_refusals.business("A category cannot be made inactive.")
    return without(item, NOT_OF_A_CATEGORY)


def _bundle(draft: Draft, item: Record) -> Record:
    if draft.old is None:
        raise business_refusals.business("A bundle cannot be created through the API.")
    return item


def _unknown(draft: Draft, item: Record) -> Record:
    raise refusals.bad_enumeration(item["Type"])


def _stock_item(draft: Draft, item: Record) -> Record:
    if not draft.company.preference("ProductAndServicesPrefs", "QuantityOnHand"):
        raise business_refusals.business(
            "When you create an item, if Track quantity on hand is turned off, the item cannot be of type Inventory."
        )
    for member in STOCK:
        if item.get(member) in (None, False):
            raise refusals.missing(member)
    for member, (decides, wanted) in STOCK_ACCOUNTS.items():
        if _account(draft.company, item[member]).get(decides) != wanted:
            raise business_refusals.wrong_account_type()
    return item


def _account(company: Company, reference: Record) -> Record:
    account: Any = company.shelves["Account"].get(reference["value"])
    return dict(account)
