"""What stands in a preview where QuickBooks' id of something will stand that is not there yet."""

from __future__ import annotations

from accounting.documents import DocumentKind

NEW = "new:"


def placeholder(kind: DocumentKind, name: str) -> str:
    """The name of something new, as ``new:Customer:Jane Doe``."""
    return f"{NEW}{kind.value}:{name}"


def number_of(id: str) -> str:
    """Where the number will stand that QuickBooks gives a document itself."""
    return f"{id}:number"


def line_of(id: str, number: int) -> str:
    """Where the id of a document's line will stand."""
    return f"{id}:line:{number}"


def is_placeholder(id: str) -> bool:
    """Is it the name of something new, instead of QuickBooks' id?"""
    return id.startswith(NEW)
