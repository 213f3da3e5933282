"""How supplier invoices come into the Flxpoint stand-in through its API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.flxpoint.processes import Shop

MUG = {"invoiceItemType": "product", "sku": "ACME-MUG-RED", "quantity": 4, "cost": 26.4}
FREIGHT = {"invoiceItemType": "shipping", "title": "2-5 days", "cost": 6.55}
ACME = "flxpoint-source-token-21"


def create(shop: Shop, body: Any, token: str | None = None, **query: str) -> int:
    return shop.write("POST", "/source-invoices", body, token, **query).status_code


def created(shop: Shop, **body: Any) -> dict[str, Any]:
    """The new invoice as the list has it."""
    answer = shop.write("POST", "/source-invoices", body)
    assert answer.status_code == 200, answer.text
    invoice = shop.read(f"/source-invoices/{answer.json()['id']}")
    assert invoice["id"] == 550002
    return dict(invoice)


def test_an_invoice_is_made_for_a_request_with_its_number_paid_and_now(shop: Shop) -> None:
    invoice = created(shop, purchaseOrderId=450001, invoiceItems=[MUG, FREIGHT])
    assert invoice["invoiceStatus"] == {"name": "Paid", "handle": "paid"}
    assert invoice["invoiceNumber"] == invoice["purchaseOrderNumber"] == "SHOP-1001-1"
    assert (invoice["fulfillmentRequestId"], invoice["purchaseOrderId"], invoice["rmaId"]) == (450001, 450001, None)
    assert invoice["sourceId"] == 21
    assert len(invoice["invoiceDate"]) == len("2026-04-20T00:00:00Z")


def test_the_totals_are_those_of_the_items_by_type(shop: Shop) -> None:
    tax = {"invoiceItemType": "tax", "cost": 1.11}
    invoice = created(shop, purchaseOrderId=450001, invoiceItems=[MUG, FREIGHT, tax])
    totals = [invoice[f"total{name}Cost"] for name in ("", "Product", "Shipping", "Tax", "Fee", "Other")]
    assert totals == [34.06, 26.4, 6.55, 1.11, 0, 0]
    assert invoice["totalQuantity"] == 4


def test_items_take_title_and_variant_from_what_was_ordered(shop: Shop) -> None:
    variant = {"invoiceItemType": "product", "inventoryVariantId": 77000001, "quantity": 2, "perUnitCost": 6.6}
    invoice = created(shop, purchaseOrderId=450001, invoiceItems=[MUG, variant])
    said = [(item["sku"], item["title"], item["sourceVariantId"]) for item in invoice["invoiceItems"]]
    assert said == [("ACME-MUG-RED", "Red Mug 350 ml", 77000001)] * 2
    assert [(item["cost"], item["perUnitCost"]) for item in invoice["invoiceItems"]] == [(26.4, 6.6), (13.2, 6.6)]
    assert [item["id"] for item in invoice["invoiceItems"]] == [560004, 560005]


def test_what_the_body_says_comes_first(shop: Shop) -> None:
    said = {"invoiceNumber": "A-1", "invoiceStatus": "unpaid", "invoiceDate": "2026-11-01T00:00:00Z"}
    invoice = created(shop, fulfillmentRequestId=450001, invoiceItems=[FREIGHT], **said)
    assert (invoice["invoiceNumber"], invoice["invoiceStatus"]["handle"]) == ("A-1", "unpaid")
    assert invoice["invoiceDate"] == "2026-11-01T00:00:00Z"


def test_an_rmas_invoice_is_a_credit_without_items(shop: Shop) -> None:
    shop.add(rmas=[{"id": 9, "rmaNumber": "RMA-9", "sourceId": 21}])
    invoice = created(shop, rmaId=9, invoiceItems=[FREIGHT])
    assert (invoice["rmaId"], invoice["fulfillmentRequestId"], invoice["sourceId"]) == (9, None, 21)
    assert (invoice["invoiceNumber"], invoice["invoiceStatus"]["handle"]) == ("RMA-9", "credited")
    assert invoice["invoiceItems"] == []
    assert shop.write("PATCH", "/source-invoices/550002", {"totalCreditCost": 12.5}).json()["totalCreditCost"] == 12.5


@pytest.mark.parametrize(
    "body",
    [
        {"invoiceItems": [MUG]},
        {"purchaseOrderId": 450001, "rmaId": 9, "invoiceItems": [MUG]},
        {"purchaseOrderId": 450001},
        {"purchaseOrderId": 450001, "invoiceItems": [{"sku": "ACME-MUG-RED"}]},
        {"purchaseOrderId": 450001, "invoiceItems": [{"invoiceItemType": "product", "cost": 1}]},
        {"purchaseOrderId": 450001, "invoiceItems": [{"invoiceItemType": "gift", "cost": 1}]},
        {"purchaseOrderId": 450001, "invoiceItems": [MUG], "invoiceStatus": "Paid"},
        {"purchaseOrderId": 450001, "invoiceItems": [MUG], "invoiceDate": "soon"},
        [],
    ],
)
def test_an_invoice_that_makes_no_sense_is_400(shop: Shop, body: Any) -> None:
    assert create(shop, body) == 400
    assert shop.ids("/source-invoices") == [550001]


def test_a_source_makes_invoices_for_its_own_requests_alone(shop: Shop) -> None:
    assert create(shop, {"purchaseOrderId": 450001, "invoiceItems": [MUG]}, ACME) == 200
    assert create(shop, {"purchaseOrderId": 450002, "invoiceItems": [MUG]}, ACME) == 404
    assert create(shop, {"purchaseOrderId": 450001, "invoiceItems": [MUG]}, "flxpoint-channel-token-41") == 401


def test_the_workflow_may_be_asked_for_with_true_or_false(shop: Shop) -> None:
    body = {"purchaseOrderId": 450001, "invoiceItems": [MUG]}
    assert create(shop, body, applyInvoiceWorkflow="true") == 200
    assert create(shop, body, applyInvoiceWorkflow="perhaps") == 400


def test_an_item_that_slips_in_without_its_id_changes_the_total_of_its_type(shop: Shop) -> None:
    item = {"invoiceItemType": "fee", "perUnitCost": 1.25, "quantity": 2}
    assert shop.write("PATCH", "/source-invoices/550001", {"items": [item]}).status_code == 200
    invoice = shop.read("/source-invoices/550001")
    assert (invoice["totalFeeCost"], invoice["totalCost"]) == (4.5, 37)
    assert invoice["invoiceItems"][3]["invoiceItemType"] == {"name": "Fee", "handle": "fee"}
