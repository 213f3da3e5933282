"""The lists one can ask Flxpoint for: path, tokens, filters, page parameters and order of each, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.flxpoint.filters import (
    Filter,
    above,
    after,
    choices,
    few_texts,
    hidden,
    linked,
    number,
    numbers,
    present,
    source,
    texts,
    unproven,
)
from sandbox.flxpoint.statuses import FULFILLMENT_REQUEST, ORDER, SHIPPED

FILTER_PAGE = ("filterPageNumber", "filterPageSize")
PAGE = ("page", "pageSize")
PAGE_NUMBER = ("pageNumber", "pageSize")

Parts = Mapping[str, str]
"""Which parameter makes Flxpoint send which part of a record; a part that is not asked for is left out."""


@dataclass(frozen=True)
class Listing:
    """One list."""

    path: str
    kind: str
    takes: str
    filters: tuple[Filter, ...]
    page: tuple[str, str] | None = None
    """The parameters for the page's number and its size; None for a list that has no pages."""
    by: str | None = None
    """The moment by which it is sorted, oldest first; None for by id."""
    parts: Parts = field(default_factory=dict)
    heavy: tuple[str, ...] = ()
    """What a brief list leaves to the single record."""


@dataclass(frozen=True)
class Count:
    """How many records a list's filters let through."""

    path: str
    kind: str
    takes: str
    filters: tuple[Filter, ...]


def _synced(error: str) -> tuple[Filter, Filter]:
    return present("isAccountingSynced", "accountingSynced"), present("hasAccountingSyncError", error)


def _of_requests(numbers_parameter: str) -> tuple[Filter, ...]:
    return (
        number("findOrderId", "orderId"),
        above("sinceId", "id"),
        few_texts(numbers_parameter, "fulfillmentRequestNumber"),
        source("filterSourceId"),
        choices("filterFulfilmentStatus", "shippedStatus", SHIPPED),
        linked("filterInvoiced", "id", "source_invoices", "fulfillmentRequestId", marked=False),
        choices("filterStatus", "fulfillmentRequestStatus", FULFILLMENT_REQUEST),
        after("filterGeneratedAfter", "generatedAt"),
        present("filterIsAcknowledged", "acknowledgedAt"),
        after("filterAcknowledgedAfter", "acknowledgedAt"),
        present("filterIsSent", "sentAt"),
        after("filterSentAfter", "sentAt"),
        present("filterIsCanceled", "canceledAt"),
        after("filterCanceledAfter", "canceledAt"),
        *map(unproven, _synced("accountingError")),
        unproven(linked("isForSyncedAccountingOrder", "orderId", "orders", "id", marked=True)),
    )


SOURCE_PARTS: Parts = {
    "includeAddress": "address",
    "includeIntegrations": "integrations",
    "includeSettings": "settings",
    "includeVendor": "vendor",
}

LISTINGS = (
    Listing(
        "/channel/",
        "channels",
        "account",
        (hidden("includeArchived", "archivedAt", when_absent=False, shown_by=True),),
        parts={"includeIntegrations": "integrations"},
    ),
    Listing(
        "/sources",
        "sources",
        "account",
        (
            numbers("filterByIds", "id"),
            present("filterFirearmsEnabled", "firearmsEnabled"),
            # Inverted in the real one: true, the default, hides them.
            hidden("filterArchived", "archivedAt", when_absent=True, shown_by=False),
        ),
        parts=SOURCE_PARTS,
    ),
    Listing(
        "/orders",
        "orders",
        "account channel",
        (
            after("orderedAfter", "orderedAt"),
            choices("status", "orderStatus", ORDER),
            unproven(after("updatedAfter", "updatedAt")),
            unproven(numbers("channelIds", "channelId")),
            *map(unproven, _synced("accountingSyncError")),
        ),
        PAGE,
        parts={"includeTags": "tags"},
        heavy=("orderItems", "channelInvoice", "shippingAddress", "billingAddress"),
    ),
    Listing(
        "/fulfillment-requests",
        "fulfillment_requests",
        "account source",
        _of_requests("frNumbers poNumbers"),
        FILTER_PAGE,
    ),
    Listing(
        "/source-invoices",
        "source_invoices",
        "account source",
        (
            number("filterPurchaseOrderId", "fulfillmentRequestId"),
            after("filterCreatedAfter", "insertedAt"),
            source("filterSourceId"),
            numbers("ids", "id"),
            *_synced("accountingSyncError"),
            linked(
                "isForSyncedAccountingPurchaseOrder", "fulfillmentRequestId", "fulfillment_requests", "id", marked=True
            ),
        ),
        FILTER_PAGE,
        by="insertedAt",
    ),
    Listing(
        "/shipments",
        "shipments",
        "account source",
        (
            number("findByOrderId", "orderId"),
            number("findByPurchaseOrderId", "fulfillmentRequestId"),
            after("filterCreatedAfter", "insertedAt"),
            after("filterUpdatedAfter", "updatedAt"),
        ),
        FILTER_PAGE,
        by="insertedAt",
    ),
    Listing(
        "/returns",
        "returns",
        "account channel",
        (number("orderId", "orderId"), number("channelId", "channelId")),
        PAGE_NUMBER,
        parts={"includeRmas": "rmas"},
    ),
    Listing(
        "/rma",
        "rmas",
        "account source",
        (
            number("returnId", "returnId"),
            source("sourceId"),
            after("createdAfter", "createdAt"),
            texts("rmaNumbers", "rmaNumber"),
            present("isAccountingSynced", "accountingSynced"),
        ),
        PAGE_NUMBER,
    ),
    Listing("/webhhok/configurations", "webhook_configurations", "account", ()),
)

COUNTS = (
    Count(
        "/fulfillment-requests/count",
        "fulfillment_requests",
        "account source",
        _of_requests("fulfillmentRequestNumbers frNumbers"),
    ),
    # The deprecated twin.
    Count("/purchase-orders/count", "fulfillment_requests", "account source", _of_requests("poNumbers")),
)
