"""What the Flxpoint stand-in lists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import SHOP, Shop

ORDER, ACME_REQUEST, BETA_REQUEST, INVOICE = 700123, 450001, 450002, 550001
BARE_LISTS = ["/channel/", "/sources", "/orders", "/fulfillment-requests", "/source-invoices", "/shipments"]


def shop_file(name: str) -> Any:
    return json.loads((SHOP / name).read_text())


def orders(*ids: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": each, **fields} for each in ids]


def test_account_is_one_object(shop: Shop) -> None:
    assert shop.get("/account").json()["companyName"] == "Demo Goods Inc"


@pytest.mark.parametrize("path", BARE_LISTS)
def test_lists_are_bare_arrays(shop: Shop, path: str) -> None:
    assert isinstance(shop.get(path).json(), list)


@pytest.mark.parametrize("path", ["/channel", "/sources/", "/orders/", "/channels/"])
def test_slashes_matter(shop: Shop, path: str) -> None:
    assert shop.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/orders", "orders"),
        ("/fulfillment-requests", "fulfillment_requests"),
        ("/source-invoices", "source_invoices"),
    ],
)
def test_list_shows_the_same_full_object_as_the_single_record(shop: Shop, path: str, kind: str) -> None:
    for record in shop.read(path, includeTags="true"):
        assert record == shop.read(f"{path}/{record['id']}")
        given = next(each for each in shop_file("01-paid-order-two-suppliers.json")[kind] if each["id"] == record["id"])
        items = next((field for field in given if field.lower().endswith("items") and field != "totalItems"), None)
        assert {field: record[field] for field in given if field != items} == {
            field: value for field, value in given.items() if field != items
        }


def test_short_records_are_answered_at_full_length_with_nulls_and_unknown_fields(shop: Shop) -> None:
    shop.add(orders=[{"id": 1, "orderItems": [{"id": 2, "sku": "MUG-RED"}]}])
    order = shop.get("/orders/1").json()
    assert order["externalAccountingId"] is None
    assert order["accountingSynced"] is False
    assert "rowVersion" in order
    assert order["orderItems"][0]["orderId"] == 1
    assert order["orderItems"][0]["bundleComponents"] == []


def test_money_keeps_its_digits(shop: Shop) -> None:
    body = '{"orders": [{"id": 1, "orderTotal": 1234567890123456.10}]}'
    shop.http.post("/__control/records", content=body).raise_for_status()
    assert '"orderTotal":1234567890123456.10' in shop.get("/orders/1").text


@pytest.mark.parametrize("path", ["/orders/9", "/fulfillment-requests/9", "/source-invoices/9", "/source/9"])
def test_unknown_id_is_404(shop: Shop, path: str) -> None:
    answer = shop.get(path)
    assert answer.status_code == 404
    assert "9 not found" in answer.json()["message"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/orders", {"orderedAfter": "yesterday"}),
        ("/orders", {"page": "0"}),
        ("/orders", {"pageSize": "many"}),
        ("/orders", {"status": "Opened"}),
        ("/fulfillment-requests", {"filterStatus": "Processing,Lost"}),
        ("/fulfillment-requests", {"filterFulfilmentStatus": "Lost"}),
        ("/fulfillment-requests", {"frNumbers": ",".join(map(str, range(51)))}),
        ("/fulfillment-requests", {"filterInvoiced": "maybe"}),
        ("/source-invoices", {"ids": list(range(51))}),
        ("/source-invoices", {"filterCreatedAfter": "2026-13-01"}),
        ("/sources", {"filterByIds": ",".join(map(str, range(51)))}),
    ],
)
def test_a_filter_that_cannot_be_read_is_400(shop: Shop, path: str, query: dict[str, Any]) -> None:
    answer = shop.get(path, **query)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_orders_by_date_and_status(shop: Shop) -> None:
    shop.add(
        orders=[
            {"id": 1, "orderedAt": "2026-11-01T00:00:00.000Z"},
            {"id": 2, "orderedAt": "2026-11-21T00:00:00.000Z", "orderStatus": "On Hold"},
            {"id": 3, "orderedAt": "2026-11-21T00:00:00.000Z"},
        ]
    )
    assert shop.ids("/orders") == [1, 2, 3, ORDER]
    assert shop.ids("/orders", orderedAfter="2026-11-20T15:04:04Z") == [2, 3, ORDER]
    assert shop.ids("/orders", orderedAfter="2026-11-20T15:04:05Z") == [2, 3]
    assert shop.ids("/orders", status="Open", orderedAfter="") == [1, 3, ORDER]


def test_undocumented_order_filters_are_overlooked_unless_switched_on(shop: Shop) -> None:
    shop.add(orders=[{"id": 1, "accountingSynced": True, "channelId": 42}])
    assert shop.ids("/orders", isAccountingSynced="false", channelIds="41") == [1, ORDER]
    shop.http.post("/__control/switches", json={"unproven_filters": "on"})
    assert shop.ids("/orders", isAccountingSynced="false") == [ORDER]
    assert shop.ids("/orders", isAccountingSynced="true") == [1]
    assert shop.ids("/orders", channelIds="41") == [ORDER]
    assert shop.ids("/fulfillment-requests", isForSyncedAccountingOrder="true") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"findOrderId": ORDER}, [ACME_REQUEST, BETA_REQUEST]),
        ({"findOrderId": 1}, []),
        ({"sinceId": ACME_REQUEST}, [BETA_REQUEST]),
        ({"frNumbers": "SHOP-1001-2"}, [BETA_REQUEST]),
        ({"frNumbers": ["SHOP-1001-1", "SHOP-1001-2"]}, [ACME_REQUEST, BETA_REQUEST]),
        ({"poNumbers": "SHOP-1001-1"}, [ACME_REQUEST]),
        ({"filterSourceId": 22}, [BETA_REQUEST]),
        ({"filterStatus": "Unprocessed,Acknowledged"}, [ACME_REQUEST]),
        ({"filterFulfilmentStatus": "Shipped"}, [ACME_REQUEST]),
        ({"filterInvoiced": "true"}, [ACME_REQUEST]),
        ({"filterInvoiced": "false"}, [BETA_REQUEST]),
        ({"filterIsAcknowledged": "true"}, [ACME_REQUEST]),
        ({"filterAcknowledgedAfter": "2026-11-22T00:00:00Z"}, []),
        ({"filterIsSent": "false"}, [ACME_REQUEST, BETA_REQUEST]),
        ({"filterGeneratedAfter": "2026-11-20T15:12:00.000Z"}, [BETA_REQUEST]),
        ({"filterIsCanceled": "true"}, []),
    ],
)
def test_fulfillment_requests_by_filter(shop: Shop, query: dict[str, Any], expected: list[int]) -> None:
    acknowledged = {
        "id": ACME_REQUEST,
        "fulfillmentRequestStatus": {"name": "Acknowledged", "handle": "acknowledged"},
        "shippedStatus": {"name": "Shipped", "handle": "shipped"},
        "acknowledgedAt": "2026-11-21T00:00:00.000Z",
    }
    shop.add(fulfillment_requests=[acknowledged])
    assert shop.ids("/fulfillment-requests", **query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [5, INVOICE, 6]),
        ({"filterPurchaseOrderId": BETA_REQUEST}, [5]),
        ({"filterSourceId": 21}, [INVOICE, 6]),
        ({"isAccountingSynced": "false"}, [5, INVOICE]),
        ({"isAccountingSynced": "true"}, [6]),
        ({"isForSyncedAccountingPurchaseOrder": "true"}, [INVOICE, 6]),
        ({"isForSyncedAccountingPurchaseOrder": "false"}, [5]),
        ({"hasAccountingSyncError": "true"}, [5]),
        ({"filterCreatedAfter": "2026-11-21T09:00:00Z"}, [6]),
        ({"ids": "5,6"}, [5, 6]),
        ({"ids": [5, INVOICE]}, [5, INVOICE]),
    ],
)
def test_source_invoices_by_filter_in_order_of_arrival(shop: Shop, query: dict[str, Any], expected: list[int]) -> None:
    shop.add(
        fulfillment_requests=[{"id": ACME_REQUEST, "accountingSynced": True}],
        source_invoices=[
            {
                "id": 6,
                "fulfillmentRequestId": ACME_REQUEST,
                "sourceId": 21,
                "insertedAt": "2026-11-21T10:00:00.000Z",
                "accountingSynced": True,
            },
            {
                "id": 5,
                "fulfillmentRequestId": BETA_REQUEST,
                "sourceId": 22,
                "insertedAt": "2026-11-21T08:00:00.000Z",
                "accountingSyncError": "no vendor",
            },
        ],
    )
    assert shop.ids("/source-invoices", **query) == expected


def test_shipments_by_order_and_request(shop: Shop) -> None:
    shop.add(shipments=[{"id": 1, "orderId": ORDER, "fulfillmentRequestId": ACME_REQUEST}, {"id": 2, "orderId": 5}])
    assert shop.ids("/shipments", findByOrderId=ORDER) == [1]
    assert shop.ids("/shipments", findByPurchaseOrderId=ACME_REQUEST) == [1]
    assert shop.get("/shipments/1").json()["purchaseOrderId"] == ACME_REQUEST


def test_tags_come_in_the_list_only_when_asked_for(shop: Shop) -> None:
    shop.add(orders=[{"id": ORDER, "tags": ["gift"]}])
    assert "tags" not in shop.read("/orders")[0]
    assert shop.read("/orders", includeTags="true")[0]["tags"] == ["gift"]


def test_numbers_and_ids_of_requests_come_under_both_names_whichever_was_given(shop: Shop) -> None:
    items = [{"id": 1, "purchaseOrderItemId": 460001}, {"id": 2, "fulfillmentRequestItemId": 460001}]
    shop.add(shipments=[{"id": 1, "purchaseOrderId": ACME_REQUEST, "shipmentItems": items}])
    shipment = shop.read("/shipments/1")
    assert shipment["fulfillmentRequestId"] == ACME_REQUEST
    for item in shipment["shipmentItems"]:
        assert item["purchaseOrderItemId"] == item["fulfillmentRequestItemId"] == 460001
    shop.add(shipments=[{"id": 1, "fulfillmentRequestId": BETA_REQUEST}])
    assert shop.ids("/shipments", findByPurchaseOrderId=BETA_REQUEST) == [1]
    assert shop.read("/shipments/1")["purchaseOrderId"] == BETA_REQUEST
