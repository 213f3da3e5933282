"""Accounts, items and vendors that the settings name (rows R-01, R-02, R-24, R-26, R-45, R-102, R-106)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from accounting.account_types import ANY_COST, COST_OF_GOODS, DEPOSITS, INCOME, PAYABLES
from accounting.books import Account, Item, Vendor
from accounting.charge_items import discount_account_warning
from accounting.check.facts import Checkup, Lists
from accounting.check.findings import Finding, finding, of_problem
from accounting.choices import to_choose
from accounting.gift_cards import liability_item_missing
from accounting.missing import (
    account_ambiguous,
    account_unfit,
    configured_item_missing,
    item_inactive,
    purchase_account_missing,
    vendor_missing,
)

CARRY_CHARGES = ("Service", "NonInventory")
"""Types of items that have a price of their own and move no stock."""
CHARGES = ("fee_sku", "other_sku", "negative_other_sku", "rounding_sku")


def list_findings(checkup: Checkup, lists: Lists) -> Iterator[Finding]:
    """What QuickBooks' lists lack."""
    yield from _accounts(checkup, lists.accounts)
    if checkup.is_on("orders"):
        yield from _items(checkup, lists)
    if checkup.selection:
        yield from _vendors(checkup, lists.vendors)


def account_names(checkup: Checkup) -> set[str]:
    """The accounts that the settings name."""
    settings = checkup.settings
    named = [settings.income_account, settings.payables_account, settings.purchase_account]
    named += [account for _, account in _supplier_accounts(checkup)]
    named += [channel.deposit_account for channel in settings.channels.values()]
    return {name for name in named if name}


def item_skus(checkup: Checkup) -> set[str]:
    """The items that the settings name."""
    settings = checkup.settings
    return {sku for sku in (settings.discount_sku, *(getattr(settings, name) for name in CHARGES)) if sku} | set(
        settings.never_create
    )


def source_names(checkup: Checkup) -> set[str]:
    """The sources whose vendors must be there: those that are selected and that Flxpoint knows."""
    settings, selection = checkup.settings, checkup.selection
    chosen = {*settings.fulfillment_request_sources, *settings.supplier_invoice_sources}
    return {selection.sources[id].name for id in chosen if id in selection.sources} if selection else set()


def _accounts(checkup: Checkup, accounts: Collection[Account]) -> Iterator[Finding]:
    settings = checkup.settings
    if checkup.is_on("orders") and not settings.link_only:
        yield from _account(accounts, "income_account", settings.income_account, INCOME, "income_account")
    if checkup.is_on("orders"):
        for id, channel in settings.channels.items():
            if channel.deposit_account:
                setting = f"channels.{id}.deposit_account"
                yield from _account(accounts, "deposit_account", channel.deposit_account, DEPOSITS, setting)
    if not checkup.buys:
        return
    yield from _payables(accounts, settings.payables_account)
    if settings.purchase_account:
        yield from _account(accounts, "purchase_account", settings.purchase_account, COST_OF_GOODS, "purchase_account")
    elif checkup.is_on("fulfillment_requests") and not settings.link_only:
        yield finding(
            "purchase_account_missing",
            "No cost of goods account is chosen: an item that is bought and not in QuickBooks yet cannot be created.",
            purchase_account_missing("").fix,
        )
    for setting, name in _supplier_accounts(checkup):
        types = ANY_COST if setting == "supplier_tax_account" else COST_OF_GOODS
        yield from _account(accounts, "supplier_account", name, types, setting)


def _supplier_accounts(checkup: Checkup) -> list[tuple[str, str]]:
    settings = [f"supplier_{charge}_account" for charge in ("shipping", "fee", "tax", "other")]
    return [(setting, name) for setting in settings if (name := getattr(checkup.settings, setting))]


def _account(
    accounts: Collection[Account], code: str, name: str, types: Collection[str], setting: str
) -> Iterator[Finding]:
    named = [account for account in accounts if account.name == name]
    fit = [account for account in named if account.active and account.type in types]
    if len(fit) > 1:
        yield of_problem(code, account_ambiguous(name, fit, setting))
    elif not fit:
        nearest = next(iter(sorted(named, key=lambda account: not account.active)), None)
        yield of_problem(code, account_unfit(name, nearest, types, setting))


def _payables(accounts: Collection[Account], name: str) -> Iterator[Finding]:
    """With the other accounts of payables, if there are any: one of them may be the one that is meant (row R-02)."""
    for found in _account(accounts, "payables_account", name, PAYABLES, "payables_account"):
        others = [account.name for account in accounts if account.active and account.type in PAYABLES]
        if not others:
            yield found
        else:
            offer = f"QuickBooks has: {', '.join(others)}."
            choice = to_choose(f"payables_account={others[0]}")
            yield found.model_copy(update={"message": f"{found.message} {offer}", "fix": f"Choose one: {choice}"})


def _items(checkup: Checkup, lists: Lists) -> Iterator[Finding]:
    settings = checkup.settings
    if settings.discount_sku:
        yield from _charge_item(lists, "discount_item", "discount_sku", settings.discount_sku)
        for item in _of_sku(lists.items, settings.discount_sku):
            if warning := discount_account_warning(item, lists.item_accounts.get(item.income_account_id or "")):
                yield of_problem("discount_account", warning)
    for setting in CHARGES:
        if sku := getattr(settings, setting):
            yield from _charge_item(lists, "charge_item", setting, sku)
    for sku in settings.never_create:
        if not any(item.active for item in _of_sku(lists.items, sku)):
            yield of_problem("gift_card_item", liability_item_missing(sku))


def _charge_item(lists: Lists, code: str, setting: str, sku: str) -> Iterator[Finding]:
    named = _of_sku(lists.items, sku)
    active = [item for item in named if item.active]
    if not named:
        yield of_problem(code, configured_item_missing(sku, setting))
    elif not active:
        yield of_problem(code, item_inactive(named[0]))
    elif active[0].type not in CARRY_CHARGES:
        yield finding(
            code,
            f'{setting} "{sku}" is of type {active[0].type} in QuickBooks, which carries no charge.',
            f"Choose an item of type Service or Non-inventory: {to_choose(f'{setting}=SKU')}",
        )


def _of_sku(items: Collection[Item], sku: str) -> list[Item]:
    return [item for item in items if item.sku == sku]


def _vendors(checkup: Checkup, vendors: Collection[Vendor]) -> Iterator[Finding]:
    for name in sorted(source_names(checkup)):
        near = [vendor for vendor in vendors if vendor.name.casefold() == name.strip().casefold()]
        if not any(vendor.active and vendor.name == name.strip() for vendor in near):
            yield of_problem("vendor_missing", vendor_missing(name, near))
