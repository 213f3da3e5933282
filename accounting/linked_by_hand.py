"""A document that a person entered by hand stands for a record from then on (row R-95)."""

from __future__ import annotations

from decimal import Decimal

from accounting.documents import DocumentKind
from accounting.marketplace import without_remitted_tax
from accounting.money import ZERO, line_amount
from accounting.numbering import carries, marker
from accounting.problems import CONNECTION, Problem
from accounting.records import Booked, FulfillmentRequest, Order, Record, RecordKind, RecordRef, SupplierInvoice
from accounting.settings import Settings
from accounting.verification import PostedDocument

KINDS = {
    RecordKind.ORDER: (DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE),
    RecordKind.FULFILLMENT_REQUEST: (DocumentKind.PURCHASE_ORDER,),
    RecordKind.SUPPLIER_INVOICE: (DocumentKind.BILL,),
    RecordKind.SHIPMENT: (),
}
"""Kind of record → the kinds of document that may stand for it, the likelier first."""
ANY_RECORD = tuple(marker(kind, "") for kind in RecordKind)


def kinds_refused(ref: RecordRef) -> str:
    """Why nothing can be linked to a record of this kind; empty if something can."""
    if KINDS[ref.kind]:
        return ""
    return f"A {ref.kind.words} has no document of its own: it is written on the sale of its order. Link the order."


def not_found(record: Record, document_id: str) -> str:
    """There is no document of this id among those that could stand for the record."""
    words = " or ".join(kind.words for kind in KINDS[record.ref.kind])
    return (
        f"No {words} with id {document_id} in QuickBooks for {_named(record)}. The id is not the number: it stands at "
        "the end of the page's address when the document is open (txnId=...)."
    )


def stands_already(record: Record, stands: str, document_id: str) -> str:
    """The record has another document.

    Args:
        stands: that one in words.
    """
    return (
        f"{_named(record, begins=True)} stands in the books as {stands} already. If that one is gone from QuickBooks, "
        f"say so: daybook post-again {CONNECTION} {record.label}; else delete one of the two. "
        f"Document {document_id} was not linked."
    )


def another_records(found: PostedDocument, record: Record, other: str) -> str:
    """The document stands for another record.

    Args:
        other: that one in words.
    """
    return f"{_document(found)} stands for {other} already, and was not linked to {_named(record)}."


def of_another_record(found: PostedDocument, record: Record) -> bool:
    """Whether its memo says that Daybook made the document for another record."""
    note = found.note or ""
    return any(one in note for one in ANY_RECORD) and not carries(marker(record.ref.kind, record.id), note)


def expected_total(record: Booked, settings: Settings) -> Decimal | None:
    """What the record's document would come to; None where a cost is not known."""
    match record:
        case Order():
            return without_remitted_tax(record, settings).total
        case FulfillmentRequest():
            if any(line.unit_cost is None for line in record.lines):
                return None
            return sum((line_amount(line.net_quantity, line.unit_cost or ZERO) for line in record.lines), ZERO)
        case SupplierInvoice():
            return record.total


def total_problems(found: PostedDocument, record: Booked, settings: Settings) -> tuple[Problem, ...]:
    """That the document has another total than its record; it stays linked all the same."""
    expected = expected_total(record, settings)
    if expected is None or expected == found.total:
        return ()
    return (
        Problem(
            code="linked_total_differs",
            message=f"{_document(found)} was linked to {_named(record)} by hand: it has a total of "
            f"{'nothing' if found.total is None else found.total}, and the record comes to {expected}.",
            fix="Compare the two, and correct the one that is wrong; then close this: "
            f"daybook close {CONNECTION} {record.label} --code linked_total_differs",
        ),
    )


def _document(found: PostedDocument) -> str:
    return f"{found.kind.words} {found.number or '(no number)'} (id {found.id})"


def _named(record: Record, *, begins: bool = False) -> str:
    words = record.ref.kind.words
    return f"{words.capitalize() if begins else words} {record.label}"
