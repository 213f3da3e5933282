"""Sales of a channel that takes the sales tax itself and remits it: the tax is no part of them (row R-103)."""

from __future__ import annotations

from decimal import Decimal

from accounting.money import ZERO
from accounting.records import Order
from accounting.settings import Settings


class OwnSale(Order):
    """An order as far as it is the shop's own sale: its tax and total are less than the order system shows."""

    remitted_tax: Decimal


def remitted_tax(order: Order, settings: Settings) -> Decimal:
    """The order's tax that its channel pays to the state."""
    channel = settings.channels.get(order.channel_id)
    return order.tax if channel and channel.tax_remitted_by == "marketplace" else ZERO


def without_remitted_tax(order: Order, settings: Settings) -> Order:
    """The order as far as it is the shop's own sale."""
    remitted = remitted_tax(order, settings)
    if not remitted:
        return order
    reduced = {"tax": order.tax - remitted, "total": order.total - remitted, "remitted_tax": remitted}
    return OwnSale.model_construct(**(dict(order) | reduced))


def total_told(order: Order) -> str:
    """The order's total in the figures that the order system shows."""
    if not isinstance(order, OwnSale):
        return f"{order.total}"
    shown, remitted = order.total + order.remitted_tax, order.remitted_tax
    return f"{order.total} ({shown} less {remitted} tax that the marketplace remits)"
