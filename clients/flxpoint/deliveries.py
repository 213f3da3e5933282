"""What a webhook of Flxpoint tells: that it is time to look at one record. Nothing else in it is believed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from accounting.records import RecordKind
from clients.flxpoint import fields
from clients.flxpoint.entry import Entry
from clients.flxpoint.errors import NotUnderstood

FORM_OF_IDS = re.compile(r"[A-Za-z0-9]{1,40}")
KINDS = {
    "OrderImportedEvent": RecordKind.ORDER,
    "FulfillmentRequestProcessingEvent": RecordKind.FULFILLMENT_REQUEST,
}
"""Flxpoint's two events → the kind of record that is to be looked at."""


class DeliveryNotUnderstood(Exception):
    """A delivery names no record; the text says why."""


@dataclass(frozen=True)
class Hint:
    """The record to look at."""

    kind: RecordKind
    id: str
    order_id: str | None
    """The order that it belongs to; None if that was not told."""


def read_delivery(body: bytes) -> Hint:
    """The record that a delivery names.

    Raises:
        DeliveryNotUnderstood: it names none, or an event that nobody knows.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise DeliveryNotUnderstood("The delivery is no JSON.") from None
    if not isinstance(found, dict):
        raise DeliveryNotUnderstood("The delivery is no object.")
    event = Entry(RecordKind.ORDER, "", fields.DELIVERY, found).find("event")
    if not isinstance(event, str) or event not in KINDS:
        told = f'The event is "{event[:80]}"' if isinstance(event, str) else "The delivery tells no event"
        raise DeliveryNotUnderstood(f"{told}; the events are: {', '.join(KINDS)}.")
    kind = KINDS[event]
    order_id = _id(found, kind, "order_id")
    record_id = order_id if kind is RecordKind.ORDER else _id(found, kind, "request_id")
    if record_id is None:
        names = fields.DELIVERY["order_id" if kind is RecordKind.ORDER else "request_id"]
        raise DeliveryNotUnderstood(f"{event} without the {kind.words}'s id: there is none under {', '.join(names)}.")
    return Hint(kind, record_id, order_id)


def _id(found: dict[str, object], kind: RecordKind, field: str) -> str | None:
    try:
        told = Entry(kind, "", fields.DELIVERY, found).text_or_none(field)
    except NotUnderstood as error:
        raise DeliveryNotUnderstood(f"The delivery's {error.reason}") from None
    if told is not None and not FORM_OF_IDS.fullmatch(told):
        raise DeliveryNotUnderstood(f'The delivery\'s {field} is "{told[:80]}", which is no id of Flxpoint.')
    return told
