"""From bytes to an entity or an error, without a network."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from clients.quickbooks import errors
from clients.quickbooks.answers import batch_results, changed, entity, read_answer, rows, total
from clients.quickbooks.errors import MalformedAnswer, QuickBooksError
from tests.clients.quickbooks.quickbooks_texts import (
    BAD_GATEWAY,
    FAULT_STATUSES,
    NAME_TAKEN,
    RECEIPT,
    RECEIPT_ANSWER,
    STALE,
    THROTTLED,
    TOKEN_EXPIRED,
    VALIDATION_FAULTS,
    fault,
    fault_body,
)


def raised(status: int, body: bytes, headers: dict[str, str] | None = None) -> QuickBooksError:
    with pytest.raises(QuickBooksError) as caught:
        read_answer(status, headers or {}, body, realm="123", request_id="r-1")
    return caught.value


def test_an_answer_keeps_its_cents_exactly() -> None:
    answer = read_answer(200, {}, b'{"SalesReceipt": {"TotalAmt": 12345678901234.565}}', realm="1", request_id=None)
    assert answer["SalesReceipt"]["TotalAmt"] == Decimal("12345678901234.565")


@pytest.mark.parametrize(("code", "element", "detail", "kind"), VALIDATION_FAULTS)
def test_a_fault_is_told_by_its_code(code: str, element: str | None, detail: str, kind: type[QuickBooksError]) -> None:
    error = raised(400, fault_body(code, detail, element=element))
    assert type(error) is kind
    assert (error.status, error.code, error.faults[0].detail) == (400, code, detail)
    assert error.faults[0].element == (element or None)


@pytest.mark.parametrize(("code", "element", "detail", "kind"), VALIDATION_FAULTS)
def test_a_fault_counts_under_http_200_as_well(
    code: str, element: str | None, detail: str, kind: type[QuickBooksError]
) -> None:
    assert type(raised(200, fault_body(code, detail, element=element))) is kind


@pytest.mark.parametrize(("status", "code", "message", "kind"), FAULT_STATUSES)
def test_a_status_that_says_nothing_about_the_request_wins(
    status: int, code: str, message: str, kind: type[QuickBooksError]
) -> None:
    assert type(raised(status, fault_body(code, "", message=message))) is kind


def test_the_first_fault_with_a_code_we_know_decides() -> None:
    body = fault("9999", "Something new")
    body["Fault"]["Error"] += fault("6240", NAME_TAKEN)["Fault"]["Error"]
    error = raised(400, json.dumps(body).encode())
    assert type(error) is errors.DuplicateName
    assert [item.code for item in error.faults] == ["9999", "6240"]


def test_a_single_error_that_is_no_list_is_read() -> None:
    body = b'{"Fault": {"Error": {"Message": "Object Not Found", "code": "610"}, "type": "ValidationFault"}}'
    assert type(raised(400, body)) is errors.NotFound


def test_an_unknown_system_fault_is_no_refusal() -> None:
    body = json.dumps(fault("10999", "Something broke", type="SystemFault")).encode()
    assert type(raised(200, body)) is errors.Transient


def test_the_gateways_lower_case_fault_is_read() -> None:
    error = raised(401, TOKEN_EXPIRED)
    assert type(error) is errors.AuthExpired
    assert (error.code, error.faults[0].element) == ("3200", None)


def test_no_token_gets_into_an_error() -> None:
    error = raised(401, TOKEN_EXPIRED)
    assert "SECRET" not in str(error) + repr(error) + repr(error.faults)
    assert "Token expired: (hidden)" in str(error)


def test_an_xml_fault_is_read_though_json_was_asked_for() -> None:
    error = raised(429, THROTTLED, {"Retry-After": "60"})
    assert isinstance(error, errors.Throttled)
    assert (error.code, error.retry_after) == ("3001", 60.0)
    assert "The request limit was reached." in str(error)


def test_an_xml_fault_without_an_error_is_told_by_its_status() -> None:
    assert type(raised(400, b'<IntuitResponse><Fault type="SERVICE"/></IntuitResponse>')) is errors.Invalid


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, MalformedAnswer),
        (400, errors.Invalid),
        (401, errors.AuthExpired),
        (403, errors.Forbidden),
        (404, errors.Invalid),
        (408, errors.Transient),
        (413, errors.Invalid),
        (429, errors.Throttled),
        (500, errors.Transient),
        (502, errors.Transient),
        (503, errors.Transient),
        (504, errors.Transient),
    ],
)
@pytest.mark.parametrize("body", [BAD_GATEWAY, b"", b"{}", b"not json"])
def test_without_a_fault_the_status_decides(status: int, body: bytes, kind: type[QuickBooksError]) -> None:
    assert type(raised(status, body)) is kind


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "an empty body"),
        (b" \r\n", "an empty body"),
        (BAD_GATEWAY, "a page titled '502 Bad Gateway'"),
        (b"<IntuitResponse/>", "a page of HTML or XML"),
        (b'{"SalesReceipt": {"Id": "9', "26 bytes that are not the JSON expected"),
        (b'{"TotalAmt": NaN}', "not the JSON expected"),
        (b"[]", "not the JSON expected"),
        (b"null", "not the JSON expected"),
        (b"\xff\xfe\x00", "not the JSON expected"),
        (b"[" * 100_000, "not the JSON expected"),
        (b'{"Fault": {"Error": [], "type": "ValidationFault"}}', "not the JSON expected"),
        (b"<IntuitResponse><Fault/></IntuitResponse>", "an empty Fault"),
    ],
)
def test_a_success_that_cannot_be_read_is_uncertain(body: bytes, said: str) -> None:
    error = raised(200, body)
    assert type(error) is MalformedAnswer
    assert said in str(error)


def test_an_error_names_the_exchange_it_came_from() -> None:
    error = raised(400, fault_body("5010", STALE), {"Intuit_Tid": "1-5f734f0e"})
    assert (error.realm, error.request_id, error.tid) == ("123", "r-1", "1-5f734f0e")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"Retry-After": " 1.5 "}, 1.5),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "99999999"}, None),
        (
            {"Retry-After": "Sun, 22 Nov 2026 08:01:30 GMT", "Date": "Sun, 22 Nov 2026 08:00:00 GMT"},
            90.0,
        ),
        ({"Retry-After": "Sun, 22 Nov 2026 07:59:00 GMT", "Date": "Sun, 22 Nov 2026 08:00:00 GMT"}, 0.0),
        ({"Retry-After": "Sun, 22 Nov 2026 08:01:30 GMT"}, None),
    ],
)
def test_the_wait_is_read_where_quickbooks_names_one(headers: dict[str, str], seconds: float | None) -> None:
    error = raised(429, THROTTLED, headers)
    assert isinstance(error, errors.Throttled)
    assert error.retry_after == seconds


def test_an_entity_comes_out_as_stored() -> None:
    answer = read_answer(200, {}, RECEIPT_ANSWER, realm="1", request_id=None)
    assert entity(answer, "SalesReceipt") == RECEIPT


@pytest.mark.parametrize(
    "answer", [{}, {"Invoice": RECEIPT}, {"SalesReceipt": []}, {"SalesReceipt": {"SyncToken": "0"}}]
)
def test_an_answer_without_the_entity_asked_for_is_uncertain(answer: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswer, match="without a SalesReceipt that has an Id"):
        entity(answer, "SalesReceipt")


def test_rows_are_those_of_the_kind_asked_for() -> None:
    answer = {"QueryResponse": {"Item": [{"Id": "1"}, {"Id": "2"}], "startPosition": 1, "maxResults": 2}}
    assert [row["Id"] for row in rows(answer, "Item")] == ["1", "2"]


def test_a_query_that_finds_nothing_gives_no_rows() -> None:
    assert rows({"QueryResponse": {}, "time": "2026-11-22T08:00:00.000-08:00"}, "Item") == []


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"QueryResponse": None},
        {"QueryResponse": {"Item": {"Id": "1"}}},
        {"QueryResponse": {"Customer": [{"Id": "1"}], "maxResults": 1}},
    ],
)
def test_a_query_answered_otherwise_does_not_pass_for_nothing_found(answer: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswer):
        rows(answer, "Item")


def test_a_count_is_the_total() -> None:
    assert total({"QueryResponse": {"totalCount": 41}}) == 41
    with pytest.raises(MalformedAnswer, match="totalCount"):
        total({"QueryResponse": {}})


BATCH = {
    "BatchItemResponse": [
        {**fault("5010", STALE, element=""), "bId": "2"},
        {"SalesReceipt": RECEIPT, "bId": "1"},
        {"bId": "4"},
        {"Vendor": {"SyncToken": "0"}, "bId": "5"},
        {**fault("3001", "The request limit was reached."), "bId": "6"},
        "no item at all",
    ]
}


def test_batch_items_are_matched_by_bid_in_any_order() -> None:
    results = batch_results(BATCH, ["1", "2"])
    assert list(results) == ["1", "2"]
    assert results["1"] == RECEIPT
    assert type(results["2"]) is errors.Stale


def test_a_batch_item_meets_its_own_error() -> None:
    assert type(batch_results(BATCH, ["6"])["6"]) is errors.Throttled


@pytest.mark.parametrize("bid", ["3", "4", "5"])
def test_a_batch_item_without_a_word_is_uncertain(bid: str) -> None:
    result = batch_results(BATCH, [bid])[bid]
    assert type(result) is MalformedAnswer
    assert f"batch item {bid}" in str(result)


@pytest.mark.parametrize("answer", [{}, {"BatchItemResponse": None}, {"BatchItemResponse": []}])
def test_a_batch_answered_with_nothing_leaves_every_item_uncertain(answer: dict[str, Any]) -> None:
    assert {type(result) for result in batch_results(answer, ["1", "2"]).values()} == {MalformedAnswer}


def test_changes_come_out_with_the_deleted_ones() -> None:
    deleted = {"Id": "99", "status": "Deleted"}
    told = {"CDCResponse": [{"QueryResponse": [{"Bill": [{"Id": "63"}, deleted], "maxResults": 2}]}]}
    assert changed(told, "Bill") == [{"Id": "63"}, deleted]
    assert changed({"CDCResponse": [{"QueryResponse": [{}]}]}, "Bill") == []


@pytest.mark.parametrize(
    "answer",
    [{}, {"CDCResponse": []}, {"CDCResponse": [{}]}, {"CDCResponse": [{"QueryResponse": [{"maxResults": 3}]}]}],
)
def test_changes_answered_otherwise_do_not_pass_for_nothing_changed(answer: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswer):
        changed(answer, "Bill")
