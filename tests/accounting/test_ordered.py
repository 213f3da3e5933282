"""What is kept of a Purchase Order and of its Bills tells the next Bill what is left (row R-87)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounting.documents import Bill, BillLine, PurchaseLine, PurchaseOrder, PurchaseOrderLine
from accounting.ordered import OrderedGoods, goods_of_order, kept_of_bill, kept_of_order
from tests.accounting.samples import DAY, d


def an_ordered(id: str, quantity: str, **more: Any) -> PurchaseLine:
    known = {"record_line_id": id, "item_id": f"I-{id}", "sku": f"SKU-{id}", "quantity": d(quantity)}
    return PurchaseLine.model_validate(known | {"unit_cost": d("6.50"), "amount": d("0.00")} | more)


def an_order(*lines: PurchaseLine) -> PurchaseOrder:
    return PurchaseOrder(
        number="SHOP-1-1",
        dated=DAY,
        vendor_id="56",
        payables_account_id="33",
        customer_id="58",
        lines=lines,
        note="note",
        total=d("0.00"),
    )


def a_bill(*received: tuple[str, str, str]) -> Bill:
    """A Bill that received, on a Purchase Order and its line, so many pieces; and freight beside."""
    goods = [
        BillLine(
            record_line_id=str(place),
            item_id="21",
            description="",
            quantity=d(quantity),
            amount=d("1.00"),
            received_on=PurchaseOrderLine(purchase_order_id=order, line_id=line),
        )
        for place, (order, line, quantity) in enumerate(received)
    ]
    freight = BillLine(record_line_id="freight", account_id="81", description="", amount=d("4.00"))
    return Bill(
        number="ACME-1",
        dated=DAY,
        due=DAY,
        term_id=None,
        vendor_id="56",
        payables_account_id="33",
        customer_id="58",
        lines=(*goods, freight),
        note="note",
        total=d("5.00"),
    )


def goods(order: PurchaseOrder, *bills: Bill, line_ids: dict[str, str] | None = None) -> OrderedGoods:
    """What the next Bill learns, by way of the database."""
    return goods_of_order(
        json.loads(json.dumps(kept_of_order(order))),
        purchase_order_id="201",
        number="SHOP-1-1",
        vendor_name="Acme Supply",
        line_ids={"a": "1", "b": "2"} if line_ids is None else line_ids,
        bills=[json.loads(json.dumps(kept_of_bill(bill))) for bill in bills],
    )


def test_a_purchase_order_is_known_again_as_it_was_posted() -> None:
    known = goods(an_order(an_ordered("a", "4"), an_ordered("b", "2.5", cost_known=False, unit_cost=d("0.00"))))

    assert (known.vendor_id, known.vendor_name, known.customer_id) == ("56", "Acme Supply", "58")
    assert [(line.id, line.item_id, line.sku, line.left, line.unit_cost) for line in known.lines] == [
        ("1", "I-a", "SKU-a", d("4"), d("6.50")),
        ("2", "I-b", "SKU-b", d("2.5"), None),
    ]


@pytest.mark.rule("R-87/expected")
def test_what_other_bills_received_is_not_left() -> None:
    first, second = a_bill(("201", "1", "3"), ("201", "1", "1"), ("201", "2", "1")), a_bill(("201", "1", "2.5"))

    known = goods(an_order(an_ordered("a", "10"), an_ordered("b", "2")), first, second)

    assert [(line.billed, line.left) for line in known.lines] == [(d("6.5"), d("3.5")), (d("1"), d("1"))]


@pytest.mark.rule("R-83/expected")
def test_the_items_own_sku_is_known_again_beside_the_suppliers() -> None:
    (line,) = goods(an_order(an_ordered("a", "4", item_sku="MUG-RED"))).lines
    assert (line.sku, line.item_sku) == ("SKU-a", "MUG-RED")


def test_what_was_received_on_another_purchase_order_takes_nothing() -> None:
    known = goods(an_order(an_ordered("a", "10")), a_bill(("999", "1", "3")))
    assert [line.left for line in known.lines] == [d("10")]


def test_a_line_that_quickbooks_did_not_answer_with_cannot_be_billed() -> None:
    known = goods(an_order(an_ordered("a", "4"), an_ordered("b", "2")), line_ids={"b": "2"})
    assert [line.sku for line in known.lines] == ["SKU-b"]


def test_a_bill_that_stands_already_finds_left_what_it_took_itself() -> None:
    known = goods(an_order(an_ordered("a", "4")), a_bill(("201", "1", "4")))
    assert [line.left for line in known.lines] == [d("0")]
    assert [line.left for line in known.unbilled.lines] == [d("4")]
