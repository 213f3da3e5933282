"""Each product line of a supplier's invoice answers one ordered line, by SKU (rows R-82, R-83, R-87)."""

from __future__ import annotations

import pytest

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


def matched(invoiced: list[SupplierInvoiceLine], ordered: list[FulfillmentLine]) -> dict[str, str]:
    """Invoice line id → ordered line id."""
    found = match_products(an_invoice(*invoiced), goods_of(a_request(*ordered)))
    return {line: wanted.id for line, wanted in found.items()}


def test_the_same_sku_is_the_answer_whatever_the_order_of_the_lines() -> None:
    ordered = [a_wanted("1", "ACME-MUG"), a_wanted("2", "ACME-TEE")]
    assert matched([a_charge("a", sku="ACME-TEE"), a_charge("b", sku="ACME-MUG")], ordered) == {"a": "2", "b": "1"}


def test_lines_of_one_sku_go_by_equal_cost_first() -> None:
    ordered = [a_wanted("1", cost="6.00"), a_wanted("2", cost="6.50")]
    assert matched([a_charge("a", cost="6.50"), a_charge("b", cost="6.00")], ordered) == {"a": "2", "b": "1"}


def test_a_line_of_a_strange_cost_leaves_the_equal_one_to_the_line_it_belongs_to() -> None:
    ordered = [a_wanted("1", cost="6.00"), a_wanted("2", cost="6.50")]
    assert matched([a_charge("a", cost="6.10"), a_charge("b", cost="6.00")], ordered) == {"a": "2", "b": "1"}


def test_lines_of_one_sku_and_cost_go_by_their_order() -> None:
    ordered = [a_wanted("1"), a_wanted("2")]
    assert matched([a_charge("a"), a_charge("b")], ordered) == {"a": "1", "b": "2"}


def test_several_lines_may_answer_one_ordered_line() -> None:
    ordered = [a_wanted("1", quantity="5")]
    assert matched([a_charge("a", quantity="3"), a_charge("b", quantity="2")], ordered) == {"a": "1", "b": "1"}


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
    assert held.value.problems[0].fix == "Correct the SKU; no Bill was created."


def test_a_line_voided_before_the_purchase_order_is_no_answer() -> None:
    """It has no line there to be linked to."""
    request = a_request(a_wanted("1", voided_quantity=d("2")), a_wanted("2"))
    goods = goods_of(request).model_copy(update={"line_ids": {"2": "1"}})

    assert match_products(an_invoice(), goods)["56"].id == "2"


def test_what_was_added_to_the_request_after_the_purchase_order_is_not_on_it() -> None:
    posted = goods_of(a_request(a_wanted("1", "ACME-MUG")))
    grown = a_request(a_wanted("1", "ACME-MUG"), a_wanted("2", "ACME-TEE"))

    with pytest.raises(Held) as held:
        match_products(an_invoice(a_charge(sku="ACME-TEE")), posted.model_copy(update={"request": grown}))

    (problem,) = problems(held)
    assert problem.message == ('SKU "ACME-TEE" on invoice ACME-1 is not on Purchase Order SHOP-1-1 (has: ACME-MUG).')


def test_a_purchase_order_of_which_no_line_is_known_has_no_sku_at_all() -> None:
    goods = goods_of(a_request()).model_copy(update={"line_ids": {}})

    with pytest.raises(Held, match="has: no SKU at all"):
        match_products(an_invoice(), goods)


def test_more_than_was_ordered_is_held() -> None:
    with pytest.raises(Held) as held:
        matched([a_charge("a", quantity="3"), a_charge("b", quantity="2")], [a_wanted("1", quantity="4")])

    (problem,) = problems(held)
    assert (problem.code, problem.subject) == ("more_than_ordered", "ACME-MUG")
    assert problem.message == ("Invoice ACME-1 bills 5 of ACME-MUG on a line of Purchase Order SHOP-1-1 that is for 4.")


def test_what_was_voided_since_is_not_billed_in_silence() -> None:
    with pytest.raises(Held) as held:
        matched([a_charge(quantity="2")], [a_wanted(voided_quantity=d("1"))])
    assert codes(held) == ["more_than_ordered"]


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
