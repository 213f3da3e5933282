"""What Flxpoint is told of a record: which document it became, or why it became none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from accounting.records import RecordKind
from clients.flxpoint.fields import MARKS

LONGEST_MESSAGE = 249

Call = tuple[str, dict[str, Any]]
"""The path to PATCH and the body."""


def posted(kind: RecordKind, id: str, document_id: str, lines: Mapping[str, str]) -> Call:
    """Tell that the record became this document; ``lines`` are its line ids → the document's line ids."""
    if kind is RecordKind.SHIPMENT:
        return "/shipments", {"id": _number(id), "accountingSynced": True}
    mark = MARKS[kind]
    body: dict[str, Any] = {"accountingSynced": True, "externalAccountingId": document_id}
    if lines:
        # on a source invoice, an item without its id would be added as a new item
        body["items"] = [{mark.line_id: _number(line), mark.line_document_id: theirs} for line, theirs in lines.items()]
    return mark.path.format(id=quote(id, safe="")), body


def failed(kind: RecordKind, id: str, message: str) -> Call | None:
    """Tell why the record is not in the books; nothing to tell of shipments, which keep no error text."""
    if kind is RecordKind.SHIPMENT:
        return None
    mark = MARKS[kind]
    return mark.path.format(id=quote(id, safe="")), {"accountingSynced": False, mark.error: _cut(message)}


def _number(id: str) -> int | str:
    """Flxpoint's ids are numbers, ours are text."""
    return int(id) if id.isascii() and id.isdigit() else id


def _cut(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"
