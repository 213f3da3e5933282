"""Shipments as they are written: made for a fulfillment request, changed, and flagged by the channel."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response
from starlette.routing import Route

from sandbox.flxpoint.account import Account, this_second
from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.bodies import COUNT, FLAG, MOMENT, NUMBER, OBJECT, TEXT, WHOLE, Fields, read
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.kinds import SAME, full_item
from sandbox.flxpoint.marking import given_items
from sandbox.flxpoint.refusals import Refused, not_found
from sandbox.flxpoint.statuses import COMPLETION, status

_CREATE: Fields = {
    "fulfillmentRequestId": WHOLE,
    "purchaseOrderId": WHOLE,
    "purchaseOrderNumber": TEXT,
    "sourceId": WHOLE,
    "allowDuplicateTrackingNumbers": FLAG,
    "shipment": OBJECT,
}

_SHIPMENT: Fields = {
    "note": TEXT,
    "trackingUrl": TEXT,
    "trackingNumber": TEXT,
    "carrier": TEXT,
    "method": TEXT,
    "shippedAt": MOMENT,
    "shippingCost": NUMBER,
    "suppressed": FLAG,
}

_CHANGE: Fields = {"id": WHOLE, "fulfillmentRequestId": WHOLE, **_SHIPMENT, "accountingSynced": FLAG}

_NAMED_BY = ("purchaseOrderItemId", "orderItemId", "inventoryVariantId", "sku")
"""What may tell which item of the fulfillment request is in the parcel, the surest first."""

_ITEM: Fields = {
    "quantity": COUNT,
    "fulfillmentRequestItemId": WHOLE,
    "purchaseOrderItemId": WHOLE,
    "orderItemId": WHOLE,
    "inventoryVariantId": WHOLE,
    "sku": TEXT,
    "rmaItemId": WHOLE,
}


def routes(desk: Desk) -> list[Route]:
    """The paths that write shipments."""
    both = "account source"
    return [
        desk.route("POST", "/shipments", create, takes=both),
        desk.route("PATCH", "/shipments", change, takes=both),
        desk.route("PUT", "/shipments/flag-with-errors", flag, takes="account channel"),
    ]


def create(call: Call) -> Record:
    """A new shipment; what it holds counts as shipped, on the fulfillment request and on the order."""
    said = read(call.given(), _CREATE, required="shipment")
    request = _request(call, said)
    shipment = read(said["shipment"], _SHIPMENT, required="trackingNumber")
    items = [_in_parcel(item, request) for item in given_items(said["shipment"], "shipmentItems")]
    if not items:
        raise Refused(400, "shipmentItems needs at least one item")
    if not said.get("allowDuplicateTrackingNumbers"):
        _refuse_known_number(call, request, shipment["trackingNumber"])
    about = {"orderId": request["orderId"], "sourceId": request["sourceId"], "shipmentItems": items}
    created = call.account.create(
        "shipments", {"shippedAt": this_second(), "fulfillmentRequestId": request["id"], **about, **shipment}
    )
    _recount(call.account, request)
    return created


def change(call: Call) -> Record:
    """Change a shipment, or mark it; its id stands in the body."""
    given = call.given()
    said = read(given, _CHANGE, required="id")
    shipment = call.record("shipments", said["id"])
    was, is_ = shipment["fulfillmentRequestId"], said.get("fulfillmentRequestId", shipment["fulfillmentRequestId"])
    items = given_items(given, "shipmentItems")
    if was != is_ or items:
        request = call.record("fulfillment_requests", is_)
        changed = _items_after(call, shipment, items, request, moves=was != is_)
        shipment |= {"shipmentItems": changed, "purchaseOrderId": is_, "orderId": request["orderId"]}
    shipment |= said
    call.account.touch("shipments", shipment)
    if was != is_ or items:
        for request_id in {was, is_}:
            _recount(call.account, call.account.find("fulfillment_requests", request_id))
    return shipment


def flag(call: Call) -> Response:
    """Note on shipments what went wrong when the channel was told of them: an array of shipments."""
    if not isinstance(call.body, list) or not all(isinstance(each, dict) for each in call.body):
        raise Refused(400, "The body must be a list of shipments")
    for given in call.body:
        said = read(given, {"id": WHOLE, "syncError": TEXT}, required="id")
        shipment = call.account.find("shipments", said["id"])
        if shipment is None:
            raise not_found("Shipment", said["id"])
        shipment |= said
        call.account.touch("shipments", shipment)
    return Response(status_code=204)


def _request(call: Call, said: Record) -> Record:
    """The fulfillment request the body names, by id under either name or by its number and source."""
    request_id = said.get("fulfillmentRequestId", said.get("purchaseOrderId"))
    if request_id is not None:
        return call.record("fulfillment_requests", request_id)
    source_id = said.get("sourceId", call.caller.id)
    if "purchaseOrderNumber" not in said or source_id is None:
        raise Refused(400, "fulfillmentRequestId, or purchaseOrderNumber with sourceId, is required")
    if call.caller.type == "source" and source_id != call.caller.id:
        raise Refused(400, f"sourceId {source_id} is not the token's source")
    for request in call.all("fulfillment_requests"):
        if (request["sourceId"], request["fulfillmentRequestNumber"]) == (source_id, said["purchaseOrderNumber"]):
            return request
    raise not_found("Fulfillment request", said["purchaseOrderNumber"])


def _refuse_known_number(call: Call, request: Record, number: str) -> None:
    for shipment in call.account.all("shipments"):
        if (shipment["fulfillmentRequestId"], shipment["trackingNumber"]) == (request["id"], number):
            raise Refused(400, f"Tracking number {number} is already on fulfillment request {request['id']}")


def _in_parcel(given: Record, request: Record) -> Record:
    said = read(given, _ITEM, required="quantity")
    ordered = _ordered(said, request)
    about = {name: ordered[name] for name in ("sku", "inventoryVariantId", "orderItemId")}
    both = {"fulfillmentRequestItemId": ordered["id"], "purchaseOrderItemId": ordered["id"]}
    return about | {"committedStockReleasedQuantity": 0} | said | both


def _ordered(said: Record, request: Record) -> Record:
    """The item of the fulfillment request that is meant; raises Refused with 400 when it has none such."""
    named = {old: said[name] for name, old in SAME.items() if name in said} | said
    for name in _NAMED_BY:
        if name in named:
            field = "id" if name == "purchaseOrderItemId" else name
            for item in request["fulfillmentRequestItems"]:
                if item[field] == named[name]:
                    return dict(item)
            raise Refused(400, f"{name} {named[name]} is not on fulfillment request {request['id']}")
    raise Refused(400, f"An item needs one of {', '.join(_NAMED_BY)}")


def _items_after(call: Call, shipment: Record, given: list[Record], request: Record, *, moves: bool) -> list[Record]:
    """The shipment's items with those given changed or added, all of them on the fulfillment request."""
    held = {item["id"]: dict(item) for item in shipment["shipmentItems"]}
    if moves:
        held = {number: item | _in_parcel(_by_sku(item), request) for number, item in held.items()}
    added = call.account.next_item_id("shipments")
    for item in given:
        number = item.get("id")
        if number is None:
            new = _in_parcel(item, request) | {"id": added}
            held[added] = full_item("shipments", new, record_id=shipment["id"])
            added += 1
        elif number in held:
            held[number] |= read(item, _ITEM)
        else:
            raise Refused(400, f"shipmentItems: id {number} is not an item of {shipment['id']}")
    return list(held.values())


