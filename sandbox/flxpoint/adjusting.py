"""Acknowledging and cancelling parts of a fulfillment request, item by item."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.bodies import COUNT, FLAG, TEXT, WHOLE, Fields, one_of, read
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.marking import given_items
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.supplier_side import move

_ITEM: Fields = {
    "id": WHOLE,
    "sku": TEXT,
    "acknowledgedQuantity": COUNT,
    "secondaryAcknowledgedQuantity": COUNT,
    "cancelledQuantity": COUNT,
}
"""Spelt with two l's here, and with one on order items."""

_BODY: Fields = {"killOrFillType": one_of(("fill", "kill")), "cancelUnacknowledgedItemQuantity": FLAG}


def routes(desk: Desk) -> list[Route]:
    """The path that adjusts a fulfillment request."""
    return [desk.route("POST", "/fulfillment-requests/{id:int}/adjust", adjust, takes="account source")]


def adjust(call: Call) -> Response:
    """Acknowledge and cancel units of the items named, or acknowledge whatever is open when none is named."""
    request, given = call.named("fulfillment_requests"), call.given()
    said = read(given, _BODY)
    named = [(_named(item, request), read(item, _ITEM)) for item in given_items(given)]
    cancelled = {item["id"]: _adjust(item, change) for item, change in named}
    if not named:
        for item in request["fulfillmentRequestItems"]:
            item["acknowledgedQuantity"] += _open(item)
    if said.get("cancelUnacknowledgedItemQuantity"):
        for item in request["fulfillmentRequestItems"]:
            rest = _open(item)
            cancelled[item["id"]] = cancelled.get(item["id"], 0) + rest
            item["voidedQuantity"] += rest
    if said.get("killOrFillType") == "kill":
        _cancel_on_order(call, request, cancelled)
    _settle(call, request)
    return Response(status_code=204)


def _named(given: Record, request: Record) -> Record:
    """The item that is meant, by its id or else by a SKU that only one item has."""
    field = "id" if given.get("id") is not None else "sku"
    found: list[Record] = [item for item in request["fulfillmentRequestItems"] if item[field] == given.get(field)]
    if len(found) != 1:
        how_many = "several items" if found else "not an item"
        raise Refused(400, f"items: {field} {given.get(field)} is {how_many} of {request['id']}")
    return found[0]


def _adjust(item: Record, change: Record) -> int:
    """Note what was acknowledged and cancelled of an item; the units cancelled."""
    for name in ("acknowledgedQuantity", "secondaryAcknowledgedQuantity"):
        item[name] = change.get(name, item[name])
    item["acknowledgedQuantity"] = max(item["acknowledgedQuantity"], item["secondaryAcknowledgedQuantity"])
    cancelled: int = change.get("cancelledQuantity", 0)
    item["voidedQuantity"] += cancelled
    return cancelled


def _open(item: Record) -> int:
    units: int = (item["quantity"] or 0) - item["acknowledgedQuantity"] - item["voidedQuantity"]
    return max(0, units)


def _cancel_on_order(call: Call, request: Record, cancelled: dict[int, int]) -> None:
    """Nobody else shall deliver the cancelled units: they are cancelled on the order too."""
    order = call.account.find("orders", request["orderId"]) or {"orderItems": []}
    lines = {item["id"]: item for item in order["orderItems"]}
    for item in request["fulfillmentRequestItems"]:
        if line := lines.get(item["orderItemId"]):
            line["canceledQuantity"] += cancelled.get(item["id"], 0)


def _settle(call: Call, request: Record) -> None:
    """A request with nothing left open is acknowledged, or canceled when nothing of it was acknowledged."""
    items = request["fulfillmentRequestItems"]
    if any(map(_open, items)):
        call.account.touch("fulfillment_requests", request)
    elif any(item["acknowledgedQuantity"] for item in items):
        move(call, request, "Acknowledged", at="acknowledgedAt")
    else:
        move(call, request, "Canceled", at="canceledAt")
