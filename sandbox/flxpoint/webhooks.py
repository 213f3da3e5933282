"""Webhooks: the configurations of an account, and the events they are told of.

Flxpoint's path really is misspelt. What a delivery holds is not documented: `payload` is the one place that
guesses it. A delivery is a hint to look, nothing more; deliveries may come twice and in any order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.routing import Route

from sandbox.flxpoint.account import Account, Change, now
from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.bodies import TEXT, WHOLE, Fields, one_of, read, some_of
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.refusals import Refused

PATH = "/webhhok/configurations"
ORDER_IMPORTED = "OrderImportedEvent"
REQUEST_PROCESSING = "FulfillmentRequestProcessingEvent"

_CREATE: Fields = {
    "configurationName": TEXT,
    "sourceId": WHOLE,
    "channelId": WHOLE,
    "webhookUrl": TEXT,
    "notificationEmail": TEXT,
    "subscribedEvents": some_of((ORDER_IMPORTED, REQUEST_PROCESSING)),
}

_CHANGE: Fields = {
    **{name: _CREATE[name] for name in ("webhookUrl", "notificationEmail", "subscribedEvents")},
    "status": one_of(("active", "disabled", "deleted")),
}

_REQUIRED = "webhookUrl subscribedEvents"


@dataclass(frozen=True)
class Event:
    """Something that happened to a record."""

    name: str
    record: Record
    source_id: int | None
    channel_id: int | None


def routes(desk: Desk) -> list[Route]:
    """The paths that write configurations."""
    return [desk.route("POST", PATH, create), desk.route("PATCH", f"{PATH}/{{id:int}}", change)]


def create(call: Call) -> Record:
    """Set a webhook up; it is active at once."""
    said = read(call.given(), _CREATE, required=_REQUIRED)
    _refuse_none(said)
    return call.account.create("webhook_configurations", {"configurationName": said["webhookUrl"], **said})


def change(call: Call) -> Record:
    """Change a webhook; address and events have to be said again each time."""
    configuration = call.named("webhook_configurations")
    said = read(call.given(), _CHANGE, required=_REQUIRED)
    _refuse_none(said)
    configuration |= said
    call.account.touch("webhook_configurations", configuration)
    return configuration


def events(account: Account, changes: Iterable[Change]) -> list[Event]:
    """What the changes mean to those who listen: orders that came in, requests that are to be processed now."""
    told = []
    for change_ in changes:
        record = change_.after
        if change_.kind == "orders" and change_.before is None:
            told.append(Event(ORDER_IMPORTED, record, None, record["channelId"]))
        if change_.kind == "fulfillment_requests" and _processing(record) and not _processing(change_.before):
            order = account.find("orders", record["orderId"]) or {}
            told.append(Event(REQUEST_PROCESSING, record, record["sourceId"], order.get("channelId")))
    return told


def listens(configuration: Record, event: Event) -> bool:
    """Whether the configuration is to be told of the event."""
    return (
        configuration["status"] == "active"
        and event.name in configuration["subscribedEvents"]
        and configuration["sourceId"] in (None, event.source_id)
        and configuration["channelId"] in (None, event.channel_id)
    )


def payload(event: Event) -> Record:
    """What is posted: a guess."""
    body = {"event": event.name, "occurredAt": now(), "accountId": event.record["accountId"]}
    if event.name == ORDER_IMPORTED:
        return body | {"orderId": event.record["id"], "channelId": event.channel_id}
    return body | {
        "fulfillmentRequestId": event.record["id"],
        "purchaseOrderId": event.record["id"],
        "orderId": event.record["orderId"],
        "sourceId": event.source_id,
    }


def _processing(request: Record | None) -> bool:
    return request is not None and request["fulfillmentRequestStatus"]["name"] == "Processing"


def _refuse_none(said: Record) -> None:
    if not said["subscribedEvents"]:
        raise Refused(400, "subscribedEvents needs at least one event")
