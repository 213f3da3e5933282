"""The rows of docs/rules.md, read from its tables, so that the document and the check cannot part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "rules.md"

SECTION = re.compile(r"## ([A-Z])\. (.+)")
ROW = re.compile(r"\| (R-\d+)\b")


@dataclass(frozen=True)
class Row:
    """One rule; a cell that is empty in the document asks for nothing."""

    id: str
    section: str
    """The section's letter."""
    rule: str
    expected: str
    bad: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the cells that can be shown, such as ``R-45/bad``."""
        kept = {"expected": self.expected, "bad": self.bad}
        return tuple(f"{self.id}/{name}" for name, text in kept.items() if text)


class RulesUnreadable(Exception):
    """The document's tables are not as they should be; the text says where."""


def read_rows(document: Path) -> list[Row]:
    """Every row of the document's lettered sections, in its order.

    Raises:
        RulesUnreadable: a row has not four columns, or stands there twice, or there is none.
    """
    rows = list(_rows(document.read_text(encoding="utf-8").splitlines()))
    if twice := sorted({row.id for row in rows if [other.id for other in rows].count(row.id) > 1}):
        raise RulesUnreadable(f"{document.name} has row {twice[0]} twice.")
    if not rows:
        raise RulesUnreadable(f"{document.name} has no row.")
    return rows


def section_names(document: Path) -> dict[str, str]:
    """The names of the document's lettered sections."""
    found = map(SECTION.fullmatch, document.read_text(encoding="utf-8").splitlines())
    return {match[1]: match[2] for match in found if match}


def cells_of(rows: Iterable[Row]) -> list[str]:
    """The cells of all rows that can be shown."""
    return [cell for row in rows for cell in row.cells]


def _rows(lines: Iterable[str]) -> Iterator[Row]:
    section = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            section = match[1] if (match := SECTION.fullmatch(line)) else ""
        elif section and (match := ROW.match(line)):
            yield _row(number, match[1], section, line)


def _row(number: int, id: str, section: str, line: str) -> Row:
    columns = [column.strip() for column in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
    if len(columns) != 4:
        raise RulesUnreadable(f"Line {number}: row {id} has {len(columns)} columns instead of 4.")
    return Row(id, section, *columns[1:])
