from __future__ import annotations

import asyncio
import json
import time
from decimal import Decimal

import httpx
import pytest

from tests.sandbox.quickbooks.books import Books, Record, error, sale_line, serving


def receipt(books: Books, number: str = "S-1", amount: str = "10") -> Record:
    return {"DocNumber": number, "TxnDate": "2026-11-20", "Line": [sale_line(books.one("Item", "FEE"), amount)]}


def test_a_repeated_request_id_is_answered_as_before_and_done_once(books: Books) -> None:
    first = books.write("SalesReceipt", receipt(books), requestid="r-1")
    assert books.write("SalesReceipt", receipt(books), requestid="r-1") == first
    assert books.write("SalesReceipt", receipt(books, "S-2"), requestid="r-1") == first
    assert books.write("SalesReceipt", receipt(books, "S-2"), requestid="r-2") != first
    assert books.query("select count(*) from SalesReceipt") == {"totalCount": 2}


def test_an_ignored_request_id_makes_duplicates(books: Books) -> None:
    books.switch(requestid="ignored", duplicate_numbers="allow")
    for _ in range(2):
        books.write("SalesReceipt", receipt(books), requestid="r-1")
    assert books.query("select count(*) from SalesReceipt") == {"totalCount": 2}


def test_a_refusal_is_not_remembered_under_its_request_id(books: Books) -> None:
    wrong = {**receipt(books), "TxnDate": "2026-10-01"}
    assert books.refusal("SalesReceipt", wrong, requestid="r-1")["code"] == "6200"
    assert books.write("SalesReceipt", receipt(books), requestid="r-1")["DocNumber"] == "S-1"


def test_a_request_id_has_fifty_characters_at_most(books: Books) -> None:
    refused = books.refusal("SalesReceipt", receipt(books), requestid="x" * 51)
    assert refused["code"] == "6000"
    assert "You cannot enter more than 50 characters in the request_id field." in refused["Detail"]
    assert "which is 51 characters." in refused["Detail"]
    assert books.write("SalesReceipt", receipt(books), requestid="x" * 50)


def test_an_answer_lost_after_the_commit_comes_back_under_its_request_id(books: Books) -> None:
    body = receipt(books)
    books.http.post("/__control/faults", json=[{"kind": "lost_after", "method": "POST", "path": "salesreceipt"}])
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        books.post("SalesReceipt", body, requestid="r-1")
    (stored,) = books.rows("select * from SalesReceipt where DocNumber = 'S-1'")
    assert books.write("SalesReceipt", body, requestid="r-1") == stored


def test_a_batch_answers_each_item_by_its_bid(books: Books) -> None:
    kept, gone = (books.write("SalesReceipt", receipt(books, number)) for number in ("S-1", "S-2"))
    items: list[Record] = [
        {"bId": "a", "operation": "create", "Vendor": {"DisplayName": "Mug Maker"}},
        {"bId": "b", "operation": "delete", "SalesReceipt": {"Id": gone["Id"], "SyncToken": "0"}},
        {"bId": "c", "operation": "update", "SalesReceipt": _note(kept, "1")},
        {"bId": "d", "operation": "update", "SalesReceipt": _note(kept, "0")},
        {"bId": "e", "Query": "select * from Vendor where DisplayName = 'Beta Goods'"},
        {"bId": "f", "operation": "create", "SalesReceipt": receipt(books)},
        {
            "bId": "g",
            "operation": "create",
            "optionsData": "allowduplicatedocnum",
            "SalesReceipt": receipt(books),
        },
        {"bId": "h", "Query": "select * from Bill"},
        {"bId": "i", "operation": "update", "optionsData": "void", "SalesReceipt": _note(kept, "1")},
    ]
    answer = books.post("batch", {"BatchItemRequest": items}).json()
    results = {item["bId"]: item for item in answer["BatchItemResponse"]}
    assert list(results) == list("abcdefghi")
    assert results["a"]["Vendor"]["DisplayName"] == "Mug Maker"
    assert results["b"]["SalesReceipt"] == {"domain": "QBO", "status": "Deleted", "Id": gone["Id"]}
    assert results["c"]["Fault"]["Error"][0]["code"] == "5010"
    assert results["c"]["Fault"]["type"] == "ValidationFault"
    assert results["d"]["SalesReceipt"]["PrivateNote"] == "noted"
    assert results["e"]["QueryResponse"]["maxResults"] == 1
    assert results["f"]["Fault"]["Error"][0]["code"] == "6140"
    assert results["g"]["SalesReceipt"]["DocNumber"] == "S-1"
    assert results["h"]["QueryResponse"] == {}
    assert results["i"]["SalesReceipt"]["PrivateNote"] == "Voided - noted"


