"""On which item each charge of an order is posted: fee, other amounts, discount, rounding (rows R-43 to R-50)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from accounting.books import Account, Item
from accounting.charges import charges_of, discount_of, parts_differ
from accounting.choices import to_choose, unchosen
from accounting.money import ZERO
from accounting.problems import Held, Problem
from accounting.records import Order
from accounting.settings import Settings


def charges_to_post(order: Order, settings: Settings) -> dict[str, Decimal]:
    """The order's charges, without a discount that is left out on purpose (row R-44).

    Raises:
        Held: its parts do not add up.
    """
    left_out = discount_left_out(order, settings)
    return {what: amount for what, amount in charges_of(order).items() if not (left_out and what == "discount")}


def discount_left_out(order: Order, settings: Settings) -> Decimal:
    """The discount that is not posted since the settings name no item for it and want the sale nevertheless."""
    return discount_of(order) if settings.post_without_discount and not settings.discount_sku else ZERO


def charge_sku(order: Order, what: str, amount: Decimal, settings: Settings) -> str:
    """The SKU that the settings name for a charge of the order (rows R-43, R-44, R-49, R-50).

    Raises:
        Held: they name none.
    """
    sku: str | None = getattr(settings, sku_setting(what, amount))
    if sku:
        return sku
    raise Held(_sku_missing(order, what, amount))


def require_charge_items(order: Order, charges: Mapping[str, Decimal], settings: Settings) -> None:
    """Hold an order with charges for which the settings name no item, with all of them at once.

    Raises:
        Held: the settings of some are missing.
    """
    missing = [(what, amount) for what, amount in charges.items() if not getattr(settings, sku_setting(what, amount))]
    if missing:
        raise Held(*(_sku_missing(order, what, amount) for what, amount in missing))


def sku_setting(what: str, amount: Decimal) -> str:
    """The setting that names a charge's item: other amounts have one for each sign (row R-107)."""
    return "negative_other_sku" if what == "other" and amount < 0 else f"{what}_sku"


def unfit_for_charge(order: Order, what: str, amount: Decimal, item: Item) -> Problem:
    """The item that the settings name is of a type that carries no charge: it would move stock, or has no price."""
    setting = sku_setting(what, amount)
    return Problem(
        code=f"{setting}_unfit",
        message=f'{setting} "{item.sku}" is of type {item.type} in QuickBooks; '
        f"order {order.reference} needs it for {_named(what, amount)}.",
        fix=f"Choose an item of type Service or Non-inventory: {to_choose(f'{setting}=SKU')}",
        subject=item.sku or "",
    )


def discount_left_out_warning(order: Order, discount: Decimal) -> Problem:
    """The books show more than the order's total (row R-44)."""
    return Problem(
        code="discount_left_out",
        message=f"Discount of {discount} on order {order.reference} is not posted: the books show "
        f"{order.total + discount}, the order's total is {order.total}.",
        fix=f"Enter the discount in QuickBooks; name an item for the next ones: {to_choose('discount_sku=SKU')}",
        subject="discount_sku",
        amount=discount,
    )


def discount_account_warning(item: Item, account: Account | None) -> Problem | None:
    """Discounts belong on a contra-income account, else they vanish in the income (row R-45)."""
    if account is None or account.is_contra_income:
        return None
    return Problem(
        code="discount_account",
        message=f'Discount SKU "{item.sku}" is posted to "{account.name}", which is no account for discounts.',
        fix="Give the item an income account of detail type Discounts/Refunds Given in Products and Services.",
        subject=item.sku or "",
    )


def _sku_missing(order: Order, what: str, amount: Decimal) -> Problem:
    if what == "rounding":
        fix = f"Correct the order's amounts, or name an item for cents: {to_choose('rounding_sku=SKU')}"
        return parts_differ(order, fix)
    message = f"Order {order.reference} has {_named(what, amount)}, and no item to post it on."
    return unchosen(sku_setting(what, amount), message, fix="Name the item", example="SKU")


def _named(what: str, amount: Decimal) -> str:
    named = {
        "fee": f"a fee of {amount}",
        "other": f"other charges of {amount}",
        "discount": f"a discount of {-amount}",
        "rounding": f"{amount} of rounding",
    }
    return named[what]
