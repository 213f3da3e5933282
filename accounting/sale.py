"""An order becomes a Sales Receipt when it is paid, else an Invoice (rows R-32, R-33, R-41 to R-61)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from accounting.books import Books, Item, SalesTax
from accounting.charges import charges_of
from accounting.documents import DocumentKind, Draft, Sale, SaleLine
from accounting.money import line_amount, rate
from accounting.problems import Excluded, Held, Problem
from accounting.records import Model, Order, Payment
from accounting.sendable import charge_sku, charge_skus, require_fit, require_sendable
from accounting.settings import Settings

NEVER_POSTED = frozenset({"Draft", "Canceled", "Failed"})


class SaleReferences(Model):
    """What the books already hold of an order's names."""

    customer_id: str
    items: Mapping[str, Item]
    """By SKU: the lines' own, and those of the settings that the order needs."""


def sale_kind(order: Order) -> tuple[DocumentKind, tuple[Problem, ...]]:
    """Whether the order is a Sales Receipt or an Invoice, and what to warn of (rows R-32, R-33).

    Raises:
        Held: money was given back, or nobody knows whether it was paid.
    """
    match order.payment:
        case Payment.PAID:
            return DocumentKind.SALES_RECEIPT, ()
        case Payment.UNPAID:
            return DocumentKind.INVOICE, ()
        case Payment.DECLINED:
            return DocumentKind.INVOICE, (_declined(order),)
        case Payment.RETURNED | Payment.UNKNOWN:
            raise Held(_unclear(order))


def require_postable(order: Order) -> None:
    """Leave out what the order system itself does not count as a sale (row R-59), and what has nothing to post."""
    if order.state in NEVER_POSTED:
        raise Excluded(f"Order {order.reference} is {order.state}.")
    if not order.kept_lines and not order.total:
        raise Excluded(f"Order {order.reference} has no line left, and a total of {order.total}.")


def skus_of(order: Order, settings: Settings) -> dict[str, str]:
    """Every SKU the order's document needs, with the title to create it by ('' : it must exist)."""
    wanted = {line.sku: line.title or line.sku for line in order.kept_lines if line.sku}
    configured = charge_skus(settings)
    return wanted | {sku: "" for what in charges_of(order) if (sku := configured[what])}


def draft_sale(
    order: Order, *, books: Books, settings: Settings, refs: SaleReferences, number: str, dated: date, note: str
) -> Draft:
    """The document of an order, to the cent.

    Raises:
        Held: with what a person must solve first.
    """
    kind, warnings = sale_kind(order)
    require_sendable(order, books=books, settings=settings, dated=dated)
    require_fit(order, refs.items, settings)
    taxed = order.tax > 0
    sale = Sale(
        kind=kind,
        number=number if books.own_sales_numbers else None,
        dated=dated,
        customer_id=refs.customer_id,
        lines=(*_product_lines(order, refs, taxed), *_charge_lines(order, settings, refs, taxed)),
        shipping=order.shipping,
        shipping_taxable=taxed,
        tax=None if books.sales_tax is SalesTax.OFF else order.tax,
        bill_to=order.bill_to or order.ship_to,
        ship_to=order.ship_to or order.bill_to,
        note=note,
        total=order.total,
    )
    return Draft(document=sale, warnings=warnings)


def _product_lines(order: Order, refs: SaleReferences, taxed: bool) -> list[SaleLine]:
    return [
        SaleLine(
            record_line_id=line.id,
            item_id=refs.items[line.sku or ""].id,
            description=line.title,
            quantity=rate(line.net_quantity),
            unit_price=rate(line.unit_price),
            amount=line_amount(line.net_quantity, line.unit_price),
            taxable=taxed,
            from_stock=refs.items[line.sku or ""].type == "Inventory",
        )
        for line in order.kept_lines
    ]


def _charge_lines(order: Order, settings: Settings, refs: SaleReferences, taxed: bool) -> list[SaleLine]:
    """Fee, other amounts and discount, each on the item that the settings name (rows R-43, R-49)."""
    lines = []
    for what, amount in charges_of(order).items():
        item = refs.items[charge_sku(order, what, amount, settings)]
        taxable = taxed and (what == "discount" or item.taxable)
        lines.append(_charge_line(item, what.capitalize(), amount, taxable))
    return lines


def _charge_line(item: Item, description: str, amount: Decimal, taxable: bool) -> SaleLine:
    return SaleLine(
        item_id=item.id,
        description=description,
        quantity=Decimal(1),
        unit_price=amount,
        amount=amount,
        taxable=taxable,
    )


def _declined(order: Order) -> Problem:
    return Problem(
        code="payment_declined",
        message=f'Order {order.reference} has payment status "{order.payment_raw}": posted as an Invoice.',
        fix="Collect the money, or void the Invoice in QuickBooks.",
        subject=order.payment_raw,
    )


def _unclear(order: Order) -> Problem:
    return Problem(
        code="payment_unclear",
        message=f'Order {order.reference} has payment status "{order.payment_raw}": not posted.',
        fix="Decide what the books should show; correct the payment status in the order system, or skip the order.",
        subject=order.payment_raw,
    )
