"""What changed in a record after its document was posted (rows R-60, R-104, R-105)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.records import FulfillmentRequest, Order, Payment, Record, SupplierInvoice


def snapshot(record: Record) -> dict[str, Any]:
    """What of a record its document depends on, as plain JSON."""
    match record:
        case Order():
            return {
                "total": str(record.total),
                "payment": record.payment.value,
                "state": record.state,
                "lines": [[line.sku, str(line.net_quantity), str(line.unit_price)] for line in record.lines],
            }
        case FulfillmentRequest():
            return {
                "state": "withdrawn" if record.state in ("Canceled", "Voided") else "standing",
                "lines": [[line.sku, str(line.net_quantity), str(line.unit_cost)] for line in record.lines],
            }
        case SupplierInvoice():
            return {
                "total": str(record.total),
                "lines": [[line.kind.value, line.sku, str(line.quantity), str(line.amount)] for line in record.lines],
            }


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
            return [
                _problem(
                    "changed_after_posting", f"{record.label} changed after posting{_totals(posted, now)}; {stands}."
                )
            ]


def _only(before: dict[str, Any], now: dict[str, Any], field: str) -> bool:
    return all(before[name] == now[name] for name in now if name not in (field, "state"))


def _totals(before: dict[str, Any], now: dict[str, Any]) -> str:
    if before.get("total") == now.get("total"):
        return ""
    return f" (total {before['total']} → {now['total']})"


def _problem(code: str, message: str) -> Problem:
    return Problem(
        code=code, message=message, fix="Decide what the books should show, and change the document by hand."
    )
