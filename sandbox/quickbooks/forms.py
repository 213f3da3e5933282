"""What sales forms and purchase forms have in common: number, dates, addresses, lines' Ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import CURRENCY, Company
from sandbox.quickbooks.shape import Record

SALES = ("SalesReceipt", "Invoice")


@dataclass(frozen=True)
class Draft:
    """A write on its way through the checks: what was sent, over what stood before."""

    company: Company
    kind: str
    given: Record
    """What is wanted: the members sent, for a sparse update merged over the old ones."""

    sent: frozenset[str]
    """The names of the members really sent."""

    old: Record | None = None
    duplicates_allowed: bool = False


def date_of(draft: Draft) -> str:
    """The transaction's date; raises Refusal 6200 when its period, or that of the old version, is closed."""
    txn_date = str(draft.given.get("TxnDate") or draft.company.today().isoformat())
    check_open(draft.company, txn_date)
    if draft.old is not None:
        check_open(draft.company, draft.old["TxnDate"])
    return txn_date


def check_open(company: Company, txn_date: str) -> None:
    closed_to = company.preference("AccountingInfoPrefs", "BookCloseDate")
    if closed_to and txn_date <= closed_to:
        raise refusals.period_closed()


def number_of(draft: Draft) -> str | None:
    """The document number: the one sent, else by the company's numbering; None stays empty.

    Raises Refusal 6140 when another document of the kind (for bills: of the vendor) has it.
    """
    number = draft.given.get("DocNumber") or (draft.old or {}).get("DocNumber")
    if number:
        _check_number(draft, number)
        return str(number)
    if draft.kind == "Bill" or _own_numbers(draft):
        return None
    family = "sales" if draft.kind in SALES else "purchases"
    draft.company.number_counters[family] += 1
    return str(draft.company.number_counters[family])


def _own_numbers(draft: Draft) -> bool:
    if draft.kind in SALES:
        return bool(draft.company.preference("SalesFormsPrefs", "CustomTxnNumbers"))
    return draft.company.feature("VendorAndPurchasesPrefs.UseCustomTxnNumbers")


def _check_number(draft: Draft, number: str) -> None:
    if draft.duplicates_allowed or draft.company.switches["duplicate_numbers"] == "allow":
        return
    for taken in draft.company.shelves[draft.kind].find("DocNumber", number):
        if draft.old is not None and taken["Id"] == draft.old["Id"]:
            continue
        if draft.kind == "Bill" and taken["VendorRef"]["value"] != draft.given["VendorRef"]["value"]:
            continue
        raise refusals.duplicate_number(number, draft.kind, taken["Id"])


def due_date(draft: Draft, txn_date: str, default_days: int) -> str:
    """The date sent, else the term's days after the transaction, else the default ones."""
    if "DueDate" in draft.given:
        return str(draft.given["DueDate"])
    term: Any = {}
    if "SalesTermRef" in draft.given:
        term = draft.company.shelves["Term"].get(draft.given["SalesTermRef"]["value"])
    days = int(term.get("DueDays", default_days))
    return (date.fromisoformat(txn_date) + timedelta(days=days)).isoformat()


def address(draft: Draft, member: str, fallback: Record) -> Record:
    """An address of the form under its own Id, else the party's; empty when there is neither."""
    if member in draft.given:
        own = draft.given[member]
        if draft.old is not None and draft.old.get(member) == own:
            return {member: own}
        return {member: {**own, "Id": draft.company.next_id("address")}}
    return {member: fallback[member]} if member in fallback else {}


def header(draft: Draft, txn_date: str) -> Record:
    """The members that every form's answer has."""
    number = number_of(draft)
    return {
        "CustomField": [],
        "CurrencyRef": dict(CURRENCY),
        **draft.given,
        "TxnDate": txn_date,
        **({"DocNumber": number} if number else {}),
    }


def check_stock_date(item: Record, txn_date: str) -> None:
    """Raise Refusal 6270 for a stock item moved before its stock began."""
    if item["Type"] == "Inventory" and txn_date < item["InvStartDate"]:
        raise refusals.before_stock()


def number_lines(company: Company, record: Record, old: Record | None) -> Record:
    """Give every line its Id: known ones stay, all others go on counting, none is used twice."""
    known = {line["Id"] for line in (old or {}).get("Line", []) if "Id" in line}
    last = company.line_counters.get(record["Id"], 0)
    lines = []
    for position, line in enumerate(record["Line"], start=1):
        if line["DetailType"] == "SubTotalLineDetail":
            lines.append(line)
            continue
        line_id = line.get("Id")
        if line_id not in known:
            last += 1
            line_id = str(last)
        lines.append({"LineNum": position, **line, "Id": line_id})
    company.line_counters[record["Id"]] = last
    return {**record, "Line": lines}
