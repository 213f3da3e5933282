"""A company rebuilt from what a recording shows of it, through the stand-in's own API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sandbox.quickbooks.schema.kinds import KINDS
from tests.sandbox.quickbooks.books import Books, Record
from tests.sandbox.quickbooks.recorded.evidence import Recording

DELETED = " (deleted)"
SERVER_MADE = frozenset(
    [
        "Id",
        "SyncToken",
        "MetaData",
        "domain",
        "sparse",
        "status",
        "CustomField",
        "LinkedTxn",
        "Balance",
        "BalanceWithJobs",
        "TotalAmt",
        "FullyQualifiedName",
        "Level",
        "Classification",
        "CurrentBalance",
        "CurrentBalanceWithSubAccounts",
        "CurrencyRef",
        "Active",
        "TxnTaxDetail",
        "FileAccessUri",
        "TempDownloadUri",
        "Size",
    ]
)
REFERENCES = {
    "CustomerRef": "Customer",
    "ItemRef": "Item",
    "SalesTermRef": "Term",
    "TermRef": "Term",
    "PaymentMethodRef": "PaymentMethod",
    "DepositToAccountRef": "Account",
    "DiscountAccountRef": "Account",
}
ACCOUNTS = {
    "DepositToAccountRef": {"AccountType": "Bank", "AccountSubType": "Checking"},
    "DiscountAccountRef": {"AccountType": "Income", "AccountSubType": "DiscountsRefundsGiven"},
}
TITLES = {"Customer": "DisplayName", "Vendor": "DisplayName", "Employee": "DisplayName"}
CREW = [
    {"CustomField": [{"Name": "SalesFormsPrefs.UseSalesCustom1", "Type": "BooleanType", "BooleanValue": True}]},
    {"CustomField": [{"Name": "SalesFormsPrefs.SalesCustomName1", "Type": "StringType", "StringValue": "Crew #"}]},
]


class Rebuilt:
    """The company of the recordings as far as they show it, and which of its Ids stand for the recorded ones."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.ids: dict[tuple[str, str], str] = {}
        # Two customers of one name are recorded, one of them below another.
        books.switch(sub_customer_names="apart")
        books.prefer("SalesFormsPrefs", AllowDiscount=True, CustomTxnNumbers=False, CustomField=CREW)

    def add_all(self, calls: list[Recording]) -> None:
        """Add what the answers show and is not there yet, as it stood before the calls; the last changed last."""
        shown: dict[tuple[str, str], Record] = {}
        for call in calls:
            for kind, record in _shown(call):
                shown.setdefault((kind, record["Id"]), record)
        for key, record in sorted(shown.items(), key=lambda one: _age(one[1])):
            if key not in self.ids:
                self.add(key[0], record)
        for call in calls:
            self.provide(call.response["body"])
        self.books.switch(sales_tax="automated")

    def add(self, kind: str, record: Record) -> None:
        """Add a record, brought to the version and state that is recorded."""
        body = self._body(kind, record)
        changes = int(record["SyncToken"]) - (record.get("Active") is False)
        # Where taxes are automated, no customer is given a tax code of its own.
        self.books.switch(sales_tax="manual" if "DefaultTaxCodeRef" in body else "automated")
        stored = self.books.write(kind, _older(body, 0) if changes else body)
        for version in range(1, changes + 1):
            changed = body if version == changes else _older(body, version)
            stored = self._update(kind, stored, changed)
        if record.get("Active") is False:
            stored = self._update(kind, stored, {"Active": False})
        assert stored["SyncToken"] == record["SyncToken"]
        self.ids[kind, record["Id"]] = stored["Id"]

    def provide(self, shown: Any) -> None:
        """Add what is referred to by name and is not there yet."""
        for record, member in _references(shown):
            key = REFERENCES[member], record[member]["value"]
            if key not in self.ids:
                self.ids[key] = self._named(member, record[member].get("name"), record)

    def id(self, kind: str, recorded: str) -> str:
        """This company's Id for a recorded one; the same where it has none."""
        return self.ids.get((kind, recorded), recorded)

    def translated(self, value: Any, kind: str = "") -> Any:
        """A recorded value with this company's Ids."""
        if isinstance(value, list):
            return [self.translated(entry, kind) for entry in value]
        if not isinstance(value, dict):
            return value
        return {name: self._translated_member(name, member, kind) for name, member in value.items()}

    def _translated_member(self, name: str, member: Any, kind: str) -> Any:
        if name in REFERENCES:
            return {**member, "value": self.id(REFERENCES[name], member["value"])}
        if name == "ParentRef":
            return {**member, "value": self.id(kind, member["value"])}
        if name == "Id":
            return self.id(kind, member)
        return self.translated(member, name if name in KINDS else "")

    def _body(self, kind: str, record: Record) -> Record:
        self.provide(record)
        body = {name: value for name, value in record.items() if name not in SERVER_MADE}
        for name in ("Name", "DisplayName"):
            if name in body:
                body[name] = body[name].removesuffix(DELETED)
        for name in ("BillAddr", "ShipAddr"):
            if name in body:
                body[name] = {part: value for part, value in body[name].items() if part != "Id"}
        if "Line" in body:
            lines = [line for line in body["Line"] if line["DetailType"] != "SubTotalLineDetail"]
            body["Line"] = [{name: value for name, value in line.items() if name != "Id"} for line in lines]
        translated: Record = self.translated(body, kind)
        return translated

    def _update(self, kind: str, stored: Record, change: Record) -> Record:
        version = {"Id": stored["Id"], "SyncToken": stored["SyncToken"], "sparse": True}
        return self.books.write(kind, {**change, **version})

    def _named(self, member: str, name: str | None, record: Record) -> str:
        """The Id of a list entry with a name; made where it is missing. Without a name, any entry will do."""
        kind = REFERENCES[member]
        title = TITLES.get(kind, "Name")
        found = self.books.rows(f"select * from {kind}" + (f" where {title} = '{_quoted(name)}'" if name else ""))
        if not found:
            found = [self.books.write(kind, {title: name, **self._needed(member, record)})]
        return str(found[0]["Id"])

    def _needed(self, member: str, record: Record) -> Record:
        """What a new list entry must have, or the recording shows it has."""
        if member == "ItemRef":
            income = self.books.one("Account", "Sales of Product Income")
            return {"Type": "Service", "IncomeAccountRef": income, "Taxable": False}
        if member == "CustomerRef":
            return {name: record[name] for name in ("BillAddr", "ShipAddr") if name in record}
        return ACCOUNTS[member]


