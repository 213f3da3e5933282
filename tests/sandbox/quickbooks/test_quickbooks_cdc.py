from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.exact import loads
from tests.sandbox.quickbooks.books import Books, Record, error, receipt, sale_line, serving

MINUTE = 60
DAY = 24 * 60 * MINUTE


def changes(books: Books, entities: str, since: str) -> list[Record]:
    """The response for each entity."""
    answer = books.get("cdc", entities=entities, changedSince=since)
    assert answer.status_code == 200, answer.text
    (response,) = loads(answer.content)["CDCResponse"]
    assert set(response) == {"QueryResponse"}
    responses: list[Record] = response["QueryResponse"]
    return responses


def now(books: Books) -> datetime:
    told: Any = books.http.get("/__control/clock").json()["now"]
    return datetime.fromisoformat(told)


def later(books: Books, seconds: float = MINUTE) -> str:
    """Let time pass; the new time, as a client writes it."""
    books.http.post("/__control/clock", json={"advance": seconds}).raise_for_status()
    return now(books).isoformat(timespec="seconds")


def test_only_what_changed_since_comes_oldest_change_first(books: Books) -> None:
    since = later(books)
    second = books.write("Vendor", {"DisplayName": "Aardvark Ltd"})
    later(books)
    vendor = books.read("Vendor", "1")
    first = books.write("Vendor", {**vendor, "CompanyName": "Changed"})
    (response,) = changes(books, "Vendor", since)
    assert response == {"Vendor": [second, first], "startPosition": 1, "maxResults": 2}


def test_every_entity_is_answered_in_the_order_asked(books: Books) -> None:
    since = later(books)
    invoice = books.write("Invoice", receipt(books, sale_line(books.one("Item", "FEE"), "5")))
    customers, estimates, bills, invoices = changes(books, "customer,Estimate, Bill,Invoice", since)
    assert [row["DisplayName"] for row in customers.get("Customer", [])] in ([], ["Sam Sample"])
    assert (estimates, bills) == ({}, {})
    assert invoices == {"Invoice": [invoice], "startPosition": 1, "maxResults": 1, "totalCount": 1}


def test_what_was_deleted_follows_with_little_left_of_it(books: Books) -> None:
    fee = books.one("Item", "FEE")
    numbers = iter(("1", "2", "3"))
    gone, stays, changed = (
        books.write("SalesReceipt", receipt(books, sale_line(fee, "5"), DocNumber=next(numbers))) for _ in range(3)
    )
    since = later(books)
    books.write("SalesReceipt", {"Id": gone["Id"], "SyncToken": "0"}, operation="delete")
    later(books)
    version = {"Id": changed["Id"], "SyncToken": "0", "sparse": True}
    books.write("SalesReceipt", {**version, "PrivateNote": "x"})
    (response,) = changes(books, "SalesReceipt", since)
    living, deleted = response["SalesReceipt"]
    assert living["Id"] == changed["Id"] != stays["Id"]
    assert set(deleted) == {"Id", "domain", "status", "MetaData"}
    assert (deleted["Id"], deleted["domain"], deleted["status"]) == (gone["Id"], "QBO", "Deleted")
    assert deleted["MetaData"]["LastUpdatedTime"] < living["MetaData"]["LastUpdatedTime"]


def test_what_was_deactivated_is_whole(books: Books) -> None:
    since = later(books)
    books.write("Vendor", {**books.read("Vendor", "1"), "Active": False})
    (response,) = changes(books, "Vendor", since)
    assert response["Vendor"] == [books.read("Vendor", "1")]


@pytest.mark.parametrize("zone", [UTC, None])
def test_a_time_may_have_any_zone_or_be_a_date(books: Books, zone: Any) -> None:
    moment = now(books) - timedelta(minutes=5)
    for since in (moment.astimezone(zone).isoformat(), moment.date().isoformat()):
        assert changes(books, "Term", since)[0]["maxResults"]
    moment += timedelta(minutes=10)
    assert changes(books, "Term", moment.astimezone(zone).isoformat()) == [{}]


def test_a_thousand_objects_come_at_most(books: Books) -> None:
    since = later(books)
    for start in range(0, 990, 30):
        requests = [
            {"bId": str(n), "operation": "create", "Customer": {"DisplayName": f"Customer {start} {n}"}}
            for n in range(30)
        ]
        books.post("batch", {"BatchItemRequest": requests}).raise_for_status()
    for number in range(20):
        books.write("Vendor", {"DisplayName": f"Vendor {number}"})
    customers, vendors = changes(books, "Customer,Vendor", since)
    assert (customers["maxResults"], vendors["maxResults"]) == (990, 10)


@pytest.fixture
def patient_books() -> Iterator[Books]:
    """A company whose tokens outlive the test's months."""
    with serving(limits="off", token_lifetime=str(365 * DAY)) as books:
        yield books


def test_thirty_days_is_how_far_one_may_look_back(patient_books: Books) -> None:
    books = patient_books
    begun = now(books) - timedelta(days=1)
    since = later(books, 40 * DAY)
    new = books.write("Vendor", {"DisplayName": "New"})
    refused = error(books.get("cdc", entities="Vendor", changedSince=begun.isoformat(timespec="seconds")))
    assert refused["code"] == "500"
    assert refused["Detail"] == (
        f"Operation cdc with changedSince date {begun.isoformat(timespec='seconds')} which is older than fixed days "
        "is not supported."
    )
    assert changes(books, "Vendor", since)[0]["Vendor"] == [new]
    books.switch(cdc_look_back="cut")
    assert changes(books, "Vendor", begun.isoformat())[0]["Vendor"] == [new]
    books.switch(cdc_look_back="unlimited")
    assert changes(books, "Vendor", begun.isoformat())[0]["maxResults"] > 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"entities": "Vendor"}, "2020"),
        ({"changedSince": "2026-11-20"}, "2020"),
        ({"entities": "Vendor", "changedSince": "yesterday"}, "2060"),
        ({"entities": "Vendor,Nonsense", "changedSince": "2026-11-20"}, "2000"),
        ({"entities": "TaxCode", "changedSince": "2026-11-20"}, "500"),
        ({"entities": "TimeActivity", "changedSince": "2026-11-20"}, "500"),
    ],
)
def test_what_cannot_be_told_is_refused(books: Books, asked: dict[str, str], code: str) -> None:
    assert error(books.get("cdc", **asked))["code"] == code
