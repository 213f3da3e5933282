"""Money in JSON."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.database import exact_json
from tests.clients.database.samples import NOON

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow
@given(VALUES)
def test_what_was_written_is_read_back(value: Any) -> None:
    assert exact_json.read(exact_json.write(value)) == value


def test_every_digit_survives() -> None:
    text = exact_json.write({"Amount": Decimal("12.30"), "Rate": Decimal("0.1000000000000000055511151231257827")})
    assert text == '{"Amount":12.30,"Rate":0.1000000000000000055511151231257827}'
    assert str(exact_json.read(text)["Amount"]) == "12.30"


def test_large_and_small_numbers_are_plain_json_numbers() -> None:
    assert exact_json.write([Decimal("1E+3"), Decimal("1E-7")]) == "[1000,0.0000001]"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow
@given(VALUES)
def test_what_is_written_is_json_to_everybody(value: Any) -> None:
    text = exact_json.write(value)
    assert json.loads(text, parse_float=Decimal) == exact_json.read(text)


@pytest.mark.parametrize("value", [0.1, {"Amount": [1.0]}])
def test_a_float_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="is a float"):
        exact_json.write(value)


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_what_is_no_amount_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        exact_json.write(Decimal(number))


def test_a_fingerprint_sees_values_and_not_their_spelling() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-5)))
    one: dict[str, Any] = {"a": Decimal("12.30"), "b": (Decimal("-0.00"), 100), "at": NOON}
    same: dict[str, Any] = {"at": elsewhere, "b": [Decimal(0), 100], "a": Decimal("12.3")}
    assert exact_json.fingerprint(one) == exact_json.fingerprint(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("12.3"), Decimal("12.31")),
        (Decimal(100), Decimal(10)),
        (Decimal("1." + "0" * 40 + "1"), Decimal("1." + "0" * 40 + "2")),
        ("12", 12),
        (None, ""),
        (NOON, NOON + timedelta(microseconds=1)),
        ([1, [2]], [[1], 2]),
    ],
)
def test_a_fingerprint_tells_values_apart(one: Any, other: Any) -> None:
    assert exact_json.fingerprint(one) != exact_json.fingerprint(other)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="no time zone"):
        exact_json.write(datetime(2026, 11, 20, 12))
