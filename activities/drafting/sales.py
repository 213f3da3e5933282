"""An order's Sales Receipt or Invoice, with its customer and items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from accounting import sale, sendable
from accounting.account_types import DEPOSITS
from accounting.books import Books, Customer, Item
from accounting.charge_items import discount_account_warning
from accounting.currency import require_customer_currency
from accounting.customers import customer_warnings
from accounting.documents import DocumentKind, Draft
from accounting.gift_cards import gift_cards_sold, unfit_as_liability
from accounting.marketplace import remitted_tax, without_remitted_tax
from accounting.pause import require_going
from accounting.payment_awaited import require_waited
from accounting.problems import Held, Problem
from accounting.records import Order
from accounting.selection import require_selected
from accounting.terms import Term
from activities.drafting.desk import Desk, note_of
from activities.drafting.numbers import number_for
from activities.items import ChosenItems


async def draft_sale(desk: Desk, placed: Order) -> Draft:
    """The Sales Receipt or Invoice of an order."""
    settings = desk.settings
    require_selected(placed, settings)
    sale.require_postable(placed)
    require_going(placed, settings)
    kind, _ = sale.sale_kind(placed, settings)
    if kind is DocumentKind.INVOICE:
        require_waited(placed, settings, datetime.now(UTC))
    books, dated = await desk.dated(placed)
    order = without_remitted_tax(placed, settings)
    sendable.require_sendable(order, books=books, settings=settings, dated=dated)
    match = await desk.customers.match(order)
    if match.customer:
        _require_customer_fits(order, match.customer, books)
    deposit = await _deposit_account(desk, order, kind)
    chosen = await _chosen_items(desk, order)
    customer = match.customer or await desk.customers.create(order, match.name)
    _require_customer_fits(order, customer, books)
    refs = sale.SaleReferences(
        customer_id=customer.id,
        items=chosen.items,
        deposit_account_id=deposit,
        term=await _term(desk, books, customer) if kind is DocumentKind.INVOICE else None,
        warnings=(
            *customer_warnings(order, match.name, customer),
            *chosen.warnings,
            *await _discount_warnings(desk, chosen),
        ),
    )
    return sale.draft_sale(
        order,
        books=books,
        settings=settings,
        refs=refs,
        number=await number_for(desk, order),
        dated=dated,
        note=note_of(order.ref, f"{_words(desk, placed)}{desk.moved_from(placed, dated)}"),
    )


def _require_customer_fits(order: Order, customer: Customer, books: Books) -> None:
    """Hold what QuickBooks would book otherwise to this customer."""
    sendable.require_taxed(order, customer)
    require_customer_currency(order, customer, books)


async def _deposit_account(desk: Desk, order: Order, kind: DocumentKind) -> str | None:
    """Where the money of the order's channel lies; only a Sales Receipt holds money (row R-102)."""
    name = desk.settings.channels[order.channel_id].deposit_account
    if name is None or kind is not DocumentKind.SALES_RECEIPT:
        return None
    return (await desk.facts.account(name, DEPOSITS, f"channels.{order.channel_id}.deposit_account")).id


async def _chosen_items(desk: Desk, order: Order) -> ChosenItems:
    async def require_fit(items: Mapping[str, Item]) -> None:
        sendable.require_fit(order, items, desk.settings)
        await _require_liabilities(desk, order, items)

    return await desk.items.choose(sale.wanted_items(order, desk.settings), require_fit)


async def _require_liabilities(desk: Desk, order: Order, items: Mapping[str, Item]) -> None:
    """Hold an order with a gift card whose item would show its sale as income (row R-106)."""
    unfit = []
    for item in gift_cards_sold(order, items, desk.settings):
        account = await desk.facts.account_by_id(item.income_account_id) if item.income_account_id else None
        if problem := unfit_as_liability(order, item, account):
            unfit.append(problem)
    if unfit:
        raise Held(*unfit)


async def _term(desk: Desk, books: Books, customer: Customer | None) -> Term | None:
    """The customer's term, else the company's default (row R-112)."""
    term_id = (customer.term_id if customer else None) or books.invoice_term_id
    return await desk.facts.term(term_id) if term_id else None


async def _discount_warnings(desk: Desk, chosen: ChosenItems) -> tuple[Problem, ...]:
    """Whether the discount's item is posted where discounts belong (row R-45)."""
    item = chosen.items.get("discount")
    if item is None or item.income_account_id is None:
        return ()
    warning = discount_account_warning(item, await desk.facts.account_by_id(item.income_account_id))
    return (warning,) if warning else ()


def _words(desk: Desk, order: Order) -> str:
    words = desk.settings.mapping.memo_of(order)
    remitted = remitted_tax(order, desk.settings)
    return f"{words}, tax {remitted} remitted by the marketplace" if remitted else words