def _shown(call: Recording) -> Iterator[tuple[str, Record]]:
    """The records in the answer to a read or a query, be it one of a batch."""
    body = call.response["body"]
    if not isinstance(body, dict):
        return
    answers = [body, *body.get("BatchItemResponse", [])]
    for answer in answers:
        for kind, rows in answer.get("QueryResponse", {}).items():
            if isinstance(rows, list):
                yield from ((kind, row) for row in rows)
    if call.request["method"] == "GET":
        yield from ((kind, record) for kind, record in body.items() if isinstance(record, dict) and "Id" in record)


def _age(record: Record) -> tuple[bool, str]:
    """Parents before their children, then by the last change."""
    return "ParentRef" in record, str(record["MetaData"]["LastUpdatedTime"])


def _older(body: Record, version: int) -> Record:
    """The record as some earlier version may have been."""
    if "TxnDate" in body:
        return {**body, "TxnDate": (date(2015, 1, 1) + timedelta(days=version)).isoformat()}
    return {**body, "PrintOnCheckName": f"Version {version}"}


def _references(value: Any) -> Iterator[tuple[Record, str]]:
    """Every reference, with the object it stands in."""
    if isinstance(value, list):
        for entry in value:
            yield from _references(entry)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name in REFERENCES:
                yield value, name
            yield from _references(member)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
