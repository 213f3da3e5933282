"""An order becomes a Sales Receipt when it is paid, else an Invoice (rows R-32, R-33, R-41 to R-61)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from accounting.books import Books, Item, SalesTax
from accounting.charge_items import (
    charge_sku,
    charges_to_post,
    discount_left_out,
    discount_left_out_warning,
    sku_setting,
)
from accounting.choices import to_choose
from accounting.documents import DocumentKind, Draft, Sale, SaleLine
from accounting.gift_cards import is_gift_card, is_never_created, liability_item_missing
from accounting.missing import configured_item_missing
from accounting.money import line_amount, rate
from accounting.problems import Excluded, Held, Problem
from accounting.records import Model, Order, OrderLine, Payment
from accounting.sendable import require_fit, require_sendable, require_taxable_part, sku_missing
from accounting.settings import Settings
from accounting.terms import Term, term_missing
from accounting.wanted import WantedItem

TERM_PLACES = "Sales > Customers > Edit > Terms, or Account and Settings > Sales > Preferred invoice terms"
US_TAX = frozenset({SalesTax.AUTOMATED, SalesTax.MANUAL})
"""Where each line says by one of two codes whether it is taxed (row R-46); elsewhere the codes are others, or none."""
NEVER_POSTED = frozenset({"Draft", "Canceled", "Failed"})
CLEAR_PAYMENTS = (
    *("Paid", "Not Authorized", "Authorized", "Deferred", "Awaiting Clearance", "Declined"),
    *("Refunded", "Credited", "Refund Pending", "Refund Failed"),
)
"""The payment statuses that say how far an order is paid, as Flxpoint spells them (row R-33)."""


class SaleReferences(Model):
    """What the books already hold of an order's names."""

    customer_id: str
    items: Mapping[str, Item]
    """By line id; those of the charges by the charge's name."""
    deposit_account_id: str | None = None
    term: Term | None = None
    """The customer's, else the company's."""
    warnings: tuple[Problem, ...] = ()
    """What showed while they were looked up."""


def sale_kind(order: Order, settings: Settings) -> tuple[DocumentKind, tuple[Problem, ...]]:
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
        case Payment.RETURNED if settings.refunded_orders == "post_sale":
            return DocumentKind.SALES_RECEIPT, (_refund_to_record(order),)
        case Payment.RETURNED | Payment.UNKNOWN:
            raise Held(_unclear(order))


def require_postable(order: Order) -> None:
    """Leave out what the order system itself does not count as a sale (row R-59), and what has nothing to post."""
    if order.state in NEVER_POSTED:
        raise Excluded(f"Order {order.reference} is {order.state}.")
    if not order.kept_lines and not order.total:
        raise Excluded(f"Order {order.reference} has no line left, and a total of {order.total}.")


def wanted_items(order: Order, settings: Settings) -> dict[str, WantedItem]:
    """Every item the order's document needs, by line id and by charge; those of the settings are never created."""
    wanted = {
        line.id: WantedItem(
            sku=line.sku or None, title=line.title, if_missing=_if_missing(order, place, line, settings)
        )
        for place, line in enumerate(order.lines, 1)
        if line.net_quantity
    }
    for what, amount in charges_to_post(order, settings).items():
        setting, sku = sku_setting(what, amount), charge_sku(order, what, amount, settings)
        wanted[what] = WantedItem(sku=sku, if_missing=configured_item_missing(sku, setting))
    return wanted


def _if_missing(order: Order, place: int, line: OrderLine, settings: Settings) -> Problem | None:
    if not line.sku:
        return sku_missing(order, place, line.title)
    return liability_item_missing(line.sku) if is_never_created(line.sku, settings) else None


