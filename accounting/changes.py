"""What changed in a record after its document was posted (rows R-60, R-104, R-105)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounting.documents import DocumentKind
from accounting.money import plain
from accounting.problems import Problem
from accounting.records import FulfillmentLine, FulfillmentRequest, Order, Payment, Record, SupplierInvoice


def snapshot(record: Record) -> dict[str, Any]:
    """What of a record its document depends on, as plain JSON."""
    match record:
        case Order():
            return {
                "total": plain(record.total),
                "payment": record.payment.value,
                "state": record.state,
                "lines": [[line.sku, plain(line.net_quantity), plain(line.unit_price)] for line in record.lines],
            }
        case FulfillmentRequest():
            return {
                "state": "withdrawn" if record.state in ("Canceled", "Voided") else "standing",
                "lines": [[line.sku, plain(line.net_quantity), _cost(line)] for line in record.lines],
            }
        case SupplierInvoice():
            return {
                "total": plain(record.total),
                "lines": [
                    [line.kind.value, line.sku, plain(line.quantity), plain(line.amount)] for line in record.lines
                ],
            }


def _cost(line: FulfillmentLine) -> str | None:
    return None if line.unit_cost is None else plain(line.unit_cost)


def changes_since(
    posted: dict[str, Any], record: Record, *, kind: DocumentKind, document_id: str, total: Decimal
) -> list[Problem]:
    """The problems that a change after posting opens; the document itself is never changed."""
    now = snapshot(record)
    stands = f"{kind.words} {document_id} ({total}) stands"
    match record:
        case Order() if record.state in ("Canceled", "Failed") and posted["state"] != record.state:
            return [_problem("canceled_after_posting", f"Order {record.reference} is {record.state}; {stands}.")]
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
        case _ if now == posted:
            return []
        case _:
            name = f"{record.ref.kind.words.capitalize()} {record.label}"
            told = "; ".join(_told(field, posted[field], now[field]) for field in now if posted[field] != now[field])
            return [_problem("changed_after_posting", f"{name} changed after posting ({told}); {stands}.")]


def _only(before: dict[str, Any], now: dict[str, Any], field: str) -> bool:
    return all(before[name] == now[name] for name in now if name not in (field, "state"))


def _told(field: str, before: Any, now: Any) -> str:
    return f"{field} {before} → {now}" if isinstance(now, str) else f"its {field}"


def _problem(code: str, message: str) -> Problem:
    return Problem(
        code=code, message=message, fix="Decide what the books should show, and change the document by hand."
    )
