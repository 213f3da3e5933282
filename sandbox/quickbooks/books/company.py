"""One QuickBooks company: its lists, transactions, preferences and counters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.books.shelf import Shelf
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.switches import Switches

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """An amount in whole cents, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def without(record: Record, names: Iterable[str]) -> Record:
    left_out = set(names)
    return {name: value for name, value in record.items() if name not in left_out}


@dataclass(frozen=True)
class Change:
    """One change of the books: what was done to which record, as it stands after it (a deleted one: before it)."""

    kind: str
    operation: Literal["Create", "Update", "Delete", "Void", "Emailed", "Merge"]
    record: Record
    merged: str = ""
    """The Id of what was merged into the record."""


class Company:
    """A company's books, in memory; a record that stands is replaced, never changed in place."""

    def __init__(self, realm: str, switches: Switches, clock: Clock) -> None:
        self.realm = realm
        self.switches = switches
        self.clock = clock
        self.listeners: list[Callable[[Change], None]] = []
        """Told of every change, once it stands."""

        self.shelves = {name: Shelf(kind) for name, kind in KINDS.items()}
        self.line_counters = Drawer()
        """The last line Id given out, by transaction Id: a line's Id is never given twice."""
        self.number_counters = Drawer({"sales": 1000, "purchases": 1000})
        self._ids = Drawer()
        self._deleted = Drawer()

    def next_id(self, kind: str) -> str:
        """A new Id: all transactions share one sequence, each list has its own."""
        sequence = "transaction" if kind in KINDS and KINDS[kind].transaction else kind
        self._ids[sequence] = self._ids.get(sequence, KINDS[kind].ids_after if kind in KINDS else 0) + 1
        return str(self._ids[sequence])

    def add(self, kind: str, record: Record, finish: Callable[[Record], Record] = lambda record: record) -> Record:
        """Put a record on its shelf with a new Id, as version 0; `finish` completes what hangs on the Id."""
        now = self.timestamp()
        stored = self.shelves[kind].put(
            finish(
                {
                    **record,
                    "domain": "QBO",
                    "sparse": False,
                    "Id": self.next_id(kind),
                    "SyncToken": "0",
                    "MetaData": {"CreateTime": now, "LastUpdatedTime": now},
                }
            )
        )
        self._tell(Change(kind, "Create", stored))
        return stored

    def replace(
        self, kind: str, old: Record, record: Record, operation: Literal["Update", "Void", "Emailed"] = "Update"
    ) -> Record:
        """Put the next version of a record on its shelf."""
        stored = self.shelves[kind].put(
            {
                **record,
                "domain": "QBO",
                "sparse": False,
                "Id": old["Id"],
                "SyncToken": str(int(old["SyncToken"]) + 1),
                "MetaData": {**old["MetaData"], "LastUpdatedTime": self.timestamp()},
            }
        )
        self._tell(Change(kind, operation, stored))
        return stored

    def remove(self, kind: str, record: Record, *, into: Record | None = None) -> None:
        """Take a record off its shelf for good, perhaps because it was merged into another one."""
        self.shelves[kind].remove(record["Id"])
        self._deleted[f"{kind} {record['Id']}"] = {
            "domain": "QBO",
            "status": "Deleted",
            "Id": record["Id"],
            "MetaData": {"LastUpdatedTime": self.timestamp()},
        }
        self._tell(Change(kind, "Delete", record) if into is None else Change(kind, "Merge", into, record["Id"]))

    def deleted(self, kind: str) -> list[Record]:
        """What was deleted of a kind, in that order: Id, status and time are all that is left of it."""
        return [row for key, row in self._deleted.items() if key.startswith(f"{kind} ")]

    def drawers(self) -> dict[str, Drawer]:
        """Everything the company keeps; who refills them calls `reindex`."""
        shelves = {kind: shelf.records for kind, shelf in self.shelves.items()}
        counters = {"line_counters": self.line_counters, "number_counters": self.number_counters, "ids": self._ids}
        return {**shelves, **counters, "deleted": self._deleted}

    def reindex(self) -> None:
        """Find again what is in the drawers, after they were refilled."""
        for shelf in self.shelves.values():
            shelf.reindex()

    def _tell(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)

    def timestamp(self) -> str:
        """Now as QuickBooks writes it into MetaData: whole seconds, Pacific offset."""
        return self.clock.now().isoformat(timespec="seconds")

    def today(self) -> date:
        """The server's date, on the west coast."""
        return self.clock.now().date()

    @property
    def preferences(self) -> Record:
        """The preferences as served: the stored ones with the kind of company the switch names."""
        stored = next(iter(self.shelves["Preferences"]))
        mode = self.switches["sales_tax"]
        tax: dict[str, Any] = {"UsingSalesTax": mode != "off", "TaxGroupCodeRef": {"value": "2"}}
        if mode in ("automated", "off"):
            tax["PartnerTaxEnabled"] = mode == "automated"
        return {**stored, "TaxPrefs": tax}

    @property
    def company_info(self) -> Record:
        """The company's own record as served: the stored one with the plan and subscription the switches name."""
        stored = next(iter(self.shelves["CompanyInfo"]))
        status = "PAID" if self.switches["subscription"] == "paid" else "EXPIRED"
        flags = {"OfferingSku": f"QuickBooks Online {self.switches['plan']}", "SubscriptionStatus": status}
        values = [{**one, "Value": flags.get(one["Name"], one["Value"])} for one in stored["NameValue"]]
        return {**stored, "NameValue": values}

    def preference(self, group: str, name: str) -> Any:
        return self.preferences.get(group, {}).get(name)

    def feature(self, name: str) -> bool:
        """Whether a switch among the OtherPrefs, whose values are texts, is on."""
        values = self.preferences["OtherPrefs"]["NameValue"]
        return any(one["Name"] == name and one["Value"] == "true" for one in values)

    def records(self, kind: str) -> list[Record]:
        """Every record of a kind as it is served."""
        served = {"Preferences": lambda: [self.preferences], "CompanyInfo": lambda: [self.company_info]}
        return served[kind]() if kind in served else list(self.shelves[kind])
