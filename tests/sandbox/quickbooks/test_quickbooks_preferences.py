"""The company's own record, its preferences, its plan and what hangs on them."""

from __future__ import annotations

import pytest

from tests.sandbox.quickbooks.books import Books, Record, item_line, receipt, sale_line


def company_info(books: Books) -> Record:
    return dict(books.get(f"companyinfo/{books.announced['realm_id']}").json()["CompanyInfo"])


def flags(books: Books) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in company_info(books)["NameValue"]}


def test_preferences_change_by_group_and_member(books: Books) -> None:
    before = books.get("preferences").json()["Preferences"]
    books.prefer("SalesFormsPrefs", AllowDeposit=True, AllowServiceDate=None)
    after = books.get("preferences").json()["Preferences"]
    assert after["SyncToken"] == str(int(before["SyncToken"]) + 1)
    wanted = {**before["SalesFormsPrefs"], "AllowDeposit": True}
    del wanted["AllowServiceDate"]
    assert after["SalesFormsPrefs"] == wanted
    assert after["VendorAndPurchasesPrefs"] == before["VendorAndPurchasesPrefs"]


def test_a_switch_among_the_other_preferences_changes_alone(books: Books) -> None:
    books.prefer("OtherPrefs", NameValue=[{"Name": "WarnDuplicateBillNumber", "Value": "true"}])
    values = {
        one["Name"]: one["Value"] for one in books.rows("select * from Preferences")[0]["OtherPrefs"]["NameValue"]
    }
    assert values["WarnDuplicateBillNumber"] == "true"
    assert values["VendorAndPurchasesPrefs.PurchaseOrderEnabled"] == "true"


def test_preferences_that_say_nothing_new_keep_their_version(books: Books) -> None:
    before = books.get("preferences").json()["Preferences"]
    books.prefer("SalesFormsPrefs", AllowShipping=True)
    assert books.get("preferences").json()["Preferences"] == before


def test_custom_fields_stand_in_groups(books: Books) -> None:
    (uses,) = books.get("preferences").json()["Preferences"]["SalesFormsPrefs"]["CustomField"]
    assert [(one["Name"], one["BooleanValue"]) for one in uses["CustomField"]] == [
        (f"SalesFormsPrefs.UseSalesCustom{number}", False) for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"SyncToken": "0", "ShoePrefs": {}}, "2010"),
        ({"SyncToken": "0", "SalesFormsPrefs": {"AllowShoes": True}}, "2010"),
        ({"SyncToken": "0", "SalesFormsPrefs": {"AllowShipping": "perhaps"}}, "2010"),
        ({"SalesFormsPrefs": {"AllowShipping": True}}, "2020"),
        ({"SyncToken": "99", "SalesFormsPrefs": {"AllowShipping": True}}, "5010"),
    ],
)
def test_wrong_preferences_are_refused(books: Books, body: Record, code: str) -> None:
    if body.get("SyncToken") == "0":
        body["SyncToken"] = books.get("preferences").json()["Preferences"]["SyncToken"]
    assert books.refusal("Preferences", body)["code"] == code


def test_with_multicurrency_customers_may_have_another_currency_for_good(books: Books) -> None:
    books.prefer("CurrencyPrefs", MultiCurrencyEnabled=True)
    stored = books.write("Customer", {"DisplayName": "Ann", "CurrencyRef": {"value": "EUR"}})
    assert stored["CurrencyRef"] == {"value": "EUR", "name": "Euro"}
    key = {"Id": stored["Id"], "SyncToken": "0", "sparse": True}
    assert books.refusal("Customer", {**key, "CurrencyRef": {"value": "USD"}})["code"] == "6000"
    full = books.write("Customer", {"Id": stored["Id"], "SyncToken": "0", "DisplayName": "Ann B"})
    assert full["CurrencyRef"]["value"] == "EUR"
    assert books.refusal("Customer", {"DisplayName": "Ben", "CurrencyRef": {"value": "XXX"}})["code"] == "2500"


