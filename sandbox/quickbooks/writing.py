"""Creating, changing and deleting: the order of the checks, and what is stored in the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.documents.consequences import follow
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import check_open
from sandbox.quickbooks.documents.line_ids import number_lines
from sandbox.quickbooks.documents.links import check_deletable, check_not_deposited
from sandbox.quickbooks.documents.payments import fill_bill_payment, fill_payment
from sandbox.quickbooks.documents.purchases import fill_bill, fill_purchase, fill_purchase_order
from sandbox.quickbooks.documents.sales import fill_sale
from sandbox.quickbooks.lists.attachments import fill_attachable
from sandbox.quickbooks.lists.entries import FILL as LISTS
from sandbox.quickbooks.lists.own_company import fill_company
from sandbox.quickbooks.lists.plans import check_entitled, tracked
from sandbox.quickbooks.references import with_names
from sandbox.quickbooks.schema.kinds import Kind
from sandbox.quickbooks.schema.shape import Record, read

FILL: dict[str, Callable[[Draft], Record]] = {
    "SalesReceipt": fill_sale,
    "Invoice": fill_sale,
    "CreditMemo": fill_sale,
    "RefundReceipt": fill_sale,
    "Payment": fill_payment,
    "PurchaseOrder": fill_purchase_order,
    "Bill": fill_bill,
    "VendorCredit": fill_purchase,
    "BillPayment": fill_bill_payment,
    "Attachable": fill_attachable,
    "CompanyInfo": fill_company,
    **LISTS,
}
VERSION = ("Id", "SyncToken", "MetaData", "domain", "sparse", "status")


def write(company: Company, kind: Kind, body: Any, *, duplicates_allowed: bool = False) -> Record:
    """Create what comes without an Id, change what comes with one; returns the record as it is answered."""
    operation = "update" if isinstance(body, dict) and body.get("Id") else "create"
    if operation not in kind.operations or kind.name not in FILL:
        raise refusals.unsupported(operation)
    check_entitled(company, kind)
    sent = read(kind.name, body)
    old = current(company, kind, sent) if "Id" in sent else None
    given = without(sent, [*VERSION, *kind.read_only])
    if old is None:
        given = _filled(given)
    else:
        check_not_deposited(old)
        given = _wanted(kind, given, old, sparse=sent.get("sparse", False))
    for member in kind.required:
        if given.get(member) in (None, "", []):
            raise refusals.missing(member)
    draft = Draft(
        company, kind.name, with_names(company, tracked(company, given)), frozenset(sent), old, duplicates_allowed
    )
    return {**kind.alone, **_store(company, kind, FILL[kind.name](draft), old)}


def delete(company: Company, kind: Kind, body: Any) -> Record:
    """Delete a transaction; returns the little that is answered."""
    if "delete" not in kind.operations or kind.name not in FILL:
        raise refusals.unsupported("delete")
    check_entitled(company, kind)
    sent = read(kind.name, body)
    if "Id" not in sent:
        raise refusals.missing("Id")
    if kind.transaction:
        old = current(company, kind, sent)
        check_open(company, old["TxnDate"])
        check_deletable(company, old)
    else:
        old = _stored(company, kind, sent["Id"])
    company.remove(kind.name, old)
    follow(company, kind.name, None, old)
    return {"domain": "QBO", "status": "Deleted", "Id": old["Id"]}


def read_one(company: Company, kind: Kind, record_id: str) -> Record:
    """A record as it is answered by itself; raises Refusal 610 for what is not there, 2030 for what is no Id."""
    return {**kind.alone, **_stored(company, kind, record_id)}


def _stored(company: Company, kind: Kind, record_id: str) -> Record:
    record = company.shelves[kind.name].get(record_id)
    if record is None:
        raise refusals.not_found() if record_id.isdigit() else refusals.invalid_id(record_id)
    return record


def current(company: Company, kind: Kind, sent: Record) -> Record:
    """The record a body names, in the version it names; raises Refusal 2020, 2030, 610 or 5010."""
    old = _stored(company, kind, sent["Id"])
    if "SyncToken" not in sent:
        raise refusals.missing("SyncToken")
    if sent["SyncToken"] != old["SyncToken"]:
        raise business_refusals.stale()
    return old


def _wanted(kind: Kind, given: Record, old: Record, *, sparse: bool) -> Record:
    """What an update wants: a sparse one the old record with changes, a full one only what it says.

    A full update keeps what the entity's data says, such as the number of a document.
    """
    if sparse:
        return _filled({**without(old, [*VERSION, *kind.read_only]), **given})
    return {**{name: old[name] for name in kind.kept if name in old}, **_filled(given)}


def _filled(given: Record) -> Record:
    """Without its empty texts: in what is stored a member without a value is not there."""
    return {name: value for name, value in given.items() if value != ""}


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
    follow(company, kind.name, stored, old)
    return stored
