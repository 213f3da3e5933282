"""A Purchase Order read for the Bills that answer it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clients.quickbooks.purchase_orders import items_on, read_purchase_order


def a_line(id: str, item: str, **detail: Any) -> dict[str, Any]:
    """Four pieces of an item at 6.50."""
    known = {"ItemRef": {"value": item, "name": "Mug"}, "Qty": 4, "UnitPrice": Decimal("6.50")}
    return {"Id": id, "DetailType": "ItemBasedExpenseLineDetail", "ItemBasedExpenseLineDetail": known | detail}


ORDER: dict[str, Any] = {
    "Id": "201",
    "DocNumber": "SHOP-1-1",
    "VendorRef": {"value": "56", "name": "Acme Supply"},
    "Line": [
        {**a_line("1", "21", CustomerRef={"value": "58"}), "Description": " ACME-MUG ", "Received": Decimal("1")},
        a_line("2", "22"),
        {
            "Id": "3",
            "DetailType": "AccountBasedExpenseLineDetail",
            "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "81"}},
        },
    ],
}


@pytest.mark.rule("R-82/expected", "R-87/expected")
def test_its_item_lines_are_goods_and_what_was_received_is_not_left() -> None:
    goods = read_purchase_order(ORDER, {"21": "MUG", "22": "TEE"})

    assert (goods.purchase_order_id, goods.number, goods.vendor_id, goods.vendor_name, goods.customer_id) == (
        "201",
        "SHOP-1-1",
        "56",
        "Acme Supply",
        "58",
    )
    assert [(line.id, line.item_id, line.sku, line.item_sku, line.left) for line in goods.lines] == [
        ("1", "21", "ACME-MUG", "MUG", Decimal(3)),
        ("2", "22", "", "TEE", Decimal(4)),
    ]
    assert [line.unit_cost for line in goods.lines] == [Decimal("6.50")] * 2


def test_the_items_on_it_are_named_once() -> None:
    assert items_on(ORDER) == {"21", "22"}


def test_without_a_number_it_is_called_by_its_id() -> None:
    numberless = {name: value for name, value in ORDER.items() if name != "DocNumber"}
    assert read_purchase_order(numberless, {}).number == "201"
