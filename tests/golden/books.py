"""A QuickBooks company in memory: its lists and documents, the queries Daybook asks, and what it was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from clients.quickbooks.company import BeforeSend
from clients.quickbooks.errors import DuplicateDocNumber, DuplicateName, Fault, NotFound, QuickBooksError
from clients.quickbooks.requests import BatchCreate
from tests.golden.cases import laid_over

Json = dict[str, Any]

LISTS = {
    **dict.fromkeys(("AccountRef", "APAccountRef", "DepositToAccountRef"), "Account"),
    **dict.fromkeys(("IncomeAccountRef", "ExpenseAccountRef"), "Account"),
    **dict.fromkeys(("CustomerRef", "ParentRef"), "Customer"),
    **dict.fromkeys(("SalesTermRef", "TermRef", "DefaultTerms"), "Term"),
    "ItemRef": "Item",
    "VendorRef": "Vendor",
}
"""Which list an entry is of, by the member that names it."""
NAMES = ("Sku", "DisplayName", "Name", "DocNumber")
PEOPLE = ("Customer", "Vendor", "Employee")
FIRST_ID = 101

_QUERY = re.compile(
    r"SELECT \* FROM (?P<kind>\w+)(?: WHERE (?P<where>.*?))?(?: ORDERBY \w+)?(?: STARTPOSITION 1)?(?: MAXRESULTS \d+)?"
)
_CONDITION = re.compile(r"(?P<field>\w+) (?:= |IN \()(?P<values>(?:'(?:[^'\\]|\\.)*'|true|false|, )+)\)?(?: AND |$)")
_VALUE = re.compile(r"'((?:[^'\\]|\\.)*)'|(true|false)")


class Books:
    """Answers as the client of QuickBooks does; documents and new entries count from 101."""

    def __init__(self, company: Mapping[str, Any]) -> None:
        self.sent: list[list[tuple[str, Json]]] = []
        """The bodies of each request that created something."""
        self._company: Json = {}
        self._created = 0
        self.change(company)

    def change(self, differences: Mapping[str, Any]) -> None:
        """Lay what differs over the company; an entry that stands is called by its name."""
        self._company = laid_over(self._company, {kind: self._by_id(kind, part) for kind, part in differences.items()})
        named = {kind: self._named(kind) for kind in set(LISTS.values())}
        self._company = _with_ids(self._company, named)

    def name(self, kind: str, id: str) -> str:
        """What people call an entry or a document."""
        row = self._company.get(kind, {}).get(_key(id), {})
        return str(next((row[name] for name in NAMES if row.get(name)), id))

    async def preferences(self) -> Json:
        return dict(self._company["Preferences"])

    async def company_info(self) -> Json:
        return dict(self._company["CompanyInfo"])

    async def query(self, kind: str, statement: str) -> list[Json]:
        asked = _QUERY.fullmatch(statement)
        assert asked, statement
        conditions = [(found["field"], _values(found["values"])) for found in _CONDITION.finditer(asked["where"] or "")]
        if "Active" not in dict(conditions):
            conditions.append(("Active", ["true"]))
        return [row for row in self._rows(kind) if all(_is(row, field, values) for field, values in conditions)]

    async def read(self, kind: str, id: str) -> Json:
        for row in self._rows(kind):
            if row["Id"] == id:
                return row
        raise NotFound(faults=(Fault("610", "Object Not Found", f"{kind} {id}"),))

    async def create(
        self, kind: str, body: Mapping[str, Any], *, request_id: str, before_send: BeforeSend | None = None
    ) -> Json:
        if before_send:
            await before_send()
        self.sent.append([])
        return self._store(kind, body)

    async def batch(
        self, items: Sequence[BatchCreate], *, request_id: str, before_send: BeforeSend | None = None
    ) -> dict[str, Json | QuickBooksError]:
        if before_send:
            await before_send()
        self.sent.append([])
        return {item.bid: self._stored_or_refused(item) for item in items}

    def _stored_or_refused(self, item: BatchCreate) -> Json | QuickBooksError:
        try:
            return self._store(item.kind, item.body)
        except QuickBooksError as error:
            return error

    def _store(self, kind: str, body: Mapping[str, Any]) -> Json:
        self._require_free(kind, body)
        self.sent[-1].append((kind, dict(body)))
        id = str(FIRST_ID + self._created)
        self._created += 1
        row = {**deepcopy(dict(body)), "Id": id}
        if "Line" in body:
            row["Line"] = [{**line, "Id": str(number)} for number, line in enumerate(body["Line"], 1)]
            tax = body.get("TxnTaxDetail", {}).get("TotalTax", Decimal(0))
            row["TotalAmt"] = sum((line["Amount"] for line in body["Line"]), Decimal(0)) + tax
            row.setdefault("DocNumber", id)
        self._company.setdefault(kind, {})[int(id)] = row
        return row

    def _require_free(self, kind: str, body: Mapping[str, Any]) -> None:
        if "Line" not in body:
            for other in PEOPLE if kind in PEOPLE else (kind,):
                for row in self._rows(other):
                    if _said(row) == _said(body):
                        raise DuplicateName(faults=(Fault("6240", "Duplicate Name Exists Error", f"Id={row['Id']}"),))
            return
        for row in self._rows(kind):
            same_vendor = kind != "Bill" or row["VendorRef"]["value"] == body["VendorRef"]["value"]
            if body.get("DocNumber") and row.get("DocNumber") == body["DocNumber"] and same_vendor:
                taken = f"DocNumber={body['DocNumber']} is assigned to TxnType={kind} with TxnId={row['Id']}"
                raise DuplicateDocNumber(faults=(Fault("6140", "Duplicate Document Number Error", taken),))

    def _rows(self, kind: str) -> list[Json]:
        return [{"Id": str(id), **row} for id, row in self._company.get(kind, {}).items()]

    def _by_id(self, kind: str, entries: Mapping[int | str, Any]) -> dict[int | str, Any]:
        named = {name: _key(id) for name, id in self._named(kind).items()} if kind in LISTS.values() else {}
        return {named.get(str(name), name): entry for name, entry in entries.items()}

    def _named(self, kind: str) -> dict[str, str]:
        return {self.name(kind, str(id)): str(id) for id in self._company.get(kind, {})}


def _with_ids(value: Any, named: Mapping[str, Mapping[str, str]]) -> Any:
    """What names an entry of a list by its name, as QuickBooks does: by its id."""
    if isinstance(value, list):
        return [_with_ids(part, named) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: {"value": named[LISTS[name]][part]} if name in LISTS and isinstance(part, str) else _with_ids(part, named)
        for name, part in value.items()
    }


def _key(id: str) -> int | str:
    return int(id) if id.isdigit() else id


def _values(text: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", text or word).casefold() for text, word in _VALUE.findall(text)]


def _is(row: Mapping[str, Any], field: str, values: Sequence[str]) -> bool:
    value = row.get(field, "true" if field == "Active" else "")
    return str(value).strip().casefold() in values


def _said(row: Mapping[str, Any]) -> str:
    return str(row.get("DisplayName") or row.get("Name")).casefold()