def test_a_batch_has_thirty_items_at_most(books: Books) -> None:
    items = [{"bId": str(n), "Query": "select * from Vendor"} for n in range(31)]
    assert error(books.post("batch", {"BatchItemRequest": items}))["code"] == "1040"
    answer = books.post("batch", {"BatchItemRequest": items[:30]}).json()
    assert len(answer["BatchItemResponse"]) == 30


def test_a_request_id_of_a_batch_holds_for_each_item(books: Books) -> None:
    items = [{"bId": str(n), "operation": "create", "Vendor": {"DisplayName": f"V{n}"}} for n in range(2)]
    first = books.post("batch", {"BatchItemRequest": items}, requestid="r").json()["BatchItemResponse"]
    items.append({"bId": "2", "operation": "create", "Vendor": {"DisplayName": "V2"}})
    again = books.post("batch", {"BatchItemRequest": items}, requestid="r").json()["BatchItemResponse"]
    assert again[:2] == first
    assert again[2]["Vendor"]["DisplayName"] == "V2"
    long = books.post("batch", {"BatchItemRequest": items[:1]}, requestid="x" * 50).json()["BatchItemResponse"]
    assert "which is 51 characters." in long[0]["Fault"]["Error"][0]["Detail"]


def test_a_stale_version_is_refused_and_changes_nothing(books: Books) -> None:
    stored = books.write("SalesReceipt", receipt(books))
    assert books.write("SalesReceipt", _note(stored, "0"))["SyncToken"] == "1"
    refused = books.refusal("SalesReceipt", {**_note(stored, "0"), "PrivateNote": "late"})
    assert (refused["code"], refused["Message"]) == ("5010", "Stale Object Error")
    assert books.read("SalesReceipt", stored["Id"])["PrivateNote"] == "noted"
    assert books.refusal("SalesReceipt", {"Id": stored["Id"]})["element"] == "SyncToken"


def test_a_deleted_document_is_gone_and_its_number_free(books: Books) -> None:
    stored = books.write("SalesReceipt", receipt(books))
    key = {"Id": stored["Id"], "SyncToken": "0"}
    answer = books.post("SalesReceipt", key, operation="delete").json()
    assert answer["SalesReceipt"] == {"domain": "QBO", "status": "Deleted", "Id": stored["Id"]}
    refused = error(books.get(f"salesreceipt/{stored['Id']}"))
    assert (refused["code"], refused["element"]) == ("610", "")
    assert refused["Detail"].startswith("Object Not Found : Something you're trying to use has been made inactive.")
    assert books.rows("select * from SalesReceipt where DocNumber = 'S-1'") == []
    assert books.write("SalesReceipt", receipt(books))["Id"] != stored["Id"]


def test_nothing_in_a_closed_period_is_changed_or_deleted(books: Books) -> None:
    stored = books.write("SalesReceipt", {**receipt(books), "TxnDate": "2026-11-01"})
    books.prefer("AccountingInfoPrefs", BookCloseDate="2026-11-01")
    assert books.refusal("SalesReceipt", _note(stored, "0"))["code"] == "6200"
    moved = {**_note(stored, "0"), "TxnDate": "2026-11-20"}
    assert books.refusal("SalesReceipt", moved)["code"] == "6200"
    assert books.refusal("SalesReceipt", {"Id": stored["Id"], "SyncToken": "0"}, operation="delete")["code"] == "6200"


def test_a_full_update_resets_what_it_leaves_out_but_keeps_the_number(books: Books) -> None:
    customer, clearing = books.one("Customer", "Sam Sample"), books.one("Account", "Shop Clearing")
    sent = {**receipt(books), "CustomerRef": customer, "DepositToAccountRef": clearing}
    stored = books.write("SalesReceipt", {**sent, "TxnDate": "2026-11-02"})
    body = {"Id": stored["Id"], "SyncToken": "0", "Line": [sale_line(books.one("Item", "FEE"), "12")]}
    full = books.write("SalesReceipt", body)
    assert "CustomerRef" not in full
    assert full["DepositToAccountRef"]["name"] == "Undeposited Funds"
    assert full["TxnDate"] != "2026-11-02"
    assert (full["DocNumber"], full["TotalAmt"], full["Line"][0]["Id"]) == ("S-1", 12, "2")


