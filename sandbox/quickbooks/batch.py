"""Several operations in one request, each with its own result."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import Company
from sandbox.quickbooks.kinds import KINDS
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.replay import Replay
from sandbox.quickbooks.search import query
from sandbox.quickbooks.shape import Record
from sandbox.quickbooks.writing import delete, write

MOST = 30


def batch(company: Company, replay: Replay, body: Any, request_id: str) -> list[Record]:
    """The results in the order of the items; raises Refusal 1040 for more than 30 of them."""
    items = body.get("BatchItemRequest") if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise refusals.missing("BatchItemRequest")
    if len(items) > MOST:
        raise refusals.batch_too_large(MOST, len(items))
    return [_result(company, replay, item, request_id) for item in items]


def _result(company: Company, replay: Replay, item: Record, request_id: str) -> Record:
    bid = str(item.get("bId", ""))
    try:
        if "Query" in item:
            members = {"QueryResponse": query(company, item["Query"])}
        else:
            key = request_id + bid if request_id else ""
            members = replay.once(key, lambda: _write(company, item))
    except Refusal as refusal:
        members = {"Fault": refusal.fault()}
    return {**members, "bId": bid}


def _write(company: Company, item: Record) -> Record:
    kind = next((KINDS[name] for name in item if name in KINDS), None)
    if kind is None:
        raise refusals.unreadable(f"batch item {item.get('bId')}: no known entity")
    options = str(item.get("optionsData", "")).split(",")
    if item.get("operation") == "delete":
        return {kind.name: delete(company, kind, item[kind.name])}
    if item.get("operation") not in ("create", "update") or "void" in options:
        raise refusals.unsupported(str(item.get("optionsData") or item.get("operation")))
    stored = write(company, kind, item[kind.name], duplicates_allowed="allowduplicatedocnum" in options)
    return {kind.name: stored}
