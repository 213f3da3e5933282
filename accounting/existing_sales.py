"""Which sale in the books is an order's, where another program posts them: by number and total (rows R-55 to R-57)."""

from __future__ import annotations

from collections.abc import Sequence

from accounting.documents import DocumentKind
from accounting.numbering import carries, marker
from accounting.problems import Held, Problem
from accounting.records import Order, Payment, RecordKind
from accounting.verification import PostedDocument

ANY_ORDER = marker(RecordKind.ORDER, "")
NOT_YET = "The other program may not have posted it yet: run again when it has, or correct the number there."


def kinds_to_link(order: Order) -> tuple[DocumentKind, ...]:
    """What an order may be linked to; the sale of one that is not paid may be an Invoice (reading A2)."""
    if order.payment is Payment.PAID:
        return (DocumentKind.SALES_RECEIPT,)
    return DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE


def numbers_to_link(order: Order) -> tuple[str, ...]:
    """The numbers that its sale may bear, the likelier one first."""
    return tuple(dict.fromkeys((order.reference, order.number)))


def require_one(order: Order, found: Sequence[PostedDocument], number: str) -> PostedDocument:
    """The one sale of the number, over the order's own total.

    Raises:
        Held: there are several, or its total is another, or its memo says that it is another order's.
    """
    if len(found) > 1:
        raise Held(_several(order, found, number))
    (sale,) = found
    if ANY_ORDER in (sale.note or "") and not carries(marker(RecordKind.ORDER, order.id), sale.note):
        raise Held(linked_already(order, sale, "another order by the marker in its memo"))
    if sale.total != order.total:
        raise Held(
            _problem(
                "link_total_differs",
                order,
                f"{_named(sale)} has a total of {sale.total}, order {order.reference} comes to {order.total}.",
                "Correct the sale in QuickBooks or the order's amounts, then run again.",
            )
        )
    return sale


def nothing_to_link(order: Order) -> Problem:
    """No sale bears any of the order's numbers (row R-56)."""
    words = " or ".join(kind.words for kind in kinds_to_link(order))
    numbers = " or ".join(numbers_to_link(order))
    return _problem("link_not_found", order, f"No {words} with number {numbers} in QuickBooks.", NOT_YET)


def linked_already(order: Order, sale: PostedDocument, other: str) -> Problem:
    """The sale is another record's (row R-55)."""
    return _problem(
        "linked_elsewhere",
        order,
        f"{_named(sale)} is linked to {other} already, and order {order.reference} bears its number too.",
        "Give one of the two orders its own sale in QuickBooks, then run again.",
    )


def numbers_are_quickbooks_own(order: Order) -> Problem:
    """Where QuickBooks counts by itself a number says nothing of an order (gap C1)."""
    return _problem(
        "link_impossible",
        order,
        f"Order {order.reference} cannot be linked: custom transaction numbers are off, and QuickBooks numbers its "
        "sales itself.",
        "Turn them on: QuickBooks > Account and Settings > Sales > Sales form content > Custom transaction numbers.",
    )


def _several(order: Order, found: Sequence[PostedDocument], number: str) -> Problem:
    if len({sale.kind for sale in found}) == 1:
        ids = ", ".join(sale.id for sale in found)
        message = f"{len(found)} {found[0].kind.words}s carry number {number} (ids {ids})."
    else:
        message = f"{' and '.join(map(_named, found))} carry one number."
    return _problem(
        "link_ambiguous", order, message, "Leave the number to the one that is the order's, then run again."
    )


def _problem(code: str, order: Order, message: str, fix: str) -> Problem:
    return Problem(code=code, message=message, fix=fix, subject=order.reference)


def _named(sale: PostedDocument) -> str:
    return f"{sale.kind.words} {sale.number} (id {sale.id})"
