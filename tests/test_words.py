"""The words that people read: the same for the same thing everywhere, and never a mere pointer to a log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("accounting", "activities", "clients", "workflows", "worker")
OTHER_NAMES = re.compile(
    r"\b(sales order|sale receipt|vendor bill|supplier bill|purchasing order|p\.o\.|sales invoice)s?\b",
    re.IGNORECASE,
)
"""What a Sales Receipt, an Invoice, a Purchase Order and a Bill might be called as well, and are not."""
POINTS_AT_A_LOG = re.compile(r"\b(see|check|consult|look (at|in|into)) (the |its |your )?(\w+ )?logs?\b", re.IGNORECASE)


def texts() -> Iterator[tuple[str, str]]:
    """Every text in the code of more than one word, and every line of the docs and the data files, with its place."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", " ".join(node.value.split())
    for file in (ROOT / "README.md", ROOT / "accounting" / "faults.toml", *sorted((ROOT / "docs").glob("*.md"))):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{file.relative_to(ROOT)}:{number}", line


@pytest.mark.rule("R-93/expected")
def test_a_document_has_one_name_in_every_text() -> None:
    assert [place for place, text in texts() if OTHER_NAMES.search(text)] == []
    assert OTHER_NAMES.search("The vendor bill of a P.O. waits.")


@pytest.mark.rule("R-96/bad")
def test_no_text_points_at_a_log_alone() -> None:
    assert [place for place, text in texts() if POINTS_AT_A_LOG.search(text)] == []
    assert POINTS_AT_A_LOG.search("It failed; see the worker log.")
