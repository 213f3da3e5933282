"""Requests as values: what would go over the wire, and what is refused before it does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.quickbooks import requests
from clients.quickbooks.exact_json import json_bytes
from clients.quickbooks.requests import BatchCreate

REQUEST_ID = "6f0c31d2-1c2b-5a6e-9a55-0d7d6b3f1a11"


def test_a_create_carries_its_request_id() -> None:
    request = requests.create("SalesReceipt", {"TotalAmt": Decimal("9.90")}, REQUEST_ID)
    assert (request.method, request.path) == ("POST", "/salesreceipt")
    assert request.query == {"requestid": REQUEST_ID, "minorversion": "75"}
    assert (request.body, request.content_type) == (b'{"TotalAmt":9.90}', "application/json")
    assert request.request_id == REQUEST_ID


def test_a_create_with_an_id_would_be_an_update_and_is_refused() -> None:
    with pytest.raises(ValueError, match="SalesReceipt to be created carries the Id 9"):
        requests.create("SalesReceipt", {"Id": "9"}, REQUEST_ID)


def test_an_update_carries_id_and_sync_token() -> None:
    request = requests.update("PurchaseOrder", {"Id": "9", "SyncToken": "0"}, REQUEST_ID)
    assert request.path == "/purchaseorder"
    assert request.query["requestid"] == REQUEST_ID


@pytest.mark.parametrize(
    ("body", "missing"), [({}, "Id and SyncToken"), ({"Id": "9"}, "SyncToken"), ({"SyncToken": "0"}, "Id")]
)
def test_an_update_without_id_would_create_and_is_refused(body: dict[str, Any], missing: str) -> None:
    with pytest.raises(ValueError, match=f"lacks {missing};"):
        requests.update("Bill", body, REQUEST_ID)


@pytest.mark.parametrize("request_id", ["", "x" * 51])
def test_a_request_id_of_a_length_quickbooks_refuses_is_refused(request_id: str) -> None:
    with pytest.raises(ValueError, match="QuickBooks takes 1 to 50"):
        requests.create("Bill", {}, request_id)


def test_reads_carry_no_request_id_and_no_body() -> None:
    for request in (
        requests.read("CompanyInfo", "1"),
        requests.query("SELECT * FROM Item"),
        requests.preferences(),
        requests.company_info("123"),
    ):
        assert (request.method, request.body, request.request_id) == ("GET", None, None)
        assert request.query["minorversion"] == "75"
        assert "requestid" not in request.query


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (requests.read("SalesReceipt", "98"), "/salesreceipt/98"),
        (requests.read("Item", "1/../2"), "/item/1%2F..%2F2"),
        (requests.preferences(), "/preferences"),
        (requests.company_info("123"), "/companyinfo/123"),
    ],
)
def test_paths_are_lower_case_and_stay_below_their_entity(request_: requests.Request, path: str) -> None:
    assert request_.path == path


def test_a_short_statement_goes_in_the_url() -> None:
    assert requests.query("SELECT * FROM Item").query["query"] == "SELECT * FROM Item"


@pytest.mark.parametrize("statement", ["x" * 1501, "é" * 300])
def test_a_statement_too_long_for_a_url_goes_as_text(statement: str) -> None:
    request = requests.query(statement)
    assert (request.method, request.path, request.content_type) == ("POST", "/query", "application/text")
    assert request.body == statement.encode()
    assert request.query == {"minorversion": "75"}


def test_a_batch_names_each_item() -> None:
    items = [BatchCreate("1", "Customer", {"DisplayName": "Ann"}), BatchCreate("2", "Item", {"Name": "Mug"})]
    request = requests.batch(items, REQUEST_ID)
    assert request.path == "/batch"
    assert request.query["requestid"] == REQUEST_ID
    assert json.loads(request.body or b"") == {
        "BatchItemRequest": [
            {"bId": "1", "operation": "create", "Customer": {"DisplayName": "Ann"}},
            {"bId": "2", "operation": "create", "Item": {"Name": "Mug"}},
        ]
    }


@pytest.mark.rule("R-52/expected")
@pytest.mark.parametrize(("size", "taken"), [(0, False), (1, True), (29, True), (30, False)])
def test_a_batch_holds_one_to_29_items(size: int, taken: bool) -> None:
    items = [BatchCreate(str(number), "Customer", {}) for number in range(size)]
    if taken:
        assert requests.batch(items, REQUEST_ID).body
    else:
        with pytest.raises(ValueError, match=f"A batch of {size} items"):
            requests.batch(items, REQUEST_ID)


def test_in_a_batch_the_bid_counts_with_the_request_id() -> None:
    room = 50 - len(REQUEST_ID)
    assert requests.batch([BatchCreate("b" * room, "Customer", {})], REQUEST_ID).body
    with pytest.raises(ValueError, match="has 51 characters"):
        requests.batch([BatchCreate("b" * (room + 1), "Customer", {})], REQUEST_ID)


def test_a_batch_refuses_two_items_under_one_bid() -> None:
    with pytest.raises(ValueError, match="one bId twice"):
        requests.batch([BatchCreate("1", "Customer", {}), BatchCreate("1", "Item", {})], REQUEST_ID)


def test_a_batch_item_with_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="Batch item 1, a Customer, carries an Id"):
        requests.batch([BatchCreate("1", "Customer", {"Id": "5"})], REQUEST_ID)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.10"), "1.10"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("100000000000000000.01"), "100000000000000000.01"),
        (Decimal("9007199254740993.55"), "9007199254740993.55"),
        (Decimal("-0.00"), "-0.00"),
        (7, "7"),
        (True, "true"),
        (None, "null"),
        ('Amy\'s "mug"\n', '"Amy\'s \\"mug\\"\\n"'),
        ([Decimal("1.0"), ("a", False)], '[1.0,["a",false]]'),
        ({}, "{}"),
    ],
)
def test_a_value_is_written_exactly(value: object, text: str) -> None:
    assert json_bytes({"v": value}) == f'{{"v":{text}}}'.encode()


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_decimal_survives_the_wire_without_an_exponent(value: Decimal) -> None:
    body = json_bytes({"v": value})
    assert b"e" not in body.lower()
    assert json.loads(body, parse_float=Decimal, parse_int=Decimal)["v"] == value


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.booleans() | st.lists(st.integers(), max_size=3), max_size=5))
def test_everything_else_survives_the_wire_too(body: dict[str, object]) -> None:
    assert json.loads(json_bytes(body)) == body


def test_a_float_is_refused_with_its_place() -> None:
    with pytest.raises(TypeError, match=r"body\.Line\[1\]\.Amount is a float; amounts must be Decimal"):
        json_bytes({"Line": [{"Amount": Decimal("1")}, {"Amount": 1.1}]})


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_a_decimal_that_is_no_number_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match=r"body\.Amount is .*, which is no amount"):
        json_bytes({"Amount": value})


def test_a_key_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match=r"body\.Line has the key 1"):
        json_bytes({"Line": {1: "x"}})


def test_changes_are_asked_for_since_a_time_with_its_zone() -> None:
    request = requests.changes("Bill", datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert (request.method, request.path) == ("GET", "/cdc")
    assert request.query == {"entities": "Bill", "changedSince": "2026-11-20T12:00:00+00:00", "minorversion": "75"}
    with pytest.raises(ValueError, match="has no zone"):
        requests.changes("Bill", datetime(2026, 11, 20, 12))
