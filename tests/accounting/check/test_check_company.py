"""What the company's own settings give away, word for word (rows R-03 to R-12, R-47, R-54)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounting.books import SalesTax
from accounting.check.examination import examined
from tests.accounting.check.sound import a_checkup, findings, said, with_books

SALES = "QuickBooks > Account and Settings > Sales"
EXPENSES = "QuickBooks > Account and Settings > Expenses"
ORDERS = {"operations": ["orders"]}
SHIPMENTS = {"operations": ["shipments"], "shipment_sources": ["21"]}
BILLS = {"operations": ["supplier_invoices"]}
REQUESTS = {"operations": ["fulfillment_requests"]}

FACTS: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"subscription": "Expired"},
        "subscription_ended",
        "The company's subscription is Expired: QuickBooks can be read, not written to.",
        "QuickBooks > Account and Settings > Billing & Subscription.",
    ),
    (
        {"shipping_allowed": False},
        "shipping_off",
        "Shipping is off: an order that charges it waits.",
        f"{SALES} > Sales form content > Shipping.",
    ),
    (
        {"own_sales_numbers": False},
        "own_sales_numbers_off",
        "Custom transaction numbers are off: QuickBooks numbers the documents itself; linking by number is not "
        "possible.",
        f"If you want Flxpoint's numbers: {SALES} > Sales form content > Custom transaction numbers.",
    ),
    (
        {"quantity_and_price": False},
        "quantity_off",
        "Sales forms have no quantity and price or rate, which every product line carries.",
        f"{SALES} > Products and services > Track quantity and price/rate.",
    ),
    (
        {"plan": "QuickBooks Online Essentials"},
        "plan_without_purchases",
        "The plan QuickBooks Online Essentials knows no Purchase Orders; they need Plus or Advanced.",
        "QuickBooks > Account and Settings > Billing & Subscription > Upgrade; or carry over orders alone: daybook "
        "settings set CONNECTION operations=orders",
    ),
    (
        {"purchase_orders": None},
        "purchase_orders_unknown",
        "Whether Purchase Orders are on cannot be read from this company.",
        f"{EXPENSES} > Purchase orders > Use purchase orders.",
    ),
    (
        {"purchase_orders": False},
        "purchase_orders_off",
        "Purchase orders are off in QuickBooks.",
        f"{EXPENSES} > Purchase orders > Use purchase orders.",
    ),
    (
        {"own_purchase_numbers": False},
        "own_purchase_numbers_off",
        "Custom transaction numbers are off for Purchase Orders: QuickBooks numbers them itself; linking by number is "
        "not possible.",
        f"If you want Flxpoint's numbers: {EXPENSES} > Purchase orders > Custom transaction numbers.",
    ),
    (
        {"items_on_purchases": False},
        "items_table_off",
        "Item lines are off for expense forms, as far as QuickBooks tells.",
        f'{EXPENSES} > Bills and expenses: turn on "Show Items table on expense and purchase forms".',
    ),
    (
        {"customer_on_purchases": False},
        "customer_on_purchases_off",
        "Purchase Orders and Bills are posted without their customer.",
        f"{EXPENSES} > Bills and expenses > Track expenses and items by customer.",
    ),
    (
        {"sales_tax": SalesTax.FOREIGN, "country": "CA"},
        "taxes_abroad",
        "The company keeps its books in CA: its taxes need a mapping that Daybook does not have yet, so an order with "
        "tax waits.",
        "Orders without tax are posted. Enter those with tax by hand.",
    ),
    (
        {"sales_tax": SalesTax.OFF},
        "sales_tax_not_automated",
        "Sales tax is off: an order with tax waits.",
        "QuickBooks > Taxes, or ask your accountant; older accounts must enable Automated Sales Tax.",
    ),
    (
        {"sales_tax": SalesTax.MANUAL},
        "sales_tax_not_automated",
        "Automated Sales Tax is not set up: an order with tax waits.",
        "QuickBooks > Taxes, or ask your accountant; older accounts must enable Automated Sales Tax.",
    ),
    (
        {"closed_to": date(2026, 11, 1)},
        "books_closed",
        "Orders are taken over from 2026-11-01, and the books are closed to 2026-11-01: older ones wait.",
        "Reopen them (QuickBooks > Account and Settings > Advanced > Close the books), begin later, or: daybook "
        "settings set CONNECTION closed_period=first_open_day",
    ),
]


@pytest.mark.parametrize(("facts", "code", "message", "fix"), FACTS, ids=lambda part: str(part)[:30])
def test_each_switch_of_the_company_is_told_alone(facts: dict[str, Any], code: str, message: str, fix: str) -> None:
    assert said(with_books(a_checkup(), **facts)) == [(code, message, fix)]


def test_what_no_program_can_read_is_told_too() -> None:
    (found,) = examined(a_checkup())
    assert (found.code, found.message) == ("sku_column", "Whether sales forms show the SKU cannot be read.")
    assert found.fix == f"{SALES} > Products and services > Show SKU column."


def test_a_company_that_could_not_be_read_shows_nothing() -> None:
    assert examined(a_checkup().model_copy(update={"books": None, "lists": None})) == []


@pytest.mark.parametrize("plan", ["QuickBooks EasyStart", "QuickBooks Online Simple Start", "ESSENTIALS"])
def test_a_small_plan_is_told_and_not_what_it_cannot_switch_on(plan: str) -> None:
    small = with_books(a_checkup(), plan=plan, purchase_orders=False)
    assert [found.code for found in findings(small)] == ["plan_without_purchases"]


@pytest.mark.parametrize(
    ("chosen", "seen"), [(ORDERS, True), (SHIPMENTS, True), ({"operations": []}, True), (BILLS, False)]
)
def test_sales_forms_matter_to_orders_and_shipments(chosen: dict[str, Any], seen: bool) -> None:
    off = with_books(a_checkup(**chosen), shipping_allowed=False)
    assert ("shipping_off" in [found.code for found in findings(off)]) is seen


@pytest.mark.parametrize(
    ("chosen", "seen"), [(REQUESTS, True), (BILLS, True), ({"operations": []}, True), (ORDERS, False)]
)
def test_the_switches_of_purchases_matter_where_something_is_bought(chosen: dict[str, Any], seen: bool) -> None:
    off = with_books(a_checkup(**chosen), customer_on_purchases=False)
    assert ("customer_on_purchases_off" in [found.code for found in findings(off)]) is seen


@pytest.mark.parametrize(
    ("closed_to", "chosen"),
    [
        (date(2026, 10, 31), {}),
        (date(2026, 11, 15), {"closed_period": "first_open_day"}),
        (None, {}),
    ],
)
def test_a_closed_period_that_is_in_nobodys_way_is_no_finding(closed_to: date | None, chosen: dict[str, Any]) -> None:
    assert findings(with_books(a_checkup(**chosen), closed_to=closed_to)) == []


def test_without_a_first_day_nothing_falls_into_a_closed_period() -> None:
    checkup = with_books(a_checkup(orders_from=None), closed_to=date(2026, 11, 15))
    assert [found.code for found in findings(checkup)] == ["orders_from_missing"]
