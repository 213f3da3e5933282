"""An order becomes a Sales Receipt when it is paid, else an Invoice (rows R-32 to R-54)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from accounting.books import Books, Item, SalesTax, require_open
from accounting.charges import discount_of, require_sound_lines
from accounting.documents import DocumentKind, Draft, Sale, SaleLine
from accounting.money import ZERO, line_amount
from accounting.problems import Excluded, Held, Problem
from accounting.records import Model, Order, OrderLine, Payment
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
            return DocumentKind.INVOICE, (_payment_problem(order, "payment_declined", "posted as an Invoice"),)
        case Payment.RETURNED | Payment.UNKNOWN:
            raise Held(_payment_problem(order, "payment_unclear", "not posted"))


def require_postable(order: Order) -> None:
    """Leave out what the order system itself does not count as a sale (row R-59)."""
    if order.state in NEVER_POSTED:
        raise Excluded(f"Order {order.reference} is {order.state}.")


def skus_of(order: Order, settings: Settings) -> dict[str, str]:
    """Every SKU the order's document needs, with the title to create it by ('' : it must exist)."""
    wanted = {line.sku: line.title for line in _posted_lines(order) if line.sku}
    configured = {"fee": settings.fee_sku, "other": settings.other_sku, "discount": settings.discount_sku}
    return wanted | {sku: "" for what in _charges(order) if (sku := configured[what])}


def require_sendable(order: Order, *, books: Books, settings: Settings, dated: date) -> None:
    """Hold what could not be posted anyway, before a customer or an item is created for it.

    Raises:
        Held: with the problem that a person must solve first.
    """
    require_sound_lines(order)
    require_open(dated, books, f"Order {order.reference}")
    _require_taxable(order, books)
    _require_shipping(order, books)
    for what, amount in _charges(order).items():
        _charge_sku(order, what, amount, settings)


def draft_sale(
    order: Order, *, books: Books, settings: Settings, refs: SaleReferences, number: str, dated: date, note: str
) -> Draft:
    """The document of an order, to the cent.

    Raises:
        Held: with the problem that a person must solve first.
    """
    kind, warnings = sale_kind(order)
    require_sendable(order, books=books, settings=settings, dated=dated)
    taxed = order.tax > 0
    sale = Sale(
        kind=kind,
        number=number if books.own_sales_numbers else None,
        dated=dated,
        customer_id=refs.customer_id,
        lines=(*_product_lines(order, refs, taxed), *_charge_lines(order, settings, refs, taxed)),
        shipping=order.shipping,
        shipping_taxable=taxed,
        tax=order.tax if books.sales_tax is SalesTax.AUTOMATED else None,
        bill_to=order.bill_to or order.ship_to,
        ship_to=order.ship_to or order.bill_to,
        note=note,
        total=order.total,
    )
    return Draft(document=sale, warnings=warnings)


def _posted_lines(order: Order) -> list[OrderLine]:
    return [line for line in order.lines if line.net_quantity != 0]


def _product_lines(order: Order, refs: SaleReferences, taxed: bool) -> list[SaleLine]:
    return [
        SaleLine(
            record_line_id=line.id,
            item_id=refs.items[line.sku or ""].id,
            description=line.title,
            quantity=line.net_quantity,
            unit_price=line.unit_price,
            amount=line_amount(line.net_quantity, line.unit_price),
            taxable=taxed,
        )
        for line in _posted_lines(order)
    ]


def _charges(order: Order) -> dict[str, Decimal]:
    """What the order charges beside its products: by the setting that names the item for it."""
    amounts = {"fee": order.fee, "other": order.other, "discount": -discount_of(order)}
    return {what: amount for what, amount in amounts.items() if amount != ZERO}


def _charge_lines(order: Order, settings: Settings, refs: SaleReferences, taxed: bool) -> list[SaleLine]:
    """Fee, other amounts and discount, each on the item that the settings name (rows R-43, R-49)."""
    lines = []
    for what, amount in _charges(order).items():
        item = refs.items[_charge_sku(order, what, amount, settings)]
        _require_fit(order, what, amount, item)
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


def _charge_sku(order: Order, what: str, amount: Decimal, settings: Settings) -> str:
    skus = {"fee": settings.fee_sku, "other": settings.other_sku, "discount": settings.discount_sku}
    if sku := skus[what]:
        return sku
    raise Held(
        Problem(
            code=f"{what}_sku_missing",
            message=f"Order {order.reference} has {_named(what, amount)}, and no item to post it on.",
            fix=f"Name the item: daybook settings set CONNECTION {what}_sku=SKU",
            subject=f"{what}_sku",
        )
    )


def _require_fit(order: Order, what: str, amount: Decimal, item: Item) -> None:
    if item.type in ("Service", "NonInventory"):
        return
    raise Held(
        Problem(
            code=f"{what}_sku_unfit",
            message=f'{what}_sku "{item.sku}" is of type {item.type} in QuickBooks; '
            f"order {order.reference} needs it for {_named(what, amount)}.",
            fix=f"Choose an item of type Service or Non-inventory: daybook settings set CONNECTION {what}_sku=SKU",
            subject=item.sku or "",
        )
    )


def _named(what: str, amount: Decimal) -> str:
    return {"fee": f"a fee of {amount}", "other": f"other charges of {amount}", "discount": f"a discount of {-amount}"}[
        what
    ]


def _require_shipping(order: Order, books: Books) -> None:
    if order.shipping and not books.shipping_allowed:
        raise Held(
            Problem(
                code="shipping_off",
                message=f"Order {order.reference} has {order.shipping} shipping but Shipping is off in QuickBooks.",
                fix="Turn it on: QuickBooks > Account and Settings > Sales > Sales form content > Shipping.",
            )
        )


def _require_taxable(order: Order, books: Books) -> None:
    """Hold taxed orders that QuickBooks could not keep the tax of (rows R-46, R-47)."""
    if not order.tax:
        return
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


def _payment_problem(order: Order, code: str, effect: str) -> Problem:
    return Problem(
        code=code,
        message=f'Order {order.reference} has payment status "{order.payment_raw}": {effect}.',
        fix="Decide what the books should show; correct the payment status in the order system, or skip the order.",
        subject=order.payment_raw,
    )
