"""The doctor's catalogue, its page, and the tests that provoke each finding."""

from __future__ import annotations

from pathlib import Path

from accounting.check.findings import CATALOGUE

PAGE = Path("docs/check.md")
TESTS = Path("tests/chain/check")


def test_the_page_lists_every_finding_as_it_is() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{code}` | {kind.rows} | {kind.severity} | {kind.blocks} | {kind.meaning} |"
        for code, kind in CATALOGUE.items()
    ]


def test_every_finding_is_provoked_by_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py"))
    assert [code for code in CATALOGUE if f'"{code}"' not in tests] == []
