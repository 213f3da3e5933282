"""Creating, changing and deleting: the order of the checks, and what is stored in the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import Company, without
from sandbox.quickbooks.forms import Draft, check_open, number_lines
from sandbox.quickbooks.kinds import Kind
from sandbox.quickbooks.links import check_deletable, settle_orders
from sandbox.quickbooks.lists import fill_account, fill_item, fill_person
from sandbox.quickbooks.purchases import fill_bill, fill_purchase_order
from sandbox.quickbooks.references import with_names
from sandbox.quickbooks.sales import fill_sale
from sandbox.quickbooks.shape import Record, read

FILL: dict[str, Callable[[Draft], Record]] = {
    "SalesReceipt": fill_sale,
    "Invoice": fill_sale,
    "PurchaseOrder": fill_purchase_order,
    "Bill": fill_bill,
    "Customer": fill_person,
    "Vendor": fill_person,
    "Item": fill_item,
    "Account": fill_account,
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "SalesReceipt": ("Line",),
    "Invoice": ("CustomerRef", "Line"),
    "PurchaseOrder": ("VendorRef", "Line"),
    "Bill": ("VendorRef", "Line"),
    "Item": ("Name", "Type"),
    "Account": ("Name", "AccountType"),
}
VERSION = ("Id", "SyncToken", "MetaData", "domain", "sparse", "status")
READ_ONLY = (
    "TotalAmt",
    "Balance",
    "HomeTotalAmt",
    "HomeBalance",
    "BalanceWithJobs",
    "LinkedTxn",
    "DeliveryInfo",
    "FreeFormAddress",
    "RecurDataRef",
    "FullyQualifiedName",
    "Level",
    "Classification",
    "CurrentBalance",
    "CurrentBalanceWithSubAccounts",
)


def write(company: Company, kind: Kind, body: Any, *, duplicates_allowed: bool = False) -> Record:
    """Create what comes without an Id, change what comes with one; returns the stored record."""
    if not kind.writable:
        raise refusals.unsupported(f"write of {kind.name}")
    sent = read(kind.name, body)
    old = _current(company, kind, sent) if "Id" in sent else None
    given = without(sent, [*VERSION, *READ_ONLY])
    if old is not None:
        given = _wanted(kind, given, old, sparse=sent.get("sparse", False))
    for member in REQUIRED.get(kind.name, ()):
        if given.get(member) in (None, "", []):
            raise refusals.missing(member)
    draft = Draft(company, kind.name, with_names(company, given), frozenset(sent), old, duplicates_allowed)
    return _store(company, kind, FILL[kind.name](draft), old)


def delete(company: Company, kind: Kind, body: Any) -> Record:
    """Delete a transaction; returns the little that is answered."""
    if not kind.transaction:
        raise refusals.unsupported(f"delete of {kind.name}")
    sent = read(kind.name, body)
    if "Id" not in sent:
        raise refusals.missing("Id")
    old = _current(company, kind, sent)
    check_open(company, old["TxnDate"])
    if kind.name == "PurchaseOrder":
        check_deletable(old)
    company.remove(kind.name, old)
    if kind.name == "Bill":
        settle_orders(company, None, old)
    return {"domain": "QBO", "status": "Deleted", "Id": old["Id"]}


def read_one(company: Company, kind: Kind, record_id: str) -> Record:
    """A record as it stands; raises Refusal 610 for what is not there, 2030 for what is no Id."""
    if not record_id.isdigit():
        raise refusals.invalid_id(record_id)
    record = company.shelves[kind.name].get(record_id)
    if record is None:
        raise refusals.not_found()
    return record


def _current(company: Company, kind: Kind, sent: Record) -> Record:
    old = read_one(company, kind, sent["Id"])
    if "SyncToken" not in sent:
        raise refusals.missing("SyncToken")
    if sent["SyncToken"] != old["SyncToken"]:
        raise refusals.stale()
    return old


def _wanted(kind: Kind, given: Record, old: Record, *, sparse: bool) -> Record:
    """What an update wants: a sparse one the old record with changes, a full one only what it says.

    A full update keeps the number of a document, the status of an order, the type of an item or account.
    """
    if sparse:
        return {**without(old, [*VERSION, *READ_ONLY]), **given}
    kept = ("DocNumber", "POStatus", "Type", "AccountType", "AccountSubType")
    return {**{name: old[name] for name in kept if name in old}, **given}


def _store(company: Company, kind: Kind, record: Record, old: Record | None) -> Record:
    if old is not None:
        if kind.transaction:
            record = without(number_lines(company, {**record, "Id": old["Id"]}, old), ["Id"])
        if record == without(old, VERSION):
            return old
        stored = company.replace(kind.name, old, record)
    else:
        finish = partial(number_lines, company, old=None) if kind.transaction else dict
        stored = company.add(kind.name, record, finish)
    if kind.name == "Bill":
        settle_orders(company, stored, old)
    return stored