def _by_sku(item: Record) -> Record:
    return {name: item[name] for name in ("sku", "quantity")}


def _recount(account: Account, request: Record | None) -> None:
    """What has been shipped of the fulfillment request and of its order, from their shipments."""
    if request is None:
        return
    shipped = [item for each in account.all("shipments") for item in each["shipmentItems"]]
    whole = _count(request["fulfillmentRequestItems"], shipped, "fulfillmentRequestItemId")
    name = ("Awaiting Shipment", "Partially Shipped", "Shipped")[whole]
    quantity = sum(item["shippedQuantity"] for item in request["fulfillmentRequestItems"])
    request |= {"shippedStatus": status(name), "shippedQuantity": quantity}
    account.touch("fulfillment_requests", request)
    if order := account.find("orders", request["orderId"]):
        order["shippedStatus"] = COMPLETION[_count(order["orderItems"], shipped, "orderItemId")]
        account.touch("orders", order)


def _count(items: Iterable[Record], shipped: list[Record], named: str) -> int:
    """Note on each item how much of it was shipped; 0 when nothing was, 2 when everything was, else 1."""
    items = list(items)
    for item in items:
        item["shippedQuantity"] = sum(each["quantity"] or 0 for each in shipped if each[named] == item["id"])
    if not any(item["shippedQuantity"] for item in items):
        return 0
    return 2 if all(item["shippedQuantity"] >= (item["quantity"] or 0) for item in items) else 1
