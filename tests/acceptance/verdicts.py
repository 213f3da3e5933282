"""What became of each cell: which tests show it, and whether they passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.acceptance.rules import Row


@dataclass(frozen=True)
class Outcome:
    """What became of one marked test, or of one case of it."""

    test: str
    cells: tuple[str, ...]
    outcome: str
    """passed, failed or skipped."""


@dataclass(frozen=True)
class Cell:
    """One cell of a row, with the outcomes of the tests marked with it."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def is_shown(self) -> bool:
        """At least one test passed, and none failed."""
        return self.passed > 0 and self.failed == 0

    @property
    def is_wrong(self) -> bool:
        """A test of it failed, or none passed."""
        return not self.is_shown

    @property
    def words(self) -> str:
        """As the table shows it."""
        counts = {"failed": self.failed, "passed": self.passed, "skipped": self.skipped}
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        return told or "NO TEST"


def judged(rows: Iterable[Row], outcomes: Sequence[Outcome]) -> dict[str, Cell]:
    """Every cell that can be shown, by its name."""
    return {cell: _cell(cell, outcomes) for row in rows for cell in row.cells}


def _cell(name: str, outcomes: Sequence[Outcome]) -> Cell:
    by_test: dict[str, str] = {}
    for one in outcomes:
        if name in one.cells:
            # A test that passed and then failed to clean up has failed.
            by_test[one.test] = "failed" if "failed" in (one.outcome, by_test.get(one.test)) else one.outcome
    found = list(by_test.values())
    return Cell(name, found.count("passed"), found.count("failed"), found.count("skipped"))
