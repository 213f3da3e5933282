"""Voiding: a document stays in the books under its number, and every amount of it becomes nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.documents.applying import linked_still
from sandbox.quickbooks.documents.consequences import follow
from sandbox.quickbooks.documents.forms import check_open
from sandbox.quickbooks.documents.links import check_not_deposited
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.lists.plans import check_entitled
from sandbox.quickbooks.schema.kinds import Kind
from sandbox.quickbooks.schema.shape import Record, read
from sandbox.quickbooks.writing import VERSION, current

WORD = "Voided"
AMOUNTS = (
    "Amount",
    "TotalAmt",
    "Balance",
    "RemainingCredit",
    "UnappliedAmt",
    "HomeTotalAmt",
    "HomeBalance",
    "TotalTax",
    "TaxInclusiveAmt",
)
GONE = ("Qty", "UnitPrice", "Quantity", "Deposit", "TaxLine", "TxnTaxCodeRef", "TaxReviewStatus")


def void(company: Company, kind: Kind, body: Any) -> Record:
    """Void a document; returns it as it stands after that. What was voided before is answered unchanged.

    Raises Refusal 500 for an entity that cannot be voided, 2020, 610 and 5010 as an update does, 6200 when its
    period is closed and 6540 when it was deposited. What paid it keeps its money as unapplied.
    """
    if "void" not in kind.operations:
        raise _unsupported(company, kind)
    check_entitled(company, kind)
    sent = read(kind.name, body)
    if "Id" not in sent:
        raise refusals.missing("Id")
    old = current(company, kind, sent)
    check_open(company, old["TxnDate"])
    check_not_deposited(old)
    if str(old.get("PrivateNote", "")).startswith(WORD) and not old["TotalAmt"]:
        return old
    stored = company.replace(kind.name, old, _voided(company, kind, old), "Void")
    follow(company, kind.name, stored, old)
    return stored


def _unsupported(company: Company, kind: Kind) -> refusals.Refusal:
    """The refusal of an entity that is not voided; oddly, some were seen to fail within an HTTP 200."""
    document = DOCUMENTS.get(kind.name)
    if document is not None and document.odd_void and company.switches["odd_voids"] == "answered":
        return business_refusals.system_failure()
    return refusals.unsupported("void")


def _voided(company: Company, kind: Kind, old: Record) -> Record:
    emptied: Record = _emptied(without(old, VERSION))
    note = f"{WORD} - {old['PrivateNote']}" if old.get("PrivateNote") else WORD
    links = {"LinkedTxn": linked_still(company, old, Decimal(0))} if "LinkedTxn" in old else {}
    lines: Record = {"Line": []} if DOCUMENTS[kind.name].pays else {}
    status = {"status": WORD} if company.switches["voided_status"] == "shown" else {}
    return {**emptied, "PrivateNote": note, **links, **lines, **status}


def _emptied(value: Any) -> Any:
    """A document, or a part of it, without its amounts, quantities and prices."""
    if isinstance(value, list):
        return [_emptied(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: Decimal(0) if name in AMOUNTS else _emptied(member) for name, member in value.items() if name not in GONE
    }
