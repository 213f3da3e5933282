"""How the Flxpoint stand-in takes the accounting marks, each kind of record with its own field names."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

ORDER, REQUEST, INVOICE = "/orders/700123", "/fulfillment-requests/450001", "/source-invoices/550001"
MARKS = [f"{ORDER}/accounting-sync", f"{REQUEST}/accounting-sync", INVOICE]


def patch(shop: Shop, path: str, body: Any) -> int:
    return shop.http.patch(path, json=body).status_code


def test_order_is_marked(shop: Shop) -> None:
    accounting_items = [{"externalAccountingId": "1", "quantity": 4}]
    body = {
        "accountingSynced": True,
        "externalAccountingId": "145",
        "items": [
            {"id": 810001, "externalAccountingId": "1", "orderItemAccountingItems": accounting_items},
            {"id": 810002, "externalAccountingId": "2"},
        ],
    }
    before = shop.get(ORDER).json()
    assert patch(shop, f"{ORDER}/accounting-sync", body) == 204
    order = shop.read(ORDER)
    assert (order["accountingSynced"], order["externalAccountingId"]) == (True, "145")
    assert [item["externalAccountingId"] for item in order["orderItems"]] == ["1", "2"]
    assert order["orderItems"][0]["orderItemAccountingItems"] == accounting_items
    assert order["updatedAt"] > before["updatedAt"]


def test_fulfillment_request_is_marked_in_its_own_words(shop: Shop) -> None:
    items = [{"id": 460001, "externalAccountingItemId": "7"}]
    body = {"accountingSynced": True, "externalAccountingId": "201", "accountingError": "late", "items": items}
    assert patch(shop, f"{REQUEST}/accounting-sync", body) == 204
    request = shop.get(REQUEST).json()
    assert (request["accountingSynced"], request["externalAccountingId"]) == (True, "201")
    assert request["accountingError"] == "late"
    assert request["fulfillmentRequestItems"][0]["externalAccountingItemId"] == "7"


def test_source_invoice_is_marked_at_its_own_path(shop: Shop) -> None:
    items = [{"invoiceItemId": 560002, "externalAccountingItemId": "2"}]
    body = {"accountingSynced": True, "externalAccountingId": "305", "items": items}
    assert shop.http.patch(f"{INVOICE}/accounting-sync", json=body).status_code == 404
    answer = shop.http.patch(INVOICE, json=body)
    assert answer.status_code == 200
    invoice = answer.json()
    assert invoice == shop.get(INVOICE).json()
    assert (invoice["accountingSynced"], invoice["externalAccountingId"]) == (True, "305")
    assert [item["externalAccountingItemId"] for item in invoice["invoiceItems"]] == [None, "2", None]


def test_shipment_is_marked_by_the_id_in_the_body(shop: Shop) -> None:
    shop.add(shipments=[{"id": 650001, "orderId": 700123}])
    assert patch(shop, "/shipments", {"id": 650001, "accountingSynced": True}) == 200
    assert shop.get("/shipments/650001").json()["accountingSynced"] is True
    assert patch(shop, "/shipments", {"accountingSynced": True}) == 400
    assert patch(shop, "/shipments", {"id": 1, "accountingSynced": True}) == 404


@pytest.mark.parametrize(
    ("path", "record", "body", "untouched"),
    [
        (f"{ORDER}/accounting-sync", ORDER, {"accountingError": "no customer"}, "accountingSyncError"),
        (f"{REQUEST}/accounting-sync", REQUEST, {"accountingSyncError": "no vendor"}, "accountingError"),
        (INVOICE, INVOICE, {"accountingError": "no vendor"}, "accountingSyncError"),
    ],
)
def test_the_error_field_of_another_kind_of_record_is_overlooked(
    shop: Shop, path: str, record: str, body: dict[str, str], untouched: str
) -> None:
    assert patch(shop, path, body) in (200, 204)
    answered = shop.get(record).json()
    assert answered[untouched] is None
    assert not body.keys() & answered.keys()


@pytest.mark.parametrize(
    ("path", "record", "items", "item"),
    [
        (f"{REQUEST}/accounting-sync", REQUEST, "fulfillmentRequestItems", {"id": 460001}),
        (INVOICE, INVOICE, "invoiceItems", {"invoiceItemId": 560001}),
    ],
)
def test_the_orders_item_field_is_overlooked_elsewhere(
    shop: Shop, path: str, record: str, items: str, item: dict[str, Any]
) -> None:
    assert patch(shop, path, {"items": [item | {"externalAccountingId": "1"}]}) in (200, 204)
    assert shop.get(record).json()[items][0]["externalAccountingItemId"] is None


@pytest.mark.parametrize(
    ("path", "item"),
    [
        (f"{ORDER}/accounting-sync", {"id": 460001, "externalAccountingId": "1"}),
        (f"{ORDER}/accounting-sync", {"externalAccountingId": "1"}),
        (f"{REQUEST}/accounting-sync", {"id": 460002, "externalAccountingItemId": "1"}),
        (INVOICE, {"invoiceItemId": 460001, "externalAccountingItemId": "1"}),
    ],
)
def test_an_item_of_another_record_is_400_and_changes_nothing(shop: Shop, path: str, item: dict[str, Any]) -> None:
    before = shop.state()
    body = {"accountingSynced": True, "externalAccountingId": "9", "items": [item]}
    assert patch(shop, path, body) == 400
    assert shop.state() == before


@pytest.mark.parametrize("path", MARKS)
@pytest.mark.parametrize("body", [{"accountingSynced": "yes"}, {"externalAccountingId": 145}, {"items": 1}, []])
def test_a_value_of_the_wrong_type_is_400(shop: Shop, path: str, body: Any) -> None:
    before = shop.state()
    assert patch(shop, path, body) == 400
    assert shop.state() == before


@pytest.mark.parametrize("path", MARKS)
def test_a_body_that_is_not_json_is_400(shop: Shop, path: str) -> None:
    assert shop.http.patch(path, content="accountingSynced").status_code == 400


@pytest.mark.parametrize("path", MARKS)
def test_null_and_absent_fields_change_nothing(shop: Shop, path: str) -> None:
    record = path.removesuffix("/accounting-sync")
    patch(shop, path, {"accountingSynced": True, "externalAccountingId": "145"})
    marked = shop.get(record).json()
    nulls = {"accountingSynced": None, "externalAccountingId": None, "items": None}
    assert patch(shop, path, nulls) in (200, 204)
    stamps = {"updatedAt", "lastModifiedAt"}
    assert {field: marked[field] for field in marked.keys() - stamps} == {
        field: value for field, value in shop.get(record).json().items() if field not in stamps
    }


def test_a_source_invoice_item_without_an_id_becomes_a_new_item(shop: Shop) -> None:
    items = [{"id": 560001, "externalAccountingItemId": "1"}, {"cost": 3.25, "sku": "X"}]
    invoice = shop.http.patch(INVOICE, json={"items": items}).json()
    assert [item["id"] for item in invoice["invoiceItems"]] == [560001, 560002, 560003, 560004, 560005]
    assert invoice["invoiceItems"][0]["externalAccountingItemId"] is None
    assert invoice["invoiceItems"][3]["externalAccountingItemId"] == "1"
    assert invoice["totalCost"] == 37.75


def test_source_invoice_status_is_changed_too_when_sent(shop: Shop) -> None:
    assert shop.http.patch(INVOICE, json={"status": "paid"}).is_success
    assert shop.read(INVOICE)["invoiceStatus"] == {"name": "Paid", "handle": "paid"}
    assert patch(shop, INVOICE, {"status": "lost"}) == 400


@pytest.mark.parametrize("path", ["/orders/1/accounting-sync", "/fulfillment-requests/1/accounting-sync"])
def test_an_unknown_record_is_404(shop: Shop, path: str) -> None:
    assert patch(shop, path, {"accountingSynced": True}) == 404
