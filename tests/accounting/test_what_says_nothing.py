"""Words in place of a name, amounts below zero, and parts of an order that change without its total."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.changes import changes_since, snapshot
from accounting.documents import DocumentKind
from accounting.names import display_name, is_nameless
from accounting.problems import Held
from accounting.records import Address, Order
from accounting.sale import wanted_items
from tests.accounting.sales import sale_of
from tests.accounting.samples import SETTINGS, a_line, an_order, d, problems


@pytest.mark.rule("R-36/expected")
@pytest.mark.parametrize("nothing", ["REDACTED", "[redacted]", "***", "-", "N/A", " . "])
def test_a_word_in_place_of_a_name_names_nobody(nothing: str) -> None:
    order = an_order(bill_to=Address(name=nothing, company=nothing), ship_to=None)
    assert is_nameless(order)
    assert display_name(order) == f"{order.channel_name} customer"


def test_a_name_that_holds_such_a_word_is_a_name() -> None:
    assert not is_nameless(an_order(bill_to=Address(name="Redacted Books Ltd"), ship_to=None))


@pytest.mark.rule("R-41/bad")
def test_a_price_below_zero_is_held() -> None:
    with pytest.raises(Held) as held:
        sale_of(an_order(a_line("1"), a_line("2", quantity="1", price="-5.00"), total="15.00"))
    (problem,) = problems(held)
    assert problem.code == "price_negative"
    assert problem.fix == "State it as a discount or an adjustment in the order system."


@pytest.mark.rule("R-48/bad")
def test_shipping_below_zero_is_held() -> None:
    with pytest.raises(Held) as held:
        sale_of(an_order(shipping=d("-2.00"), total="18.00"))
    (problem,) = problems(held)
    assert (problem.code, problem.fix) == ("shipping_negative", "State it as a discount in the order system.")


@pytest.mark.rule("R-106/bad")
def test_a_sku_that_misses_a_gift_card_by_its_capitals_is_not_created_either() -> None:
    settings = SETTINGS.model_copy(update={"never_create": ("GIFT-50",)})
    missing = wanted_items(an_order(a_line("1", "gift-50")), settings)["1"].if_missing
    assert missing is not None
    assert missing.code == "liability_item_missing"


@pytest.mark.rule("R-105/expected")
def test_another_tax_within_the_same_total_is_told() -> None:
    posted = snapshot(an_order(tax=d("1.65"), shipping=d("0.00"), total="21.65"))
    now = an_order(tax=d("0.65"), shipping=d("1.00"), total="21.65")
    (message,) = told_of(posted, now)
    assert "(tax 1.65 → 0.65; shipping 0.00 → 1.00)" in message


def test_of_a_part_that_was_not_kept_with_the_document_nothing_is_told() -> None:
    order = an_order(tax=d("1.65"), total="21.65")
    kept = {name: part for name, part in snapshot(order).items() if name != "tax"}
    assert told_of(kept, order) == []


def told_of(posted: dict[str, Any], now: Order) -> list[str]:
    receipt = DocumentKind.SALES_RECEIPT
    problems = changes_since(posted, now, kind=receipt, document_id="145", number="SHOP-1", total=d("21.65"))
    return [problem.message for problem in problems]
