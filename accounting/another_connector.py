"""Another program that posts the same orders shows by documents of the same numbers without our marker (row R-117)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from accounting.books import Books
from accounting.choices import to_choose
from accounting.documents import DocumentKind
from accounting.numbering import document_number, marker
from accounting.problems import Problem
from accounting.records import FulfillmentRequest, Model, Order, Record, RecordKind
from accounting.settings import Settings

EXAMPLES = 5
ANY_OF_OURS = tuple(marker(kind, "") for kind in RecordKind)


class Standing(Model):
    """A document that QuickBooks holds under a number that a pending record is to have."""

    kind: DocumentKind
    id: str
    number: str
    note: str | None

    @property
    def is_ours(self) -> bool:
        return any(mark in (self.note or "") for mark in ANY_OF_OURS)


def numbers_to_look_for(
    records: Collection[Record], books: Books, settings: Settings
) -> Mapping[DocumentKind, Sequence[str]]:
    """The numbers that the records' documents are to have, by kind; none where QuickBooks numbers them itself.

    An order that is only linked is meant to stand already, and suppliers' invoices are numbered by the suppliers.
    """
    orders = [record for record in records if isinstance(record, Order)]
    requests = [record for record in records if isinstance(record, FulfillmentRequest)]
    sales = _numbers(orders) if books.own_sales_numbers and not settings.link_only else []
    return {
        DocumentKind.SALES_RECEIPT: sales,
        DocumentKind.INVOICE: sales,
        DocumentKind.PURCHASE_ORDER: _numbers(requests) if books.own_purchase_numbers else [],
    }


def another_connector(found: Collection[Standing]) -> tuple[Problem, ...]:
    """The warning that another program posts the same records, with some of its documents; none if it shows nowhere."""
    strangers = [document for document in found if not document.is_ours]
    if not strangers:
        return ()
    shown = ", ".join(f"{one.kind.words} {one.number} (id {one.id})" for one in strangers[:EXAMPLES])
    more = f" and {len(strangers) - EXAMPLES} more" if len(strangers) > EXAMPLES else ""
    warning = Problem(
        code="another_connector",
        message=f"Another program seems to post the same orders: QuickBooks holds {shown}{more}, which Daybook did "
        "not make.",
        fix="Switch Flxpoint's own QuickBooks integration off first; or, if another program is to post the orders, "
        f"only link them: {to_choose('link_only=yes')}",
    )
    return (warning,)


def _numbers(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(document_number(record.label, record.id) for record in records))
