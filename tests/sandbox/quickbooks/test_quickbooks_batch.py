from __future__ import annotations

from typing import Any

import pytest

from sandbox.exact import loads
from tests.sandbox.quickbooks.books import Books, Record, error, receipt, sale_line


def items(count: int) -> list[Record]:
    return [
        {"bId": f"b{number}", "operation": "create", "Customer": {"DisplayName": f"Batched {number}"}}
        for number in range(count)
    ]


def batch(books: Books, *requests: Record, **params: str) -> list[Record]:
    """The answers to a batch that is taken."""
    answer = books.post("batch", {"BatchItemRequest": list(requests)}, **params)
    assert answer.status_code == 200, answer.text
    answers: list[Record] = loads(answer.content)["BatchItemResponse"]
    return answers


def codes(answer: Record) -> list[str]:
    return [one["code"] for one in answer["Fault"]["Error"]]


def customers(books: Books) -> int:
    return int(books.query("select count(*) from Customer where DisplayName like 'Batched %'")["totalCount"])


def test_each_item_has_its_own_result_in_the_order_asked(books: Books) -> None:
    fee = books.one("Item", "FEE")
    old = books.write("SalesReceipt", receipt(books, sale_line(fee, "7")))
    version = {"Id": old["Id"], "SyncToken": "0"}
    answers = batch(
        books,
        {"bId": "bid1", "operation": "create", "Vendor": {"DisplayName": "Family Store"}},
        {"bId": "bid2", "operation": "delete", "Invoice": {"Id": "129", "SyncToken": "0"}},
        {"bId": "bid3", "operation": "update", "SalesReceipt": {**version, "sparse": True, "PrivateNote": "A note."}},
        {"bId": "bid4", "operation": "update", "SalesReceipt": {**version, "sparse": True, "PrivateNote": "Late."}},
        {"bId": "bid5", "Query": "select * from SalesReceipt where TotalAmt > '6.99'"},
        {"bId": "bid6", "Query": "select * from Bill"},
        {"bId": "bid7", "Query": "select * from Bills"},
    )
    assert [answer["bId"] for answer in answers] == [f"bid{number}" for number in range(1, 8)]
    created, missing, updated, stale, found, empty, unknown = answers
    assert created["Vendor"]["DisplayName"] == "Family Store"
    assert missing["Fault"]["type"] == "ValidationFault"
    assert (codes(missing), codes(stale), codes(unknown)) == (["610"], ["5010"], ["4001"])
    assert updated["SalesReceipt"]["SyncToken"] == "1"
    assert found["QueryResponse"]["SalesReceipt"][0]["PrivateNote"] == "A note."
    assert empty == {"QueryResponse": {}, "bId": "bid6"}


def test_an_item_may_ask_for_changes(books: Books) -> None:
    asked = {"Entities": "Vendor,Bill", "ChangedSince": "2026-11-20T00:00:00-08:00"}
    (answer,) = batch(books, {"bId": "1", "CDCQuery": asked})
    vendors, bills = answer["CDCResponse"]["QueryResponse"]
    assert (vendors["maxResults"], bills) == (len(vendors["Vendor"]), {})


def test_an_item_may_delete_and_may_take_a_number_twice(books: Books) -> None:
    fee = books.one("Item", "FEE")
    old = books.write("Invoice", receipt(books, sale_line(fee, "7")))
    body = receipt(books, sale_line(fee, "7"))
    twice, deleted = batch(
        books,
        {"bId": "1", "operation": "create", "optionsData": "allowduplicatedocnum", "Invoice": body},
        {"bId": "2", "operation": "delete", "Invoice": {"Id": old["Id"], "SyncToken": "0"}},
    )
    assert twice["Invoice"]["DocNumber"] == old["DocNumber"]
    assert deleted["Invoice"] == {"Id": old["Id"], "status": "Deleted", "domain": "QBO"}


