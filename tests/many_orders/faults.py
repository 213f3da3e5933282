"""What may be wrong with an order: one thing at a time, planted in a sound one, with the code it must be held by."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.made_up.amounts import ZERO
from tests.many_orders.orders import Line, Sketch
from tests.many_orders.texts import Goods

ONE = Decimal(1)
Fault = Callable[[Sketch], None]


def _sold(sku: str | None, title: str, quantity: str = "1", price: str = "10.00", canceled: str = "0") -> Line:
    return Line(Goods(sku, title), Decimal(quantity), Decimal(price), Decimal(canceled))


def _refunded(order: Sketch) -> None:
    order.payment = "Refunded"


def _partly_paid(order: Sketch) -> None:
    order.payment = "Partially Paid"


def _nobody_owes(order: Sketch) -> None:
    order.payment, order.name = "Authorized", None


def _taxed_nowhere(order: Sketch) -> None:
    order.channel, order.tax, order.state = 41, ONE, None


def _tax_below_zero(order: Sketch) -> None:
    order.channel, order.tax = 41, -ONE


def _total_below_zero(order: Sketch) -> None:
    order.uncounted = -order.total - 5


def _five_cents_more(order: Sketch) -> None:
    order.uncounted = Decimal("0.05")


def _half_a_cent(order: Sketch) -> None:
    order.fee += Decimal("0.005")


def _canceled_but_counted(order: Sketch) -> None:
    order.lines.append(_sold("NEW-1", "New thing 0", "3", canceled="1"))
    order.stale_subtotal = True


def _canceled_too_often(order: Sketch) -> None:
    order.lines.append(_sold("NEW-1", "New thing 0", "1", canceled="2"))


def _too_fine(order: Sketch) -> None:
    order.lines.append(_sold("NEW-1", "New thing 0", "5000", "1.333333"))


def _without_sku(order: Sketch) -> None:
    order.lines.append(_sold(None, "Nobody's thing"))


def _sku_too_long(order: Sketch) -> None:
    order.lines.append(_sold("X" * 101, "Long"))


def _sku_with_a_tab(order: Sketch) -> None:
    order.lines.append(_sold("A\tB", "Tab"))


def _item_inactive(order: Sketch) -> None:
    order.lines.append(_sold("POSTER-A2", "Poster A2"))


def _customer_inactive(order: Sketch) -> None:
    order.name = "Quiet Corner Books"


def _customer_exempt(order: Sketch) -> None:
    order.channel, order.name, order.tax = 41, "Hill Country School", ONE


def _in_a_closed_month(order: Sketch) -> None:
    order.ordered_at = "2026-10-15T15:00:00.000Z"


def _in_euros(order: Sketch) -> None:
    order.currency = "EUR"


def _canceled(order: Sketch) -> None:
    order.status = "Canceled"


def _early(order: Sketch) -> None:
    order.ordered_at = "2026-09-01T15:00:00.000Z"


def _other_channel(order: Sketch) -> None:
    order.channel = 45


FAULTS: dict[Fault, str] = {
    _refunded: "payment_unclear",
    _partly_paid: "payment_unclear",
    _nobody_owes: "customer_unknown",
    _taxed_nowhere: "ship_to_incomplete",
    _tax_below_zero: "tax_negative",
    _total_below_zero: "total_negative",
    _five_cents_more: "parts_differ_from_total",
    _half_a_cent: "amount_not_in_cents",
    _canceled_but_counted: "cancelled_units_in_total",
    _canceled_too_often: "quantity_negative",
    _too_fine: "price_too_fine",
    _without_sku: "sku_missing",
    _sku_too_long: "sku_unfit",
    _sku_with_a_tab: "sku_unfit",
    _item_inactive: "item_inactive",
    _customer_inactive: "customer_inactive",
    _customer_exempt: "customer_exempt",
    _in_a_closed_month: "period_closed",
    _in_euros: "currency_differs",
    _canceled: "excluded",
    _early: "excluded",
    _other_channel: "excluded",
}
"""Fault → the code of the problem, or "excluded"."""


def plant(order: Sketch, fault: Fault) -> None:
    """Make a sound order end as the fault says."""
    order.off, order.ends = ZERO, FAULTS[fault]
    fault(order)
