"""How records come into the Flxpoint stand-in, and change."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.flxpoint.kinds import KINDS
from tests.sandbox.flxpoint.processes import Shop

PARTS = {"account", *KINDS}


def test_state_holds_everything_the_shop_began_with(shop: Shop) -> None:
    state = shop.state()
    assert set(state) == PARTS
    assert state["account"]["companyName"] == "Demo Goods Inc"
    assert [channel["name"] for channel in state["channels"]] == ["Main Shop"]
    assert [source["name"] for source in state["sources"]] == ["Acme Supply", "Beta Goods"]


def test_the_demo_order_adds_up(shop: Shop) -> None:
    state = shop.state()
    order = state["orders"][0]
    money = order["channelInvoice"]
    lines = sum(item["quantity"] * item["price"] for item in order["orderItems"])
    assert lines == money["subtotal"] == 100
    charges = money["tax"] + money["shippingCost"] + money["fee"] + money["other"] - money["discount"]
    assert lines + charges == pytest.approx(order["orderTotal"]) == money["total"] == 113.2
    assert [request["totalCost"] for request in state["fulfillment_requests"]] == [26, 22]
    invoice = state["source_invoices"][0]
    assert sum(item["cost"] for item in invoice["invoiceItems"]) == invoice["totalCost"] == 34.5


def test_an_address_comes_at_full_length_with_its_name_joined(shop: Shop) -> None:
    shop.add(orders=[{"id": 1, "billingAddress": {"firstName": "Ann", "lastName": "Lee", "city": "Reno"}}])
    address = shop.read("/orders/1")["billingAddress"]
    assert (address["name"], address["city"], address["postal"], address["redacted"]) == (
        "Ann Lee",
        "Reno",
        None,
        False,
    )
    shop.add(orders=[{"id": 1, "billingAddress": {"name": "", "lastName": "Lee", "redacted": True}}])
    assert (shop.read("/orders/1")["billingAddress"]["name"]) == ""


def test_given_fields_replace_and_the_others_stay(shop: Shop) -> None:
    before = shop.state()["orders"][0]
    shop.add(orders=[{"id": 700123, "orderTotal": 120, "channelInvoice": {"paymentStatus": "Refunded"}}])
    after = shop.state()["orders"][0]
    assert after["orderTotal"] == 120
    assert after["channelInvoice"] == {"paymentStatus": "Refunded"}
    assert after["updatedAt"] > before["updatedAt"]
    same = set(before) - {"orderTotal", "channelInvoice", "updatedAt"}
    assert {field: after[field] for field in same} == {field: before[field] for field in same}


def test_a_given_stamp_is_kept(shop: Shop) -> None:
    shop.add(orders=[{"id": 700123, "updatedAt": "2026-11-25T00:00:00.000Z"}])
    assert shop.state()["orders"][0]["updatedAt"] == "2026-11-25T00:00:00.000Z"


def test_stamps_have_milliseconds(shop: Shop) -> None:
    shop.add(orders=[{"id": 1}])
    assert len(shop.get("/orders/1").json()["updatedAt"]) == len("2026-11-25T00:00:00.000Z")


def test_an_order_names_its_fulfillment_requests_whichever_came_first(shop: Shop) -> None:
    shop.add(fulfillment_requests=[{"id": 5, "orderId": 1, "fulfillmentRequestNumber": "A-1"}])
    shop.add(orders=[{"id": 1}])
    assert shop.read("/orders/1")["fulfillmentRequests"] == [{"id": 5, "fulfillmentRequestNumber": "A-1"}]


def test_a_source_invoice_carries_the_old_names_of_its_request_too(shop: Shop) -> None:
    shop.add(source_invoices=[{"id": 1, "fulfillmentRequestId": 450002, "fulfillmentRequestNumber": "SHOP-1001-2"}])
    invoice = shop.get("/source-invoices/1").json()
    assert (invoice["purchaseOrderId"], invoice["purchaseOrderNumber"]) == (450002, "SHOP-1001-2")


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"order": []}, "“order” is not known"),
        ({"orders": {}}, "orders must be a list"),
        ({"orders": [{"id": 1}, {"orderTotal": 5}]}, "orders[1] needs an “id”"),
        ({"orders": [{"id": "1"}]}, "orders[0] needs an “id”"),
        ({"orders": [{"id": 1, "orderItems": [{"sku": "A"}]}]}, "orders[0].orderItems[0] needs an “id”"),
        ([], "expected an object"),
    ],
)
def test_records_that_cannot_be_held_are_refused_whole(shop: Shop, given: Any, text: str) -> None:
    before = shop.state()
    answer = shop.http.post("/__control/records", json=given)
    assert answer.status_code == 400
    assert text in answer.json()["error"]
    assert shop.state() == before


def test_reset_brings_the_beginning_back(shop: Shop) -> None:
    before = {kind: [record["id"] for record in shop.state()[kind]] for kind in PARTS - {"account"}}
    shop.add(orders=[{"id": 1}, {"id": 700123, "orderItems": []}])
    shop.reset()
    assert {kind: [record["id"] for record in shop.state()[kind]] for kind in PARTS - {"account"}} == before
    assert len(shop.get("/orders/700123").json()["orderItems"]) == 2


@pytest.mark.parametrize("given", [{"limits": "maybe"}, {"page_cap": "0"}, {"page_cap": "ten"}, {"colour": "red"}])
def test_impossible_switches_are_refused(shop: Shop, given: dict[str, str]) -> None:
    answer = shop.http.post("/__control/switches", json=given)
    assert answer.status_code == 400
    assert next(iter(given)) in answer.json()["error"]
