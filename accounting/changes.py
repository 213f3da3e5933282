"""What changed in a record after its document was posted (rows R-60, R-104, R-105, R-109)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from accounting.bill import is_credit
from accounting.documents import DocumentKind
from accounting.money import pieces, plain
from accounting.problems import Problem
from accounting.purchase import WITHDRAWN
from accounting.records import Booked, FulfillmentLine, FulfillmentRequest, Order, Payment, SupplierInvoice

CHANGES = frozenset({"canceled_after_posting", "paid_after_invoice", "changed_after_posting"})
"""The codes of problems that tell of a change."""
MOST_LINES_TOLD = 5
PARTS = ("tax", "shipping", "fee", "other", "discount")
WORDS = {"paid": "Paid", "unpaid": "not paid", "returned": "given back", "standing": "open", "withdrawn": "withdrawn"}
"""What is kept → how people say it."""
DECIDE = "Decide what the books should show, and change the document by hand."


def snapshot(record: Booked) -> dict[str, Any]:
    """What of a record its document depends on, as plain JSON."""
    match record:
        case Order():
            lines = [[line.sku, plain(line.net_quantity), plain(line.unit_price)] for line in record.lines]
            payment = {"payment": record.payment.value, "state": record.state}
            parts = {name: plain(getattr(record, name)) for name in PARTS}
            return {"total": plain(record.total), **parts, **payment, "lines": sorted(lines, key=str)}
        case FulfillmentRequest():
            lines = [[line.sku, plain(line.net_quantity), _cost(line)] for line in record.lines]
            state = "withdrawn" if record.state in WITHDRAWN else "standing"
            return {"state": state, "lines": sorted(lines, key=str)}
        case SupplierInvoice():
            charges = [[line.kind.value, line.sku, plain(line.quantity), plain(line.amount)] for line in record.lines]
            state = "credited" if is_credit(record) else "charged"
            return {"total": plain(record.total), "state": state, "lines": sorted(charges, key=str)}


def changes_since(
    posted: dict[str, Any],
    record: Booked,
    *,
    kind: DocumentKind,
    document_id: str,
    number: str | None,
    total: Decimal,
) -> list[Problem]:
    """The problems that a change after posting opens; the document itself is never changed.

    Args:
        number: the document's own; None where it has none.
    """
    now = snapshot(record)
    stands = f"{kind.words} {document_id} ({total}) stands"
    match record:
        case Order() if record.state in ("Canceled", "Failed") and posted["state"] != record.state:
            what = "was canceled" if record.state == "Canceled" else "has failed"
            return [_problem("canceled_after_posting", f"Order {record.reference} {what}; {stands}.")]
        case Order() if (
            kind is DocumentKind.INVOICE and record.payment is Payment.PAID and _only(posted, now, "payment")
        ):
            return [
                Problem(
                    code="paid_after_invoice",
                    message=f"Invoice {document_id} is open, order {record.reference} is Paid.",
                    fix=f"Receive {total} in QuickBooks: open the Invoice > Receive payment.",
                )
            ]
        case Order() if _only(posted, now, "state"):
            return []
        case _ if not (changed := [field for field in now if _differs(posted, now, field)]):
            return []
        case _:
            name = f"{record.ref.kind.words.capitalize()} {record.label}"
            shown = now | _own_words(record)
            told = "; ".join(_told(field, posted[field], shown[field]) for field in changed)
            fix = _purchase_to_close(record, number or f"id {document_id}")
            return [_problem("changed_after_posting", f"{name} changed after posting ({told}); {stands}.", fix)]


def _cost(line: FulfillmentLine) -> str | None:
    return None if line.unit_cost is None else plain(line.unit_cost)


def _only(before: dict[str, Any], now: dict[str, Any], field: str) -> bool:
    return not any(_differs(before, now, name) for name in now if name not in (field, "state"))


def _differs(before: dict[str, Any], now: dict[str, Any], field: str) -> bool:
    """Of a part that was not kept when the document was posted nothing can be said."""
    return field in before and before[field] != now[field]


def _told(field: str, before: Any, now: Any) -> str:
    if field == "lines":
        return f"lines {_lines_without(before, now)} → {_lines_without(now, before)}"
    return f"{field} {WORDS.get(before, before)} → {now}"


def _own_words(record: Booked) -> dict[str, str]:
    """What is kept in our words, as the order system says it."""
    match record:
        case Order():
            return {"payment": record.payment_raw}
        case FulfillmentRequest():
            return {"state": record.state}
        case SupplierInvoice():
            return {}


def _lines_without(lines: list[list[str | None]], others: list[list[str | None]]) -> str:
    """The lines that are not among the others, in words."""
    left = list((Counter(map(_line_words, lines)) - Counter(map(_line_words, others))).elements())
    more = [f"and {len(left) - MOST_LINES_TOLD} more"] if len(left) > MOST_LINES_TOLD else []
    return ", ".join(left[:MOST_LINES_TOLD] + more) or "none"


def _line_words(line: list[str | None]) -> str:
    match line:
        case [sku, quantity, price]:
            return f"{pieces(Decimal(quantity or 0))} × {sku} at {price or 'no known cost'}"
        case ["product", sku, quantity, amount]:
            return f"{pieces(Decimal(quantity or 0))} × {sku} for {amount}"
        case _:
            return f"{line[0]} {line[-1]}"


def _purchase_to_close(record: Booked, number: str) -> str:
    """What to do about the Purchase Order of a request that was withdrawn or changed (row R-109)."""
    if not isinstance(record, FulfillmentRequest):
        return DECIDE
    if record.state in WITHDRAWN:
        return f"Close Purchase Order {number} in QuickBooks."
    return f"Close Purchase Order {number} in QuickBooks, or correct it there to what will be delivered."


def _problem(code: str, message: str, fix: str = DECIDE) -> Problem:
    return Problem(code=code, message=message, fix=fix)
