"""The records of one Flxpoint account, kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from sandbox.flxpoint.blanks import ACCOUNT, ITEMS, KINDS, Record, blank, full_item

_STAMPS = {
    "channels": ("updatedAt",),
    "sources": (),
    "orders": ("updatedAt",),
    "fulfillment_requests": ("lastModifiedAt", "updatedAt"),
    "source_invoices": ("updatedAt",),
    "shipments": ("updatedAt",),
}

_OLD_NAMES = {
    "fulfillmentRequestId": "purchaseOrderId",
    "fulfillmentRequestNumber": "purchaseOrderNumber",
}


class RecordsError(ValueError):
    """Given records that the account cannot hold; the text names the record and what to correct."""


def now() -> str:
    """The present moment as Flxpoint writes it, in UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Account:
    """One account's records, filed by kind and id."""

    def __init__(self, beginning: Iterable[Mapping[str, Any]] = ()) -> None:
        self._beginning = [deepcopy(dict(given)) for given in beginning]
        self.reset()

    def reset(self) -> None:
        """Go back to the records the account began with."""
        self.account: Record = dict(ACCOUNT)
        self._records: dict[str, dict[int, Record]] = {kind: {} for kind in KINDS}
        for given in self._beginning:
            self.add(given)

    def add(self, given: Mapping[str, Any]) -> None:
        """Add records, or change those whose id is known: each field given replaces the one held.

        Raises RecordsError before anything changed when some record cannot be held.
        """
        check(given)
        self.account |= given.get("account", {})
        for kind in KINDS:
            for record in given.get(kind, []):
                self._put(kind, deepcopy(record))
        self._link_fulfillment_requests()

    def all(self, kind: str) -> list[Record]:
        """Every record of the kind, by id ascending."""
        return [record for _, record in sorted(self._records[kind].items())]

    def find(self, kind: str, record_id: int) -> Record | None:
        """The record of that id."""
        return self._records[kind].get(record_id)

    def touch(self, kind: str, record: Record) -> None:
        """Note that the record changed just now."""
        record |= dict.fromkeys(_STAMPS[kind], now())

    def state(self) -> Record:
        """Everything the account holds."""
        return {"account": self.account} | {kind: self.all(kind) for kind in KINDS}

    def _put(self, kind: str, given: Record) -> None:
        held = self._records[kind].get(given["id"]) or {"id": given["id"]} | blank(kind) | {
            "accountId": self.account["id"],
            "insertedAt": now(),
        }
        if kind in ITEMS and ITEMS[kind] in given:
            items = given[ITEMS[kind]]
            given[ITEMS[kind]] = [full_item(kind, item, record_id=given["id"]) for item in items]
        for name, old_name in _OLD_NAMES.items():
            if old_name in held and name in given:
                given.setdefault(old_name, given[name])
        self._records[kind][given["id"]] = held | dict.fromkeys(_STAMPS[kind], now()) | given

    def _link_fulfillment_requests(self) -> None:
        """Every order names its fulfillment requests, in whatever order they came to be known."""
        named: dict[int, list[Record]] = {}
        for request in self.all("fulfillment_requests"):
            link = {key: request[key] for key in ("id", "fulfillmentRequestNumber")}
            named.setdefault(request["orderId"], []).append(link)
        for order_id, links in named.items():
            if order := self.find("orders", order_id):
                order["fulfillmentRequests"] = links


def check(given: Any) -> None:
    """Raises RecordsError unless the account can hold everything given."""
    if not isinstance(given, Mapping):
        raise RecordsError(f"expected an object with any of account, {', '.join(KINDS)}")
    for key, value in given.items():
        if key == "account" and isinstance(value, Mapping):
            continue
        if key not in KINDS:
            raise RecordsError(f"“{key}” is not known: use any of account, {', '.join(KINDS)}")
        _check_records(key, value)


def _check_records(kind: str, records: Any) -> None:
    _check_list(kind, records)
    for position, record in enumerate(records):
        if field := ITEMS.get(kind):
            _check_list(f"{kind}[{position}].{field}", record.get(field, []))


def _check_list(name: str, records: Any) -> None:
    if not isinstance(records, list):
        raise RecordsError(f"{name} must be a list of objects")
    for position, record in enumerate(records):
        if not isinstance(record, Mapping) or type(record.get("id")) is not int:
            raise RecordsError(f"{name}[{position}] needs an “id” that is a whole number")