def test_a_line_sent_with_its_id_keeps_it(books: Books) -> None:
    stored = books.write("SalesReceipt", receipt(books))
    line = sale_line(books.one("Item", "FEE"), "1")
    changed = books.write("SalesReceipt", {**stored, "Line": [line, {**line, "Id": "77"}, stored["Line"][0]]})
    assert [one.get("Id") for one in changed["Line"]] == ["2", "3", "1", None]


def test_a_sparse_update_of_a_note_keeps_the_tax_and_one_of_the_lines_computes_it_again(books: Books) -> None:
    line = sale_line(books.one("Item", "FEE"), "100", "TAX")
    stored = books.write("SalesReceipt", {**receipt(books), "Line": [line], "TxnTaxDetail": {"TotalTax": 7}})
    noted = books.write("SalesReceipt", _note(stored, "0"))
    assert (noted["TotalAmt"], noted["TxnTaxDetail"]) == (107, stored["TxnTaxDetail"])
    changed = books.write("SalesReceipt", {**_note(stored, "1"), "Line": [line]})
    assert changed["TotalAmt"] == Decimal("108.25")


@pytest.mark.parametrize(
    "path",
    ["nonsense", "customer/1/5", "customer", "bill/1/pdf", "query/1", "companyinfo", "upload", "reports/BalanceSheet"],
)
def test_an_unknown_path_is_an_unsupported_operation(books: Books, path: str) -> None:
    refused = error(books.get(path)) if path != "query/1" else error(books.post(path, {}))
    assert (refused["code"], refused["Message"]) == ("500", "Unsupported Operation")
    assert f"Could not find resource for relative : {books.path}/{path} of full path:" in refused["Detail"]
    assert "element" not in refused


