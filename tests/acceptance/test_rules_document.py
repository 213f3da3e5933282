"""docs/rules.md, and how its tables are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.__main__ import collected
from tests.acceptance.report import with_tests
from tests.acceptance.rules import DOCUMENT, RulesUnreadable, cells_of, read_rows, section_names


def test_the_document_has_117_rows_in_eight_sections() -> None:
    rows = read_rows(DOCUMENT)

    assert sorted(int(row.id.removeprefix("R-")) for row in rows) == list(range(1, 118))
    assert "".join(dict.fromkeys(row.section for row in rows)) == "ABCDEFGH" == "".join(section_names(DOCUMENT))


@pytest.mark.timeout(300)
def test_the_document_names_every_marked_test_and_every_mark_a_cell() -> None:
    tests = collected(DOCUMENT, ["tests"])

    assert {one.outcome for one in tests} <= {"collected"}
    current = DOCUMENT.read_text(encoding="utf-8") == with_tests(DOCUMENT, tests)
    assert current, "docs/rules.md does not name the tests as they are marked now: make rules"


def test_an_empty_cell_asks_for_nothing(tmp_path: Path) -> None:
    rows = read_rows(written(tmp_path, "| R-01 *(+)* | A rule | This happens | |"))

    assert cells_of(rows) == ["R-01/expected"]


def test_a_bar_inside_a_cell_is_written_with_a_backslash(tmp_path: Path) -> None:
    (row,) = read_rows(written(tmp_path, r"| R-01 | A rule | This \| that | A message |"))

    assert row.expected == r"This \| that"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["| R-01 | A rule | This | that | A message |"], "Line 5: row R-01 has 5 columns instead of 4"),
        (["| R-01 | A rule | This | |", "| R-01 | A rule | This | |"], "row R-01 twice"),
        (["No table"], "no row"),
    ],
)
def test_a_table_that_is_not_as_it_should_be_is_told(tmp_path: Path, lines: list[str], told: str) -> None:
    with pytest.raises(RulesUnreadable, match=told):
        read_rows(written(tmp_path, *lines))


def written(folder: Path, *rows: str) -> Path:
    """A document of one section with these rows."""
    path = folder / "rules.md"
    path.write_text("\n".join(["## D. Orders", "", "| Row | Rule | Expected | Bad |", "|---|---|---|---|", *rows]))
    return path
