"""Everything is booked in the company's home currency; what is in another one is held (gap G1, row R-113)."""

from __future__ import annotations

from accounting.books import Books, Customer, Vendor
from accounting.problems import Held, Problem
from accounting.records import FulfillmentRequest, Order, SupplierInvoice
from accounting.settings import Settings

BY_HAND = "in QuickBooks by hand"


def require_order_currency(order: Order, books: Books, settings: Settings) -> None:
    """Hold an order that is itself in another currency, or whose channel is.

    Raises:
        Held: with both currencies.
    """
    channel = settings.channels.get(order.channel_id)
    fix = f"Enter the order {BY_HAND}."
    _require(
        _foreign(f"Order {order.reference}", order.currency, books, fix),
        _foreign(
            f"Channel {order.channel_name} of order {order.reference}",
            channel.currency if channel else None,
            books,
            fix,
        ),
    )


def require_customer_currency(order: Order, customer: Customer, books: Books) -> None:
    """Hold an order whose customer QuickBooks keeps in another currency, which no one can change there.

    Raises:
        Held: with both currencies.
    """
    name = f'Customer "{customer.name}" (id {customer.id}) of order {order.reference}'
    fix = f"Enter the order {BY_HAND}; or rename that customer there, so that one in the company's currency is created."
    _require(_foreign(name, customer.currency, books, fix))


def require_purchase_currency(record: FulfillmentRequest | SupplierInvoice, vendor: Vendor, books: Books) -> None:
    """Hold a purchase whose source or vendor is in another currency.

    Raises:
        Held: with both currencies.
    """
    what = f"{record.ref.kind.words} {record.label}"
    fix = f"Enter the {record.ref.kind.words} {BY_HAND}."
    _require(
        _foreign(f"Source {record.source_name} of {what}", record.currency, books, fix),
        _foreign(f'Vendor "{vendor.name}" (id {vendor.id}) of {what}', vendor.currency, books, fix),
    )


def _require(*problems: Problem | None) -> None:
    if foreign := [problem for problem in problems if problem]:
        raise Held(*foreign)


def _foreign(what: str, currency: str | None, books: Books, fix: str) -> Problem | None:
    """Why this is not in the books' currency; None if it is, or if nobody says in which."""
    if not currency or not books.home_currency or currency.upper() == books.home_currency:
        return None
    return Problem(
        code="currency_differs",
        message=f"{what}: currency {currency} is not the company's currency, {books.home_currency}.",
        fix=fix,
        subject=currency,
    )