def test_an_item_may_void(books: Books) -> None:
    old = books.write("Invoice", receipt(books, sale_line(books.one("Item", "FEE"), "7")))
    version = {"Id": old["Id"], "SyncToken": "0", "sparse": True}
    voided, refused = batch(
        books,
        {"bId": "1", "operation": "update", "optionsData": "void", "Invoice": version},
        {"bId": "2", "operation": "update", "optionsData": "void", "Vendor": {"Id": "1", "SyncToken": "0"}},
    )
    assert voided["Invoice"] == books.read("Invoice", old["Id"])
    assert (voided["Invoice"]["TotalAmt"], voided["Invoice"]["PrivateNote"]) == (0, "Voided")
    assert codes(refused) == ["500"]


def test_an_item_without_a_bid_is_answered_without_one(books: Books) -> None:
    (answer,) = batch(books, {"Query": "select * from Bill"})
    assert answer == {"QueryResponse": {}}


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"operation": "create", "Nonsense": {}}, "2010"),
        ({"operation": "merge", "Vendor": {"Id": "1"}}, "500"),
        ({"Vendor": {"DisplayName": "Nobody"}}, "500"),
        ({"CDCQuery": {"Entities": "Vendor"}}, "2020"),
        ({"CDCQuery": "Vendor"}, "2020"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused_alone(books: Books, item: Record, code: str) -> None:
    refused, done = batch(books, {"bId": "1", **item}, {"bId": "2", "Query": "select * from Bill"})
    assert (codes(refused), refused["bId"], done) == ([code], "1", {"QueryResponse": {}, "bId": "2"})


@pytest.mark.parametrize("body", [{}, {"BatchItemRequest": "none"}, {"BatchItemRequest": ["none"]}, []])
def test_a_body_that_is_no_batch_is_refused(books: Books, body: Any) -> None:
    assert books.refusal("batch", body)["code"] == "2020"


def test_thirty_items_are_a_batch_and_one_more_is_too_many(books: Books) -> None:
    assert len(batch(books, *items(30))) == 30
    refused = error(books.post("batch", {"BatchItemRequest": items(31)}))
    assert (refused["code"], refused["Message"]) == ("1040", "Batch size exceeds allowed limit")
    assert customers(books) == 30


def test_a_company_may_refuse_the_items_too_many_alone(books: Books) -> None:
    books.switch(batch_limit="2", batch_overflow="items")
    answers = batch(books, *items(4))
    assert [codes(answer) if "Fault" in answer else [] for answer in answers] == [[], [], ["1040"], ["1040"]]
    assert customers(books) == 2


def test_a_repeated_batch_is_done_once(books: Books) -> None:
    first = batch(books, *items(3), requestid="r-1")
    assert batch(books, *items(3), requestid="r-1") == first
    assert customers(books) == 3


def test_request_id_and_bid_together_have_fifty_characters(books: Books) -> None:
    long, short = items(2)
    answers = batch(books, {**long, "bId": "x" * 15}, {**short, "bId": "x" * 14}, requestid="r" * 36)
    assert codes(answers[0]) == ["6000"]
    assert "51 characters" in answers[0]["Fault"]["Error"][0]["Detail"]
    assert "Customer" in answers[1]


def test_a_batch_answers_with_a_thousand_objects_at_most(books: Books) -> None:
    for start in range(0, 540, 30):
        requests = [
            {"bId": str(n), "operation": "create", "Customer": {"DisplayName": f"Batched {start} {n}"}}
            for n in range(30)
        ]
        batch(books, *requests)
    everybody = {"Query": "select * from Customer where DisplayName like 'Batched %' maxresults 1000"}
    first, second, third = batch(
        books, {"bId": "1", **everybody}, {"bId": "2", **everybody}, {"bId": "3", **items(1)[0]}
    )
    assert first["QueryResponse"]["maxResults"] == 540
    assert codes(second) == ["10100"]
    assert "Customer" in third


def test_answers_may_come_in_any_order(books: Books) -> None:
    books.switch(batch_order="shuffled")
    asked = [one["bId"] for one in items(30)]
    answered = [answer["bId"] for answer in batch(books, *items(30))]
    assert answered != asked
    assert sorted(answered) == sorted(asked)


@pytest.mark.parametrize(("answers", "last"), [("hollow", [{"bId": "b1"}]), ("short", [])])
def test_the_last_item_may_be_done_and_not_answered(books: Books, answers: str, last: list[Record]) -> None:
    books.switch(batch_answers=answers)
    answered = batch(books, *items(2))
    assert answered[1:] == last
    assert customers(books) == 2
