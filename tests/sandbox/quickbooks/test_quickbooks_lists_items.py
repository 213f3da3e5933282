"""Products, services, categories and bundles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.quickbooks.books import Books, Record


@pytest.fixture
def stock(books: Books) -> Record:
    """An inventory item that may be made."""
    accounts = {
        "IncomeAccountRef": "Sales of Product Income",
        "ExpenseAccountRef": "Cost of Goods Sold",
        "AssetAccountRef": "Inventory Asset",
    }
    references = {member: books.one("Account", name) for member, name in accounts.items()}
    counted = {"TrackQtyOnHand": True, "QtyOnHand": 40, "InvStartDate": "2026-01-01"}
    return {"Name": "Blue mug", "Type": "Inventory", **counted, **references}


def test_a_stock_item_is_made_with_its_quantity(books: Books, stock: Record) -> None:
    stored = books.write("Item", stock)
    assert (stored["QtyOnHand"], stored["InvStartDate"], stored["Type"]) == (40, "2026-01-01", "Inventory")


@pytest.mark.parametrize("member", ["QtyOnHand", "InvStartDate", "AssetAccountRef", "TrackQtyOnHand"])
def test_a_stock_item_needs_all_of_its_stock(books: Books, stock: Record, member: str) -> None:
    del stock[member]
    assert books.refusal("Item", stock)["element"] == member


@pytest.mark.parametrize("member", ["IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef"])
def test_a_stock_item_needs_the_right_accounts(books: Books, stock: Record, member: str) -> None:
    stock[member] = books.one("Account", "Checking")
    assert books.refusal("Item", stock)["code"] == "6430"


def test_a_stock_item_stays_one(books: Books, stock: Record) -> None:
    stored = books.write("Item", stock)
    key = {"Id": stored["Id"], "SyncToken": "0", "sparse": True}
    assert books.refusal("Item", {**key, "TrackQtyOnHand": False})["code"] == "2020"
    assert books.refusal("Item", {**key, "Type": "NonInventory"})["code"] == "6000"


def test_a_category_is_a_name_and_nothing_more(books: Books) -> None:
    stored = books.write("Item", {"Name": "Mugs", "Type": "Category", "UnitPrice": 3})
    assert not {"UnitPrice", "Taxable", "TrackQtyOnHand"} & set(stored)
    key = {"Id": stored["Id"], "SyncToken": "0", "sparse": True}
    assert books.refusal("Item", {**key, "Active": False})["code"] == "6000"


def test_a_bundle_can_be_read_and_changed_but_not_made(books: Books) -> None:
    (bundle,) = books.rows("select * from Item where Type = 'Group'")
    parts: list[Any] = bundle["ItemGroupDetail"]["ItemGroupLine"]
    assert [(part["Qty"], part["ItemRef"]["type"]) for part in parts] == [(2, "NonInventory"), (3, "NonInventory")]
    assert books.refusal("Item", {"Name": "Set", "Type": "Group"})["code"] == "6000"
    key = {"Id": bundle["Id"], "SyncToken": "0", "sparse": True}
    assert books.write("Item", {**key, "Description": "A set"})["ItemGroupDetail"] == bundle["ItemGroupDetail"]
