"""Money as exact decimals, in the currency of the record that holds it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
_FINEST_RATE = Decimal("0.00001")


def cents(amount: Decimal) -> Decimal:
    """The amount rounded half up to whole cents."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """The number in digits, so that equal numbers read alike: two decimals, or as many more as it needs."""
    whole = cents(number)
    return f"{whole if whole == number else number.normalize():f}"


def pieces(quantity: Decimal) -> str:
    """The quantity in as many digits as it needs: 4, and 0.5."""
    return f"{quantity.normalize():f}"


def line_amount(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """What a line of this quantity at this price comes to, rounded half up to whole cents."""
    return cents(quantity * unit_price)


def rate(number: Decimal) -> Decimal:
    """The quantity or unit price as QuickBooks keeps it: at most five decimals, rounded half up (row R-41)."""
    rounded = number.quantize(_FINEST_RATE, rounding=ROUND_HALF_UP)
    return number if rounded == number and len(f"{number:f}") <= len(f"{rounded:f}") else rounded
