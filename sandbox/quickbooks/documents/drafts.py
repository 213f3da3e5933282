"""A write on its way through the checks."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.schema.shape import Record


@dataclass(frozen=True)
class Draft:
    """A write on its way through the checks: what was sent, over what stood before."""

    company: Company
    kind: str
    given: Record
    """What is wanted: the members sent, for a sparse update merged over the old ones."""

    sent: frozenset[str]
    """The names of the members really sent."""

    old: Record | None = None
    duplicates_allowed: bool = False
