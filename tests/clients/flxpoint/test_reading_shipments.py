"""Flxpoint's shipments become records, and lists of them are asked for (row R-92)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from accounting.records import Shipment
from accounting.sources import Source
from clients.flxpoint.errors import NotUnderstood
from clients.flxpoint.records import read_shipment
from tests.clients.flxpoint.answering import answering, paging

SOURCES = {"21": Source(id="21", name="Acme Supply")}


def shipment(**changes: Any) -> Shipment:
    return read_shipment(
        {
            "id": 650001,
            "trackingNumber": "1Z999AA10123456784",
            "carrier": "UPS",
            "method": "Ground",
            "shippedAt": "2026-11-21T18:30:00.000Z",
            "insertedAt": "2026-11-21T18:35:00.000Z",
            "updatedAt": "2026-11-21T18:40:00.000Z",
            "shippingCost": 6.5,
            "orderId": 700123,
            "rmaId": None,
            "sourceId": 21,
            "accountingSynced": False,
            **changes,
        },
        SOURCES,
    )


def test_a_whole_shipment_is_read() -> None:
    assert shipment() == Shipment(
        id="650001",
        order_ref="700123",
        source_id="21",
        source_name="Acme Supply",
        tracking_number="1Z999AA10123456784",
        carrier="UPS",
        method="Ground",
        shipped_at=datetime(2026, 11, 21, 18, 30, tzinfo=UTC),
        changed_at=datetime(2026, 11, 21, 18, 40, tzinfo=UTC),
    )
    assert (shipment().order_id, shipment().label) == ("700123", "650001")


def test_a_return_a_mark_and_what_is_blank_are_recognised() -> None:
    read_as = shipment(rmaId=88, accountingSynced=True, trackingNumber=" ", carrier=None, orderId=None)
    assert (read_as.return_id, read_as.synced) == ("88", True)
    assert (read_as.tracking_number, read_as.carrier, read_as.order_id) == (None, None, None)


def test_a_shipment_without_a_day_was_shipped_when_it_was_entered() -> None:
    assert shipment(shippedAt=None, updatedAt=None).shipped_at == datetime(2026, 11, 21, 18, 35, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sourceId": 29}, "its source 29 is none of the account's sources"),
        ({"shippedAt": "soon"}, "Shipment 650001.*shipped_at is 'soon', which is not a date and time"),
    ],
)
def test_a_shipment_that_cannot_be_read_says_why(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(NotUnderstood, match=told):
        shipment(**changes)


async def test_shipments_are_listed_all_or_those_of_one_order() -> None:
    flxpoint = paging([{"id": 1}], page="filterPageNumber")
    assert [found["id"] async for found in flxpoint.client.shipments()] == [1]
    assert flxpoint.last.url.path == "/shipments"
    assert set(flxpoint.queries[0]) == {"filterPageNumber", "filterPageSize"}
    flxpoint = paging([{"id": 1}], page="filterPageNumber")
    assert [found["id"] async for found in flxpoint.client.shipments("7")] == [1]
    assert flxpoint.queries[0]["findByOrderId"] == "7"
    flxpoint = answering({"id": 1})
    assert await flxpoint.client.shipment("650001") == {"id": 1}
    assert flxpoint.last.url.path == "/shipments/650001"
