"""Several operations in one request, each with its own result."""

from __future__ import annotations

import random
from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.api.replay import Replay
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.changes.cdc import changes
from sandbox.quickbooks.documents.voiding import void
from sandbox.quickbooks.query.search import query
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.writing import delete, write

MOST_OBJECTS = 1000


def batch(company: Company, replay: Replay, body: Any, request_id: str) -> list[Record]:
    """The results of the items, in their order unless the switch `batch_order` shuffles them.

    Items know nothing of each other; one that is refused has a Fault in its result. Raises Refusal 1040 for more
    items than `batch_limit`, unless `batch_overflow` refuses the items too many alone.
    """
    items = body.get("BatchItemRequest") if isinstance(body, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise refusals.missing("BatchItemRequest")
    limit = int(company.switches["batch_limit"])
    too_large = refusals.batch_too_large(limit, len(items))
    if len(items) > limit and company.switches["batch_overflow"] == "whole":
        raise too_large
    results = _Results(company, replay, request_id)
    for item in items[:limit]:
        results.add(item)
    beyond = [_named(item, {"Fault": too_large.fault()}) for item in items[limit:]]
    return _as_delivered(company, results.made + beyond)


class _Results:
    """The results of a batch in the making."""

    def __init__(self, company: Company, replay: Replay, request_id: str) -> None:
        self._company = company
        self._replay = replay
        self._request_id = request_id
        self._room = MOST_OBJECTS
        self.made: list[Record] = []

    def add(self, item: Record) -> None:
        try:
            members = self._done(item)
            self._room -= _objects(members)
        except Refusal as refusal:
            members = {"Fault": refusal.fault()}
        self.made.append(_named(item, members))

    def _done(self, item: Record) -> Record:
        if "Query" in item or "CDCQuery" in item:
            members = self._asked(item)
            if _objects(members) > self._room:
                raise business_refusals.too_many_objects(MOST_OBJECTS)
            return members
        key = f"{self._request_id}{item.get('bId', '')}" if self._request_id else ""
        return self._replay.once(key, lambda: _written(self._company, item), item)

    def _asked(self, item: Record) -> Record:
        if "Query" in item:
            return {"QueryResponse": query(self._company, str(item["Query"]))}
        asked = item["CDCQuery"] if isinstance(item["CDCQuery"], dict) else {}
        entities, since = str(asked.get("Entities", "")), str(asked.get("ChangedSince", ""))
        return {"CDCResponse": changes(self._company, entities, since)[0]}


def _written(company: Company, item: Record) -> Record:
    kind = next((KINDS[name] for name in item if name in KINDS), None)
    if kind is None:
        raise refusals.unreadable(f"batch item {item.get('bId')}: no known entity")
    options = str(item.get("optionsData", "")).split(",")
    operation, body = item.get("operation"), item[kind.name]
    if operation == "delete":
        return {kind.name: delete(company, kind, body)}
    if operation == "update" and "void" in options:
        return {kind.name: void(company, kind, body)}
    if operation not in ("create", "update"):
        raise refusals.unsupported(str(item.get("optionsData") or operation))
    return {kind.name: write(company, kind, body, duplicates_allowed="allowduplicatedocnum" in options)}


def _named(item: Record, members: Record) -> Record:
    return {**members, "bId": item["bId"]} if "bId" in item else members


def _objects(value: Any) -> int:
    """How many entities a result holds: those of a list, or the one."""
    if isinstance(value, list):
        return sum(_objects(one) for one in value)
    if not isinstance(value, dict):
        return 0
    return 1 if "Id" in value else sum(_objects(member) for member in value.values())


def _as_delivered(company: Company, results: list[Record]) -> list[Record]:
    """The results as the company's switches let the client see them."""
    answers = company.switches["batch_answers"]
    if results and answers == "hollow":
        results = [*results[:-1], {name: value for name, value in results[-1].items() if name == "bId"}]
    if answers == "short":
        results = results[:-1]
    if company.switches["batch_order"] == "shuffled":
        results = random.sample(results, len(results))
    return results
