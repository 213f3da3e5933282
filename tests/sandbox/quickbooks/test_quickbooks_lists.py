from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.quickbooks.books import Books, Record, sale_line


def test_a_customer_is_filled_in_as_recorded(books: Books) -> None:
    stored = books.write("Customer", {"DisplayName": " Doe, Jane "})
    meta = stored.pop("MetaData")
    assert meta["CreateTime"] == meta["LastUpdatedTime"]
    assert stored.pop("Id").isdigit()
    assert stored == {
        "Taxable": True,
        "Job": False,
        "BillWithParent": False,
        "Balance": 0,
        "BalanceWithJobs": 0,
        "CurrencyRef": {"value": "USD", "name": "United States Dollar"},
        "PreferredDeliveryMethod": "Print",
        "domain": "QBO",
        "sparse": False,
        "SyncToken": "0",
        "FullyQualifiedName": "Doe, Jane",
        "DisplayName": "Doe, Jane",
        "PrintOnCheckName": "Doe, Jane",
        "Active": True,
        "DefaultTaxCodeRef": {"value": "2"},
    }


def test_a_vendor_is_filled_in_as_recorded(books: Books) -> None:
    stored = books.write("Vendor", {"DisplayName": "Mug Maker"})
    del stored["MetaData"], stored["Id"]
    assert stored == {
        "Balance": 0,
        "Vendor1099": False,
        "CurrencyRef": {"value": "USD", "name": "United States Dollar"},
        "domain": "QBO",
        "sparse": False,
        "SyncToken": "0",
        "DisplayName": "Mug Maker",
        "PrintOnCheckName": "Mug Maker",
        "Active": True,
    }


def test_a_display_name_is_built_from_its_parts(books: Books) -> None:
    stored = books.write("Customer", {"GivenName": "Ann", "FamilyName": "Example"})
    assert stored["DisplayName"] == "Ann Example"
    assert books.refusal("Customer", {"Notes": "nameless"})["code"] == "6080"


@pytest.mark.parametrize(
    ("entity", "body", "users"),
    [
        ("Vendor", {"DisplayName": "acme SUPPLY "}, "vendor"),
        ("Customer", {"DisplayName": "Acme Supply"}, "customer, vendor or employee"),
        ("Vendor", {"DisplayName": "Sam Sample"}, "customer, vendor or employee"),
    ],
)
def test_a_name_is_used_once_among_customers_and_vendors(books: Books, entity: str, body: Record, users: str) -> None:
    refused = books.refusal(entity, body)
    assert (refused["code"], refused["Message"]) == ("6240", "Duplicate Name Exists Error")
    assert f"Another {users} is already using this name. " in refused["Detail"]


def test_items_and_accounts_have_names_of_their_own(books: Books) -> None:
    books.item("Acme Supply", Sku="A-1")
    account = books.one("Account", "Sales of Product Income")
    item = {"Name": "acme supply", "Type": "Service", "IncomeAccountRef": account}
    assert books.refusal("Item", item)["code"] == "6240"
    assert books.refusal("Account", {"Name": "Checking", "AccountType": "Bank"})["code"] == "6240"
    assert books.item("Other", Sku="A-1")


@pytest.mark.parametrize(
    ("entity", "body", "code"),
    [
        ("Customer", {"DisplayName": "a:b"}, "2040"),
        ("Vendor", {"DisplayName": "a\tb"}, "2040"),
        ("Customer", {"DisplayName": "a\nb"}, "2040"),
        ("Item", {"Name": "a:b", "Type": "NonInventory"}, "2040"),
        ("Account", {"Name": 'a"b', "AccountType": "Bank"}, "2040"),
        ("Customer", {"DisplayName": "x" * 501}, "2050"),
        ("Item", {"Name": "x" * 101, "Type": "NonInventory"}, "2050"),
        ("Item", {"Name": "x", "Type": "NonInventory", "Sku": "x" * 101}, "2050"),
        ("Item", {"Name": "x", "Type": "Thing"}, "2170"),
        ("Item", {"Name": "x", "Type": "Service"}, "2020"),
        ("Item", {"Name": "x", "Type": "Inventory"}, "2020"),
        ("Item", {"Name": "x", "Type": "Group"}, "6000"),
        ("Item", {"Name": "x", "Type": "NonInventory", "UnitPrice": "many"}, "2110"),
        ("Account", {"Name": "x", "AccountType": "Piggy"}, "2170"),
        ("Customer", {"DisplayName": "x", "SalesTermRef": {"value": "99"}}, "2500"),
        ("Customer", {"DisplayName": "x", "CurrencyRef": {"value": "EUR"}}, "2500"),
        ("Account", {"Name": "x"}, "6010"),
        ("Term", {"Name": "Someday"}, "2020"),
        ("Class", {"Name": "a:b"}, "2040"),
        ("Employee", {"GivenName": "Ro", "FamilyName": "bin:x"}, "2040"),
    ],
)
def test_a_wrong_entry_is_refused(books: Books, entity: str, body: Record, code: str) -> None:
    assert books.refusal(entity, body)["code"] == code


