"""Gift cards: selling one earns nothing yet, so that its item is made by a person and never here (row R-106).

A card that somebody redeems is a discount like any other in the order system, and cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from accounting.books import Account, Item
from accounting.problems import Problem
from accounting.records import Order, OrderLine
from accounting.settings import Settings

LIABILITIES = frozenset({"Other Current Liability", "Long Term Liability"})
"""Types of account for what the shop owes."""

HOW_TO_MAKE_ONE = (
    "In Products and Services: type Service or Non-inventory, not taxable, its income account one of type Other "
    "Current Liability. If it is no gift card, take it out of the setting never_create."
)


def liability_item_missing(sku: str) -> Problem:
    """A SKU that is never created has no item."""
    return Problem(
        code="liability_item_missing",
        message=f"{sku} must exist in QuickBooks as a liability item.",
        fix=f"Create it. {HOW_TO_MAKE_ONE}",
        subject=sku,
    )


def is_gift_card(line: OrderLine, item: Item, settings: Settings) -> bool:
    """Is it sold on an item that a person made for it? A line without a SKU is known by its item's."""
    return line.sku in settings.never_create or item.sku in settings.never_create


def is_never_created(sku: str, settings: Settings) -> bool:
    """Is it one of those, or does it miss one by its capitals alone, so that creating it would be a mistake?"""
    return sku.casefold() in {never.casefold() for never in settings.never_create}


def gift_cards_sold(order: Order, items: Mapping[str, Item], settings: Settings) -> list[Item]:
    """The items of an order's lines that must be liabilities, each once; ``items`` are by line id."""
    sold = [item for line in order.kept_lines if (item := items.get(line.id)) and is_gift_card(line, item, settings)]
    return list({item.id: item for item in sold}.values())


def unfit_as_liability(order: Order, item: Item, account: Account | None) -> Problem | None:
    """Why an item would show the sale of a gift card as income, or tax it; ``account`` is its income account."""
    wrong = ["is taxable"] if item.taxable else []
    if account is None:
        wrong.append("has no account")
    elif account.type not in LIABILITIES:
        wrong.append(f'is posted to "{account.name}", of type {account.type}')
    if not wrong:
        return None
    return Problem(
        code="liability_item_unfit",
        message=f"{item.sku} on order {order.reference} must be a liability item; in QuickBooks it "
        f"{' and '.join(wrong)}.",
        fix=f"Correct it. {HOW_TO_MAKE_ONE}",
        subject=item.sku or "",
    )
