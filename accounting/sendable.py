"""What must hold before an order may become a sale; asked before a customer or an item is created for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounting.books import Books, Customer, Item, SalesTax, require_open
from accounting.charge_items import charges_to_post, require_charge_items, unfit_for_charge
from accounting.charges import CORRECT_AMOUNTS, require_sound_lines
from accounting.currency import require_order_currency
from accounting.documents import Sale
from accounting.missing import bundle_named
from accounting.names import is_nameless
from accounting.problems import Held, Problem
from accounting.records import Order, Payment
from accounting.settings import Settings

TURN_SHIPPING_ON = "Turn it on: QuickBooks > Account and Settings > Sales > Sales form content > Shipping."

MOST_LINES = 750
"""On a sales form of a company that keeps sales tax; shipping, discount and other charges are lines too."""


def require_sendable(order: Order, *, books: Books, settings: Settings, dated: date) -> None:
    """Hold what could not be posted anyway.

    Raises:
        Held: with what a person must solve first.
    """
    require_sound_lines(order)
    require_open(dated, books, f"Order {order.reference}")
    require_order_currency(order, books, settings)
    _require_customer(order)
    _require_taxable(order, books)
    _require_shipping(order, books)
    charges = charges_to_post(order, settings)
    if not (order.kept_lines or charges or order.shipping):
        raise Held(_nothing_to_post(order))
    _require_room(order, len(order.kept_lines) + len(charges) + (1 if order.shipping else 0), books)
    require_charge_items(order, charges, settings)


def require_fit(order: Order, items: Mapping[str, Item], settings: Settings) -> None:
    """Hold what the books' items will not do for; an item that is not there yet is created to fit.

    ``items`` are by line id, and by the name of a charge.

    Raises:
        Held: with every item that does not fit.
    """
    sold = {item.sku or item.name: item for line in order.kept_lines if (item := items.get(line.id))}
    unfit = [bundle for item in sold.values() if (bundle := bundle_named(item, f"order {order.reference}"))]
    for what, amount in charges_to_post(order, settings).items():
        item = items.get(what)
        if item and item.type not in ("Service", "NonInventory"):
            unfit.append(unfit_for_charge(order, what, amount, item))
    if unfit:
        raise Held(*unfit)


def require_taxed(order: Order, customer: Customer) -> None:
    """Hold taxed orders of a customer from whom QuickBooks takes no tax (row R-46)."""
    if order.tax and customer.exempt:
        raise Held(
            Problem(
                code="customer_exempt",
                message=f'Order {order.reference} carries {order.tax} tax, and customer "{customer.name}" is exempt '
                "in QuickBooks, which would drop it.",
                fix="Correct the tax in the order system, or the exemption in QuickBooks: Sales > Customers.",
                subject=customer.name,
            )
        )


def require_taxable_part(order: Order, sale: Sale) -> None:
    """Hold a taxed order of which nothing is taxable: QuickBooks takes no tax without anything to tax (row R-46)."""
    if order.tax and not sale.shipping and not any(line.taxable and line.amount >= 0 for line in sale.lines):
        raise Held(
            Problem(
                code="nothing_taxable",
                message=f"Order {order.reference} carries {order.tax} tax, and none of its lines is taxable: "
                "QuickBooks would drop the tax.",
                fix="Correct the tax in the order system, or the taxable items in QuickBooks.",
            )
        )


def sku_missing(order: Order, place: int, title: str) -> Problem:
    """A line names no SKU, and no item of the books has exactly its name (row R-42)."""
    return Problem(
        code="sku_missing",
        message=f'Line {place} "{title}" of order {order.reference} has no SKU.',
        fix="Give the order item a SKU in the order system.",
        subject=title,
    )


def _nothing_to_post(order: Order) -> Problem:
    return Problem(
        code="lines_missing",
        message=f"Order {order.reference} has a total of {order.total}, and neither a line nor shipping to post it on.",
        fix=CORRECT_AMOUNTS,
    )


def _require_room(order: Order, lines: int, books: Books) -> None:
    """Hold an order with more lines than a sales form takes where sales tax is kept; it is never split (row R-116)."""
    if lines > MOST_LINES and books.sales_tax is not SalesTax.OFF:
        raise Held(
            Problem(
                code="too_many_lines",
                message=f"Order {order.reference} has {lines} lines; QuickBooks takes {MOST_LINES}.",
                fix="Split the order in the order system, or enter it in QuickBooks by hand.",
            )
        )


def _require_customer(order: Order) -> None:
    """Hold an order that somebody owes and nobody is named for (row R-36)."""
    if order.payment in (Payment.UNPAID, Payment.DECLINED) and is_nameless(order):
        raise Held(
            Problem(
                code="customer_unknown",
                message=f"Order {order.reference} is not paid, and names nobody who could owe it.",
                fix="Enter the customer's name on the order in the order system.",
            )
        )


def _require_shipping(order: Order, books: Books) -> None:
    if order.shipping < 0:
        raise Held(
            Problem(
                code="shipping_negative",
                message=f"Order {order.reference} has a shipping of {order.shipping}, below zero.",
                fix="State it as a discount in the order system.",
            )
        )
    if order.shipping and not books.shipping_allowed:
        raise Held(
            Problem(
                code="shipping_off",
                message=f"Order {order.reference} has {order.shipping} shipping but Shipping is off in QuickBooks.",
                fix=TURN_SHIPPING_ON,
            )
        )


def _require_taxable(order: Order, books: Books) -> None:
    """Hold taxed orders that QuickBooks could not keep the tax of (rows R-46, R-47)."""
    if order.tax < 0:
        raise Held(
            Problem(
                code="tax_negative",
                message=f"Order {order.reference} carries a tax of {order.tax}, below zero.",
                fix=CORRECT_AMOUNTS,
            )
        )
    if not order.tax:
        return
    if books.sales_tax is SalesTax.FOREIGN:
        raise Held(_without_mapping(order, books))
    if books.sales_tax is not SalesTax.AUTOMATED:
        raise Held(
            Problem(
                code="sales_tax_not_automated",
                message=f"Order {order.reference} carries {order.tax} tax, and Automated Sales Tax is not set up.",
                fix="Set it up in QuickBooks > Taxes, or ask your accountant; older accounts must enable it.",
            )
        )
    to = order.ship_to or order.bill_to
    if to is None or not (to.country and to.state and to.postal_code):
        raise Held(
            Problem(
                code="ship_to_incomplete",
                message=f"Order {order.reference} carries {order.tax} tax, but its ship-to address lacks a country, "
                "state or postal code: QuickBooks would tax it at the company's own address.",
                fix="Complete the shipping address in the order system.",
            )
        )


def _without_mapping(order: Order, books: Books) -> Problem:
    """Outside the United States each line names one of the company's own tax codes (row R-47)."""
    return Problem(
        code="sales_tax_foreign",
        message=f"Order {order.reference} carries {order.tax} tax, and the company is of {books.country}: outside the "
        "United States taxes need a mapping to its tax codes, which Daybook does not have.",
        fix="Enter the order in QuickBooks by hand.",
    )
