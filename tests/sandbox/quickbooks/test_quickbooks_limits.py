from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sandbox.quickbooks.api.limits import Limits
from sandbox.quickbooks.books.clock import Clock
from tests.sandbox.quickbooks.books import Books, error, sale_line, serving


class StoppedClock(Clock):
    """Time that passes only when it is moved."""

    def __init__(self) -> None:
        super().__init__()
        self._start = super().now()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.ahead)


@pytest.fixture
def clock() -> Clock:
    return StoppedClock()


def test_five_hundred_requests_pass_in_any_minute(clock: Clock) -> None:
    gate = Limits(clock)
    for _ in range(500):
        clock.advance(0.11)
        assert gate.admit(concurrent=1, batch=False)
    clock.advance(0.11)
    assert not gate.admit(concurrent=1, batch=False)
    clock.advance(5)
    assert gate.admit(concurrent=1, batch=False)


def test_forty_batches_pass_in_any_minute_and_other_calls_still_do(clock: Clock) -> None:
    gate = Limits(clock)
    for _ in range(40):
        clock.advance(0.2)
        assert gate.admit(concurrent=1, batch=True)
    clock.advance(0.2)
    assert not gate.admit(concurrent=1, batch=True)
    assert gate.admit(concurrent=1, batch=False)
    clock.advance(52.1)
    assert gate.admit(concurrent=1, batch=True)


def test_what_is_refused_does_not_count(clock: Clock) -> None:
    gate = Limits(clock)
    for _ in range(100):
        assert not gate.admit(concurrent=11, batch=False)
    assert gate.admit(concurrent=10, batch=False)


def test_forty_mails_pass_in_a_day(clock: Clock) -> None:
    gate = Limits(clock)
    assert [gate.admit_mail() for _ in range(41)] == [True] * 40 + [False]
    clock.advance(86_400)
    assert gate.admit_mail()


def test_a_throttle_that_is_lifted_lets_calls_pass_again() -> None:
    with serving() as books:
        assert [books.get("preferences").status_code for _ in range(11)] == [200] * 10 + [429]
        books.advance(1)
        assert books.get("preferences").status_code == 200


def test_a_throttled_answer_is_json_and_names_a_time_where_switches_say_so() -> None:
    with serving(throttle_body="json", retry_after="30") as books:
        (*_, refused) = [books.get("preferences") for _ in range(11)]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert refused.json()["fault"]["type"] == "SERVICE"


def test_a_throttled_answer_names_no_time_by_itself(books: Books) -> None:
    books.http.post("/__control/faults", json=[{"kind": "throttled"}])
    refused = books.get("preferences")
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, False)


def test_the_items_of_a_batch_count_singly_where_the_switch_says_so() -> None:
    items = [{"bId": str(number), "Query": "select * from Term"} for number in range(30)]
    with serving(batch_items="singly") as books:
        statuses = []
        for _ in range(18):
            books.advance(1)
            statuses.append(books.post("batch", {"BatchItemRequest": items}).status_code)
    assert statuses == [200] * 16 + [429] * 2


def test_beyond_the_quota_of_a_month_only_writes_pass(books: Books) -> None:
    fee = books.one("Item", "FEE")
    books.switch(builder_quota="3")
    statuses = [books.get("preferences").status_code for _ in range(4)]
    assert statuses[-1] == 429
    books.write("SalesReceipt", {"TxnDate": "2026-11-20", "Line": [sale_line(fee, "1")]})
    books.advance(31 * 86_400)
    with books.renewed() as renewed:
        assert renewed.get("preferences").status_code == 200


def test_the_forty_first_mail_of_a_day_is_throttled(books: Books) -> None:
    sold = books.write("SalesReceipt", {"TxnDate": "2026-11-20", "Line": [sale_line(books.one("Item", "FEE"), "1")]})
    path = f"salesreceipt/{sold['Id']}/send"
    assert error(books.post(path, {}))["code"] == "6420"
    statuses = [books.post(path, {}, sendTo="pat@example.com").status_code for _ in range(41)]
    assert statuses == [200] * 40 + [429]
