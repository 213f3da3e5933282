"""What is said of the items that the settings name for an order's charges (rows R-43 to R-50)."""

from __future__ import annotations

import pytest

from accounting.books import Account
from accounting.charge_items import (
    charge_sku,
    discount_account_warning,
    discount_left_out_warning,
    sku_setting,
    unfit_for_charge,
)
from accounting.missing import configured_item_missing
from accounting.problems import Held, Problem
from accounting.sale import wanted_items
from accounting.settings import Settings
from tests.accounting.samples import SETTINGS, an_item, an_order, d

DISC = an_item("DISC", type="Service")


@pytest.mark.rule("R-45/expected")
def test_a_discount_that_would_lower_the_income_itself_is_warned_of() -> None:
    income = Account(id="1", name="Sales of Product Income", type="Income", detail_type="SalesOfProductIncome")

    warning = discount_account_warning(DISC, income)

    assert warning == Problem(
        code="discount_account",
        message='Discount SKU "DISC" is posted to "Sales of Product Income", which is no account for discounts.',
        fix="Give the item an income account of detail type Discounts/Refunds Given in Products and Services.",
        subject="DISC",
    )


@pytest.mark.rule("R-45/expected")
def test_an_account_for_discounts_and_one_that_nobody_finds_are_not_warned_of() -> None:
    given = Account(id="2", name="Discounts given", type="Income", detail_type="DiscountsRefundsGiven")

    assert discount_account_warning(DISC, given) is None
    assert discount_account_warning(DISC, None) is None


@pytest.mark.rule("R-44/expected")
def test_a_discount_that_is_left_out_is_told_with_what_the_books_show() -> None:
    assert discount_left_out_warning(an_order(discount=d("5.00"), total="15.00"), d("5.00")) == Problem(
        code="discount_left_out",
        message="Discount of 5.00 on order SHOP-1 is not posted: the books show 20.00, the order's total is 15.00.",
        fix="Enter the discount in QuickBooks; name an item for the next ones: "
        "daybook settings set CONNECTION discount_sku=SKU",
        subject="discount_sku",
        amount=d("5.00"),
    )


@pytest.mark.rule("R-107/bad")
@pytest.mark.parametrize(("amount", "setting"), [("3.00", "other_sku"), ("-3.00", "negative_other_sku")])
def test_an_item_that_carries_no_other_amounts_is_named_with_the_setting_of_their_sign(
    amount: str, setting: str
) -> None:
    stock = an_item("OTHER", type="Inventory")
    assert unfit_for_charge(an_order(), "other", d(amount), stock) == Problem(
        code=f"{setting}_unfit",
        message=f'{setting} "OTHER" is of type Inventory in QuickBooks; order SHOP-1 needs it for other charges of '
        f"{amount}.",
        fix=f"Choose an item of type Service or Non-inventory: daybook settings set CONNECTION {setting}=SKU",
        subject="OTHER",
    )


@pytest.mark.rule("R-50/bad")
def test_cents_of_rounding_need_an_item_that_can_carry_them() -> None:
    cents = d("0.02")
    stock = an_item("ROUND", type="Inventory")

    assert unfit_for_charge(an_order(), "rounding", cents, stock).message == (
        'rounding_sku "ROUND" is of type Inventory in QuickBooks; order SHOP-1 needs it for 0.02 of rounding.'
    )
    with pytest.raises(Held) as held:
        charge_sku(an_order(total="20.02"), "rounding", cents, SETTINGS)
    (problem,) = held.value.problems
    assert problem.code == "parts_differ_from_total"
    assert problem.fix == (
        "Correct the order's amounts, or name an item for cents: daybook settings set CONNECTION rounding_sku=SKU"
    )


@pytest.mark.rule("R-107/expected")
@pytest.mark.parametrize(
    ("amount", "setting"), [("0.50", "other_sku"), ("0.00", "other_sku"), ("-0.50", "negative_other_sku")]
)
def test_other_amounts_below_zero_have_an_item_of_their_own(amount: str, setting: str) -> None:
    assert sku_setting("other", d(amount)) == setting
    assert sku_setting("fee", d(amount)) == "fee_sku"


@pytest.mark.rule("R-45/bad", "R-49/expected")
def test_an_item_for_a_charge_is_missed_by_the_name_of_its_setting_or_of_its_order() -> None:
    order = an_order(fee=d("2.00"), other=d("-1.00"), total="21.00")

    wanted = wanted_items(order, SETTINGS)
    assert wanted["fee"].if_missing == configured_item_missing("FEE", "fee_sku")
    assert wanted["other"].if_missing == configured_item_missing("LESS", "negative_other_sku")

    with pytest.raises(Held) as held:
        wanted_items(order, Settings())
    assert held.value.problems == (
        Problem(
            code="fee_sku_missing",
            message="Order SHOP-1 has a fee of 2.00, and no item to post it on.",
            fix="Name the item: daybook settings set CONNECTION fee_sku=SKU",
            subject="fee_sku",
        ),
    )
