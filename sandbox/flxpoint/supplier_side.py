"""The paths by which a supplier moves a fulfillment request along: an accounting program has no business here.

They do what Flxpoint does, so that a wrong call leaves its trace in the records as well as in the log.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from sandbox.flxpoint.account import this_second
from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.filters import source
from sandbox.flxpoint.listing import matching
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.statuses import status
from sandbox.flxpoint.wire import as_served

_PATH = "/fulfillment-requests/{id:int}"


def routes(desk: Desk) -> list[Route]:
    """Every path that moves a fulfillment request along its life."""
    both = "account source"
    return [
        desk.route("GET", "/fulfillment-requests/processing", take_processing, takes=both),
        desk.route("PATCH", f"{_PATH}/acknowledge", acknowledge, takes=both),
        desk.route("PATCH", f"{_PATH}/processed", processed, takes=both),
        desk.route("PATCH", f"{_PATH}/processing-failed", fail, takes=both),
        desk.route("PATCH", f"{_PATH}/cancel", cancel, takes=both),
        desk.route("PATCH", f"{_PATH}/committed-stock", adjust_stock, takes=both),
        desk.route("DELETE", f"{_PATH}/committed-stock", adjust_stock, takes=both),
    ]


def take_processing(call: Call) -> list[Record]:
    """The requests in Processing; reading them moves them to Processed, as if the supplier had them now."""
    asked = matching(call, "fulfillment_requests", (source("filterSourceId"),))
    taken = [request for request in asked if status_of(request) == "Processing"]
    for request in taken:
        move(call, request, "Processed", at="sentAt")
    return [as_served("fulfillment_requests", request, call.switches) for request in taken]


def acknowledge(call: Call) -> Response:
    """The supplier confirms that it got the request."""
    request = call.named("fulfillment_requests")
    if status_of(request) == "Acknowledged":
        raise Refused(400, f"Fulfillment request {request['id']} was already acknowledged")
    move(call, request, "Acknowledged", at="acknowledgedAt")
    return Response(status_code=204)


def processed(call: Call) -> Response:
    """The supplier has taken the request in; doing so again changes nothing."""
    request = call.named("fulfillment_requests")
    if status_of(request) not in ("Processing", "Processed"):
        raise Refused(400, f"Fulfillment request {request['id']} is {status_of(request)}, not Processing")
    if status_of(request) == "Processing":
        move(call, request, "Processed", at="sentAt")
    return Response(status_code=200)


def fail(call: Call) -> Response:
    """The request could not be sent; why stands in the query."""
    request, reason = call.named("fulfillment_requests"), call.query.text("error")
    if reason is None:
        raise Refused(400, "error is required")
    if status_of(request) not in ("Processing", "Processed"):
        raise Refused(400, f"Fulfillment request {request['id']} is {status_of(request)}, not Processing or Processed")
    request["processingErrorReason"] = reason
    move(call, request, "Failed")
    return Response(status_code=204)


def cancel(call: Call) -> Response:
    """The supplier will not deliver."""
    move(call, call.named("fulfillment_requests"), "Canceled", at="canceledAt")
    return Response(status_code=204)


def adjust_stock(call: Call) -> Response:
    """Release or reserve stock for the request; stock is not kept here, so only the record's stamp moves."""
    call.account.touch("fulfillment_requests", call.named("fulfillment_requests"))
    return Response(status_code=204)


def status_of(request: Record) -> str:
    """The name of the request's status."""
    return str(request["fulfillmentRequestStatus"]["name"])


def move(call: Call, request: Record, name: str, *, at: str | None = None) -> None:
    """Give the request another status, and note the moment in the field `at`."""
    request["fulfillmentRequestStatus"] = status(name)
    if at:
        request[at] = this_second()
    call.account.touch("fulfillment_requests", request)
