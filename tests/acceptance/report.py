"""The acceptance table, for people and for programs, and the part of docs/rules.md that names the tests."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from tests.acceptance.rules import Row
from tests.acceptance.verdicts import Cell, Outcome

_COLUMNS = ("expected", "bad")
WIDTH = 110
HEADING = "## Which tests show which cell"

_PREFACE = """
Written by `make rules`; one line for each marked test, its name read as a sentence.

| Cell | Test | In |
|---|---|---|
"""


def as_text(rows: Sequence[Row], cells: Mapping[str, Cell], sections: Mapping[str, str]) -> str:
    """The table, a line for each row, and at the end what is wrong."""
    lines, section = [], ""
    for row in rows:
        if row.section != section:
            section = row.section
            lines += ["", f"{section}. {sections[section]}", f"{'row':7}{'expected':22}{'bad input':22}rule"]
        expected, bad = (cells[name].words if (name := f"{row.id}/{what}") in cells else "-" for what in _COLUMNS)
        lines.append(f"{row.id:7}{expected:22}{bad:22}{row.rule}")
    return "\n".join([*lines[1:], "", _in_all(cells.values())])


def as_object(rows: Sequence[Row], cells: Mapping[str, Cell], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The same as one JSON object, with the tests of each cell."""
    return {
        "rows": [
            {
                "row": row.id,
                "section": row.section,
                "rule": row.rule,
                **{
                    what: _as_object(cells[name], outcomes)
                    for what in _COLUMNS
                    if (name := f"{row.id}/{what}") in cells
                },
            }
            for row in rows
        ],
        "wrong": [cell.name for cell in cells.values() if cell.is_wrong],
    }


def with_tests(document: Path, outcomes: Sequence[Outcome]) -> str:
    """The document with its last part, which names the tests of each cell, as it ought to be now."""
    text = document.read_text(encoding="utf-8")
    return text.partition(HEADING)[0] + HEADING + "\n" + _PREFACE + "".join(_test_lines(outcomes))


def _in_all(cells: Collection[Cell]) -> str:
    wrong = [cell.name for cell in cells if cell.is_wrong]
    shown = sum(cell.is_shown for cell in cells)
    told = f"{shown} of the {len(cells)} cells are shown."
    return "\n".join([told, *wrap(f"Wrong: {', '.join(wrong)}.", WIDTH)]) if wrong else told


def _as_object(cell: Cell, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {
        "shown": cell.is_shown,
        "tests": {one.test: one.outcome for one in outcomes if cell.name in one.cells},
    }


def _test_lines(outcomes: Sequence[Outcome]) -> list[str]:
    found = {(cell, *_named(one.test)) for one in outcomes for cell in one.cells}
    return [f"| {cell} | {sentence} | `{file}` |\n" for cell, sentence, file in sorted(found, key=_place)]


def _named(test: str) -> tuple[str, str]:
    """A test as a sentence, and its file; its cases are one."""
    file, _, function = test.partition("::")
    return re.sub(r"\[.*", "", function).removeprefix("test_").replace("_", " "), file.removeprefix("tests/")


def _place(line: tuple[str, str, str]) -> tuple[int, bool, str, str]:
    cell, sentence, file = line
    row, _, column = cell.partition("/")
    return int(row.removeprefix("R-")), column == "bad", file, sentence
