"""What a webhook's delivery says: which record to look at, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounting.records import RecordKind
from clients.flxpoint.deliveries import DeliveryNotUnderstood, Hint, read_delivery

IMPORTED = "OrderImportedEvent"
PROCESSING = "FulfillmentRequestProcessingEvent"


def delivered(**told: Any) -> bytes:
    return json.dumps(told).encode()


def refused(body: bytes) -> str:
    with pytest.raises(DeliveryNotUnderstood) as told:
        read_delivery(body)
    return str(told.value)


@pytest.mark.parametrize(
    "told", [{"orderId": 700123}, {"orderId": "700123"}, {"order": {"id": 700123}}, {"data": {"orderId": 700123}}]
)
def test_an_order_that_came_in_is_to_be_looked_at(told: dict[str, Any]) -> None:
    assert read_delivery(delivered(event=IMPORTED, total=1, **told)) == Hint(RecordKind.ORDER, "700123", "700123")


@pytest.mark.parametrize("event", ["event", "eventType", "eventName", "type"])
def test_a_request_in_processing_is_to_be_looked_at_with_its_order_if_that_is_told(event: str) -> None:
    kind = RecordKind.FULFILLMENT_REQUEST

    told = {event: PROCESSING, "purchaseOrderId": 450001}

    assert read_delivery(delivered(**told, orderId=700123)) == Hint(kind, "450001", "700123")
    assert read_delivery(delivered(**told)) == Hint(kind, "450001", None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The delivery is no JSON."),
        (b"\xff\xfe", "The delivery is no JSON."),
        (b"[" * 100_000, "The delivery is no JSON."),
        (b"[]", "The delivery is no object."),
        (b"{}", f"The delivery tells no event; the events are: {IMPORTED}, {PROCESSING}."),
        (delivered(event=7), f"The delivery tells no event; the events are: {IMPORTED}, {PROCESSING}."),
        (
            delivered(event="OrderDeletedEvent", orderId=1),
            f'The event is "OrderDeletedEvent"; the events are: {IMPORTED}, {PROCESSING}.',
        ),
        (
            delivered(event=IMPORTED),
            f"{IMPORTED} without the order's id: there is none under orderId, order.id, data.orderId.",
        ),
        (
            delivered(event=IMPORTED, orderId="1/../2"),
            'The delivery\'s order_id is "1/../2", which is no id of Flxpoint.',
        ),
        (
            delivered(event=IMPORTED, orderId=[1]),
            "The delivery's order_id is [1], which is not text. Correct it in Flxpoint.",
        ),
        (
            delivered(event=PROCESSING, orderId=1),
            f"{PROCESSING} without the fulfillment request's id: there is none under "
            "fulfillmentRequestId, purchaseOrderId, fulfillmentRequest.id, data.fulfillmentRequestId.",
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_names_no_record_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    assert refused(body) == reason
