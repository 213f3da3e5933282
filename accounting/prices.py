"""A supplier charges another price than was agreed: when is that told, and when is it too much (row R-87)?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from accounting.money import line_amount, plain
from accounting.ordered import OrderedGoods, OrderedLine
from accounting.problems import Held, Problem
from accounting.received import products_of
from accounting.records import SupplierInvoice, SupplierInvoiceLine

MOST_OF_THE_PRICE = Decimal("0.10")
MOST_A_LINE = Decimal("5.00")


def price_warnings(
    invoice: SupplierInvoice, goods: OrderedGoods, matched: Mapping[str, OrderedLine]
) -> tuple[Problem, ...]:
    """A warning for each line that is charged at another price than it was ordered at.

    ``matched`` names, by invoice line id, the ordered line that each product line answers.

    Raises:
        Held: with every line on which the difference is over 10 % and over 5.00.
    """
    differing = [
        (line, wanted) for line in products_of(invoice) if (wanted := matched[line.id]) and _difference(line, wanted)
    ]
    if too_much := [pair for pair in differing if _is_too_much(*pair)]:
        raise Held(*(_too_much(invoice, goods, line, wanted) for line, wanted in too_much))
    return tuple(_told(invoice, goods, line, wanted) for line, wanted in differing)


def _expected(line: SupplierInvoiceLine, wanted: OrderedLine) -> Decimal:
    """What the line would come to at the ordered price."""
    return line_amount(line.quantity, wanted.unit_cost or Decimal(0))


def _difference(line: SupplierInvoiceLine, wanted: OrderedLine) -> Decimal:
    return abs(line.amount - _expected(line, wanted))


def _is_too_much(line: SupplierInvoiceLine, wanted: OrderedLine) -> bool:
    """Nothing is too much where nobody knew the price beforehand."""
    difference = _difference(line, wanted)
    over_the_price = difference > MOST_OF_THE_PRICE * _expected(line, wanted)
    return wanted.unit_cost is not None and difference > MOST_A_LINE and over_the_price


def _told(invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine, wanted: OrderedLine) -> Problem:
    return Problem(
        code="price_differs",
        message=_compared(invoice, goods, line, wanted),
        fix="The Bill has the invoice's price; ask the supplier if it is wrong.",
        subject=wanted.sku,
    )


def _too_much(invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine, wanted: OrderedLine) -> Problem:
    return Problem(
        code="price_differs_too_much",
        message=f"{_compared(invoice, goods, line, wanted)} That is {_difference(line, wanted)} on the line.",
        fix="Ask the supplier, and correct the invoice in Flxpoint; if its price is right, enter the Bill by hand.",
        subject=wanted.sku,
    )


def _compared(invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine, wanted: OrderedLine) -> str:
    agreed = "without a known cost" if wanted.unit_cost is None else f"at {plain(wanted.unit_cost)}"
    return (
        f"Invoice {invoice.number} charges {plain(line.unit_cost)} for {wanted.sku}, "
        f"Purchase Order {goods.number} ordered it {agreed}."
    )
