"""A supplier charges another price than was agreed: when is that told, and when is it too much (row R-87)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from accounting.money import ZERO, line_amount, plain, rate
from accounting.ordered import OrderedGoods
from accounting.problems import Held, Problem
from accounting.received import Taken, products_of
from accounting.records import SupplierInvoice, SupplierInvoiceLine

MOST_OF_THE_PRICE = Decimal("0.10")
MOST_A_LINE = Decimal("5.00")


def price_warnings(
    invoice: SupplierInvoice, goods: OrderedGoods, matched: Mapping[str, Sequence[Taken]]
) -> tuple[Problem, ...]:
    """A warning for each line that is charged at another price than it was ordered at.

    ``matched`` names, by invoice line id, what each product line takes of the ordered lines.

    Raises:
        Held: with every line on which the difference is over 10 % and over 5.00.
    """
    differing = [
        (line, taken) for line in products_of(invoice) if (taken := matched[line.id]) and _difference(line, taken)
    ]
    if too_much := [pair for pair in differing if _is_too_much(*pair)]:
        raise Held(*(_too_much(invoice, goods, line, taken) for line, taken in too_much))
    return tuple(_told(invoice, goods, line, taken) for line, taken in differing)


def _expected(taken: Sequence[Taken]) -> Decimal:
    """What the line would come to at the ordered price."""
    return sum((line_amount(part.quantity, part.wanted.unit_cost or ZERO) for part in taken), ZERO)


def _difference(line: SupplierInvoiceLine, taken: Sequence[Taken]) -> Decimal:
    if all(part.wanted.unit_cost == rate(line.unit_cost) for part in taken):
        return ZERO  # a Purchase Order keeps five decimals of a cost
    return abs(line.amount - _expected(taken))


def _is_too_much(line: SupplierInvoiceLine, taken: Sequence[Taken]) -> bool:
    """Nothing is too much where nobody knew the price beforehand."""
    difference = _difference(line, taken)
    over_the_price = difference > MOST_OF_THE_PRICE * _expected(taken)
    known = all(part.wanted.unit_cost is not None for part in taken)
    return known and difference > MOST_A_LINE and over_the_price


def _told(invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine, taken: Sequence[Taken]) -> Problem:
    return Problem(
        code="price_differs",
        message=_compared(invoice, goods, line, taken),
        fix="The Bill has the invoice's price; ask the supplier if it is wrong.",
        subject=taken[0].wanted.sku,
    )


def _too_much(
    invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine, taken: Sequence[Taken]
) -> Problem:
    return Problem(
        code="price_differs_too_much",
        message=f"{_compared(invoice, goods, line, taken)} That is {_difference(line, taken)} on the line.",
        fix="Ask the supplier, and correct the invoice in Flxpoint; if its price is right, enter the Bill by hand.",
        subject=taken[0].wanted.sku,
    )


def _compared(invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine, taken: Sequence[Taken]) -> str:
    costs = {part.wanted.unit_cost for part in taken}
    known = [plain(cost) for cost in sorted(cost for cost in costs if cost is not None)]
    agreed = "without a known cost" if None in costs else f"at {' and '.join(known)}"
    return (
        f"Invoice {invoice.number} charges {plain(line.unit_cost)} for {taken[0].wanted.sku}, "
        f"Purchase Order {goods.number} ordered it {agreed}."
    )
