"""What QuickBooks' lists lack of what the settings name (rows R-01, R-02, R-24, R-26, R-40, R-45, R-84, R-102)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.books import Account, Item, Vendor
from accounting.check.facts import Checkup
from accounting.check.lists import account_names, item_skus, source_names
from tests.accounting.check.sound import (
    ACCOUNTS,
    DISCOUNT,
    SELECTION,
    VENDORS,
    a_checkup,
    findings,
    said,
    with_lists,
    with_selection,
)

SET = "daybook settings set CONNECTION"
NEW_ACCOUNT = "QuickBooks > Accounting > Chart of Accounts > New; or choose another: "
NEW_ITEM = "or create the item in Products and Services."
ORDERS = ["orders"]
REQUESTS = ["fulfillment_requests"]
BILLS = ["supplier_invoices"]


def codes(checkup: Checkup) -> list[str]:
    """All but the warning that operations are on without those before them."""
    return [found.code for found in findings(checkup) if found.code != "prerequisite_elsewhere"]


def without(name: str) -> tuple[Account, ...]:
    """All accounts but this."""
    return tuple(account for account in ACCOUNTS if account.name != name)


NAMED_ACCOUNTS: list[tuple[str, Any, str, str]] = [
    ("income_account", "Nowhere", "income_account", "Income"),
    ("purchase_account", "Nowhere", "purchase_account", "Cost of Goods Sold"),
    ("supplier_shipping_account", "Nowhere", "supplier_account", "Cost of Goods Sold"),
    ("supplier_fee_account", "Nowhere", "supplier_account", "Cost of Goods Sold"),
    ("supplier_other_account", "Nowhere", "supplier_account", "Cost of Goods Sold"),
    ("supplier_tax_account", "Nowhere", "supplier_account", "Cost of Goods Sold or Expense or Other Expense"),
]


@pytest.mark.parametrize(("setting", "name", "code", "types"), NAMED_ACCOUNTS)
def test_an_account_that_is_not_there(setting: str, name: str, code: str, types: str) -> None:
    message = f'No active account "{name}" of type {types}.'
    fix = f'{NEW_ACCOUNT}{SET} "{setting}=ACCOUNT NAME"'
    assert said(a_checkup(**{setting: name})) == [(code, message, fix)]


def test_a_channels_deposit_account() -> None:
    def of(account: str | None) -> Checkup:
        return a_checkup(channels={"41": {"tax_remitted_by": "us", "deposit_account": account}})

    assert findings(of(None)) == []
    message = 'Account "Freight" is of type Cost of Goods Sold, and channels.41.deposit_account needs Bank or Other '
    fix = f'{NEW_ACCOUNT}{SET} "channels.41.deposit_account=ACCOUNT NAME"'
    assert said(of("Freight")) == [("deposit_account", f"{message}Current Asset.", fix)]


def test_an_account_is_told_as_inactive_before_it_is_told_as_another() -> None:
    asleep = Account(id="9", name="Freight", type="Cost of Goods Sold", active=False)
    only = with_lists(a_checkup(), accounts=(*without("Freight"), asleep))
    ((_, message, _),) = said(only)
    assert message == 'Account "Freight" is inactive in QuickBooks, and supplier_shipping_account names it.'
    both = with_lists(
        a_checkup(), accounts=(*without("Freight"), asleep, Account(id="8", name="Freight", type="Income"))
    )
    ((_, message, _),) = said(both)
    assert message.startswith('Account "Freight" is of type Income')


def test_two_accounts_of_one_name_are_too_many_if_both_fit() -> None:
    other = Account(id="9", name="Checking", type="Other Current Asset")
    assert said(with_lists(a_checkup(), accounts=(*ACCOUNTS, other))) == [
        (
            "deposit_account",
            '2 active accounts named "Checking" (ids 4, 9) could be the one that channels.41.deposit_account names.',
            "Rename all but one in QuickBooks > Accounting > Chart of Accounts; or choose another: "
            f'{SET} "channels.41.deposit_account=ACCOUNT NAME"',
        )
    ]
    unlike = Account(id="9", name="Checking", type="Income")
    assert findings(with_lists(a_checkup(), accounts=(*ACCOUNTS, unlike))) == []


def test_the_account_of_payables_offers_the_ones_that_are_there() -> None:
    told = 'No active account "Nowhere" of type Accounts Payable.'
    none = with_lists(a_checkup(payables_account="Nowhere"), accounts=without("Accounts Payable (A/P)"))
    fix = f'{NEW_ACCOUNT}{SET} "payables_account=ACCOUNT NAME"'
    assert said(none) == [("payables_account", told, fix)]
    others = (
        Account(id="8", name="Trade", type="Accounts Payable"),
        Account(id="9", name="Old", type="Accounts Payable"),
    )
    several = with_lists(
        none, accounts=(*without("Accounts Payable (A/P)"), *others, others[0].model_copy(update={"active": False}))
    )
    assert said(several) == [
        (
            "payables_account",
            f"{told} QuickBooks has: Trade, Old.",
            f"Choose one: {SET} payables_account=Trade",
        )
    ]


@pytest.mark.parametrize(
    ("chosen", "looked_at"),
    [
        ({"operations": ORDERS}, {"income_account", "deposit_account"}),
        ({"operations": ORDERS, "link_only": True}, {"deposit_account"}),
        ({"operations": REQUESTS}, {"payables_account", "purchase_account", "supplier_account"}),
        ({"operations": BILLS}, {"payables_account", "purchase_account", "supplier_account"}),
    ],
)
def test_an_account_matters_to_what_is_carried_over(chosen: dict[str, Any], looked_at: set[str]) -> None:
    assert set(codes(with_lists(a_checkup(**chosen), accounts=()))) == looked_at


def test_without_a_cost_account_nothing_that_is_bought_can_be_created() -> None:
    message = "No cost of goods account is chosen: an item that is bought and not in QuickBooks yet cannot be created."
    fix = f'Choose a cost of goods account: {SET} "purchase_account=Cost of Goods Sold"'
    assert said(a_checkup(purchase_account=None)) == [("purchase_account_missing", message, fix)]
    assert codes(a_checkup(purchase_account=None, operations=BILLS)) == []
    assert findings(a_checkup(purchase_account=None, link_only=True)) == []


CHARGES = [
    ("discount_sku", "discount_item", "Discount"),
    ("fee_sku", "charge_item", "Fee"),
    ("other_sku", "charge_item", "Other"),
    ("negative_other_sku", "charge_item", "Negative other"),
    ("rounding_sku", "charge_item", "Rounding"),
]


@pytest.mark.parametrize(("setting", "code", "words"), CHARGES)
def test_the_item_of_a_charge(setting: str, code: str, words: str) -> None:
    checkup = a_checkup(**{setting: "X"})

    def among(*items: Item) -> list[tuple[str, str, str]]:
        return said(with_lists(checkup, items=(DISCOUNT, *items)))

    asleep = Item(id="12", name="Ex", sku="X", type="Service", active=False)
    stocked = Item(id="13", name="Ex", sku="X", type="Inventory")
    fix = f"Enter a valid one: {SET} {setting}=SKU; {NEW_ITEM}"
    assert among() == [(code, f'{words} SKU "X" was not found in QuickBooks.', fix)]
    assert among(Item(id="14", name="X", type="Service")) == among()
    ((_, message, _),) = among(asleep)
    assert message == 'Item X ("Ex") is inactive in QuickBooks.'
    assert among(asleep, stocked) == [
        (
            code,
            f'{setting} "X" is of type Inventory in QuickBooks, which carries no charge.',
            f"Choose an item of type Service or Non-inventory: {SET} {setting}=SKU",
        )
    ]
    for fit in ("Service", "NonInventory"):
        assert among(Item(id="15", name="Ex", sku="X", type=fit)) == []


def test_items_matter_to_orders_alone() -> None:
    assert codes(with_lists(a_checkup(operations=REQUESTS), items=())) == []
    assert codes(with_lists(a_checkup(operations=ORDERS), items=())) == ["discount_item"]
    assert codes(with_lists(a_checkup(discount_sku=None), items=())) == []


def test_discounts_that_lower_the_income() -> None:
    income = Account(id="6", name="Sales of Product Income", type="Income")
    assert said(with_lists(a_checkup(), item_accounts={"6": income})) == [
        (
            "discount_account",
            'Discount SKU "DISC" is posted to "Sales of Product Income", which is no account for discounts.',
            "Give the item an income account of detail type Discounts/Refunds Given in Products and Services.",
        )
    ]
    assert findings(with_lists(a_checkup(), item_accounts={"": income})) == []
    nowhere = DISCOUNT.model_copy(update={"income_account_id": None})
    assert findings(with_lists(a_checkup(), items=(nowhere,), item_accounts={"XXXX": income})) == []


def test_a_gift_card_needs_its_item_while_it_is_active() -> None:
    checkup = a_checkup(never_create=["GIFT", "CARD"])
    gift = Item(id="12", name="Gift", sku="GIFT", type="Service")
    asleep = Item(id="13", name="Card", sku="CARD", type="Service", active=False)
    ((code, message, _),) = said(with_lists(checkup, items=(DISCOUNT, gift, asleep)))
    assert (code, message) == ("gift_card_item", "CARD must exist in QuickBooks as a liability item.")
    awake = asleep.model_copy(update={"active": True})
    assert findings(with_lists(checkup, items=(DISCOUNT, gift, asleep, awake))) == []


def test_vendors_of_the_sources_names() -> None:
    acme, cedar = VENDORS
    assert codes(with_lists(a_checkup(), vendors=())) == ["vendor_missing", "vendor_missing"]
    assert findings(with_lists(a_checkup(), vendors=(acme.model_copy(update={"active": False}), acme, cedar))) == []
    near = Vendor(id="23", name="ACME supply")
    ((code, message, _),) = said(with_lists(a_checkup(), vendors=(cedar, near)))
    assert code == "vendor_missing"
    assert message == 'Vendor "ACME supply" differs only in capitals from source "Acme Supply".'
    ((_, message, _),) = said(with_lists(a_checkup(), vendors=(acme, cedar.model_copy(update={"active": False}))))
    assert message == 'Vendor "Cedar Works" is inactive in QuickBooks.'


def test_a_sources_name_is_compared_without_the_blanks_around_it() -> None:
    spaced = {id: source.model_copy(update={"name": f" {source.name} "}) for id, source in SELECTION.sources.items()}
    assert findings(with_selection(a_checkup(), sources=spaced)) == []


def test_vendors_are_not_looked_for_where_flxpoint_could_not_be_read() -> None:
    assert findings(with_lists(a_checkup().model_copy(update={"selection": None}), vendors=())) == []


def test_what_is_to_be_looked_up_is_what_the_settings_name() -> None:
    checkup = a_checkup(
        fee_sku="FEE",
        never_create=["GIFT"],
        supplier_tax_account="Taxes",
        channels={"41": {"tax_remitted_by": "us", "deposit_account": "Checking"}, "42": {"tax_remitted_by": "us"}},
        supplier_invoice_sources=["22", "99"],
        fulfillment_request_sources=["22"],
    )
    named = {"Sales of Product Income", "Accounts Payable (A/P)", "Cost of Goods Sold", "Freight", "Taxes", "Checking"}
    assert account_names(checkup) == named
    assert item_skus(checkup) == {"DISC", "FEE", "GIFT"}
    assert source_names(checkup) == {"Cedar Works"}
    assert source_names(a_checkup()) == {"Acme Supply", "Cedar Works"}
    assert source_names(checkup.model_copy(update={"selection": None})) == set()
    assert "" not in account_names(a_checkup(purchase_account=None))
    assert None not in account_names(a_checkup(purchase_account=None))
