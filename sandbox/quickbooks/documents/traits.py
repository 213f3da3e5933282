"""The documents a company keeps: what each is made of and what it moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.quickbooks.schema import table
from sandbox.quickbooks.schema.shape import Record, read


@dataclass(frozen=True)
class Document:
    """One kind of document; the members are explained in `schema/documents.toml`."""

    lines: tuple[str, ...] = ()
    account: str = ""
    custom_fields: str = ""
    auto_number: bool = False
    numbers_by: str = ""
    due_days: int | None = None
    open: tuple[str, ...] = ()
    owed: int = 0
    stock: int = 0
    receives: str = ""
    pays: tuple[str, ...] = ()
    spends: tuple[str, ...] = ()
    link: str = ""
    link_by: str = ""
    odd_void: bool = False
    defaults: Record = field(default_factory=dict)


LISTS = ("lines", "open", "pays", "spends")


def _document(kind: str, row: dict[str, Any]) -> Document:
    words = {member: tuple(row[member].split()) for member in LISTS if member in row}
    return Document(**{**row, **words, "defaults": read(kind, row.get("defaults", {}))})


DOCUMENTS: dict[str, Document] = {kind: _document(kind, row) for kind, row in table("documents").items()}
