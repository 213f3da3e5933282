"""What the audit says, to people and to programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.audit.books import Document
from sandbox.audit.comparison import Comparison, Finding
from sandbox.audit.money import ZERO
from sandbox.audit.records import FULFILLMENT_REQUEST, ORDER, SUPPLIER_INVOICE

_SHOWN = 20

_TITLES = {ORDER: "orders", FULFILLMENT_REQUEST: "fulfillment requests", SUPPLIER_INVOICE: "supplier invoices"}


def as_object(comparison: Comparison) -> dict[str, Any]:
    """The audit as one object; money as text with two decimals."""
    count = comparison.books.count
    duplicates = _findings(comparison.duplicates())
    return {
        "sales_receipts": count("SalesReceipt"),
        "invoices": count("Invoice"),
        "purchase_orders": count("PurchaseOrder"),
        "bills": count("Bill"),
        "documents": _documents(comparison),
        "duplicates": duplicates,
        "duplicate_count": len(duplicates),
        "gaps": _findings(comparison.gaps()),
        "unmarked": _findings(comparison.unmarked()),
        "without_document": [record.name for record in comparison.without_document()],
        "unlinked": _findings(comparison.unlinked()),
        "difference": str(comparison.difference),
    }


def as_text(comparison: Comparison) -> str:
    """The audit as a short table and what was found."""
    lines = [*_table(comparison), ""]
    lines += _section("Duplicates", comparison.duplicates())
    lines += _section("Gaps", comparison.gaps())
    lines += _section("Not linked", comparison.unlinked())
    lines += _section("Other amount", comparison.different())
    lines += _section("Not marked", comparison.unmarked())
    waiting = [Finding(record.name, "has none") for record in comparison.without_document()]
    lines += _section("No document", waiting)
    verdict = "The books and the records agree." if comparison.agrees else "The books and the records DISAGREE."
    return "\n".join([*lines, "", f"Difference: {comparison.difference}. {verdict}"])


def _documents(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "record": f"{record.kind}:{record.id}",
            "number": record.number,
            "total": str(record.total),
            "documents": [_document(document) for document in comparison.owned[key]],
        }
        for key, record in comparison.records.items()
        if key in comparison.owned
    ]


def _document(document: Document) -> dict[str, str]:
    return {"type": document.type, "id": document.id, "number": document.number, "total": str(document.total)}


def _findings(found: Sequence[Finding]) -> list[dict[str, str]]:
    return [{"subject": finding.subject, "text": finding.text} for finding in found]


def _table(comparison: Comparison) -> list[str]:
    rows = [_row("", "records", "documents", "recorded", "booked")]
    for kind, title in _TITLES.items():
        records = [record for record in comparison.records.values() if record.kind == kind]
        pairs = [(record, document) for record, document in comparison.pairs() if record.kind == kind]
        recorded = sum((record.total for record, _ in pairs), ZERO)
        booked = sum((document.total for _, document in pairs), ZERO)
        rows.append(_row(title, len(records), len(pairs), recorded, booked))
    return rows


def _row(title: str, records: object, documents: object, recorded: object, booked: object) -> str:
    return f"{title:<22}{records!s:>9}{documents!s:>11}{recorded!s:>14}{booked!s:>14}"


def _section(title: str, found: Sequence[Finding]) -> list[str]:
    if not found:
        return [f"{title:<14}none"]
    lines = [f"{title:<14}{len(found)}"]
    lines += [f"  {finding.subject} {finding.text}" for finding in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"  … and {len(found) - _SHOWN} more; --json lists them all")
    return lines
