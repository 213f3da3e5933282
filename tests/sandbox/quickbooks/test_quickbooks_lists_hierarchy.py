"""Lists whose entries stand below one another, and the names that show elsewhere."""

from __future__ import annotations

import pytest

from tests.sandbox.quickbooks.books import Books, Record, receipt, sale_line


def below(parent: Record, **members: object) -> Record:
    return {"ParentRef": {"value": parent["Id"]}, **members}


@pytest.mark.parametrize(
    ("entity", "title", "flag", "more"),
    [
        ("Customer", "DisplayName", "Job", {"Job": True}),
        ("Account", "Name", "SubAccount", {"AccountType": "Bank"}),
        ("Class", "Name", "SubClass", {}),
        ("Department", "Name", "SubDepartment", {}),
    ],
)
def test_a_list_is_five_levels_deep(books: Books, entity: str, title: str, flag: str, more: Record) -> None:
    top = {member: value for member, value in more.items() if member != flag}
    entry = books.write(entity, {title: "Level 1", **top})
    assert (entry[flag], entry["FullyQualifiedName"]) == (False, "Level 1")
    for level in range(2, 6):
        entry = books.write(entity, {title: f"Level {level}", **below(entry), **more})
        assert (entry[flag], entry["FullyQualifiedName"].count(":")) == (True, level - 1)
        assert entry.get("Level", level - 1) == level - 1
    assert books.refusal(entity, {title: "Level 6", **below(entry), **more})["code"] == "6180"


def test_a_customer_is_below_another_only_as_a_job(books: Books) -> None:
    parent = {"Id": books.one("Customer", "Sam Sample")["value"]}
    stored = books.write("Customer", {"DisplayName": "Kitchen", **below(parent)})
    assert (stored["Job"], stored["FullyQualifiedName"]) == (False, "Kitchen")
    assert books.refusal("Customer", {"DisplayName": "Garden", "Job": True})["code"] == "6150"


def test_nothing_is_below_itself(books: Books) -> None:
    top = books.write("Class", {"Name": "Top"})
    low = books.write("Class", {"Name": "Low", **below(top)})
    key = {"Id": top["Id"], "SyncToken": "0", "sparse": True}
    for parent in (top, low):
        assert books.refusal("Class", {**key, **below(parent)})["code"] == "900"


def test_an_item_is_below_categories_only(books: Books) -> None:
    mug = books.item("Mug")
    product = {"Type": "NonInventory", "SubItem": True, "ParentRef": mug}
    assert books.refusal("Item", {"Name": "Blue", **product})["code"] == "700"


def test_below_different_parents_names_may_repeat(books: Books) -> None:
    for name in ("Shirts", "Trousers"):
        category = books.write("Item", {"Name": name, "Type": "Category"})
        assert books.item("Small", Sku=f"S-{name}", SubItem=True, ParentRef={"value": category["Id"]})
    again = {"Name": "small", "Type": "NonInventory", "SubItem": True, "ParentRef": {"value": category["Id"]}}
    assert books.refusal("Item", again)["code"] == "6240"


@pytest.fixture
def kitchen(books: Books) -> Record:
    """A customer below another one, as it can be sent."""
    part = {"DisplayName": "Kitchen", "Job": True, "ParentRef": books.one("Customer", "Sam Sample")}
    books.write("Customer", part)
    return part


@pytest.mark.parametrize("entity", ["Customer", "Vendor", "Employee"])
def test_the_name_of_a_sub_customer_is_taken_like_any_other(books: Books, kitchen: Record, entity: str) -> None:
    assert books.refusal(entity, {"DisplayName": "kitchen "})["code"] == "6240"


def test_where_paths_count_a_sub_customer_shares_its_name_but_not_its_path(books: Books, kitchen: Record) -> None:
    books.switch(sub_customer_names="apart")
    assert books.write("Customer", {"DisplayName": "Kitchen"})["FullyQualifiedName"] == "Kitchen"
    assert books.refusal("Customer", kitchen)["code"] == "6240"


def test_a_new_name_shows_wherever_the_old_one_stood(books: Books) -> None:
    mugs = books.write("Item", {"Name": "Mugs", "Type": "Category"})
    blue = books.item("Blue", SubItem=True, ParentRef={"value": mugs["Id"]})
    sale = books.write("SalesReceipt", receipt(books, sale_line(blue, "10.00")))
    books.write("Item", {"Id": mugs["Id"], "SyncToken": "0", "sparse": True, "Name": "Cups"})
    item = books.read("Item", blue["value"])
    assert (item["FullyQualifiedName"], item["ParentRef"]["name"], item["SyncToken"]) == ("Cups:Blue", "Cups", "0")
    assert books.rows("select * from Item where FullyQualifiedName = 'Cups:Blue'")[0]["Id"] == blue["value"]
    shown = books.read("SalesReceipt", sale["Id"])
    assert shown["Line"][0]["SalesItemLineDetail"]["ItemRef"]["name"] == "Cups:Blue"
    assert shown["SyncToken"] == "0"


def test_what_was_made_inactive_shows_so_in_old_documents(books: Books) -> None:
    sale = books.write("SalesReceipt", receipt(books, sale_line(books.item("Mug"), "10.00")))
    sam = books.read("Customer", sale["CustomerRef"]["value"])
    books.write("Customer", {"Id": sam["Id"], "SyncToken": sam["SyncToken"], "sparse": True, "Active": False})
    assert books.read("SalesReceipt", sale["Id"])["CustomerRef"]["name"] == "Sam Sample (deleted)"
