"""Amounts as they stand in a state: numbers, texts, or nothing at all."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal("0.00")


def amount(value: Any) -> Decimal:
    """The value in cents, rounded half up; nothing is zero."""
    return exact(value).quantize(ZERO, rounding=ROUND_HALF_UP)


def exact(value: Any) -> Decimal:
    """The value with all its digits; nothing is zero."""
    return Decimal(str(value)) if value is not None else ZERO
