"""What a preview holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounting.account_totals import AccountTotal
from accounting.problems import Problem
from accounting.records import Record
from activities.contracts import Posting
from activities.preview.creator import Made
from clients.database.connections import Connection


@dataclass(frozen=True)
class Foreseen:
    """What would become of one record."""

    record: Record
    posting: Posting
    document: Made | None = None
    """What would be sent; None: nothing, or it stands already."""
    stands: bool = False
    """Its document is in the books already, and nothing is sent."""


@dataclass(frozen=True)
class Names:
    """What people call the entries of QuickBooks' lists, by id."""

    customers: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What a run would do now, or what would become of one order's records."""

    connection: Connection
    company: str
    foreseen: tuple[Foreseen, ...]
    created: tuple[Made, ...]
    """The customers and items that would be created, in that order."""
    totals: tuple[AccountTotal, ...]
    names: Names
    unchanged: int = 0
    left_out: tuple[str, ...] = ()
    """One sentence for each reason."""
    unread: tuple[Problem, ...] = ()
    """Of records that cannot be understood."""
    warnings: tuple[Problem, ...] = ()

    @property
    def documents(self) -> tuple[Made, ...]:
        """Every document that would be sent."""
        return tuple(one.document for one in self.foreseen if one.document and not one.document.stands)
