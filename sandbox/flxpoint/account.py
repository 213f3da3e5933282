"""The records of one Flxpoint account, kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.flxpoint.blanks import ACCOUNT, Record
from sandbox.flxpoint.kinds import KINDS, full, full_parts


class RecordsError(ValueError):
    """Given records that the account cannot hold; the text names the record and what to correct."""


@dataclass(frozen=True)
class Change:
    """What became of one record."""

    kind: str
    before: Record | None
    after: Record


def now() -> str:
    """The present moment as Flxpoint's own stamps have it, in UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def this_second() -> str:
    """The present moment as Flxpoint writes when something happened: in UTC, without milliseconds."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


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

    def add(self, given: Mapping[str, Any]) -> list[Change]:
        """Add records, or change those whose id is known: each field given replaces the one held.

        Raises RecordsError before anything changed when some record cannot be held.
        """
        check(given)
        self.account |= given.get("account", {})
        changes = [self._put(kind, deepcopy(record)) for kind in KINDS for record in given.get(kind, [])]
        self._link_fulfillment_requests()
        self._link_rmas()
        return changes

    def create(self, kind: str, given: Record) -> Record:
        """Add one record under the next id, its items too, and hand it back."""
        items_field = KINDS[kind].items
        items = list(given[items_field]) if items_field else []
        numbered = [{"id": number, **item} for number, item in enumerate(items, self.next_item_id(kind))]
        record = {"id": self.next_id(kind), **given} | ({items_field: numbered} if items_field else {})
        return self._put(kind, record).after

    def all(self, kind: str) -> list[Record]:
        """Every record of the kind, by id ascending."""
        return [record for _, record in sorted(self._records[kind].items())]

    def find(self, kind: str, record_id: object) -> Record | None:
        """The record of that id."""
        return self._records[kind].get(record_id) if type(record_id) is int else None

    def next_id(self, kind: str) -> int:
        """An id that no record of the kind has."""
        return max(self._records[kind], default=0) + 1

    def next_item_id(self, kind: str) -> int:
        """An id that no item of such records has."""
        field = str(KINDS[kind].items)
        ids = [item["id"] for record in self._records[kind].values() for item in record.get(field, [])]
        return max(ids, default=0) + 1

    def touch(self, kind: str, record: Record) -> None:
        """Note that the record changed just now."""
        record |= dict.fromkeys(KINDS[kind].stamps, now())

    def state(self) -> Record:
        """Everything the account holds."""
        return {"account": self.account} | {kind: self.all(kind) for kind in KINDS}

    def _put(self, kind: str, given: Record) -> Change:
        before = self._records[kind].get(given["id"])
        told = KINDS[kind]
        moment = now()
        stamps = dict.fromkeys(told.stamps, moment)
        if before is None:
            after = {"accountId": self.account["id"], told.arrived: moment} | stamps | full(kind, given)
        else:
            after = before | stamps | full_parts(kind, given)
        self._records[kind][given["id"]] = after
        return Change(kind, before, after)

    def _link_fulfillment_requests(self) -> None:
        """Every order names its fulfillment requests, in whatever order they came to be known."""
        named: dict[int, list[Record]] = {}
        for request in self.all("fulfillment_requests"):
            link = {key: request[key] for key in ("id", "fulfillmentRequestNumber")}
            named.setdefault(request["orderId"], []).append(link)
        for order_id, links in named.items():
            if order := self.find("orders", order_id):
                order["fulfillmentRequests"] = links

    def _link_rmas(self) -> None:
        """Every return holds its RMAs."""
        for returned in self.all("returns"):
            returned["rmas"] = [rma for rma in self.all("rmas") if rma["returnId"] == returned["id"]]
            returned["totalRmas"] = len(returned["rmas"])


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
        if field := KINDS[kind].items:
            _check_list(f"{kind}[{position}].{field}", record.get(field, []))


def _check_list(name: str, records: Any) -> None:
    if not isinstance(records, list):
        raise RecordsError(f"{name} must be a list of objects")
    for position, record in enumerate(records):
        if not isinstance(record, Mapping) or type(record.get("id")) is not int:
            raise RecordsError(f"{name}[{position}] needs an “id” that is a whole number")
