"""Another price than was ordered is posted and told, or held where it is too much (row R-87)."""

from __future__ import annotations

import pytest

from accounting.prices import price_warnings
from accounting.problems import Held, Problem
from accounting.received import match_products
from accounting.records import FulfillmentLine, SupplierInvoiceLine
from tests.accounting.samples import a_charge, a_request, a_wanted, an_invoice, codes, d, goods_of, problems


def warnings(invoiced: list[SupplierInvoiceLine], ordered: list[FulfillmentLine]) -> tuple[Problem, ...]:
    invoice, goods = an_invoice(*invoiced), goods_of(a_request(*ordered))
    return price_warnings(invoice, goods, match_products(invoice, goods))


def charged(cost: str, quantity: str) -> SupplierInvoiceLine:
    return a_charge(quantity=quantity, cost=cost, amount=str(d(cost) * d(quantity)))


def test_the_ordered_price_is_nothing_to_tell() -> None:
    assert warnings([charged("6.00", "2")], [a_wanted(cost="6.00")]) == ()


@pytest.mark.rule("R-87/expected")
def test_a_price_that_differs_is_told_with_both() -> None:
    (warning,) = warnings([charged("6.60", "4")], [a_wanted(quantity="10", cost="6.50")])

    assert warning == Problem(
        code="price_differs",
        message="Invoice ACME-1 charges 6.60 for ACME-MUG, Purchase Order SHOP-1-1 ordered it at 6.50.",
        fix="The Bill has the invoice's price; ask the supplier if it is wrong.",
        subject="ACME-MUG",
    )


def test_a_unit_price_that_does_not_divide_differs_only_if_the_line_does() -> None:
    line = a_charge(quantity="3", cost="3.33", amount="10.00")
    assert warnings([line], [a_wanted(quantity="3", cost="3.33333")]) == ()


@pytest.mark.rule("R-87/expected")
@pytest.mark.parametrize(
    ("cost", "quantity"),
    [
        ("5.50", "11"),  # 10 % and 5.50 on the line
        ("6.00", "5"),  # 20 % and 5.00 on the line
        ("4.50", "11"),  # 10 % less
        ("5.01", "999"),  # 0.2 % and 9.99 on the line
        ("9.99", "1"),  # nearly double, and 4.99 on the line
    ],
)
def test_up_to_ten_per_cent_or_up_to_five_on_the_line_is_posted_and_told(cost: str, quantity: str) -> None:
    (warning,) = warnings([charged(cost, quantity)], [a_wanted(quantity="999", cost="5.00")])
    assert warning.code == "price_differs"


@pytest.mark.rule("R-87/expected")
@pytest.mark.parametrize(("cost", "quantity"), [("5.51", "11"), ("6.00", "6"), ("4.00", "6"), ("10.01", "1")])
def test_more_than_ten_per_cent_and_more_than_five_on_the_line_is_held(cost: str, quantity: str) -> None:
    with pytest.raises(Held) as held:
        warnings([charged(cost, quantity)], [a_wanted(quantity="999", cost="5.00")])
    assert codes(held) == ["price_differs_too_much"]


def test_every_line_that_is_too_dear_is_named_at_once_with_its_difference() -> None:
    ordered = [a_wanted("1", "ACME-MUG", cost="6.00"), a_wanted("2", "ACME-TEE", cost="11.00")]
    dear = [
        a_charge("a", sku="ACME-MUG", cost="16.00", amount="32.00"),
        a_charge("b", sku="ACME-TEE", cost="21.00", amount="42.00"),
    ]

    with pytest.raises(Held) as held:
        warnings(dear, ordered)

    told = {
        "ACME-MUG": "Invoice ACME-1 charges 16.00 for ACME-MUG, Purchase Order SHOP-1-1 ordered it at 6.00. "
        "That is 20.00 on the line.",
        "ACME-TEE": "Invoice ACME-1 charges 21.00 for ACME-TEE, Purchase Order SHOP-1-1 ordered it at 11.00. "
        "That is 20.00 on the line.",
    }
    fix = "Ask the supplier, and correct the invoice in Flxpoint; if its price is right, enter the Bill by hand."
    assert problems(held) == tuple(
        Problem(code="price_differs_too_much", message=message, fix=fix, subject=sku) for sku, message in told.items()
    )


def test_goods_that_were_to_be_free_are_held_when_they_are_charged() -> None:
    with pytest.raises(Held) as held:
        warnings([charged("6.00", "2")], [a_wanted(cost="0.00")])
    assert codes(held) == ["price_differs_too_much"]


def test_a_price_that_nobody_knew_beforehand_is_told_whatever_it_is() -> None:
    (warning,) = warnings([charged("600.00", "2")], [a_wanted(cost=None)])

    assert warning.code == "price_differs"
    assert warning.message.endswith("Purchase Order SHOP-1-1 ordered it without a known cost.")


def test_goods_ordered_at_several_costs_are_compared_with_all_of_them() -> None:
    ordered = [a_wanted("1", quantity="1", cost="6.50"), a_wanted("2", quantity="1", cost="6.00")]
    (warning,) = warnings([a_charge(quantity="2", cost="6.20", amount="12.40")], ordered)
    assert warning.message == (
        "Invoice ACME-1 charges 6.20 for ACME-MUG, Purchase Order SHOP-1-1 ordered it at 6.00 and 6.50."
    )