def draft_sale(
    order: Order, *, books: Books, settings: Settings, refs: SaleReferences, number: str, dated: date, note: str
) -> Draft:
    """The document of an order, to the cent.

    Raises:
        Held: with what a person must solve first.
    """
    kind, warnings = sale_kind(order, settings)
    require_sendable(order, books=books, settings=settings, dated=dated)
    require_fit(order, refs.items, settings)
    taxed = order.tax > 0
    left_out = discount_left_out(order, settings)
    sale = Sale(
        kind=kind,
        number=number if books.own_sales_numbers else None,
        dated=dated,
        customer_id=refs.customer_id,
        lines=(*_product_lines(order, settings, refs, taxed), *_charge_lines(order, settings, refs, taxed)),
        shipping=order.shipping,
        shipping_taxable=taxed,
        tax=order.tax if books.sales_tax in US_TAX else None,
        bill_to=order.bill_to or order.ship_to,
        ship_to=order.ship_to or order.bill_to,
        ship_from=books.address if taxed else None,
        note=note,
        customer_message=settings.mapping.message_of(order),
        total=order.total + left_out,
    )
    require_taxable_part(order, sale)
    warnings += refs.warnings
    if left_out:
        warnings += (discount_left_out_warning(order, left_out),)
    return _deposited(sale, refs, warnings) if kind is DocumentKind.SALES_RECEIPT else _due(sale, order, refs, warnings)


def _deposited(sale: Sale, refs: SaleReferences, warnings: tuple[Problem, ...]) -> Draft:
    return Draft(document=sale.model_copy(update={"deposit_account_id": refs.deposit_account_id}), warnings=warnings)


def _due(sale: Sale, order: Order, refs: SaleReferences, warnings: tuple[Problem, ...]) -> Draft:
    """An Invoice is due by its term, else on its own date (row R-112)."""
    if term := refs.term:
        due = sale.model_copy(update={"term_id": term.id, "due": term.due(sale.dated)})
        return Draft(document=due, warnings=warnings)
    missing = term_missing(
        f"Invoice {order.reference}", sale.dated, whose="its customer, like the company,", where=TERM_PLACES
    )
    return Draft(document=sale.model_copy(update={"due": sale.dated}), warnings=(*warnings, missing))


def _product_lines(order: Order, settings: Settings, refs: SaleReferences, taxed: bool) -> list[SaleLine]:
    return [
        SaleLine(
            record_line_id=line.id,
            item_id=refs.items[line.id].id,
            description=line.title,
            quantity=rate(line.net_quantity),
            unit_price=rate(line.unit_price),
            amount=line_amount(line.net_quantity, line.unit_price),
            taxable=taxed and not is_gift_card(line, refs.items[line.id], settings),
            from_stock=refs.items[line.id].type == "Inventory",
        )
        for line in order.kept_lines
    ]


def _charge_lines(order: Order, settings: Settings, refs: SaleReferences, taxed: bool) -> list[SaleLine]:
    """Fee, other amounts, discount and rounding, each on the item that the settings name (rows R-43, R-49, R-50)."""
    lines = []
    for what, amount in charges_to_post(order, settings).items():
        item = refs.items[what]
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
    fix = "Collect the money, or void the Invoice in QuickBooks."
    return _of_payment(order, "payment_declined", "posted as an Invoice", fix)


def _refund_to_record(order: Order) -> Problem:
    fix = "Record the refund in QuickBooks by hand: + New > Refund receipt."
    return _of_payment(order, "refund_to_record", "the original sale is posted", fix)


def _unclear(order: Order) -> Problem:
    fix = "Decide what the books should show; correct the payment status in the order system, or enter it by hand."
    if order.payment is Payment.UNKNOWN:
        fix += f" The statuses that tell whether it is paid are: {', '.join(CLEAR_PAYMENTS)}."
    if order.payment is Payment.RETURNED:
        fix += f" To post the original sale of each: {to_choose('refunded_orders=post_sale')}"
    return _of_payment(order, "payment_unclear", "not posted", fix)


def _of_payment(order: Order, code: str, what_came_of_it: str, fix: str) -> Problem:
    return Problem(
        code=code,
        message=f'Order {order.reference} has payment status "{order.payment_raw}": {what_came_of_it}.',
        fix=fix,
        subject=order.payment_raw,
    )
