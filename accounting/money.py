"""Money as exact decimals, in the currency of the record that holds it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
_FINEST_RATE = Decimal("0.00001")


def cents(amount: Decimal) -> Decimal:
    """The amount rounded half up to whole cents."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def line_amount(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """What a line of this quantity at this price comes to, rounded half up to whole cents."""
    return cents(quantity * unit_price)


def rate(number: Decimal) -> Decimal:
    """The quantity or unit price as QuickBooks keeps it: at most five decimals, rounded half up (row R-41)."""
    rounded = number.quantize(_FINEST_RATE, rounding=ROUND_HALF_UP)
    return number if rounded == number else rounded
