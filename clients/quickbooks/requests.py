"""Requests to QuickBooks Online as values; building one sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from clients.quickbooks.exact_json import json_bytes

MINOR_VERSION = "75"
MOST_BATCH_ITEMS = 29
"""QuickBooks takes 30; one below, for the day it counts differently."""
LONGEST_REQUEST_ID = 50
"""Characters; in a batch the request id and the item's bId count together."""
LONGEST_QUERY_IN_URL = 1500
"""Characters of the encoded statement; Intuit documents no limit, gateways have one."""

JSON = "application/json"
TEXT = "application/text"


@dataclass(frozen=True)
class Request:
    """One HTTP request, its path counted from ``/v3/company/<realm>``."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes | None = None
    content_type: str | None = None
    request_id: str | None = None


@dataclass(frozen=True)
class BatchCreate:
    """One creation inside a batch, answered under its ``bid``."""

    bid: str
    kind: str
    body: Mapping[str, Any]


def create(kind: str, body: Mapping[str, Any], request_id: str) -> Request:
    """Create one entity. An ``Id`` in the body would make it an update, so it is refused."""
    if "Id" in body:
        raise ValueError(f"A {kind} to be created carries the Id {body['Id']}; leave Id out.")
    return _write(f"/{kind.lower()}", body, request_id)


def update(kind: str, body: Mapping[str, Any], request_id: str) -> Request:
    """Change one entity: fully, or sparsely if the body says so. Needs ``Id`` and ``SyncToken``."""
    missing = [name for name in ("Id", "SyncToken") if not body.get(name)]
    if missing:
        raise ValueError(f"A {kind} to be updated lacks {' and '.join(missing)}; read it first.")
    return _write(f"/{kind.lower()}", body, request_id)


def batch(items: Sequence[BatchCreate], request_id: str) -> Request:
    """Create up to 29 entities in one request; each succeeds or fails alone."""
    if not 1 <= len(items) <= MOST_BATCH_ITEMS:
        raise ValueError(f"A batch of {len(items)} items; QuickBooks gets 1 to {MOST_BATCH_ITEMS}.")
    if len({item.bid for item in items}) < len(items):
        raise ValueError("A batch names one bId twice; answers could not be told apart.")
    for item in items:
        _check_request_id(request_id + item.bid)
    return _write("/batch", {"BatchItemRequest": [_batch_item(item) for item in items]}, request_id)


def read(kind: str, id: str) -> Request:
    """Read one entity by its Id."""
    return _get(f"/{kind.lower()}/{quote(id, safe='')}")


def query(statement: str) -> Request:
    """Run a query; a statement too long for a URL goes as text in a POST."""
    if len(quote(statement)) <= LONGEST_QUERY_IN_URL:
        return _get("/query", query=statement)
    return Request("POST", "/query", {"minorversion": MINOR_VERSION}, statement.encode(), TEXT)


def changes(kind: str, since: datetime) -> Request:
    """What of a kind was created, changed or deleted since a time, which must have a zone."""
    if since.tzinfo is None:
        raise ValueError(f"The time {since} has no zone; QuickBooks would take it for Pacific time.")
    return _get("/cdc", entities=kind, changedSince=since.isoformat(timespec="seconds"))


def preferences() -> Request:
    """Read the company's preferences."""
    return _get("/preferences")


def company_info(realm: str) -> Request:
    """Read the company's name, country and plan."""
    return _get(f"/companyinfo/{quote(realm, safe='')}")


def _batch_item(item: BatchCreate) -> dict[str, Any]:
    if "Id" in item.body:
        raise ValueError(f"Batch item {item.bid}, a {item.kind}, carries an Id; leave Id out.")
    return {"bId": item.bid, "operation": "create", item.kind: item.body}


def _get(path: str, **parameters: str) -> Request:
    return Request("GET", path, {**parameters, "minorversion": MINOR_VERSION})


def _write(path: str, body: Mapping[str, Any], request_id: str) -> Request:
    _check_request_id(request_id)
    parameters = {"requestid": request_id, "minorversion": MINOR_VERSION}
    return Request("POST", path, parameters, json_bytes(body), JSON, request_id)


def _check_request_id(request_id: str) -> None:
    if not 1 <= len(request_id) <= LONGEST_REQUEST_ID:
        raise ValueError(
            f"The request id {request_id!r} (with the bId, in a batch) has {len(request_id)} characters; "
            f"QuickBooks takes 1 to {LONGEST_REQUEST_ID}."
        )
