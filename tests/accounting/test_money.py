"""Amounts are exact, and rounded half up where they must be rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounting.money import cents, line_amount, plain, rate

NUMBERS = st.decimals("-999999", "999999", places=9)
FEW = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("2.675", "2.68"), ("2.665", "2.67"), ("-2.675", "-2.68"), ("0.004999", "0.00"), ("1E+2", "100.00")],
)
def test_half_a_cent_goes_up(exact: str, rounded: str) -> None:
    assert str(cents(Decimal(exact))) == rounded


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [("4", "12.50", "50.00"), ("3", "3.335", "10.01"), ("0.5", "0.01", "0.01"), ("31", "3.33", "103.23")],
)
def test_a_line_comes_to_quantity_times_price_rounded_once(quantity: str, price: str, amount: str) -> None:
    assert str(line_amount(Decimal(quantity), Decimal(price))) == amount


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("12.5", "12.5"),
        ("4", "4"),
        ("3.3333333", "3.33333"),
        ("0.000005", "0.00001"),
        ("6.66666667", "6.66667"),
        ("3.5000000", "3.50000"),
    ],
)
def test_a_rate_has_at_most_five_decimals(number: str, kept: str) -> None:
    assert str(rate(Decimal(number))) == kept


@pytest.mark.parametrize(
    ("number", "digits"),
    [("113.2", "113.20"), ("4", "4.00"), ("1E+2", "100.00"), ("0.33330", "0.3333"), ("-5", "-5.00")],
)
def test_plain_digits(number: str, digits: str) -> None:
    assert plain(Decimal(number)) == digits


@FEW
@given(number=NUMBERS, zeros=st.integers(0, 4))
def test_equal_numbers_read_alike_and_read_back_equal(number: Decimal, zeros: int) -> None:
    longer = Decimal(f"{number:f}" + "0" * zeros)
    assert plain(number) == plain(longer)
    assert Decimal(plain(number)) == number
