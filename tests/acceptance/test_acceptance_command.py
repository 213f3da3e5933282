"""`make acceptance` on documents of a few rows and tests of a few words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.acceptance.rules import ROOT

RULES = """
## C. Settings

| Row | Rule | Expected | Bad |
|---|---|---|---|
| R-22 | Switches | There is one | Told so |

## D. Orders

| Row | Rule | Expected | Bad |
|---|---|---|---|
| R-45 | Discounts | Posted | Held |
| R-60 | Changes | A problem | |
"""
ALL_SHOWN = """
import pytest

@pytest.mark.rule("R-22/expected", "R-22/bad")
def test_switched():
    pass

@pytest.mark.rule("R-45/expected", "R-60/expected")
def test_posted():
    pass

@pytest.mark.rule("R-45/bad")
@pytest.mark.parametrize("sku", ["", "DISC"])
def test_held(sku):
    pass
"""
Ended = CompletedProcess[str]
Accept = Callable[..., Ended]


@pytest.fixture
def accept(tmp_path: Path) -> Accept:
    """Runs the command on tests of this text, and on the rules above."""
    (tmp_path / "rules.md").write_text(RULES)

    def run(tests: str, *options: str) -> Ended:
        file = tmp_path / "test_orders.py"
        file.write_text(tests)
        command = [sys.executable, "-m", "tests.acceptance", "--rules", str(tmp_path / "rules.md"), *options, str(file)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def test_with_every_cell_shown_it_prints_the_table_and_ends_well(accept: Accept) -> None:
    ended = accept(ALL_SHOWN)

    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        "C. Settings",
        "row    expected              bad input             rule",
        "R-22   1 passed              1 passed              Switches",
        "",
        "D. Orders",
        "row    expected              bad input             rule",
        "R-45   1 passed              2 passed              Discounts",
        "R-60   1 passed              -                     Changes",
        "",
        "5 of the 5 cells are shown.",
    ]


def test_a_cell_without_a_test_fails(accept: Accept) -> None:
    ended = accept(ALL_SHOWN.replace(', "R-60/expected"', ""))

    assert ended.returncode == 1
    assert "R-60   NO TEST               -" in ended.stdout
    assert ended.stdout.endswith("4 of the 5 cells are shown.\nWrong: R-60/expected.\n")


def test_a_test_that_fails_shows_nothing_though_another_passes(accept: Accept) -> None:
    ended = accept(ALL_SHOWN.replace("def test_held(sku):\n    pass", "def test_held(sku):\n    assert sku"))

    assert ended.returncode == 1
    assert "R-45   1 passed              1 failed, 1 passed" in ended.stdout


def test_a_test_that_cannot_clean_up_has_failed(accept: Accept) -> None:
    broken = "\n@pytest.fixture\ndef files():\n    yield\n    raise OSError\n"
    ended = accept(ALL_SHOWN.replace("test_posted()", "test_posted(files)") + broken)

    assert ended.returncode == 1
    assert "R-60   1 failed" in ended.stdout


def test_a_test_that_was_skipped_shows_nothing(accept: Accept) -> None:
    ended = accept(ALL_SHOWN.replace("def test_posted", "@pytest.mark.skip\ndef test_posted"))

    assert ended.returncode == 1
    assert "R-60   1 skipped" in ended.stdout


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ('"R-45/worse"', "no cell R-45/worse"),
        ('"R-60/bad"', "no cell R-60/bad that could be shown: it is unknown or empty"),
        ('"R-45/expected", "R-45/bad", "R-60/expected", "R-22/bad"', "marked with 4 cells"),
        ("", "names no cell"),
    ],
)
def test_a_mark_that_cannot_be_meant_fails_its_test(accept: Accept, cells: str, told: str) -> None:
    ended = accept(ALL_SHOWN + f"\n@pytest.mark.rule({cells})\ndef test_marked():\n    pass\n")

    assert ended.returncode == 1
    assert told in ended.stderr


def test_a_file_that_cannot_be_read_ends_it_without_a_table(accept: Accept) -> None:
    ended = accept("import nothing_of_this_name\n")

    assert ended.returncode == 1
    assert "pytest ended with status 2" in ended.stderr
    assert not ended.stdout


def test_as_json_each_cell_has_its_tests(accept: Accept) -> None:
    told: dict[str, Any] = json.loads(accept(ALL_SHOWN.replace(', "R-60/expected"', ""), "--json").stdout)

    first, second, third = told["rows"]
    assert [first["row"], first["section"], first["rule"]] == ["R-22", "C", "Switches"]
    assert list(first["bad"]["tests"].values()) == ["passed"]
    assert second["bad"]["shown"]
    assert [name.rpartition("::")[2] for name in second["bad"]["tests"]] == ["test_held[]", "test_held[DISC]"]
    assert third["expected"] == {"shown": False, "tests": {}}
    assert told["wrong"] == ["R-60/expected"]


def test_outcomes_of_several_processes_are_all_told(accept: Accept) -> None:
    assert "R-45   1 passed              2 passed" in accept(ALL_SHOWN, "--", "-n", "2").stdout


def test_the_tests_of_each_cell_are_written_into_the_document(accept: Accept, tmp_path: Path) -> None:
    assert accept(ALL_SHOWN, "--write").returncode == 0
    written = (tmp_path / "rules.md").read_text()
    accept(ALL_SHOWN, "--write")

    assert written.startswith(RULES.rstrip())
    lines = [line.split(" | ")[:2] for line in written.splitlines() if line.startswith("| R-") and "`" in line]
    assert lines == [
        ["| R-22/expected", "switched"],
        ["| R-22/bad", "switched"],
        ["| R-45/expected", "posted"],
        ["| R-45/bad", "held"],
        ["| R-60/expected", "posted"],
    ]
    assert (tmp_path / "rules.md").read_text() == written
