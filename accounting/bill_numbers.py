"""The number of a Bill, and whether the supplier's invoice came twice (row R-91)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from accounting.numbering import carries, document_number, marker
from accounting.problems import Held, Problem
from accounting.records import Model, RecordKind, SupplierInvoice

ANY_INVOICE = marker(RecordKind.SUPPLIER_INVOICE, "")


class StandingBill(Model):
    """A Bill that QuickBooks holds under one of the numbers asked for."""

    id: str
    vendor_id: str
    number: str
    total: Decimal
    note: str | None


class BillNumber(Model):
    """The number to send, or the one under which this record's own Bill stands already."""

    number: str
    stands_already: bool = False


def numbers_of(invoice: SupplierInvoice) -> tuple[str, str]:
    """The supplier's number, and the one with the invoice's id after it, for another invoice of the same number."""
    return document_number(invoice.number, invoice.id), document_number(invoice.number, invoice.id, taken=True)


def bill_number(
    invoice: SupplierInvoice,
    *,
    request_number: str,
    namesakes: Sequence[SupplierInvoice],
    standing: Sequence[StandingBill],
) -> BillNumber:
    """The number of the invoice's Bill.

    Several invoices share a number where Flxpoint gives each the number of its fulfillment request: the one with
    the smallest id keeps it plain, and the others get their own id after it.

    Args:
        namesakes: the other invoices of the same source and number that are to become Bills too.
        standing: the vendor's Bills that QuickBooks holds under one of the two numbers.

    Raises:
        Held: it may be a Bill that stands already, or an invoice that came twice.
    """
    plain, with_id = numbers_of(invoice)
    own = marker(RecordKind.SUPPLIER_INVOICE, invoice.id)
    for bill in standing:
        if carries(own, bill.note):
            return BillNumber(number=bill.number, stands_already=True)
    is_requests = invoice.number == request_number
    earlier = [other for other in namesakes if _comes_before(other, invoice)]
    for other in earlier:
        if not is_requests or other.total == invoice.total:
            raise Held(_came_twice(invoice, other))
    for bill in standing:
        if bill.number == with_id or not is_requests or not _is_another_part(bill, invoice):
            raise Held(_exists(invoice, bill))
    return BillNumber(number=with_id if earlier or standing else plain)


def _is_another_part(bill: StandingBill, invoice: SupplierInvoice) -> bool:
    return ANY_INVOICE in (bill.note or "") and bill.total != invoice.total


def _comes_before(other: SupplierInvoice, invoice: SupplierInvoice) -> bool:
    # Order systems count upwards: of two ids, the longer one is the later one.
    return (len(other.id), other.id) < (len(invoice.id), invoice.id)


def _exists(invoice: SupplierInvoice, bill: StandingBill) -> Problem:
    return _suspected(
        invoice,
        f"Bill {bill.number} for {invoice.source_name} already exists (id {bill.id}). "
        f"It is over {bill.total}, invoice {invoice.number} (id {invoice.id}) over {invoice.total}.",
    )


def _came_twice(invoice: SupplierInvoice, other: SupplierInvoice) -> Problem:
    total = f"the same total, {invoice.total}" if other.total == invoice.total else f"a total of {other.total}"
    return _suspected(
        invoice,
        f"Invoice {invoice.number} (id {invoice.id}) of {invoice.source_name} over {invoice.total} came before: "
        f"invoice id {other.id} has the same number and {total}.",
    )


def _suspected(invoice: SupplierInvoice, message: str) -> Problem:
    return Problem(
        code="suspected_duplicate",
        message=message,
        fix="If it is a charge of its own, give the invoice another number in Flxpoint; if it came twice, "
        "all is well: no second Bill was made.",
        subject=invoice.number,
    )
