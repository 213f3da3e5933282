"""A document as a query or a change tells it, read into what a reconciliation compares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accounting.documents import DocumentKind
from accounting.money import ZERO
from accounting.reconciliation.edits import Seen
from clients.quickbooks.posted import read_posted


def read_seen(kind: DocumentKind, entity: Mapping[str, Any]) -> Seen:
    """A document as it stands."""
    posted = read_posted(kind, dict(entity))
    return Seen(
        kind=kind,
        id=posted.id,
        number=posted.number,
        total=ZERO if posted.total is None else posted.total,
        tax=ZERO if posted.tax is None else posted.tax,
        dated=dated(entity),
        amounts=amounts(entity),
        links=posted.links,
        note=posted.note or "",
        party=party(entity),
    )


def amounts(entity: Mapping[str, Any]) -> tuple[Decimal, ...]:
    """What the lines come to, the smallest first; the subtotal that QuickBooks adds is no line, nor is nothing."""
    lines = [line for line in entity.get("Line", []) if line.get("DetailType") != "SubTotalLineDetail"]
    return tuple(sorted(amount for line in lines if (amount := Decimal(str(line.get("Amount", 0))))))


def dated(entity: Mapping[str, Any]) -> date | None:
    """The document's date, if it has one."""
    told = entity.get("TxnDate")
    return date.fromisoformat(str(told)[:10]) if told else None


def party(entity: Mapping[str, Any]) -> str:
    """The id of the customer of a sale, or of the vendor of a purchase."""
    return str((entity.get("CustomerRef") or entity.get("VendorRef") or {}).get("value", ""))
