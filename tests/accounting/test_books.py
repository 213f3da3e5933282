"""The day of a moment in the books, and the period that is closed (row R-54)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.books import Books, date_in_books, first_open_day, is_ended, require_open, require_purchase_orders
from accounting.problems import Held
from tests.accounting.samples import passes, problems

CHICAGO = "America/Chicago"
ZONES = st.sampled_from([CHICAGO, "UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
FEW = settings(max_examples=50, deadline=None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.rule("R-54/expected")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-12-01T03:30:00Z", "2026-11-30"),
        ("2026-12-01T05:59:59Z", "2026-11-30"),
        ("2026-12-01T06:00:00Z", "2026-12-01"),
        ("2026-11-01T04:30:00Z", "2026-10-31"),
        ("2026-11-01T05:00:00Z", "2026-11-01"),  # still summer time
        ("2026-11-02T05:59:59Z", "2026-11-01"),  # no longer
    ],
)
def test_a_moment_falls_on_the_day_the_books_zone_has_then(moment: str, day: str) -> None:
    assert date_in_books(at(moment), CHICAGO) == date.fromisoformat(day)


@pytest.mark.rule("R-54/expected")
@pytest.mark.parametrize("moment", ["2026-12-01T00:00:00Z", "2026-12-01T00:00:00.000Z", "2026-12-01T00:00:00+00:00"])
def test_midnight_utc_is_a_date_as_somebody_wrote_it(moment: str) -> None:
    assert date_in_books(at(moment), CHICAGO) == date(2026, 12, 1)
    assert date_in_books(at(moment), "Pacific/Kiritimati") == date(2026, 12, 1)


@pytest.mark.parametrize("moment", ["2026-12-01T00:00:01Z", "2026-12-01T00:00:00.001Z", "2026-11-30T23:59:59Z"])
def test_a_moment_just_beside_midnight_utc_is_converted(moment: str) -> None:
    assert date_in_books(at(moment), CHICAGO) == date(2026, 11, 30)


def test_a_moment_written_with_another_offset_is_no_date_though_it_falls_on_midnight_utc() -> None:
    assert date_in_books(at("2026-11-30T18:00:00-06:00"), CHICAGO) == date(2026, 11, 30)


@FEW
@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), zone=ZONES)
def test_a_written_date_is_the_same_day_in_every_zone(day: date, zone: str) -> None:
    assert date_in_books(datetime(day.year, day.month, day.day, tzinfo=UTC), zone) == day


@FEW
@given(
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    zone=ZONES,
    hours=st.integers(-11, 11).filter(bool),
)
def test_the_offset_a_moment_is_written_in_does_not_move_it(moment: datetime, zone: str, hours: int) -> None:
    in_utc = moment.replace(hour=12, tzinfo=UTC)
    elsewhere = in_utc.astimezone(timezone(timedelta(hours=hours)))
    assert date_in_books(elsewhere, zone) == date_in_books(in_utc, zone) == in_utc.astimezone(ZoneInfo(zone)).date()


@pytest.mark.rule("R-54/bad")
def test_the_day_the_books_are_closed_to_is_closed() -> None:
    with pytest.raises(Held) as held:
        require_open(date(2026, 10, 31), Books(closed_to=date(2026, 10, 31)), "Order SHOP-1001")

    (problem,) = problems(held)
    assert problem.code == "period_closed"
    assert problem.message == "Order SHOP-1001 is dated 2026-10-31, the books are closed to 2026-10-31."
    assert "Close the books" in problem.fix


def test_the_day_after_is_open_and_so_are_books_nobody_closed() -> None:
    assert passes(lambda: require_open(date(2026, 11, 1), Books(closed_to=date(2026, 10, 31)), "Order SHOP-1001"))
    assert passes(lambda: require_open(date(1999, 1, 1), Books(closed_to=None), "Order SHOP-1001"))


@pytest.mark.rule("R-54/expected")
def test_the_first_open_day_is_the_one_after_the_period_that_is_closed() -> None:
    assert first_open_day(Books(closed_to=date(2026, 10, 31))) == date(2026, 11, 1)
    assert first_open_day(Books(closed_to=None)) is None


@pytest.mark.parametrize("word", ["Cancelled", "EXPIRED", "Trial ended", "lapsed", "SUSPEND"])
def test_a_subscription_has_ended_under_each_likely_word(word: str) -> None:
    assert is_ended(word)


@pytest.mark.parametrize("word", ["PAID", "TRIAL", ""])
def test_a_subscription_under_any_other_word_goes_on(word: str) -> None:
    assert not is_ended(word)


@pytest.mark.rule("R-09/bad")
def test_purchases_are_held_where_purchase_orders_are_off_and_only_there() -> None:
    with pytest.raises(Held) as held:
        require_purchase_orders(Books(purchase_orders=False))
    (problem,) = problems(held)
    assert (problem.code, problem.message) == ("purchase_orders_off", "Purchase orders are off in QuickBooks.")
    assert problem.fix.endswith("Expenses > Purchase orders > Use purchase orders.")
    for known in (True, None):
        require_purchase_orders(Books(purchase_orders=known))
