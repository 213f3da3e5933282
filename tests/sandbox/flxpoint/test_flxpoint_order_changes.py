"""What the Flxpoint stand-in lets one change on an order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

ORDER = "/orders/700123"


def test_order_status_is_changed_by_the_query(shop: Shop) -> None:
    answer = shop.http.patch(f"{ORDER}/status", params={"status": "Canceled", "updateNote": "x"})
    assert answer.status_code == 201
    assert shop.get(ORDER).json()["orderStatus"] == "Canceled"


def test_order_status_may_be_answered_with_200(shop: Shop) -> None:
    shop.switch(order_status_answer="200")
    assert shop.http.patch(f"{ORDER}/status", params={"status": "On Hold"}).status_code == 200


@pytest.mark.parametrize("name", ["Draft", "Cancelled", ""])
def test_order_status_must_be_one_flxpoint_lets_one_set(shop: Shop, name: str) -> None:
    assert shop.http.patch(f"{ORDER}/status", params={"status": name}).status_code == 400


def test_a_line_that_is_added_moves_the_orders_amounts(shop: Shop) -> None:
    body = {"price": 2.25, "quantity": 2, "productVariantId": 5501}
    added = shop.write("POST", f"{ORDER}/items", body).json()
    order = shop.read(ORDER)
    assert added["id"] == order["orderItems"][-1]["id"] == 810003
    assert (order["orderTotal"], order["channelInvoice"]["subtotal"]) == (117.7, 104.5)
    assert order["channelInvoice"]["total"] == 117.7


@pytest.mark.parametrize("status", ["Closed", "Canceled", "On Hold"])
def test_only_an_open_order_takes_another_line(shop: Shop, status: str) -> None:
    shop.add(orders=[{"id": 700123, "orderStatus": status}])
    assert shop.write("POST", f"{ORDER}/items", {"quantity": 1}).status_code == 400
    assert len(shop.read(ORDER)["orderItems"]) == 2


@pytest.mark.parametrize("body", [{"price": 1}, {"quantity": "1"}, {"quantity": 1, "price": "free"}, []])
def test_a_line_needs_a_quantity_that_is_a_number(shop: Shop, body: Any) -> None:
    assert shop.write("POST", f"{ORDER}/items", body).status_code == 400


def test_tags_are_added_and_removed_and_the_answer_is_what_is_left(shop: Shop) -> None:
    assert shop.write("PATCH", f"{ORDER}/tags", {"add": ["b2b", "gift", "b2b"]}).json() == ["b2b", "gift"]
    assert shop.write("PATCH", f"{ORDER}/tags", {"add": ["rush"], "remove": ["b2b", "none"]}).json() == ["gift", "rush"]
    assert shop.read(ORDER)["tags"] == ["gift", "rush"]
    assert shop.write("PATCH", f"{ORDER}/tags", {"add": "gift"}).status_code == 400


def test_unmanaged_items_are_linked_to_the_product_of_their_sku(shop: Shop) -> None:
    items = [{"id": 1, "sku": "MUG-RED"}, {"id": 2, "sku": "MUG-RED", "productVariantId": 9}]
    shop.add(
        orders=[
            {"id": 1, "channelId": 41, "orderStatus": "Not Managed", "orderItems": items},
            {"id": 2, "channelId": 41, "orderItems": [{"id": 3, "sku": "NOBODY-KNOWS"}]},
        ]
    )
    assert shop.write("PATCH", "/orders/link", orderIds="1,2,700123").json() == [1]
    order = shop.read("/orders/1")
    assert order["orderItems"][0]["productVariantId"] == 5501
    assert order["orderStatus"] == "Open"
    assert shop.write("PATCH", "/orders/link", channelIds="41").json() == []


@pytest.mark.parametrize("query", [{}, {"orderIds": "1", "channelIds": "41"}])
def test_links_take_exactly_one_parameter(shop: Shop, query: dict[str, str]) -> None:
    assert shop.write("PATCH", "/orders/link", **query).status_code == 400
