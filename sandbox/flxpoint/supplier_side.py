"""The paths that change what suppliers and shoppers see: an accounting program has no business here.

They do what Flxpoint does, so that a wrong call leaves its trace in the records as well as in the log.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sandbox.flxpoint.account import now
from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.statuses import ORDER, status

_FULFILLMENT_REQUEST = "/fulfillment-requests/{id:int}"


def routes(desk: Desk) -> list[Route]:
    """Every path that moves a record along its life."""
    both = "account source"
    return [
        desk.route("GET", "/fulfillment-requests/processing", take_processing, takes=both),
        desk.route("PATCH", f"{_FULFILLMENT_REQUEST}/acknowledge", acknowledge, takes=both),
        desk.route("PATCH", f"{_FULFILLMENT_REQUEST}/processed", processed, takes=both),
        desk.route("PATCH", f"{_FULFILLMENT_REQUEST}/cancel", cancel, takes=both),
        desk.route("POST", f"{_FULFILLMENT_REQUEST}/adjust", adjust, takes=both),
        desk.route("POST", f"{_FULFILLMENT_REQUEST}/committed-stock", commit_stock, takes=both),
        desk.route("PATCH", "/orders/{id:int}/status", change_order_status),
    ]


def take_processing(call: Call) -> list[Record]:
    """The requests in Processing; reading them moves them to Processed, as if the supplier had them now."""
    taken = [request for request in call.all("fulfillment_requests") if _status(request) == "Processing"]
    for request in taken:
        _move(call, request, "Processed", at="sentAt")
    return taken


def acknowledge(call: Call) -> Response:
    """The supplier confirms that it got the request."""
    request = _request(call)
    if _status(request) == "Acknowledged":
        raise Refused(400, f"Fulfillment request {request['id']} was already acknowledged")
    return _move(call, request, "Acknowledged", at="acknowledgedAt")


def processed(call: Call) -> Response:
    """The supplier has taken the request in."""
    request = _request(call)
    if _status(request) not in ("Processing", "Processed"):
        raise Refused(400, f"Fulfillment request {request['id']} is {_status(request)}, not Processing")
    return _move(call, request, "Processed", at="sentAt")


def cancel(call: Call) -> Response:
    """The supplier will not deliver."""
    return _move(call, _request(call), "Canceled", at="canceledAt")


def adjust(call: Call) -> Response:
    """Void units of items: `items[]{id, voidedQuantity}`."""
    request = _request(call)
    held = {item["id"]: item for item in request["fulfillmentRequestItems"]}
    for item in call.given().get("items") or []:
        if item.get("id") not in held:
            raise Refused(400, f"items: id {item.get('id')} is not an item of {request['id']}")
        held[item["id"]]["voidedQuantity"] = item.get("voidedQuantity", 0)
    call.account.touch("fulfillment_requests", request)
    return Response(status_code=204)


def commit_stock(call: Call) -> Response:
    """Reserve stock for the request; stock is not kept here, so only the record's stamp moves."""
    call.account.touch("fulfillment_requests", _request(call))
    return Response(status_code=204)


def change_order_status(call: Call) -> Response:
    """Open, close, hold or cancel an order; the status stands in the query."""
    order = call.named("orders", "Order")
    name = call.query.text("status")
    if name not in ORDER or name == "Draft":
        raise Refused(400, f"status must be one of {', '.join(ORDER[:-1])}, not {name}")
    order["orderStatus"] = name
    call.account.touch("orders", order)
    return Response(status_code=201)


def _request(call: Call) -> Record:
    return call.named("fulfillment_requests", "Fulfillment request")


def _status(request: Record) -> str:
    return str(request["fulfillmentRequestStatus"]["name"])


def _move(call: Call, request: Record, name: str, *, at: str) -> Response:
    request["fulfillmentRequestStatus"] = status(name)
    request[at] = now()
    call.account.touch("fulfillment_requests", request)
    return Response(status_code=204)
