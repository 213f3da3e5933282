"""How Flxpoint's fulfillment requests and source invoices are read."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounting.money import ZERO
from accounting.records import Address, ChargeKind, FulfillmentLine, FulfillmentRequest, SupplierInvoice
from clients.flxpoint.errors import FieldMissing, NotUnderstood
from clients.flxpoint.records import read_fulfillment_request, read_supplier_invoice, request_of
from clients.flxpoint.sources import read_source
from tests.clients.flxpoint.samples import (
    ORDER_OF,
    SOURCES,
    fulfillment_item,
    fulfillment_request,
    invoice_item,
    received,
    source,
    supplier_invoice,
)


def request(**changes: Any) -> FulfillmentRequest:
    return read_fulfillment_request(received(fulfillment_request(**changes)), SOURCES)


def invoice(**changes: Any) -> SupplierInvoice:
    return read_supplier_invoice(received(supplier_invoice(**changes)), SOURCES, ORDER_OF)


def test_a_whole_fulfillment_request_is_read() -> None:
    read_as = request()
    assert (read_as.id, read_as.number, read_as.order_ref) == ("450001", "SHOP-1001-1", "700123")
    assert (read_as.source_id, read_as.source_name) == ("21", "Acme Supply")
    assert (read_as.state, read_as.synced, read_as.external_id) == ("Processing", False, None)
    assert read_as.generated_at == read_as.changed_at == datetime(2026, 11, 20, 15, 12, tzinfo=UTC)
    assert read_as.ship_to is not None
    assert read_as.ship_to.postal_code == "78701"
    assert read_as.lines == (
        FulfillmentLine(
            id="460001",
            sku="ACME-MUG-RED",
            title="Red Mug 350 ml",
            quantity=Decimal(4),
            unit_cost=Decimal("6.50"),
            order_line_id="810001",
        ),
    )


def test_a_fulfillment_status_may_be_plain_text() -> None:
    assert request(fulfillmentRequestStatus="Acknowledged").state == "Acknowledged"


@pytest.mark.rule("R-74/bad")
def test_a_status_that_nobody_knows_is_told_with_those_there_are() -> None:
    with pytest.raises(NotUnderstood, match='its state is "Sent", and the states are: Unprocessed, Processing, '):
        request(fulfillmentRequestStatus={"name": "Sent"})
    with pytest.raises(NotUnderstood, match='its state is "Open", and the states are: Unpaid, Paid, Credited, Refunde'):
        invoice(invoiceStatus={"name": "Open"})


def test_the_latest_thing_that_happened_is_the_last_change_where_none_is_stated() -> None:
    later, latest = "2026-11-20T16:00:00Z", "2026-11-20T17:00:00Z"
    assert request(sentAt=latest, voidedAt=later).changed_at == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert request(sentAt=latest, lastModifiedAt=later).changed_at == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_a_warehouse_transfer_has_no_address_and_a_line_may_have_no_cost() -> None:
    read_as = request(shippingAddress=None, fulfillmentRequestItems=[fulfillment_item(cost=None)])
    assert (read_as.ship_to, read_as.lines[0].unit_cost) == (None, None)


@pytest.mark.rule("R-113/expected")
def test_the_currency_is_the_sources() -> None:
    euros = {"21": read_source(received(source(currency={"id": 3, "code": "EUR"})))}
    assert read_fulfillment_request(received(fulfillment_request()), euros).currency == "EUR"
    assert read_supplier_invoice(received(supplier_invoice()), euros, ORDER_OF).currency == "EUR"
    assert request().currency is None


@pytest.mark.rule("R-111/expected")
def test_an_address_that_was_blanked_is_no_transfer() -> None:
    assert request(shippingAddress={"id": 9001, "name": "", "redacted": True}).ship_to == Address()
    assert request(shippingAddress={"id": 9001, "name": "", "redacted": False}).ship_to is None


@pytest.mark.rule("R-70/expected")
def test_voided_quantities_are_read_and_where_none_is_stated_none_is_voided() -> None:
    assert request(fulfillmentRequestItems=[fulfillment_item(voidedQuantity=3)]).lines[0].net_quantity == 1
    assert request(fulfillmentRequestItems=[fulfillment_item(voidedQuantity=None)]).lines[0].net_quantity == 4


@pytest.mark.parametrize(
    "field", ["orderId", "sourceId", "fulfillmentRequestStatus", "generatedAt", "fulfillmentRequestItems"]
)
def test_a_fulfillment_request_without_a_necessary_field_is_an_error(field: str) -> None:
    with pytest.raises(FieldMissing, match=rf"FR 450001 .*{field}"):
        request(**{field: None})


def test_an_unknown_source_is_an_error_that_names_it() -> None:
    with pytest.raises(NotUnderstood, match="its source 22 is none of the account's sources"):
        request(sourceId=22)


def test_a_whole_supplier_invoice_is_read() -> None:
    read_as = invoice()
    assert (read_as.id, read_as.number, read_as.state) == ("550001", "ACME-88231", "Unpaid")
    assert (read_as.fulfillment_request_id, read_as.order_ref, read_as.return_id) == ("450001", "700123", None)
    assert read_as.invoiced_at == datetime(2026, 11, 21, tzinfo=UTC)
    assert read_as.changed_at == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert (read_as.source_name, read_as.total, read_as.credit) == ("Acme Supply", Decimal("34.50"), ZERO)
    assert [(line.kind, line.sku, line.quantity, line.unit_cost, line.amount) for line in read_as.lines] == [
        (ChargeKind.PRODUCT, "ACME-MUG-RED", Decimal(4), Decimal("6.50"), Decimal("26.00")),
        (ChargeKind.SHIPPING, None, Decimal(1), Decimal("6.50"), Decimal("6.50")),
        (ChargeKind.FEE, None, Decimal(1), Decimal("2.00"), Decimal("2.00")),
    ]


def test_an_invoice_of_an_unknown_fulfillment_request_has_no_order_yet() -> None:
    assert invoice(fulfillmentRequestId=450999).order_ref is None


def test_a_supplier_credit_is_recognisable() -> None:
    read_as = invoice(fulfillmentRequestId=None, purchaseOrderId=None, rmaId=88, totalCreditCost=-20.0)
    assert (read_as.fulfillment_request_id, read_as.order_ref) == (None, None)
    assert (read_as.return_id, read_as.credit) == ("88", Decimal("20.00"))


def test_costs_of_one_unit_are_recognised_by_the_product_total_and_stated_totals_stay(
    caplog: pytest.LogCaptureFixture,
) -> None:
    per_unit = [
        invoice_item(cost=6.5, quantity=4, perUnitCost=None),
        invoice_item(cost=8.0, quantity=2, perUnitCost=4.0),
        invoice_item("shipping", cost=6.5, quantity=1, perUnitCost=None),
    ]
    with caplog.at_level(logging.WARNING):
        lines = invoice(invoiceItems=per_unit, totalProductCost=34.0).lines
    assert [(line.unit_cost, line.amount) for line in lines] == [
        (Decimal("6.50"), Decimal("26.00")),
        (Decimal("4.00"), Decimal("8.00")),
        (Decimal("6.50"), Decimal("6.50")),
    ]
    assert "Invoice 550001: costs of its lines are taken as costs of one unit." in caplog.text


@pytest.mark.parametrize("product_total", [26.0, 20.0, 65.0, None])
def test_costs_are_line_totals_unless_the_product_total_speaks_for_units(product_total: float | None) -> None:
    line = invoice(
        invoiceItems=[invoice_item(cost=26.0, quantity=4, perUnitCost=9.0)], totalProductCost=product_total
    ).lines[0]
    assert (line.unit_cost, line.amount) == (Decimal("6.50"), Decimal("26.00"))


def test_a_line_that_states_its_total_says_nothing_of_the_others() -> None:
    items = [
        invoice_item(cost=8.0, quantity=2, perUnitCost=4.0),
        invoice_item(cost=26.0, quantity=4, perUnitCost=None),
    ]
    lines = invoice(invoiceItems=items, totalProductCost=34.0).lines
    assert [line.amount for line in lines] == [Decimal("8.00"), Decimal("26.00")]


def test_a_line_that_states_its_total_is_believed_against_the_product_total() -> None:
    line = invoice(totalProductCost=104.0).lines[0]
    assert (line.unit_cost, line.amount) == (Decimal("6.50"), Decimal("26.00"))


def test_a_unit_cost_that_does_not_make_up_the_amount_is_worked_out_anew() -> None:
    items = [invoice_item(cost=10.0, quantity=3, perUnitCost=3.33)]
    line = invoice(invoiceItems=items, totalProductCost=10.0).lines[0]
    assert (line.unit_cost, line.amount) == (Decimal("3.3333333"), Decimal("10.00"))


def test_a_charge_without_a_quantity_is_one_and_a_product_without_one_is_an_error() -> None:
    for quantity in (None, 0):
        assert invoice(invoiceItems=[invoice_item("tax", quantity=quantity)]).lines[0].quantity == 1
    with pytest.raises(FieldMissing, match=r"no quantity \(line 1\)"):
        invoice(invoiceItems=[invoice_item(quantity=None)])


def test_an_invoice_item_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(NotUnderstood, match='line 1: "commission" is no kind of invoice item'):
        invoice(invoiceItems=[invoice_item("commission")])


def test_an_invoice_finds_its_order_by_the_older_name_of_its_request() -> None:
    told = {"fulfillmentRequestId": None, "purchaseOrderId": 450001}
    assert invoice(**told).order_ref == ORDER_OF["450001"]
    assert request_of(received(supplier_invoice(**told))) == "450001"


@pytest.mark.parametrize("told", ["7" * 201, "45\u0000001", "45\n001", 4.5, True, {"name": "450001"}])
def test_what_names_no_record_is_no_id(told: Any) -> None:
    for read, field in ((request, "orderId"), (invoice, "fulfillmentRequestId"), (invoice, "sourceId")):
        with pytest.raises(NotUnderstood, match="which is not an id"):
            read(**{field: told})


def test_an_invoice_without_number_and_date_takes_what_flxpoint_would_default_to() -> None:
    read_as = invoice(invoiceNumber=None, invoiceDate=None)
    assert (read_as.number, read_as.invoiced_at) == ("SHOP-1001-1", datetime(2026, 11, 21, 9, tzinfo=UTC))


@pytest.mark.parametrize("field", ["totalCost", "invoiceItems", "invoiceStatus", "sourceId"])
def test_an_invoice_without_a_necessary_field_is_an_error(field: str) -> None:
    with pytest.raises(FieldMissing, match=rf"Invoice 550001 .*{field}"):
        invoice(**{field: None})
