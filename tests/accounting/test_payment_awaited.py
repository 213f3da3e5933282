"""An unpaid order waits as many days for its payment as were chosen (row R-104)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from accounting.payment_awaited import require_waited
from accounting.problems import Held, NotDue
from accounting.reading_settings import read_settings
from accounting.records import Order, Payment
from tests.accounting.samples import an_order

LATE = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
"""In Chicago it is the evening of the 20th."""


def unpaid(**changes: Any) -> Order:
    return an_order(**{"payment": Payment.UNPAID, "payment_raw": "Authorized", "ordered_at": LATE, **changes})


def waits(order: Order, now: datetime, days: str = "7") -> str:
    """What the order waits for; nothing if it goes on."""
    settings = read_settings({"unpaid_orders_wait_days": days, "books_time_zone": "America/Chicago"})
    try:
        require_waited(order, settings, now)
    except NotDue as waiting:
        return waiting.waits_for
    return ""


@pytest.mark.rule("R-104/expected")
def test_an_unpaid_order_waits_for_its_payment_until_the_days_chosen_are_over() -> None:
    last_evening = datetime(2026, 11, 27, 5, 59, tzinfo=UTC)
    next_morning = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)

    assert waits(unpaid(), last_evening) == (
        "Order SHOP-1 waits for its payment until 2026-11-27; the first run from then on makes it an Invoice "
        "(setting unpaid_orders_wait_days=7)."
    )
    assert waits(unpaid(), next_morning) == ""


@pytest.mark.rule("R-104/expected")
def test_nobody_waits_unless_it_was_chosen_nor_for_a_payment_of_nothing() -> None:
    assert waits(unpaid(), LATE, days="0") == ""
    assert waits(unpaid(total="0.00"), LATE) == ""


def test_days_are_counted_in_a_time_zone_that_somebody_chose() -> None:
    with pytest.raises(Held) as held:
        require_waited(unpaid(), read_settings({"unpaid_orders_wait_days": "7"}), LATE)
    assert [problem.code for problem in held.value.problems] == ["books_time_zone_missing"]
