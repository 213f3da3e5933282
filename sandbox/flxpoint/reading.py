"""The lists and single records that Flxpoint lets one read."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.listing import Condition, after, among, equal, linked, page, present
from sandbox.flxpoint.statuses import FULFILLMENT_REQUEST, ORDER, SHIPPED

_FILTER_PAGE = ("filterPageNumber", "filterPageSize")


def routes(desk: Desk) -> list[Route]:
    """Every path that only reads."""
    return [
        desk.route("GET", "/account", lambda call: call.account.account),
        desk.route("GET", "/channel/", channels),
        desk.route("GET", "/channel/{id:int}", lambda call: call.named("channels", "Channel")),
        desk.route("GET", "/sources", sources),
        desk.route("GET", "/source/{id:int}", lambda call: call.named("sources", "Source")),
        desk.route("GET", "/orders", orders, takes="account channel"),
        desk.route("GET", "/orders/{id:int}", lambda call: call.named("orders", "Order"), takes="account channel"),
        *_source_side(desk, "/fulfillment-requests", fulfillment_requests, "Fulfillment request"),
        *_source_side(desk, "/source-invoices", source_invoices, "Source invoice"),
        *_source_side(desk, "/shipments", shipments, "Shipment"),
    ]


def _source_side(desk: Desk, path: str, listed: Any, name: str) -> list[Route]:
    kind = path.strip("/").replace("-", "_")
    one = desk.route("GET", f"{path}/{{id:int}}", lambda call: call.named(kind, name), takes="account source")
    return [desk.route("GET", path, listed, takes="account source"), one]


def channels(call: Call) -> list[Record]:
    """The channels; archived ones only when asked for."""
    archived = call.query.flag("includeArchived")
    return [channel for channel in call.all("channels") if archived or not channel["archivedAt"]]


def sources(call: Call) -> list[Record]:
    """The sources; `filterArchived` is inverted: only false shows the archived ones."""
    hidden = call.query.flag("filterArchived") is not False
    wanted = among("id", call.query.few_numbers("filterByIds"))
    address = call.query.flag("includeAddress")
    return [
        source if address else {field: source[field] for field in source if field != "address"}
        for source in call.all("sources")
        if wanted(source) and not (hidden and source["archivedAt"])
    ]


def orders(call: Call) -> list[Record]:
    """The orders, by id."""
    query = call.query
    conditions = [
        after("orderedAt", query.moment("orderedAfter")),
        among("orderStatus", query.choices("status", ORDER)),
    ]
    if _heeds_unproven(call):
        conditions += [
            after("updatedAt", query.moment("updatedAfter")),
            among("channelId", query.few_numbers("channelIds")),
            *_sync_conditions(call, error="accountingSyncError"),
        ]
    return page(call.all("orders"), conditions, query, call.switches, names=("page", "pageSize"))


def fulfillment_requests(call: Call) -> list[Record]:
    """The fulfillment requests, by id."""
    query = call.query
    invoiced = {invoice["fulfillmentRequestId"] for invoice in call.account.all("source_invoices")}
    is_invoiced, since = query.flag("filterInvoiced"), query.number("sinceId")
    conditions: list[Condition] = [
        equal("orderId", query.number("findOrderId")),
        lambda record: since is None or record["id"] > since,
        among("fulfillmentRequestNumber", query.few_texts("frNumbers", "poNumbers")),
        equal("sourceId", query.number("filterSourceId")),
        among("shippedStatus", query.choices("filterFulfilmentStatus", SHIPPED)),
        among("fulfillmentRequestStatus", query.choices("filterStatus", FULFILLMENT_REQUEST)),
        lambda record: is_invoiced is None or (record["id"] in invoiced) == is_invoiced,
        after("generatedAt", query.moment("filterGeneratedAfter")),
    ]
    for word, field in (("Acknowledged", "acknowledgedAt"), ("Sent", "sentAt"), ("Canceled", "canceledAt")):
        conditions.append(present(field, query.flag(f"filterIs{word}")))
        conditions.append(after(field, query.moment(f"filter{word}After")))
    if _heeds_unproven(call):
        synced_orders = _synced(call, "orders")
        conditions += [
            *_sync_conditions(call, error="accountingError"),
            linked("orderId", synced_orders, query.flag("isForSyncedAccountingOrder")),
        ]
    return page(call.all("fulfillment_requests"), conditions, query, call.switches, names=_FILTER_PAGE)


def source_invoices(call: Call) -> list[Record]:
    """The supplier invoices, by the moment they came in."""
    query = call.query
    conditions = [
        equal("fulfillmentRequestId", query.number("filterPurchaseOrderId")),
        after("insertedAt", query.moment("filterCreatedAfter")),
        equal("sourceId", query.number("filterSourceId")),
        among("id", query.few_numbers("ids")),
        *_sync_conditions(call, error="accountingSyncError"),
        linked(
            "fulfillmentRequestId",
            _synced(call, "fulfillment_requests"),
            query.flag("isForSyncedAccountingPurchaseOrder"),
        ),
    ]
    return page(_by_arrival(call, "source_invoices"), conditions, query, call.switches, names=_FILTER_PAGE)


def shipments(call: Call) -> list[Record]:
    """The shipments, by the moment they came in."""
    query = call.query
    conditions = [
        equal("orderId", query.number("findByOrderId")),
        equal("fulfillmentRequestId", query.number("findByPurchaseOrderId")),
        after("insertedAt", query.moment("filterCreatedAfter")),
        after("updatedAt", query.moment("filterUpdatedAfter")),
    ]
    return page(_by_arrival(call, "shipments"), conditions, query, call.switches, names=_FILTER_PAGE)


def _sync_conditions(call: Call, *, error: str) -> list[Condition]:
    return [
        present("accountingSynced", call.query.flag("isAccountingSynced")),
        present(error, call.query.flag("hasAccountingSyncError")),
    ]


def _synced(call: Call, kind: str) -> list[Record]:
    return [record for record in call.account.all(kind) if record["accountingSynced"]]


def _heeds_unproven(call: Call) -> bool:
    return call.switches["unproven_filters"] == "on"


def _by_arrival(call: Call, kind: str) -> list[Record]:
    return sorted(call.all(kind), key=lambda record: str(record["insertedAt"]))
