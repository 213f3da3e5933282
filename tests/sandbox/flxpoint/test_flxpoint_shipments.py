"""How shipments come into the Flxpoint stand-in through its API, and change."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

ACME = "flxpoint-source-token-21"
REQUEST, ORDER = "/fulfillment-requests/450001", "/orders/700123"


def parcel(number: str = "1Z999", quantity: int = 1, **item: Any) -> dict[str, Any]:
    named = item or {"sku": "ACME-MUG-RED"}
    return {"trackingNumber": number, "carrier": "UPS", "shipmentItems": [{"quantity": quantity, **named}]}


def ship(shop: Shop, shipment: Any, token: str | None = None, **body: Any) -> int:
    to = body or {"fulfillmentRequestId": 450001}
    return shop.write("POST", "/shipments", {**to, "shipment": shipment}, token).status_code


def shipped(shop: Shop) -> tuple[str, int, str]:
    request, order = shop.read(REQUEST), shop.read(ORDER)
    return request["shippedStatus"]["name"], request["shippedQuantity"], order["shippedStatus"]


@pytest.mark.parametrize(
    "to",
    [
        {"fulfillmentRequestId": 450001},
        {"purchaseOrderId": 450001},
        {"purchaseOrderNumber": "SHOP-1001-1", "sourceId": 21},
    ],
)
def test_a_shipment_is_made_for_a_request_named_in_any_way(shop: Shop, to: dict[str, Any]) -> None:
    assert ship(shop, parcel(), **to) == 200
    shipment = shop.read("/shipments")[0]
    assert (shipment["fulfillmentRequestId"], shipment["purchaseOrderId"]) == (450001, 450001)
    assert (shipment["orderId"], shipment["sourceId"]) == (700123, 21)
    assert shipment["trackingNumber"] == "1Z999"
    assert len(shipment["shippedAt"]) == len("2026-04-20T00:00:00Z")


@pytest.mark.parametrize(
    "item",
    [
        {"sku": "ACME-MUG-RED"},
        {"inventoryVariantId": 77000001},
        {"orderItemId": 810001},
        {"purchaseOrderItemId": 460001},
        {"fulfillmentRequestItemId": 460001},
    ],
)
def test_an_item_is_named_in_any_way_and_carries_every_name(shop: Shop, item: dict[str, Any]) -> None:
    assert ship(shop, parcel(**item)) == 200
    held = shop.read("/shipments")[0]["shipmentItems"][0]
    assert (held["sku"], held["inventoryVariantId"], held["orderItemId"]) == ("ACME-MUG-RED", 77000001, 810001)
    assert held["purchaseOrderItemId"] == held["fulfillmentRequestItemId"] == 460001


def test_what_was_shipped_counts_on_the_request_and_on_the_order(shop: Shop) -> None:
    assert shipped(shop) == ("Awaiting Shipment", 0, "Not Started")
    ship(shop, parcel(quantity=1))
    assert shipped(shop) == ("Partially Shipped", 1, "Partially Completed")
    ship(shop, parcel("1Z998", quantity=3))
    assert shipped(shop) == ("Shipped", 4, "Partially Completed")
    item = shop.read("/fulfillment-requests/450002")["fulfillmentRequestItems"][0]
    assert ship(shop, parcel(quantity=2, purchaseOrderItemId=item["id"]), purchaseOrderId=450002) == 200
    assert shipped(shop) == ("Shipped", 4, "Completed")


def test_a_tracking_number_comes_once_on_a_request_unless_it_may_come_again(shop: Shop) -> None:
    assert ship(shop, parcel()) == 200
    assert ship(shop, parcel()) == 400
    assert ship(shop, parcel(), fulfillmentRequestId=450001, allowDuplicateTrackingNumbers=True) == 200
    assert len(shop.ids("/shipments")) == 2


@pytest.mark.parametrize(
    "shipment",
    [
        {"shipmentItems": [{"quantity": 1, "sku": "ACME-MUG-RED"}]},
        {"trackingNumber": "1"},
        {"trackingNumber": "1", "shipmentItems": [{"sku": "ACME-MUG-RED"}]},
        {"trackingNumber": "1", "shipmentItems": [{"quantity": 1}]},
        {"trackingNumber": "1", "shipmentItems": [{"quantity": 1, "sku": "OTHER"}]},
        {"trackingNumber": "1", "shippedAt": "soon", "shipmentItems": [{"quantity": 1, "sku": "ACME-MUG-RED"}]},
        None,
    ],
)
def test_a_shipment_that_makes_no_sense_is_400(shop: Shop, shipment: Any) -> None:
    assert ship(shop, shipment) == 400
    assert shop.ids("/shipments") == []


@pytest.mark.parametrize(
    ("token", "to", "expected"),
    [
        (ACME, {"purchaseOrderNumber": "SHOP-1001-1"}, 200),
        (ACME, {"purchaseOrderNumber": "SHOP-1001-1", "sourceId": 22}, 400),
        (ACME, {"fulfillmentRequestId": 450002}, 404),
        (None, {"purchaseOrderNumber": "SHOP-1001-1"}, 400),
        (None, {"purchaseOrderNumber": "SHOP-1001-1", "sourceId": 99}, 404),
        ("flxpoint-channel-token-41", {"fulfillmentRequestId": 450001}, 401),
    ],
)
def test_who_may_ship_what(shop: Shop, token: str | None, to: dict[str, Any], expected: int) -> None:
    assert ship(shop, parcel(), token, **to) == expected


def test_a_shipment_is_changed_where_the_body_says_something(shop: Shop) -> None:
    ship(shop, parcel(quantity=1))
    held = shop.read("/shipments")[0]
    items = [{"id": held["shipmentItems"][0]["id"], "quantity": 2}, {"sku": "ACME-MUG-RED", "quantity": 1}]
    body = {"id": held["id"], "carrier": "FedEx", "note": None, "shippingCost": 6.5, "shipmentItems": items}
    assert shop.write("PATCH", "/shipments", body).status_code == 200
    shipment = shop.read("/shipments")[0]
    assert (shipment["carrier"], shipment["trackingNumber"], shipment["shippingCost"]) == ("FedEx", "1Z999", 6.5)
    assert [item["quantity"] for item in shipment["shipmentItems"]] == [2, 1]
    assert shipped(shop)[:2] == ("Partially Shipped", 3)


def test_a_shipment_moves_to_another_request_that_ordered_the_same(shop: Shop) -> None:
    same = [{"id": 5, "sku": "ACME-MUG-RED", "quantity": 1, "orderItemId": 810001}]
    shop.add(fulfillment_requests=[{"id": 7, "orderId": 700123, "sourceId": 21, "fulfillmentRequestItems": same}])
    ship(shop, parcel())
    body = {"id": shop.ids("/shipments")[0], "fulfillmentRequestId": 7}
    assert shop.write("PATCH", "/shipments", body).status_code == 200
    shipment = shop.read("/shipments")[0]
    assert (shipment["purchaseOrderId"], shipment["shipmentItems"][0]["purchaseOrderItemId"]) == (7, 5)
    assert shipped(shop)[:2] == ("Awaiting Shipment", 0)
    assert shop.read("/fulfillment-requests/7")["shippedQuantity"] == 1
    assert shop.write("PATCH", "/shipments", body | {"fulfillmentRequestId": 450002}).status_code == 400


@pytest.mark.parametrize("items", [[{"id": 99, "quantity": 1}], [{"quantity": 1, "sku": "OTHER"}], "none"])
def test_items_of_another_shipment_or_request_are_400(shop: Shop, items: Any) -> None:
    ship(shop, parcel())
    body = {"id": shop.ids("/shipments")[0], "shipmentItems": items}
    assert shop.write("PATCH", "/shipments", body).status_code == 400


def test_a_channel_flags_shipments_it_could_not_take(shop: Shop) -> None:
    ship(shop, parcel())
    number = shop.ids("/shipments")[0]
    flagged = [{"id": number, "syncError": "order is closed", "carrier": "DHL"}]
    assert shop.write("PUT", "/shipments/flag-with-errors", flagged).status_code == 204
    shipment = shop.read("/shipments")[0]
    assert (shipment["syncError"], shipment["carrier"]) == ("order is closed", "UPS")
    assert shop.write("PUT", "/shipments/flag-with-errors", [{"id": 99}]).status_code == 404
    assert shop.write("PUT", "/shipments/flag-with-errors", flagged[0]).status_code == 400
