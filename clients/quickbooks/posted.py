"""A document as QuickBooks answers it, read into what Daybook checks and keeps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from accounting.documents import DocumentKind, PurchaseOrderLine
from accounting.verification import PostedDocument
from clients.quickbooks.errors import MalformedAnswer


def read_posted(kind: str, entity: dict[str, Any]) -> PostedDocument:
    """The parts of an entity that tell whether it is what was sent.

    Raises:
        MalformedAnswer: it cannot be read as a document, so that nobody knows what stands.
    """
    try:
        return _posted(kind, entity)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        told = f"QuickBooks answered with a {kind} that cannot be read: {type(error).__name__}: {error}"
        raise MalformedAnswer(told) from None


def _posted(kind: str, entity: dict[str, Any]) -> PostedDocument:
    lines = list(_numbered_lines(entity))
    return PostedDocument(
        kind=DocumentKind(kind),
        id=_id(entity),
        number=entity.get("DocNumber"),
        total=_decimal(entity.get("TotalAmt")),
        tax=_decimal((entity.get("TxnTaxDetail") or {}).get("TotalTax")),
        lines={number: str(line["Id"]) for number, line in lines},
        links={number: link for number, line in lines if (link := _purchase_order(line))},
        note=entity.get("PrivateNote"),
    )


def _id(entity: dict[str, Any]) -> str:
    id = entity["Id"]
    if not isinstance(id, str) or not id.strip():
        raise ValueError(f"{id!r} is no id")
    return id


def _numbered_lines(entity: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    # The subtotal line that QuickBooks adds has neither id nor number.
    for line in entity.get("Line", []):
        if "Id" in line and "LineNum" in line:
            yield int(line["LineNum"]), line


def _purchase_order(line: dict[str, Any]) -> PurchaseOrderLine | None:
    for link in line.get("LinkedTxn") or []:
        if link.get("TxnType") == "PurchaseOrder":
            return PurchaseOrderLine(purchase_order_id=str(link["TxnId"]), line_id=str(link.get("TxnLineId", "")))
    return None


def _decimal(value: Any) -> Decimal | None:
    if value is None:
        return None
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"{value} is no amount")
    return number