def test_currencies_are_settled_for_good(books: Books) -> None:
    books.prefer("CurrencyPrefs", MultiCurrencyEnabled=True)
    token = books.get("preferences").json()["Preferences"]["SyncToken"]
    for wanted in ({"MultiCurrencyEnabled": False}, {"HomeCurrency": {"value": "EUR"}}):
        assert books.refusal("Preferences", {"SyncToken": token, "CurrencyPrefs": wanted})["code"] == "6000"


def test_classes_and_locations_are_kept_where_they_are_tracked(books: Books) -> None:
    online = {"ClassRef": books.one("Class", "Online")}
    place = {"DepartmentRef": books.one("Department", "Austin")}
    line = sale_line(books.one("Item", "FEE"), "10.00", "NON", **online)
    sale = books.write("SalesReceipt", receipt(books, line, **online, **place))
    assert not {"ClassRef", "DepartmentRef"} & set(sale)
    assert "ClassRef" not in sale["Line"][0]["SalesItemLineDetail"]
    books.prefer("AccountingInfoPrefs", ClassTrackingPerTxnLine=True, TrackDepartments=True)
    sale = books.write("SalesReceipt", receipt(books, line, DocNumber="S-2", **online, **place))
    assert (sale["DepartmentRef"]["name"], "ClassRef" in sale) == ("Austin", False)
    assert sale["Line"][0]["SalesItemLineDetail"]["ClassRef"]["name"] == "Online"


@pytest.mark.parametrize(("plan", "allowed"), [("Plus", True), ("Advanced", True), ("Essentials", False)])
def test_purchase_orders_need_the_plan(books: Books, plan: str, allowed: bool) -> None:
    books.switch(plan=plan)
    assert flags(books)["OfferingSku"] == f"QuickBooks Online {plan}"
    order = {"VendorRef": books.one("Vendor", "Acme Supply"), "Line": [item_line(books.item("Mug"), "10.00")]}
    answer = books.post("PurchaseOrder", order)
    assert (answer.status_code == 200) is allowed
    if not allowed:
        assert answer.json()["Fault"]["Error"][0]["code"] == "5020"


def test_a_lapsed_company_can_be_read_but_not_written(books: Books) -> None:
    books.switch(subscription="lapsed")
    assert flags(books)["SubscriptionStatus"] == "EXPIRED"
    assert books.read("Vendor", books.one("Vendor", "Acme Supply")["value"])["Active"] is True
    token = books.get("preferences").json()["Preferences"]["SyncToken"]
    for refused in (
        books.refusal("Vendor", {"DisplayName": "New"}),
        books.refusal("Vendor", {"Id": "1", "SyncToken": "0", "Active": False}),
        books.refusal("Preferences", {"SyncToken": token, "SalesFormsPrefs": {"AllowDeposit": True}}),
    ):
        assert (refused["code"], refused["Message"]) == ("6190", "Invalid Company Status")


def test_the_company_changes_its_record_but_not_its_country_or_plan(books: Books) -> None:
    before = company_info(books)
    key = {"Id": before["Id"], "SyncToken": before["SyncToken"], "sparse": True}
    more = {"Country": "GBR", "NameValue": [{"Name": "OfferingSku", "Value": "Gold"}]}
    books.write("CompanyInfo", {**key, "LegalName": "Demo Shop Inc.", **more})
    after = company_info(books)
    assert (after["LegalName"], after["Country"], after["NameValue"]) == (
        "Demo Shop Inc.",
        before["Country"],
        before["NameValue"],
    )
    full = {"Id": before["Id"], "SyncToken": after["SyncToken"], "LegalName": "Short"}
    assert books.refusal("CompanyInfo", full)["element"] == "CompanyName"
    assert books.refusal("CompanyInfo", {"CompanyName": "Another"})["code"] == "500"
