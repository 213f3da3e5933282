"""Run every test that is marked with a cell of docs/rules.md, and print what became of each cell.

The tests of whole chains and of killed workers are among them: that takes several minutes. With files or folders named,
their tests alone are run, and cells that other tests show count as not shown. Nothing in the repository is written,
save with --write, which runs no test and brings the document's list of tests up to date.

Ends with 1 where a cell of sections A, B, D, E, F or H has no test that passes, or a marked test fails anywhere.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.acceptance.report import as_object, as_text, with_tests
from tests.acceptance.rules import DOCUMENT, ROOT, read_rows, section_names
from tests.acceptance.verdicts import Outcome, judged

CRASHES = "tests/chain/crash"
PASSES = (("-n", "2", "--dist", "worksteal", f"--ignore={CRASHES}", "tests"), (CRASHES,))
"""As ``make test`` runs them: the tests that kill workers need both cores for themselves."""
IN_ORDER = {0, 1, 5}
"""What pytest ends with when it could run: all passed, some failed, none was selected."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the status to end with."""
    chosen = _parser().parse_args(arguments)
    passes = [tuple(chosen.tests)] if chosen.tests else PASSES
    if chosen.write:
        text = with_tests(chosen.rules, collected(chosen.rules, chosen.tests or ["tests"]))
        chosen.rules.write_text(text, encoding="utf-8")
        return 0
    outcomes = [outcome for one in passes for outcome in _run(chosen.rules, one)]
    rows = read_rows(chosen.rules)
    cells = judged(rows, outcomes)
    if chosen.json:
        print(json.dumps(as_object(rows, cells, outcomes), indent=2, ensure_ascii=False))
    else:
        print(as_text(rows, cells, section_names(chosen.rules)))
    failed = any(outcome.outcome == "failed" for outcome in outcomes)
    return int(failed or any(cell.is_wrong for cell in cells.values()))


def collected(rules: Path, tests: Sequence[str]) -> list[Outcome]:
    """Every marked test, none of them run."""
    return _run(rules, ["--collect-only", "-q", *tests])


def _run(rules: Path, arguments: Sequence[str]) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        outcomes = Path(folder) / "outcomes"
        outcomes.touch()
        options: list[str | Path] = ["-q", "-m", "rule", "--rules", rules, "--outcomes-to", outcomes]
        command = [sys.executable, "-m", "pytest", "-p", "tests.acceptance.marks", *options]
        # What pytest says is for whoever watches; standard output is the table's alone.
        ended = subprocess.run([*command, *arguments], cwd=ROOT, stdout=sys.stderr, check=False).returncode
        if ended not in IN_ORDER:
            sys.exit(f"pytest ended with status {ended}: what it says stands above.")
        return [_outcome(line) for line in outcomes.read_text().splitlines()]


def _outcome(line: str) -> Outcome:
    fields = json.loads(line)
    return Outcome(fields["test"], tuple(fields["cells"]), fields["outcome"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.acceptance", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "tests", nargs="*", help="files or folders with the tests to run; all of them, if none is named"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    parser.add_argument("--write", action="store_true", help="write into the document which tests show which cell")
    parser.add_argument("--rules", type=Path, default=DOCUMENT, help="another document than docs/rules.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
