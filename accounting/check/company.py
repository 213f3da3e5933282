"""The company's own settings, each with its menu path (rows R-03 to R-10, R-47, R-54)."""

from __future__ import annotations

from collections.abc import Iterator

from accounting.books import Books, SalesTax, is_ended, purchase_orders_off
from accounting.check.facts import Checkup
from accounting.check.findings import Finding, finding, of_problem
from accounting.choices import to_choose

SALES = "QuickBooks > Account and Settings > Sales > Sales form content"
EXPENSES = "QuickBooks > Account and Settings > Expenses"
SMALL_PLANS = ("simple start", "easystart", "essentials")


def company_findings(checkup: Checkup, books: Books) -> Iterator[Finding]:
    """What the company's profile and preferences tell."""
    if is_ended(books.subscription):
        yield finding(
            "subscription_ended",
            f"The company's subscription is {books.subscription}: QuickBooks can be read, not written to.",
            "QuickBooks > Account and Settings > Billing & Subscription.",
        )
    yield from _sales_forms(checkup, books)
    if checkup.buys:
        yield from _purchases(books)
    yield from _taxes(books)
    yield from _closed(checkup, books)


def _sales_forms(checkup: Checkup, books: Books) -> Iterator[Finding]:
    if not checkup.is_on("orders", "shipments"):
        return
    if not books.shipping_allowed:
        yield finding("shipping_off", "Shipping is off: an order that charges it waits.", f"{SALES} > Shipping.")
    if not books.own_sales_numbers:
        yield finding(
            "own_sales_numbers_off",
            "Custom transaction numbers are off: QuickBooks numbers the documents itself; linking by number is not "
            "possible.",
            f"If you want Flxpoint's numbers: {SALES} > Custom transaction numbers.",
        )
    if books.quantity_and_price is False:
        yield finding(
            "quantity_off",
            "Sales forms have no quantity and price or rate, which every product line carries.",
            "QuickBooks > Account and Settings > Sales > Products and services > Track quantity and price/rate.",
        )
    yield finding(
        "sku_column",
        "Whether sales forms show the SKU cannot be read.",
        "QuickBooks > Account and Settings > Sales > Products and services > Show SKU column.",
    )


def _purchases(books: Books) -> Iterator[Finding]:
    if any(plan in books.plan.lower() for plan in SMALL_PLANS):
        yield finding(
            "plan_without_purchases",
            f"The plan {books.plan} knows no Purchase Orders; they need Plus or Advanced.",
            "QuickBooks > Account and Settings > Billing & Subscription > Upgrade; or carry over orders alone: "
            + to_choose("operations=orders"),
        )
    elif books.purchase_orders is None:
        yield finding(
            "purchase_orders_unknown",
            "Whether Purchase Orders are on cannot be read from this company.",
            f"{EXPENSES} > Purchase orders > Use purchase orders.",
        )
    elif problem := purchase_orders_off(books):
        yield of_problem("purchase_orders_off", problem)
    if not books.own_purchase_numbers:
        yield finding(
            "own_purchase_numbers_off",
            "Custom transaction numbers are off for Purchase Orders: QuickBooks numbers them itself; linking by number "
            "is not possible.",
            f"If you want Flxpoint's numbers: {EXPENSES} > Purchase orders > Custom transaction numbers.",
        )
    if books.items_on_purchases is False:
        yield finding(
            "items_table_off",
            "Item lines are off for expense forms, as far as QuickBooks tells.",
            f'{EXPENSES} > Bills and expenses: turn on "Show Items table on expense and purchase forms".',
        )
    if not books.customer_on_purchases:
        yield finding(
            "customer_on_purchases_off",
            "Purchase Orders and Bills are posted without their customer.",
            f"{EXPENSES} > Bills and expenses > Track expenses and items by customer.",
        )


def _taxes(books: Books) -> Iterator[Finding]:
    if books.sales_tax is SalesTax.FOREIGN:
        yield finding(
            "taxes_abroad",
            f"The company keeps its books in {books.country}: its taxes need a mapping that Daybook does not have yet, "
            "so an order with tax waits.",
            "Orders without tax are posted. Enter those with tax by hand.",
        )
    elif books.sales_tax is not SalesTax.AUTOMATED:
        is_off = "Sales tax is off" if books.sales_tax is SalesTax.OFF else "Automated Sales Tax is not set up"
        yield finding(
            "sales_tax_not_automated",
            f"{is_off}: an order with tax waits.",
            "QuickBooks > Taxes, or ask your accountant; older accounts must enable Automated Sales Tax.",
        )


def _closed(checkup: Checkup, books: Books) -> Iterator[Finding]:
    first = checkup.settings.orders_from
    if books.closed_to and first and first <= books.closed_to and checkup.settings.closed_period == "hold":
        yield finding(
            "books_closed",
            f"Orders are taken over from {first}, and the books are closed to {books.closed_to}: older ones wait.",
            "Reopen them (QuickBooks > Account and Settings > Advanced > Close the books), begin later, or: "
            + to_choose("closed_period=first_open_day"),
        )
