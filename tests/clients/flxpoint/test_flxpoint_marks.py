"""What Flxpoint is told of records, under the names that differ from kind to kind."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.records import RecordKind
from clients.flxpoint.errors import RecordUnknown, Refused
from tests.clients.flxpoint.answering import answering

LINES = {"810001": "1", "810002": "2"}


@pytest.mark.rule("R-34/expected", "R-72/expected", "R-88/expected")
@pytest.mark.parametrize(
    ("kind", "path", "items"),
    [
        (
            RecordKind.ORDER,
            "/orders/9/accounting-sync",
            [{"id": 810001, "externalAccountingId": "1"}, {"id": 810002, "externalAccountingId": "2"}],
        ),
        (
            RecordKind.FULFILLMENT_REQUEST,
            "/fulfillment-requests/9/accounting-sync",
            [{"id": 810001, "externalAccountingItemId": "1"}, {"id": 810002, "externalAccountingItemId": "2"}],
        ),
        (
            RecordKind.SUPPLIER_INVOICE,
            "/source-invoices/9",
            [
                {"invoiceItemId": 810001, "externalAccountingItemId": "1"},
                {"invoiceItemId": 810002, "externalAccountingItemId": "2"},
            ],
        ),
    ],
)
async def test_a_posted_record_is_marked_with_its_document_and_its_lines(
    kind: RecordKind, path: str, items: list[dict[str, Any]]
) -> None:
    flxpoint = answering(status=204)
    await flxpoint.client.mark_posted(kind, "9", "145", LINES)
    assert (flxpoint.last.method, flxpoint.last.url.path) == ("PATCH", path)
    assert flxpoint.last.headers["Content-Type"] == "application/json"
    assert flxpoint.body == {"accountingSynced": True, "externalAccountingId": "145", "items": items}
    assert flxpoint.admitted == 1


async def test_an_id_that_is_no_number_stays_text_and_on_its_path() -> None:
    flxpoint = answering(status=204)
    await flxpoint.client.mark_posted(RecordKind.ORDER, "a/b", "145", {"line-1": "1"})
    assert flxpoint.last.url.raw_path == b"/orders/a%2Fb/accounting-sync"
    assert flxpoint.body["items"] == [{"id": "line-1", "externalAccountingId": "1"}]


async def test_a_record_without_known_lines_is_marked_without_items() -> None:
    flxpoint = answering({"id": 9})
    await flxpoint.client.mark_posted(RecordKind.SUPPLIER_INVOICE, "9", "305", {})
    assert flxpoint.body == {"accountingSynced": True, "externalAccountingId": "305"}


async def test_a_shipment_is_marked_by_a_body_that_names_it() -> None:
    flxpoint = answering(status=204)
    await flxpoint.client.mark_posted(RecordKind.SHIPMENT, "650001", "145", {})
    assert flxpoint.last.url.path == "/shipments"
    assert flxpoint.body == {"id": 650001, "accountingSynced": True}


async def test_a_shipment_of_another_system_is_none_of_flxpoint_s() -> None:
    flxpoint = answering(status=204)
    with pytest.raises(RecordUnknown, match="Shipment PARCEL-1 is none of Flxpoint's"):
        await flxpoint.client.mark_posted(RecordKind.SHIPMENT, "PARCEL-1", "145", {})


@pytest.mark.rule("R-34/expected")
@pytest.mark.parametrize(
    ("kind", "path", "name"),
    [
        (RecordKind.ORDER, "/orders/9/accounting-sync", "accountingSyncError"),
        (RecordKind.FULFILLMENT_REQUEST, "/fulfillment-requests/9/accounting-sync", "accountingError"),
        (RecordKind.SUPPLIER_INVOICE, "/source-invoices/9", "accountingSyncError"),
    ],
)
async def test_a_failed_record_shows_why(kind: RecordKind, path: str, name: str) -> None:
    flxpoint = answering(status=204)
    await flxpoint.client.mark_failed(kind, "9", "No vendor.")
    assert flxpoint.last.url.path == path
    assert flxpoint.body == {"accountingSynced": False, name: "No vendor."}


@pytest.mark.parametrize(("length", "kept"), [(249, "x" * 249), (250, "x" * 248 + "…")])
async def test_a_message_is_cut_to_249_characters(length: int, kept: str) -> None:
    flxpoint = answering(status=204)
    await flxpoint.client.mark_failed(RecordKind.ORDER, "9", "x" * length)
    assert flxpoint.body["accountingSyncError"] == kept


async def test_nothing_is_sent_for_a_failed_shipment() -> None:
    flxpoint = answering(status=204)
    await flxpoint.client.mark_failed(RecordKind.SHIPMENT, "650001", "No order.")
    assert flxpoint.requests == []


async def test_a_refused_mark_is_an_error() -> None:
    flxpoint = answering({"message": "item 810001 is not on the record"}, status=400)
    with pytest.raises(Refused, match="item 810001 is not on the record"):
        await flxpoint.client.mark_posted(RecordKind.ORDER, "9", "145", LINES)
