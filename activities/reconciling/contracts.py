"""The names and models of a reconciliation. Every field added later needs a default."""

from __future__ import annotations

from decimal import Decimal

from pydantic import AwareDatetime

from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.reconciliation.equation import Tally
from accounting.records import Model

COUNT_RECORDS = "count_records"
COMPARE_BOOKS = "compare_books"
TELL_RECONCILED = "tell_reconciled"

METERED_READS = 60
"""What a night's reconciliation may ask of QuickBooks; Intuit meters what is read."""


def reconcile_workflow_id(connection: str) -> str:
    """The id of the workflow that reconciles a connection, one at a time, and of the schedule that starts it."""
    return f"reconcile.{connection}"


class ReconcileInput(Model):
    """Names the connection whose records and books are held against each other."""

    connection: str
    most_reads: int = METERED_READS


class Finding(Model):
    """One gap, extra or edit, as the inbox has it, too."""

    problem: Problem
    label: str
    """How people call the record."""


class RecordsCounted(Model):
    """The equation of each operation, and the records that nobody worked on."""

    tallies: tuple[Tally, ...] = ()
    gaps: int = 0
    told: tuple[Finding, ...] = ()
    """Of the gaps, the first ones; each was handed over to its order's workflow."""
    kinds: tuple[DocumentKind, ...] = ()
    """Of documents, the one that was longest not compared first."""


class CompareBooks(Model):
    """Compare the posted documents of one kind with the books."""

    connection: str
    kind: DocumentKind
    most_reads: int


class BooksCompared(Model):
    """How far the comparison of one kind has come."""

    kind: DocumentKind
    reads: int = 0
    documents: int = 0
    """That Daybook has posted or linked."""
    not_compared: int = 0
    """Of them; the next look goes on there."""
    by_changes: bool = False
    """QuickBooks told what has changed since the last look; else all was read."""


class TellReconciled(Model):
    """Put together what a reconciliation has found."""

    connection: str
    counted: RecordsCounted
    compared: tuple[BooksCompared, ...]
    began_at: AwareDatetime


class MoneyOfKind(Model):
    """What the records of one operation come to, in the order system and in the books."""

    operation: str
    documents: int = 0
    in_flxpoint: Decimal = Decimal(0)
    posted: Decimal = Decimal(0)
    """As QuickBooks answered when the documents were posted."""
    in_books: Decimal = Decimal(0)
    """As they stand now: with what was changed, deleted or entered a second time."""


class ReconcileReport(Model):
    """Whether records and books agree."""

    connection: str
    company: str = ""
    began_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    tallies: tuple[Tally, ...] = ()
    compared: tuple[BooksCompared, ...] = ()
    money: tuple[MoneyOfKind, ...] = ()
    findings: tuple[Finding, ...] = ()
    """The first ones."""
    found: int = 0
    """All of them."""
    joined: str = ""
    """That another one was under way, and where; nothing was read for this one."""

    @property
    def reads(self) -> int:
        """Requests to QuickBooks that Intuit meters."""
        return sum(one.reads for one in self.compared)
