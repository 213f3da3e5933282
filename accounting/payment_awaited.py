"""An unpaid order may wait some days for its payment before it becomes an Invoice (row R-104)."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounting.books import date_in_books
from accounting.choices import undecided
from accounting.problems import Held, NotDue
from accounting.records import Order
from accounting.settings import Settings


def require_waited(order: Order, settings: Settings, now: datetime) -> None:
    """Let an order that would be an Invoice wait for its payment, as long as was chosen.

    Days are counted in the books' time zone, from the order's own. An order over nothing has no payment to wait for.

    Raises:
        NotDue: with the day from which on it is an Invoice.
        Held: nobody said in which time zone the books are kept.
    """
    if not settings.unpaid_orders_wait_days or not order.total:
        return
    if settings.books_time_zone is None:
        raise Held(undecided("books_time_zone"))
    zone = settings.books_time_zone
    until = date_in_books(order.ordered_at, zone) + timedelta(days=settings.unpaid_orders_wait_days)
    if date_in_books(now, zone) < until:
        raise NotDue(
            f"Order {order.reference} waits for its payment until {until}; the first run from then on makes it an "
            f"Invoice (setting unpaid_orders_wait_days={settings.unpaid_orders_wait_days})."
        )
