"""An interval or a time of day, as a person writes it, and back."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from worker.scheduling.plan import NameRefused, named, reads, spec_of, when_of
from worker.scheduling.when import AtTime, Every, When, WhenRefused, read_when

BOOKS = "America/Chicago"


def read(**typed: Any) -> When:
    return read_when(**{"every": None, "at": None, "days": None, "zone": None, "books_zone": BOOKS} | typed)


@pytest.mark.rule("R-28/expected")
@pytest.mark.parametrize(
    ("typed", "minutes", "written", "words"),
    [
        ("5m", 5, "5m", "every 5 minutes"),
        ("15M", 15, "15m", "every 15 minutes"),
        ("60m", 60, "1h", "every 1 hour"),
        (" 1h 30m ", 90, "1h30m", "every 1 hour 30 minutes"),
        ("61m", 61, "1h1m", "every 1 hour 1 minute"),
        ("24h", 1440, "24h", "every 24 hours"),
        ("1d", 1440, "24h", "every 24 hours"),
    ],
)
def test_an_interval_is_written_in_minutes_and_hours(typed: str, minutes: int, written: str, words: str) -> None:
    when = read(every=typed)

    assert when == Every(timedelta(minutes=minutes))
    assert (when.written, str(when)) == (written, words)


@pytest.mark.rule("R-28/expected")
@pytest.mark.parametrize(
    ("typed", "meant", "words"),
    [
        ({"at": "06:30"}, AtTime(time(6, 30), (), BOOKS), "each day at 06:30 (America/Chicago)"),
        ({"at": " 6:30"}, AtTime(time(6, 30), (), BOOKS), "each day at 06:30 (America/Chicago)"),
        (
            {"at": "23:59", "days": "Tue, mon,tue", "zone": "Europe/Berlin"},
            AtTime(time(23, 59), ("mon", "tue"), "Europe/Berlin"),
            "each Mon, Tue at 23:59 (Europe/Berlin)",
        ),
        (
            {"at": "00:00", "days": "sun,mon,tue,wed,thu,fri,sat"},
            AtTime(time(0, 0), (), BOOKS),
            "each day at 00:00 (America/Chicago)",
        ),
    ],
)
def test_a_time_of_day_is_in_the_time_zone_of_the_books_unless_another_is_named(
    typed: dict[str, str], meant: AtTime, words: str
) -> None:
    assert (read(**typed), str(meant)) == (meant, words)


@pytest.mark.rule("R-28/bad")
@pytest.mark.parametrize(
    "typed", ["4m", "0m", "", "24h1m", "2d", "15", "15s", "m", "1m1h", "-15m", "1.5h", "hourly", "٥٠m"]
)
def test_a_wrong_interval_is_answered_with_those_that_are_allowed(typed: str) -> None:
    with pytest.raises(WhenRefused) as refused:
        read(every=typed)
    assert str(refused.value) == (
        f'"{typed}" cannot be an interval: write one from 5m to 24h, in minutes or hours, as 15m, 1h, 1h30m or 12h. '
        "For certain days, use --at 06:30 --days mon."
    )


@pytest.mark.rule("R-28/bad")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Name either an interval with --every (from 5m to 24h, in minutes or hours,"),
        ({"every": "5m", "at": "06:30"}, "Name either an interval with --every (from 5m to 24h, in minutes or hours,"),
        ({"at": "24:00"}, '"24:00" is no time of day: write hour and minute from 00:00 to 23:59, as 06:30 or 18:00.'),
        ({"at": "06:60"}, '"06:60" is no time of day'),
        ({"at": "6:30pm"}, '"6:30pm" is no time of day'),
        ({"at": ""}, '"" is no time of day'),
        (
            {"at": "06:30", "days": "mon,montag"},
            '"montag" is no day: write some of sun, mon, tue, wed, thu, fri, sat, with commas between, as mon,thu.',
        ),
        ({"at": "06:30", "days": ""}, '"" is no day'),
        ({"at": "06:30", "zone": "Mars/Base"}, '"Mars/Base" is no time zone; write it as America/Chicago'),
        ({"every": "5m", "days": "mon"}, "--days and --time-zone belong to a time of day, --at;"),
        ({"every": "5m", "zone": BOOKS}, "--days and --time-zone belong to a time of day, --at;"),
    ],
)
def test_what_can_be_no_time_is_answered_with_what_can(typed: dict[str, str], told: str) -> None:
    with pytest.raises(WhenRefused) as refused:
        read(**typed)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    "when",
    [
        Every(timedelta(minutes=7)),
        Every(timedelta(days=1)),
        AtTime(time(6, 30), (), BOOKS),
        AtTime(time(0, 0), ("sun", "mon", "sat"), BOOKS),
    ],
)
def test_what_temporal_keeps_is_read_back_as_it_was_written(when: When) -> None:
    spec = spec_of(when)
    assert when_of(spec) == when
    spec.jitter = timedelta(seconds=1)
    assert when_of(spec) is None


@pytest.mark.parametrize(
    ("typed", "operations", "meant"),
    [
        (None, (), ("all", ())),
        (None, ("shipments", "orders"), ("orders-shipments", ("orders", "shipments"))),
        ("night", (), ("night", ())),
        ("night", ("orders",), ("night", ("orders",))),
        ("orders", (), ("orders", ("orders",))),
        ("orders", ("orders",), ("orders", ("orders",))),
    ],
)
def test_a_name_and_the_operations_give_each_other(
    typed: str | None, operations: tuple[str, ...], meant: tuple[str, tuple[str, ...]]
) -> None:
    assert named(typed, operations) == meant


@pytest.mark.parametrize(
    ("typed", "operations", "told"),
    [
        ("Night", (), '"Night" cannot be a schedule\'s name: write up to 40 of a to z, 0 to 9, "-" and "_".'),
        ("", (), '"" cannot be'),
        ("x" * 41, (), '"xxx'),
        ("orders", ("shipments",), 'A schedule "orders" reads orders; name this one otherwise.'),
        ("all", ("orders",), 'A schedule "all" reads all that is switched on; name this one otherwise.'),
    ],
)
def test_a_name_that_misleads_is_refused(typed: str, operations: tuple[str, ...], told: str) -> None:
    with pytest.raises(NameRefused) as refused:
        named(typed, operations)
    assert str(refused.value).startswith(told)


def test_what_is_read_is_told_in_words() -> None:
    assert reads(()) == "reads all that is switched on"
    assert reads(["orders", "supplier_invoices"]) == "reads orders and supplier invoices"
