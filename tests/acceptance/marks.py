"""The mark ``rule("R-45/bad")``: which cells of docs/rules.md a test shows, and what became of it.

A pytest plugin. A mark that names no cell of the document, or more than three of them on one test, fails the test.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.rules import DOCUMENT, RulesUnreadable, cells_of, read_rows

MOST_CELLS = 3
"""A test that shows more than that shows nothing in particular."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("acceptance", "the cells of docs/rules.md")
    group.addoption("--rules", type=Path, default=DOCUMENT, help="the document whose cells the marks name")
    group.addoption("--outcomes-to", type=Path, help="append a line of JSON for each test that is run, or collected")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Marks(config), "acceptance marks")


def marked_cells(item: pytest.Item) -> list[str]:
    """The cells that a test's marks name, each once."""
    return list(dict.fromkeys(str(cell) for mark in item.iter_markers("rule") for cell in mark.args))


class _Marks:
    def __init__(self, config: pytest.Config) -> None:
        try:
            self._known = frozenset(cells_of(read_rows(config.getoption("--rules"))))
        except RulesUnreadable as error:
            raise pytest.UsageError(str(error)) from None
        # With xdist the process in front hears of every outcome, and each of its workers of some.
        self._outcomes: Path | None = None if hasattr(config, "workerinput") else config.getoption("--outcomes-to")
        self._collects_only = bool(config.getoption("--collect-only"))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            # Properties travel with a report, from whichever process ran the test.
            item.user_properties += [("rule", cell) for cell in marked_cells(item)]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items if self._collects_only else ():
            self._write(item.nodeid, marked_cells(item), self._fault(item) or "collected")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if fault := self._fault(item):
            pytest.fail(fault, pytrace=False)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        cells = [str(cell) for name, cell in report.user_properties if name == "rule"]
        if report.when == "call" or not report.passed:
            self._write(report.nodeid, cells, report.outcome)

    def _fault(self, item: pytest.Item) -> str:
        """What is wrong with a test's marks, if anything is."""
        cells = marked_cells(item)
        if not cells and item.get_closest_marker("rule"):
            return 'The mark "rule" names no cell; write it as rule("R-45/expected").'
        if unknown := [cell for cell in cells if cell not in self._known]:
            return f"The rules have no cell {', '.join(unknown)} that could be shown: it is unknown or empty."
        if len(cells) > MOST_CELLS:
            return f"The test is marked with {len(cells)} cells ({', '.join(cells)}); {MOST_CELLS} are the most."
        return ""

    def _write(self, test: str, cells: list[str], outcome: str) -> None:
        if self._outcomes:
            with self._outcomes.open("a") as file:
                file.write(json.dumps({"test": test, "cells": cells, "outcome": outcome}) + "\n")
