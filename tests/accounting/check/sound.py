"""A connection with which nothing is wrong, until a test changes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounting.books import Account, Books, Item, SalesTax, Vendor
from accounting.check.examination import examined
from accounting.check.facts import Checkup, Lists, Selection
from accounting.check.findings import Finding
from accounting.settings import Settings
from accounting.sources import Source

BOOKS = Books(
    country="US",
    sales_tax=SalesTax.AUTOMATED,
    purchase_orders=True,
    quantity_and_price=True,
    items_on_purchases=True,
    warns_of_bill_numbers=True,
    plan="QuickBooks Online Plus",
    subscription="PAID",
)
ACCOUNTS = (
    Account(id="1", name="Sales of Product Income", type="Income"),
    Account(id="2", name="Accounts Payable (A/P)", type="Accounts Payable"),
    Account(id="3", name="Cost of Goods Sold", type="Cost of Goods Sold"),
    Account(id="4", name="Checking", type="Bank"),
    Account(id="5", name="Freight", type="Cost of Goods Sold"),
)
DISCOUNTS = Account(id="6", name="Discounts given", type="Income", detail_type="DiscountsRefundsGiven")
DISCOUNT = Item(id="11", name="Discount", sku="DISC", type="Service", income_account_id="6")
VENDORS = (Vendor(id="21", name="Acme Supply"), Vendor(id="22", name="Cedar Works"))
LISTS = Lists(accounts=ACCOUNTS, items=(DISCOUNT,), item_accounts={"6": DISCOUNTS}, vendors=VENDORS)
SELECTION = Selection(
    channels={"41": "Main Shop", "42": "Outlet"},
    sources={"21": Source(id="21", name="Acme Supply"), "22": Source(id="22", name="Cedar Works")},
)
CHOSEN: dict[str, Any] = {
    "operations": ["orders", "fulfillment_requests", "supplier_invoices"],
    "orders_from": "2026-11-01",
    "books_time_zone": "America/Chicago",
    "channels": {"41": {"tax_remitted_by": "us", "deposit_account": "Checking"}},
    "fulfillment_request_sources": ["21", "22"],
    "supplier_invoice_sources": ["21"],
    "discount_sku": "DISC",
    "income_account": "Sales of Product Income",
    "payables_account": "Accounts Payable (A/P)",
    "purchase_account": "Cost of Goods Sold",
    "supplier_shipping_account": "Freight",
}


def a_checkup(**chosen: Any) -> Checkup:
    """Made on 2026-11-20 with these settings changed."""
    return Checkup(
        connection="shop",
        today=date(2026, 11, 20),
        settings=Settings.model_validate(CHOSEN | chosen),
        books=BOOKS,
        lists=LISTS,
        selection=SELECTION,
    )


def with_books(checkup: Checkup, **facts: Any) -> Checkup:
    """The company changed."""
    return checkup.model_copy(update={"books": BOOKS.model_copy(update=facts)})


def with_lists(checkup: Checkup, **lists: Any) -> Checkup:
    """QuickBooks' lists changed."""
    return checkup.model_copy(update={"lists": LISTS.model_copy(update=lists)})


def with_selection(checkup: Checkup, **selection: Any) -> Checkup:
    """What Flxpoint has changed."""
    return checkup.model_copy(update={"selection": SELECTION.model_copy(update=selection)})


def findings(checkup: Checkup) -> list[Finding]:
    """What is found, without what no program can read."""
    return [found for found in examined(checkup) if found.code != "sku_column"]


def said(checkup: Checkup) -> list[tuple[str, str, str]]:
    """Code, message and fix of each finding."""
    return [(found.code, found.message, found.fix) for found in findings(checkup)]
