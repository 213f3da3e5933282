"""The paths an accounting program must never call do what they do, and leave their trace."""

from __future__ import annotations

import pytest

from tests.sandbox.flxpoint.processes import Shop

REQUEST = "/fulfillment-requests/450001"


def status(shop: Shop) -> str:
    return str(shop.get(REQUEST).json()["fulfillmentRequestStatus"]["name"])


def test_reading_processing_requests_moves_them_to_processed(shop: Shop) -> None:
    taken = shop.get("/fulfillment-requests/processing").json()
    assert [request["id"] for request in taken] == [450001, 450002]
    assert status(shop) == "Processed"
    assert shop.get("/fulfillment-requests/processing").json() == []
    assert shop.http.get("/__control/log").json()[0]["path"] == "/fulfillment-requests/processing"


def test_acknowledging_twice_is_refused(shop: Shop) -> None:
    assert shop.http.patch(f"{REQUEST}/acknowledge").status_code == 204
    assert status(shop) == "Acknowledged"
    again = shop.http.patch(f"{REQUEST}/acknowledge")
    assert again.status_code == 400
    assert "already acknowledged" in again.text


def test_only_a_processing_request_becomes_processed(shop: Shop) -> None:
    assert shop.http.patch(f"{REQUEST}/processed").status_code == 204
    assert shop.http.patch(f"{REQUEST}/processed").status_code == 204
    shop.http.patch(f"{REQUEST}/cancel")
    assert shop.http.patch(f"{REQUEST}/processed").status_code == 400
    assert status(shop) == "Canceled"


def test_adjusting_voids_units_of_the_requests_own_items(shop: Shop) -> None:
    body = {"items": [{"id": 460001, "voidedQuantity": 3}]}
    assert shop.http.post(f"{REQUEST}/adjust", json=body).status_code == 204
    assert shop.get(REQUEST).json()["fulfillmentRequestItems"][0]["voidedQuantity"] == 3
    assert shop.http.post(f"{REQUEST}/adjust", json={"items": [{"id": 1}]}).status_code == 400


def test_committing_stock_is_answered(shop: Shop) -> None:
    assert shop.http.post(f"{REQUEST}/committed-stock", json={}).status_code == 204


def test_order_status_is_changed_by_the_query(shop: Shop) -> None:
    answer = shop.http.patch("/orders/700123/status", params={"status": "Canceled", "updateNote": "x"})
    assert answer.status_code == 201
    assert shop.get("/orders/700123").json()["orderStatus"] == "Canceled"


@pytest.mark.parametrize("name", ["Draft", "Cancelled", ""])
def test_order_status_must_be_one_flxpoint_lets_one_set(shop: Shop, name: str) -> None:
    assert shop.http.patch("/orders/700123/status", params={"status": name}).status_code == 400
