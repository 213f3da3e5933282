"""Each product line of a supplier's invoice answers one ordered line, by SKU (rows R-83, R-87)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.ordered import OrderedGoods, OrderedLine
from accounting.problems import Held
from accounting.received import billed_lines, match_products, products_of
from accounting.records import ChargeKind, FulfillmentLine, SupplierInvoice, SupplierInvoiceLine
from tests.accounting.samples import (
    a_charge,
    a_request,
    a_wanted,
    an_extra,
    an_invoice,
    codes,
    d,
    goods_of,
    problems,
)


def matched(
    invoiced: list[SupplierInvoiceLine], ordered: list[FulfillmentLine], billed: dict[str, str] | None = None
) -> dict[str, str]:
    """Invoice line id → line id of the Purchase Order, which are numbered from 1."""
    found = match_products(an_invoice(*invoiced), goods_of(a_request(*ordered), billed))
    return {line: "+".join(part.wanted.id for part in taken) for line, taken in found.items()}


@pytest.mark.rule("R-83/expected")
def test_the_same_sku_is_the_answer_whatever_the_order_of_the_lines() -> None:
    ordered = [a_wanted("1", "ACME-MUG"), a_wanted("2", "ACME-TEE")]
    assert matched([a_charge("a", sku="ACME-TEE"), a_charge("b", sku="ACME-MUG")], ordered) == {"a": "2", "b": "1"}


@pytest.mark.rule("R-83/expected")
def test_lines_of_one_sku_go_by_equal_cost_first() -> None:
    ordered = [a_wanted("1", cost="6.00"), a_wanted("2", cost="6.50")]
    assert matched([a_charge("a", cost="6.50"), a_charge("b", cost="6.00")], ordered) == {"a": "2", "b": "1"}


def test_a_line_of_a_strange_cost_leaves_the_equal_one_to_the_line_it_belongs_to() -> None:
    ordered = [a_wanted("1", cost="6.00"), a_wanted("2", cost="6.50")]
    assert matched([a_charge("a", cost="6.10"), a_charge("b", cost="6.00")], ordered) == {"a": "2", "b": "1"}


@pytest.mark.rule("R-83/expected")
def test_lines_of_one_sku_and_cost_go_by_their_order() -> None:
    ordered = [a_wanted("1"), a_wanted("2")]
    assert matched([a_charge("a"), a_charge("b")], ordered) == {"a": "1", "b": "2"}


def test_several_lines_may_answer_one_ordered_line() -> None:
    ordered = [a_wanted("1", quantity="5")]
    assert matched([a_charge("a", quantity="3"), a_charge("b", quantity="2")], ordered) == {"a": "1", "b": "1"}


@pytest.mark.rule("R-83/bad")
def test_every_sku_that_was_not_ordered_is_named_at_once_with_those_that_were() -> None:
    ordered = [a_wanted("1", "ACME-TEE"), a_wanted("2", "ACME-MUG")]

    with pytest.raises(Held) as held:
        matched([a_charge("a", sku="ACME-MUG"), a_charge("b", sku="acme-mug"), a_charge("c", sku=None)], ordered)

    assert [(problem.code, problem.message) for problem in problems(held)] == [
        (
            "sku_not_on_purchase_order",
            'SKU "acme-mug" on invoice ACME-1 is not on Purchase Order SHOP-1-1 (has: ACME-MUG, ACME-TEE).',
        ),
        (
            "sku_not_on_purchase_order",
            'SKU "" on invoice ACME-1 is not on Purchase Order SHOP-1-1 (has: ACME-MUG, ACME-TEE).',
        ),
    ]
    assert held.value.problems[0].fix == "Correct the SKU in Flxpoint; no Bill was created."


def test_lines_of_one_sku_that_earlier_bills_have_taken_leave_the_next_one() -> None:
    ordered = [a_wanted("1"), a_wanted("2")]
    assert matched([a_charge("a")], ordered, {"1": "2"}) == {"a": "2"}


@pytest.mark.rule("R-83/expected")
def test_what_no_single_line_has_left_is_taken_of_several_equal_cost_first() -> None:
    ordered = [a_wanted("1", cost="6.50"), a_wanted("2", cost="6.00"), a_wanted("3", cost="6.00")]
    assert matched([a_charge("a", quantity="5", cost="6.00")], ordered) == {"a": "2+3+1"}
    assert matched([a_charge("a", quantity="3", cost="6.00")], ordered, {"2": "1"}) == {"a": "2+3"}


def test_a_line_of_equal_cost_with_too_little_left_leaves_the_goods_to_another_of_the_sku() -> None:
    ordered = [a_wanted("1", cost="6.00"), a_wanted("2", cost="6.50")]
    assert matched([a_charge("a", cost="6.00")], ordered, {"1": "1"}) == {"a": "2"}


def test_after_a_line_of_equal_cost_the_others_are_matched_too() -> None:
    ordered = [a_wanted("1", cost="6.00"), a_wanted("2", cost="6.50")]
    assert matched([a_charge("a", cost="6.00"), a_charge("b", cost="6.10")], ordered) == {"a": "1", "b": "2"}


def test_a_line_of_which_nothing_is_left_leaves_nothing() -> None:
    ordered = [a_wanted("1"), a_wanted("2")]
    with pytest.raises(Held) as held:
        matched([a_charge("a", quantity="3")], ordered, {"1": "2"})
    (problem,) = problems(held)
    assert problem.message == "Invoice ACME-1 bills 3 of ACME-MUG, Purchase Order SHOP-1-1 has 2 left."


def test_a_purchase_order_of_which_no_line_is_known_has_no_sku_at_all() -> None:
    goods = goods_of(a_request()).model_copy(update={"lines": ()})

    with pytest.raises(Held, match="has: no SKU at all"):
        match_products(an_invoice(), goods)


def read_from_quickbooks(**line: Any) -> OrderedGoods:
    """A Purchase Order of one line, 2 pieces of item 21, read because nothing was kept of it."""
    known = {"id": "7", "item_id": "21", "sku": "", "quantity": d("2"), "unit_cost": d("6.00")}
    return OrderedGoods(
        purchase_order_id="201",
        number="SHOP-1-1",
        vendor_id="56",
        vendor_name="Acme Supply",
        customer_id=None,
        lines=(OrderedLine.model_validate(known | line),),
    )


@pytest.mark.rule("R-83/expected")
def test_a_description_that_is_no_sku_leaves_the_items_own() -> None:
    goods = read_from_quickbooks(sku="Acme mug, red", item_sku="ACME-MUG")
    assert match_products(an_invoice(), goods)["56"][0].wanted.id == "7"


@pytest.mark.rule("R-83/expected")
def test_the_description_goes_before_the_items_own_sku() -> None:
    described = OrderedLine(id="8", item_id="22", sku="ACME-MUG", quantity=d("2"), unit_cost=None)
    goods = read_from_quickbooks(sku="Acme mug, red", item_sku="ACME-MUG")
    goods = goods.model_copy(update={"lines": (*goods.lines, described)})
    assert match_products(an_invoice(), goods)["56"][0].wanted.id == "8"


@pytest.mark.rule("R-83/expected")
def test_goods_bought_on_the_item_that_was_sold_answer_to_both_skus() -> None:
    """As they are kept of our own Purchase Order, with ``po_item=order_item``."""
    goods = read_from_quickbooks(sku="ACME-MUG-RED", item_sku="MUG-RED")
    for sku in ("ACME-MUG-RED", "MUG-RED"):
        assert match_products(an_invoice(a_charge(sku=sku)), goods)["56"][0].wanted.id == "7"


def test_an_item_without_a_sku_answers_no_line_without_one() -> None:
    with pytest.raises(Held) as held:
        match_products(an_invoice(a_charge(sku=None)), read_from_quickbooks(sku="Acme mug", item_sku=None))
    assert codes(held) == ["sku_not_on_purchase_order"]


@pytest.mark.rule("R-87/bad")
def test_more_than_was_ordered_is_held() -> None:
    with pytest.raises(Held) as held:
        matched([a_charge("a", quantity="3"), a_charge("b", quantity="2")], [a_wanted("1", quantity="4")])

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("more_than_ordered", "ACME-MUG")
    assert problem.message == "Invoice ACME-1 bills 5 of ACME-MUG, Purchase Order SHOP-1-1 has 4 left."


@pytest.mark.rule("R-87/expected", "R-87/bad")
def test_more_than_earlier_bills_have_left_is_held() -> None:
    with pytest.raises(Held) as held:
        matched([a_charge(quantity="2")], [a_wanted(quantity="4.5")], {"1": "3"})

    (problem,) = problems(held)
    assert problem.message == "Invoice ACME-1 bills 2 of ACME-MUG, Purchase Order SHOP-1-1 has 1.5 left."


def test_less_than_was_ordered_is_a_first_delivery() -> None:
    assert matched([a_charge("a", quantity="1")], [a_wanted("1", quantity="4")]) == {"a": "1"}


def test_charges_that_come_to_nothing_are_not_billed_and_free_goods_are() -> None:
    invoice: SupplierInvoice = an_invoice(
        a_charge("free", cost="0.00", amount="0.00"),
        a_charge("none", quantity="0", amount="0.00"),
        an_extra("shipping", ChargeKind.SHIPPING, "0.00"),
        an_extra("other", ChargeKind.OTHER, "-1.50"),
    )

    assert [line.id for line in billed_lines(invoice)] == ["free", "other"]
    assert [line.id for line in products_of(invoice)] == ["free"]


@pytest.mark.rule("R-83/expected")
def test_of_lines_of_one_sku_and_cost_one_that_was_not_answered_yet_goes_first() -> None:
    ordered = [a_wanted("1", quantity="5"), a_wanted("2", quantity="5")]
    assert matched([a_charge("a", quantity="2"), a_charge("b", quantity="2")], ordered) == {"a": "1", "b": "2"}


@pytest.mark.rule("R-87/expected")
def test_what_a_line_of_the_same_invoice_took_is_not_left_for_the_next() -> None:
    ordered = [a_wanted("1", quantity="5"), a_wanted("2", quantity="5")]
    charged = [a_charge("a", quantity="4"), a_charge("b", quantity="2"), a_charge("c", quantity="3")]
    assert matched(charged, ordered) == {"a": "1", "b": "2", "c": "2"}
