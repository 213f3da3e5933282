"""The lines of a sale: products, then charges, each on its item (rows R-41 to R-45, R-49, R-50)."""

from __future__ import annotations

import pytest

from accounting.documents import Sale
from accounting.sale import wanted_items
from tests.accounting.sales import drafted, sale_of
from tests.accounting.samples import (
    SETTINGS,
    a_line,
    an_item,
    an_order,
    d,
)


def test_every_line_and_charge_asks_for_its_item() -> None:
    order = an_order(a_line("1", "MUG"), a_line("2", "TEE", title=""), fee=d("2.00"), discount=d("5.00"), total="37.00")

    wanted = wanted_items(order, SETTINGS)

    assert {key: (item.sku, item.name) for key, item in wanted.items() if not item.if_missing} == {
        "1": ("MUG", "Mug"),
        "2": ("TEE", "TEE"),
    }
    assert {key: item.sku for key, item in wanted.items() if item.if_missing} == {"fee": "FEE", "discount": "DISC"}


def test_cancelled_lines_and_charges_of_nothing_ask_for_no_item() -> None:
    order = an_order(a_line("1", "MUG"), a_line("2", "TEE", canceled_quantity=d("2")))
    assert set(wanted_items(order, SETTINGS)) == {"1"}


@pytest.mark.rule("R-42/bad")
def test_a_line_without_sku_must_find_its_item_by_name() -> None:
    wanted = wanted_items(an_order(a_line("1"), a_line("2", sku=None, title="Gift wrap"), total="40.00"), SETTINGS)

    missing = wanted["2"].if_missing
    assert (wanted["2"].sku, wanted["2"].title) == (None, "Gift wrap")
    assert missing
    assert missing.code == "sku_missing"
    assert missing.message == 'Line 2 "Gift wrap" of order SHOP-1 has no SKU.'


@pytest.mark.rule("R-41/expected")
def test_lines_keep_order_quantity_price_and_title() -> None:
    sale = sale_of(
        an_order(
            a_line("1", "TEE", "1", "25.00", title="Tee"),
            a_line("2", "MUG", "5", "12.50", title="Mug", canceled_quantity=d("1")),
            a_line("3", "TEE", "2", "0.00", title="Free tee"),
            a_line("4", "MUG", "3", "9.00", canceled_quantity=d("3")),
            total="75.00",
        )
    )

    assert [
        (line.record_line_id, line.item_id, line.description, line.quantity, line.amount) for line in sale.lines
    ] == [
        ("1", "I-TEE", "Tee", d("1"), d("25.00")),
        ("2", "I-MUG", "Mug", d("4"), d("50.00")),
        ("3", "I-TEE", "Free tee", d("2"), d("0.00")),
    ]


@pytest.mark.rule("R-41/expected")
def test_a_price_is_sent_with_five_decimals_if_that_keeps_the_amount() -> None:
    (line,) = sale_of(an_order(a_line(quantity="3", price="3.3333333"), total="10.00")).lines

    assert (str(line.unit_price), line.amount) == ("3.33333", d("10.00"))


@pytest.mark.rule("R-43/expected", "R-49/expected")
def test_fee_other_and_discount_stand_below_the_products_one_of_each() -> None:
    order = an_order(fee=d("2.00"), other=d("1.50"), discount=d("5.00"), total="18.50")

    assert [
        (line.item_id, line.description, line.quantity, line.unit_price, line.amount)
        for line in sale_of(order).lines[1:]
    ] == [
        ("I-FEE", "Fee", d("1"), d("2.00"), d("2.00")),
        ("I-OTHER", "Other", d("1"), d("1.50"), d("1.50")),
        ("I-DISC", "Discount", d("1"), d("-5.00"), d("-5.00")),
    ]


@pytest.mark.rule("R-107/expected")
def test_other_amounts_stand_on_one_item_above_zero_and_on_another_below() -> None:
    tipped, adjusted = an_order(other=d("1.50"), total="21.50"), an_order(other=d("-1.50"), total="18.50")

    lines = [sale_of(order).lines[-1] for order in (tipped, adjusted)]

    assert [(line.item_id, line.amount) for line in lines] == [("I-OTHER", d("1.50")), ("I-LESS", d("-1.50"))]


@pytest.mark.rule("R-44/expected")
def test_a_discount_without_an_item_is_left_out_with_the_difference_if_that_is_chosen() -> None:
    order = an_order(discount=d("5.00"), total="15.00")
    without = SETTINGS.model_copy(update={"discount_sku": None, "post_without_discount": True})

    draft = drafted(order, settings=without)

    assert isinstance(draft.document, Sale)
    assert (draft.document.total, len(draft.document.lines)) == (d("20.00"), 1)
    (warning,) = draft.warnings
    assert warning.code == "discount_left_out"
    assert "Discount of 5.00 on order SHOP-1 is not posted: the books show 20.00" in warning.message


def test_a_discount_with_an_item_is_posted_whatever_is_said_of_those_without() -> None:
    order = an_order(discount=d("5.00"), total="15.00")
    assert sale_of(order, settings=SETTINGS.model_copy(update={"post_without_discount": True})).total == d("15.00")


@pytest.mark.rule("R-50/expected")
@pytest.mark.parametrize("cents_off", ["-0.02", "-0.01", "0.01", "0.02"])
def test_up_to_two_cents_go_on_the_item_for_rounding(cents_off: str) -> None:
    order = an_order(total=str(d("20.00") + d(cents_off)))

    sale = sale_of(order, settings=SETTINGS.model_copy(update={"rounding_sku": "ROUND"}), ROUND=an_item("ROUND"))

    assert [(line.item_id, line.amount) for line in sale.lines[1:]] == [("I-ROUND", d(cents_off))]


def test_the_sale_of_a_stock_item_is_known_as_such() -> None:
    order = an_order(a_line("1", "MUG"), a_line("2", "TEE"), total="40.00")
    sale = sale_of(order, MUG=an_item("MUG", type="Inventory"))
    assert [line.from_stock for line in sale.lines] == [True, False]


@pytest.mark.rule("R-46/expected")
def test_an_order_with_a_few_cents_of_tax_is_taxed_on_every_line() -> None:
    sale = sale_of(an_order(tax=d("0.50"), total="20.50"))
    assert (sale.tax, sale.shipping_taxable, [line.taxable for line in sale.lines]) == (d("0.50"), True, [True])