def test_stock_items_need_the_feature(books: Books) -> None:
    books.prefer("ProductAndServicesPrefs", QuantityOnHand=False)
    refused = books.refusal("Item", {"Name": "x", "Type": "Inventory"})
    assert (refused["code"], "cannot be of type Inventory" in refused["Detail"]) == ("6000", True)


def test_an_entry_below_another_carries_the_whole_path(books: Books) -> None:
    category = books.write("Item", {"Name": "Mugs", "Type": "Category"})
    item = books.item("Blue", SubItem=True, ParentRef={"value": category["Id"]})
    assert books.read("Item", item["value"])["FullyQualifiedName"] == "Mugs:Blue"
    (found,) = books.rows("select * from Item where FullyQualifiedName = 'mugs:blue'")
    assert found["ParentRef"] == {"value": category["Id"], "name": "Mugs"}


@pytest.mark.parametrize(
    ("entity", "name"),
    [("Customer", "Sam Sample"), ("Vendor", "Acme Supply"), ("Item", "FEE"), ("Account", "Checking")],
)
def test_what_becomes_inactive_is_renamed_and_frees_its_name(books: Books, entity: str, name: str) -> None:
    title = "DisplayName" if entity in ("Customer", "Vendor") else "Name"
    old = books.read(entity, books.one(entity, name)["value"])
    stored = books.write(entity, {"Id": old["Id"], "SyncToken": "0", "sparse": True, "Active": False})
    assert (stored["Active"], stored[title], stored["SyncToken"]) == (False, f"{name} (deleted)", "1")
    assert stored.get("PrintOnCheckName") == old.get("PrintOnCheckName")
    if entity != "Vendor":
        assert stored["FullyQualifiedName"] == f"{name} (deleted)"
    again = {member: old[member] for member in (title, "Type", "AccountType", "IncomeAccountRef") if member in old}
    assert books.write(entity, again)["Id"] != old["Id"]


def test_what_does_not_change_keeps_its_version(books: Books) -> None:
    body = {"Id": "1", "SyncToken": "0", "sparse": True, "Active": False}
    once = books.write("Vendor", body)
    twice = books.write("Vendor", {**body, "SyncToken": "1"})
    assert twice == once


def test_a_sparse_update_changes_what_it_names_and_a_full_one_clears_the_rest(books: Books) -> None:
    sent: dict[str, Any] = {
        "DisplayName": "Ann",
        "Notes": "old friend",
        "PrimaryEmailAddr": {"Address": "a@example.com"},
    }
    stored = books.write("Customer", sent)
    key = {"Id": stored["Id"], "SyncToken": "0", "sparse": True}
    sparse = books.write("Customer", {**key, "Notes": "new"})
    assert (sparse["Notes"], sparse["PrimaryEmailAddr"], sparse["sparse"]) == (
        "new",
        {"Address": "a@example.com"},
        False,
    )
    full = books.write("Customer", {"Id": stored["Id"], "SyncToken": "1", "DisplayName": "Ann B"})
    assert (full["DisplayName"], full["FullyQualifiedName"], full["SyncToken"]) == ("Ann B", "Ann B", "2")
    assert not {"Notes", "PrimaryEmailAddr"} & set(full)


@pytest.mark.parametrize("entity", ["Vendor", "Item", "Class", "TaxCode", "CompanyInfo", "Preferences"])
def test_an_entry_of_a_list_cannot_be_deleted(books: Books, entity: str) -> None:
    refused = books.refusal(entity, {"Id": "1", "SyncToken": "0"}, operation="delete")
    assert (refused["code"], refused["Detail"]) == ("500", "Operation delete is not supported.")


@pytest.mark.parametrize("entity", ["TaxCode", "TaxRate", "TaxAgency"])
def test_tax_lists_are_read_only(books: Books, entity: str) -> None:
    refused = books.refusal(entity, {"Name": "New"})
    assert (refused["code"], refused["Detail"]) == ("500", "Operation create is not supported.")


