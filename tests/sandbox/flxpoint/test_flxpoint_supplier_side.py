"""The paths an accounting program must never call do what they do, and leave their trace."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

REQUEST = "/fulfillment-requests/450001"
ITEM = 460001


def status(shop: Shop) -> str:
    return str(shop.get(REQUEST).json()["fulfillmentRequestStatus"]["name"])


def item(shop: Shop) -> dict[str, Any]:
    return dict(shop.read(REQUEST)["fulfillmentRequestItems"][0])


def adjust(shop: Shop, body: dict[str, Any]) -> int:
    return shop.write("POST", f"{REQUEST}/adjust", body).status_code


def test_reading_processing_requests_moves_them_to_processed(shop: Shop) -> None:
    taken = shop.get("/fulfillment-requests/processing").json()
    assert [request["id"] for request in taken] == [450001, 450002]
    assert status(shop) == "Processed"
    assert shop.get("/fulfillment-requests/processing").json() == []
    assert shop.http.get("/__control/log").json()[0]["path"] == "/fulfillment-requests/processing"


def test_only_the_asked_sources_processing_requests_are_moved(shop: Shop) -> None:
    assert shop.ids("/fulfillment-requests/processing", filterSourceId=22) == [450002]
    assert status(shop) == "Processing"


def test_acknowledging_twice_is_refused(shop: Shop) -> None:
    assert shop.http.patch(f"{REQUEST}/acknowledge").status_code == 204
    assert status(shop) == "Acknowledged"
    again = shop.http.patch(f"{REQUEST}/acknowledge")
    assert again.status_code == 400
    assert "already acknowledged" in again.text


def test_only_a_processing_request_becomes_processed_and_may_be_told_so_twice(shop: Shop) -> None:
    assert shop.http.patch(f"{REQUEST}/processed").status_code == 200
    sent = shop.read(REQUEST)["sentAt"]
    assert shop.http.patch(f"{REQUEST}/processed").status_code == 200
    assert shop.read(REQUEST)["sentAt"] == sent
    shop.http.patch(f"{REQUEST}/cancel")
    assert shop.http.patch(f"{REQUEST}/processed").status_code == 400
    assert status(shop) == "Canceled"


def test_a_request_that_failed_says_why(shop: Shop) -> None:
    assert shop.write("PATCH", f"{REQUEST}/processing-failed").status_code == 400
    assert shop.write("PATCH", f"{REQUEST}/processing-failed", error="no stock").status_code == 204
    assert (status(shop), shop.read(REQUEST)["processingErrorReason"]) == ("Failed", "no stock")
    assert shop.write("PATCH", f"{REQUEST}/processing-failed", error="again").status_code == 400


def test_when_something_happened_comes_without_milliseconds_and_stamps_come_with_them(shop: Shop) -> None:
    shop.http.patch(f"{REQUEST}/acknowledge")
    request = shop.read(REQUEST)
    assert len(request["acknowledgedAt"]) == len("2026-04-20T00:00:00Z")
    assert len(request["lastModifiedAt"]) == len("2026-04-20T00:00:00.000Z")


def test_adjusting_acknowledges_and_cancels_units_of_the_requests_own_items(shop: Shop) -> None:
    assert adjust(shop, {"items": [{"id": ITEM, "acknowledgedQuantity": 1, "cancelledQuantity": 2}]}) == 204
    assert (item(shop)["acknowledgedQuantity"], item(shop)["voidedQuantity"]) == (1, 2)
    assert status(shop) == "Processing"
    assert adjust(shop, {"items": [{"id": 1, "cancelledQuantity": 1}]}) == 400


def test_adjusting_finds_an_item_by_its_sku_if_only_one_has_it(shop: Shop) -> None:
    assert adjust(shop, {"items": [{"sku": "ACME-MUG-RED", "secondaryAcknowledgedQuantity": 3}]}) == 204
    assert (item(shop)["acknowledgedQuantity"], item(shop)["secondaryAcknowledgedQuantity"]) == (3, 3)
    shop.add(fulfillment_requests=[{"id": 450001, "fulfillmentRequestItems": [{"id": n, "sku": "A"} for n in (1, 2)]}])
    assert adjust(shop, {"items": [{"sku": "A", "acknowledgedQuantity": 1}]}) == 400


def test_adjusting_without_items_acknowledges_all_that_is_open(shop: Shop) -> None:
    adjust(shop, {"items": [{"id": ITEM, "cancelledQuantity": 1}]})
    assert adjust(shop, {"items": None}) == 204
    assert (item(shop)["acknowledgedQuantity"], status(shop)) == (3, "Acknowledged")


@pytest.mark.parametrize(("type_", "canceled_on_the_order"), [("kill", 4), ("fill", 0), (None, 0)])
def test_cancelling_the_rest_reaches_the_order_only_when_nobody_else_shall_deliver(
    shop: Shop, type_: str | None, canceled_on_the_order: int
) -> None:
    body = {"items": [{"id": ITEM, "cancelledQuantity": 1}], "cancelUnacknowledgedItemQuantity": True}
    assert adjust(shop, body | {"killOrFillType": type_}) == 204
    assert (item(shop)["voidedQuantity"], status(shop)) == (4, "Canceled")
    assert shop.read("/orders/700123")["orderItems"][0]["canceledQuantity"] == canceled_on_the_order


@pytest.mark.parametrize("body", [{"killOrFillType": "both"}, {"items": [{"id": ITEM, "cancelledQuantity": -1}]}])
def test_an_adjustment_that_makes_no_sense_is_400(shop: Shop, body: dict[str, Any]) -> None:
    assert adjust(shop, body) == 400


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_stock_that_is_committed_or_released_moves_the_requests_stamp(shop: Shop, method: str) -> None:
    before = shop.read(REQUEST)["lastModifiedAt"]
    assert shop.write(method, f"{REQUEST}/committed-stock", {}).status_code == 204
    assert shop.read(REQUEST)["lastModifiedAt"] > before
    assert shop.write(method, "/fulfillment-requests/1/committed-stock", {}).status_code == 404


def test_another_sources_request_is_not_there_to_be_moved(shop: Shop) -> None:
    answer = shop.write("PATCH", f"{REQUEST}/acknowledge", token="flxpoint-source-token-22")
    assert (answer.status_code, status(shop)) == (404, "Processing")
