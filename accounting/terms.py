"""When a document is due: the term of its customer, vendor or company, applied to its date (row R-112)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from accounting.problems import Problem
from accounting.records import Model


class Term(Model):
    """A term of payment as QuickBooks keeps it: so many days, or a day of the month."""

    id: str
    name: str
    due_days: int | None = None
    due_day_of_month: int | None = None
    next_month_within: int = 0
    """A document dated this many days before that day, or fewer, is due in the month after."""

    def due(self, dated: date) -> date:
        """The day on which a document of this date is due."""
        if self.due_days is not None:
            return dated + timedelta(days=self.due_days)
        if self.due_day_of_month is None:
            return dated
        due = _day_of_month(dated.year, dated.month, self.due_day_of_month)
        if due >= dated and (due - dated).days >= self._days_needed:
            return due
        following = dated.replace(day=1) + timedelta(days=31)
        return _day_of_month(following.year, following.month, self.due_day_of_month)

    @property
    def _days_needed(self) -> int:
        return self.next_month_within + 1 if self.next_month_within else 0


def term_missing(document: str, dated: date, *, whose: str, where: str) -> Problem:
    """The warning that a document is due on its own date since nobody chose a term for it."""
    return Problem(
        code="term_missing",
        message=f"{document} is due on its own date, {dated}: {whose} has no term of payment.",
        fix=f"Choose one in QuickBooks: {where}; correct the due date by hand if this one is wrong.",
    )


def _day_of_month(year: int, month: int, day: int) -> date:
    """That day of the month, or its last one where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))