@pytest.mark.parametrize("body", [b"{", b"[" * 5_000, b"\x80", b"9" * 5_000])
def test_what_is_no_json_is_refused_without_a_word_of_python(books: Books, body: bytes) -> None:
    answer = books.http.post(f"{books.path}/salesreceipt", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    (error,) = answer.json()["Fault"]["Error"]
    assert (error["code"], "python" in error["Detail"].lower(), "codec" in error["Detail"]) == ("2010", False, False)


@pytest.mark.parametrize("seconds", [-1, 1e18, float("inf"), float("nan"), "soon"], ids=str)
def test_a_clock_moves_by_a_sensible_time_alone(books: Books, seconds: object) -> None:
    before = books.http.get("/__control/clock").json()["now"]
    moved = books.http.post("/__control/clock", content=json.dumps({"advance": seconds}))
    assert (moved.status_code, before[:13]) == (400, books.http.get("/__control/clock").json()["now"][:13])


def test_a_company_stays_in_its_country(books: Books) -> None:
    refused = books.http.post("/__control/switches", json={"sales_tax": "abroad"})
    assert (refused.status_code, "when it starts" in refused.json()["error"]) == (400, True)


def test_what_cannot_be_done_is_an_unsupported_operation(books: Books) -> None:
    assert books.refusal("TaxCode", {"Name": "GST"})["code"] == "500"
    assert books.refusal("Vendor", {"Id": "1", "SyncToken": "0"}, operation="delete")["code"] == "500"
    assert books.refusal("Vendor", {"Id": "1", "SyncToken": "0"}, operation="merge")["code"] == "500"


@pytest.mark.parametrize(
    ("entity", "params"),
    [
        ("Invoice", {"operation": "update", "include": "void"}),
        ("SalesReceipt", {"operation": "void"}),
        ("BillPayment", {"operation": "void"}),
        ("PurchaseOrder", {"operation": "update", "include": "void"}),
        ("Vendor", {"operation": "void"}),
    ],
)
def test_a_void_is_asked_for_in_the_way_of_its_entity(books: Books, entity: str, params: dict[str, str]) -> None:
    refused = books.refusal(entity, {"Id": "1", "SyncToken": "0"}, **params)
    assert (refused["code"], refused["Detail"]) == ("500", "Operation void is not supported.")


def test_ids_are_numbers(books: Books) -> None:
    refused = error(books.get("customer/1.5"))
    assert (refused["code"], refused["Detail"], refused["element"]) == (
        "2030",
        "Id should be a valid number. Supplied value:1.5",
        "Id",
    )


@pytest.mark.parametrize("body", ["{", "[]", "null", '{"Line": 3}', '{"CustomerRef": "1"}'])
def test_a_body_that_makes_no_sense_is_refused(books: Books, body: str) -> None:
    answer = books.http.post(f"{books.path}/salesreceipt", content=body)
    assert error(answer)["code"] == "2010"


def test_the_company_tells_about_itself(books: Books) -> None:
    company = books.get(f"companyinfo/{books.announced['realm_id']}").json()["CompanyInfo"]
    assert (company["CompanyAddr"]["CountrySubDivisionCode"], company["Country"]) == ("TX", "USA")
    assert books.rows("select * from CompanyInfo")[0]["CompanyName"] == company["CompanyName"]
    preferences = books.get("preferences").json()["Preferences"]
    others = {one["Name"]: one["Value"] for one in preferences["OtherPrefs"]["NameValue"]}
    assert others["VendorAndPurchasesPrefs.PurchaseOrderEnabled"] == "true"
    assert preferences["AccountingInfoPrefs"]["BookCloseDate"] == "2026-10-31"
    assert preferences["SalesFormsPrefs"]["DefaultDiscountAccount"] == books.one("Account", "Discounts given")["value"]
    assert books.rows("select * from Preferences")[0]["TaxPrefs"]["PartnerTaxEnabled"] is True


def test_preferences_are_changed_by_group_and_checked(books: Books) -> None:
    books.prefer("SalesFormsPrefs", AllowShipping=False)
    preferences = books.get("preferences").json()["Preferences"]
    assert preferences["SalesFormsPrefs"]["AllowShipping"] is False
    assert preferences["SalesFormsPrefs"]["AllowDiscount"] is True
    token = preferences["SyncToken"]
    assert books.refusal("Preferences", {"SyncToken": "0", "SalesFormsPrefs": {}})["code"] == "5010"
    assert books.refusal("Preferences", {"SyncToken": token, "SalesPrefs": {}})["code"] == "2010"


def test_amounts_come_back_with_their_own_digits(books: Books) -> None:
    books.write("SalesReceipt", {**receipt(books), "Line": [sale_line(books.one("Item", "FEE"), "0.10")]})
    text = books.get("query", query="select * from SalesReceipt").text
    assert '"TotalAmt":0.10,' in text


def test_the_state_holds_every_entity(books: Books) -> None:
    books.write("SalesReceipt", receipt(books))
    state = books.http.get("/__control/state").json()
    assert state["realm_id"] == books.announced["realm_id"]
    assert [one["DocNumber"] for one in state["entities"]["SalesReceipt"]] == ["S-1"]
    assert {"Acme Supply", "Beta Goods"} <= {one["DisplayName"] for one in state["entities"]["Vendor"]}
    books.http.post("/__control/reset")
    assert books.http.get("/__control/state").json()["entities"]["SalesReceipt"] == []


@pytest.mark.parametrize("switches", [{"rotate": "sometimes"}, {"tax_rate": "high"}, {"colour": "red"}])
def test_an_impossible_switch_is_refused(books: Books, switches: dict[str, str]) -> None:
    assert books.http.post("/__control/switches", json=switches).status_code == 400


def test_a_reset_turns_the_switches_back(books: Books) -> None:
    books.switch(rotate="never")
    books.http.post("/__control/reset")
    switches = books.http.get("/__control/switches").json()
    assert (switches["rotate"], switches["limits"]) == ("always", "off")


def test_more_than_ten_requests_in_a_second_are_throttled_in_xml() -> None:
    with serving() as books:
        answers = [books.get("preferences") for _ in range(12)]
        assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
        assert answers[-1].headers["Content-Type"].startswith("application/xml")
        assert 'xmlns="http://schema.intuit.com/finance/v3"' in answers[-1].text
        assert "errorCode=003001; statusCode=429" in answers[-1].text
        time.sleep(1.05)
        assert books.get("preferences").status_code == 200


async def test_more_than_ten_requests_at_once_are_throttled() -> None:
    with serving() as books:
        books.http.post("/__control/faults", json=[{"kind": "slow", "seconds": 1.3, "times": 10}])
        async with httpx.AsyncClient(base_url=books.http.base_url, headers=books.http.headers) as crowd:
            slow = [asyncio.create_task(_ask(crowd, books)) for _ in range(10)]
            await asyncio.sleep(1.1)
            assert await _ask(crowd, books) == 429
            assert await asyncio.gather(*slow) == [200] * 10
            assert await _ask(crowd, books) == 200


async def _ask(client: httpx.AsyncClient, books: Books) -> int:
    return (await client.get(f"{books.path}/preferences")).status_code


def _note(record: Record, token: str) -> Record:
    return {"Id": record["Id"], "SyncToken": token, "sparse": True, "PrivateNote": "noted"}
