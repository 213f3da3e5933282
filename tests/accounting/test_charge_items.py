"""What is said of the items that the settings name for an order's charges (rows R-43 to R-50)."""

from __future__ import annotations

import pytest

from accounting.books import Account
from accounting.charge_items import discount_account_warning
from tests.accounting.samples import an_item

DISC = an_item("DISC", type="Service")


@pytest.mark.rule("R-45/expected")
def test_a_discount_that_would_lower_the_income_itself_is_warned_of() -> None:
    income = Account(id="1", name="Sales of Product Income", type="Income", detail_type="SalesOfProductIncome")

    warning = discount_account_warning(DISC, income)

    assert warning
    assert (warning.code, warning.subject) == ("discount_account", "DISC")
    assert warning.message == (
        'Discount SKU "DISC" is posted to "Sales of Product Income", which is no account for discounts.'
    )
    assert "Discounts/Refunds Given" in warning.fix


@pytest.mark.rule("R-45/expected")
def test_an_account_for_discounts_and_one_that_nobody_finds_are_not_warned_of() -> None:
    given = Account(id="2", name="Discounts given", type="Income", detail_type="DiscountsRefundsGiven")

    assert discount_account_warning(DISC, given) is None
    assert discount_account_warning(DISC, None) is None
