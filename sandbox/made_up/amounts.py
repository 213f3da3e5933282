"""Amounts of made-up records: Decimal, in whole cents."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal("0.00")
TAX_RATE = Decimal("0.0825")


def cents(amount: Decimal) -> Decimal:
    """The amount in whole cents, half up."""
    return amount.quantize(ZERO, rounding=ROUND_HALF_UP)


def total(lines: Iterable[dict[str, Any]], each: str) -> Decimal:
    """What lines come to, quantity times the field `each`, every line rounded by itself."""
    return sum((cents(line["quantity"] * line[each]) for line in lines), ZERO)


def parts_of(lines: list[dict[str, Any]], *, shipping: Decimal, taxed: bool, off: int, fee: Decimal) -> dict[str, Any]:
    """An order's amounts and their total, with `off` percent of its lines as discount."""
    subtotal = total(lines, "price")
    discount = cents(subtotal * off / 100)
    tax = cents((subtotal - discount + shipping) * TAX_RATE) if taxed else ZERO
    charges = {"tax": tax, "shippingCost": shipping, "fee": fee, "other": ZERO, "discount": discount}
    return {"subtotal": subtotal, **charges, "total": subtotal - discount + shipping + fee + tax}
