"""Sales of a channel that takes the sales tax itself and remits it: the tax is no part of them (row R-103)."""

from __future__ import annotations

from decimal import Decimal

from accounting.money import ZERO
from accounting.records import Order
from accounting.settings import Settings


def remitted_tax(order: Order, settings: Settings) -> Decimal:
    """The order's tax that its channel pays to the state."""
    channel = settings.channels.get(order.channel_id)
    return order.tax if channel and channel.tax_remitted_by == "marketplace" else ZERO


def without_remitted_tax(order: Order, settings: Settings) -> Order:
    """The order as far as it is the shop's own sale."""
    remitted = remitted_tax(order, settings)
    return order.model_copy(update={"tax": order.tax - remitted, "total": order.total - remitted})