def test_an_employee_is_filled_in_as_recorded(books: Books) -> None:
    stored = books.write("Employee", {"GivenName": "Emily", "FamilyName": "Example"})
    del stored["MetaData"], stored["Id"]
    assert stored == {
        "BillableTime": False,
        "domain": "QBO",
        "sparse": False,
        "SyncToken": "0",
        "GivenName": "Emily",
        "FamilyName": "Example",
        "DisplayName": "Emily Example",
        "PrintOnCheckName": "Emily Example",
        "Active": True,
    }


def test_terms_and_payment_methods_can_be_made(books: Books) -> None:
    month_end = books.write("Term", {"Name": "Month end", "DayOfMonthDue": 31})
    assert (month_end["Type"], month_end["DiscountPercent"]) == ("DATE_DRIVEN", 0)
    assert books.write("Term", {"Name": "Net 90", "DueDays": 90})["Type"] == "STANDARD"
    assert books.write("PaymentMethod", {"Name": "Bank transfer"})["Type"] == "NON_CREDIT_CARD"
    assert books.refusal("Term", {"Name": "net 90", "DueDays": 90})["code"] == "6240"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("named", "Another vendor is already using this name.  Please use a different name."),
        ("null", "null"),
        ("placeholder", "Another $$vendor$$ is already using this name.  Please use a different name."),
    ],
)
def test_a_taken_name_is_told_in_any_of_the_recorded_words(books: Books, text: str, detail: str) -> None:
    books.switch(duplicate_name_text=text)
    refused = books.refusal("Vendor", {"DisplayName": "Acme Supply"})
    assert refused["Detail"] == f"The name supplied already exists. : {detail}"
    assert ("element" in refused) == (text != "null")


def test_a_tax_number_is_shown_by_its_end(books: Books) -> None:
    stored = books.write("Vendor", {"DisplayName": "Mug Maker", "TaxIdentifier": "12-3459875"})
    assert stored["TaxIdentifier"] == "XXXXX9875"
    key = {"Id": stored["Id"], "SyncToken": "0", "sparse": True}
    assert books.write("Vendor", {**key, "TaxIdentifier": "XXXXX9875"}) == stored


def test_what_comes_back_to_life_gets_its_name_back_unless_it_is_taken(books: Books) -> None:
    acme = {"Id": books.one("Vendor", "Acme Supply")["value"], "sparse": True}
    books.write("Vendor", {**acme, "SyncToken": "0", "Active": False})
    assert books.write("Vendor", {**acme, "SyncToken": "1", "Active": True})["DisplayName"] == "Acme Supply"
    books.write("Vendor", {**acme, "SyncToken": "2", "Active": False})
    books.write("Customer", {"DisplayName": "Acme Supply"})
    refused = books.refusal("Vendor", {**acme, "SyncToken": "3", "Active": True})
    assert refused["code"] == "6240"


def test_an_update_keeps_what_the_company_counts(books: Books) -> None:
    sale: Record = {
        "CustomerRef": books.one("Customer", "Sam Sample"),
        "Line": [sale_line(books.one("Item", "FEE"), "10.00")],
    }
    books.write("Invoice", sale)
    sam = books.read("Customer", sale["CustomerRef"]["value"])
    full = books.write("Customer", {"Id": sam["Id"], "SyncToken": sam["SyncToken"], "DisplayName": "Sam S."})
    assert (full["Balance"], full["BalanceWithJobs"]) == (sam["Balance"], sam["BalanceWithJobs"])


def test_the_tax_code_of_a_customer_shows_in_single_answers_only(books: Books) -> None:
    code = {"DefaultTaxCodeRef": {"value": "2"}}
    stored = books.write("Customer", {"DisplayName": "Ann", "DefaultTaxCodeRef": {"value": "5"}})
    assert stored.items() >= code.items()
    assert books.read("Customer", stored["Id"]).items() >= code.items()
    (found,) = books.rows("select * from Customer where DisplayName = 'Ann'")
    assert "DefaultTaxCodeRef" not in found


def test_terms_of_people_have_no_name(books: Books) -> None:
    term = {"value": books.one("Term", "Net 30")["value"], "name": "Net 30"}
    assert books.write("Vendor", {"DisplayName": "Mug Maker", "TermRef": term})["TermRef"] == {"value": term["value"]}
