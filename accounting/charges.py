"""Do an order's parts add up, and how much of the difference is its discount (rows R-43, R-50)?"""

from __future__ import annotations

from decimal import Decimal

from accounting.marketplace import OwnSale, total_told
from accounting.money import ZERO, cents, line_amount, rate
from accounting.problems import Held, Problem
from accounting.records import Order, OrderLine

MOST_ROUNDING = Decimal("0.02")
CORRECT_AMOUNTS = "Correct the order's amounts in the order system; Daybook reads it again at the next run."


def discount_of(order: Order) -> Decimal:
    """The discount to post, positive; what is missing from the parts to the order's total.

    The order system may state a discount on the order, on its lines, or on both: the difference must be one of
    the three (row R-43), or miss it by two cents of rounding at most (row R-50).

    Raises:
        Held: the parts and the total differ by something else, the total is below zero, or an amount is none that
            QuickBooks can keep.
    """
    if order.total < 0:
        raise Held(
            Problem(
                code="total_negative",
                message=f"Order {order.reference} has a total of {total_told(order)}.",
                fix=_leaves_tax_out(order, -order.total) or "Record a refund in QuickBooks by hand.",
            )
        )
    _require_cents(order)
    missing = parts_of(order) - order.total
    stated = sorted(_stated_discounts(order), key=lambda discount: abs(missing - discount))
    if stated and abs(missing - stated[0]) <= MOST_ROUNDING:
        return stated[0]
    raise Held(parts_differ(order))


def rounding_of(order: Order) -> Decimal:
    """What the total holds beyond parts less discount, at most 0.02 either way (row R-50)."""
    return order.total - (parts_of(order) - discount_of(order))


def _stated_discounts(order: Order) -> list[Decimal]:
    on_lines = _on_lines(order)
    stated = (ZERO, order.discount, on_lines, order.discount + on_lines)
    # A discount of so many per cent may be stated with fractions of a cent; nobody is given those.
    return [cents(discount) for discount in stated if discount >= 0]


def _on_lines(order: Order) -> Decimal:
    return sum((line.discount for line in order.lines), ZERO)


def parts_of(order: Order) -> Decimal:
    """What lines, shipping, fee, other and tax come to, before discounts."""
    lines = sum((line_amount(line.net_quantity, line.unit_price) for line in order.lines), ZERO)
    return lines + order.shipping + order.fee + order.other + order.tax


def charges_of(order: Order) -> dict[str, Decimal]:
    """What the order charges beside products, shipping and tax: fee, other, discount (below zero) and rounding.

    Raises:
        Held: its parts do not add up.
    """
    amounts = {
        "fee": order.fee,
        "other": order.other,
        "discount": -discount_of(order),
        "rounding": rounding_of(order),
    }
    return {what: amount for what, amount in amounts.items() if amount != ZERO}


def _require_cents(order: Order) -> None:
    amounts = {
        "tax": order.tax,
        "shipping": order.shipping,
        "fee": order.fee,
        "other": order.other,
        "total": order.total,
    }
    if broken := [f"{name} {amount}" for name, amount in amounts.items() if amount != cents(amount)]:
        raise Held(
            Problem(
                code="amount_not_in_cents",
                message=f"Order {order.reference} has fractions of a cent: {', '.join(broken)}.",
                fix=CORRECT_AMOUNTS,
            )
        )


def parts_differ(order: Order, fix: str = CORRECT_AMOUNTS) -> Problem:
    """The parts do not come to the total, and the difference is nothing the order states (row R-50)."""
    parts, on_lines = parts_of(order), _on_lines(order)
    discounts = f"discount {order.discount}" + (f", on lines {on_lines}" if on_lines else "")
    return Problem(
        code="parts_differ_from_total",
        message=f"Order {order.reference}: parts add up to {parts}, order total is {total_told(order)}; "
        f"the difference of {parts - order.total} is no discount of the order ({discounts}).",
        fix=_leaves_tax_out(order, parts - order.total) or fix,
    )


def _leaves_tax_out(order: Order, difference: Decimal) -> str:
    """What to do where the difference is just the tax that was taken off: the total never held it."""
    if not isinstance(order, OwnSale) or difference != order.remitted_tax:
        return ""
    return (
        "The order system seems to state this channel's totals without the tax that the marketplace remits. Let the "
        "channel's totals hold it, or leave the tax away on its orders."
    )


def require_sound_lines(order: Order) -> None:
    """Hold an order with a line that cannot be posted as it stands (row R-41).

    Raises:
        Held: with every such line.
    """
    problems = [problem for place, line in enumerate(order.lines, 1) for problem in _line_problems(order, place, line)]
    if problems:
        raise Held(*problems)
    ordered = sum((line_amount(line.quantity, line.unit_price) for line in order.lines), ZERO)
    net = sum((line_amount(line.net_quantity, line.unit_price) for line in order.lines), ZERO)
    if net != ordered and order.subtotal == ordered:
        raise Held(
            Problem(
                code="cancelled_units_in_total",
                message=f"Order {order.reference}: units worth {ordered - net} were cancelled, "
                f"but the subtotal is still {order.subtotal}.",
                fix=CORRECT_AMOUNTS,
            )
        )


def _line_problems(order: Order, place: int, line: OrderLine) -> list[Problem]:
    name = f'Line {place} "{line.title}" of order {order.reference}'
    problems = []
    if line.net_quantity < 0:
        problems.append(
            Problem(
                code="quantity_negative",
                message=f"{name} has a quantity of {line.net_quantity}.",
                fix="Correct the line in the order system.",
            )
        )
    if line.unit_price < 0:
        problems.append(
            Problem(
                code="price_negative",
                message=f"{name} has a price of {line.unit_price}.",
                fix="State it as a discount or an adjustment in the order system.",
            )
        )
    if line_amount(rate(line.net_quantity), rate(line.unit_price)) != line_amount(line.net_quantity, line.unit_price):
        problems.append(
            Problem(
                code="price_too_fine",
                message=f"{name}: {line.net_quantity} × {line.unit_price} has more decimals than the five QuickBooks "
                "keeps, and without them the line would come to another amount.",
                fix="Split the line in the order system, or state its price with at most five decimals.",
            )
        )
    return problems
