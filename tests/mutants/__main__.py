"""Change the rules of accounting/ in thousands of small ways, one at a time, and show which changes no test notices.

Each change is tried on the tests of tests/accounting, save those on made-up orders. All modules take about ten minutes
on two idle cores; with modules named (money terms), those alone are changed. A run of more than an hour is stopped.
Properties, validators and what is cached are left as they are: mutmut changes no function with a decorator. It works in
mutants/, where `mutmut browse` shows more of the last run; nothing else in the repository is written.

Ends with 1 where a change survives that survivors.toml does not name with a reason, where a change named there does not
survive any more, or where one could not be tried.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.report import as_text
from tests.mutants.survivors import NAMED, SurvivorsUnreadable, judged, read_survivors
from tests.mutants.trial import Fate, module_names, tried

PROCESSES = 2
LONGEST = 3600.0
"""Seconds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in the current folder; the status to end with."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    every = module_names()
    if unknown := sorted(set(chosen.modules) - set(every)):
        parser.error(f"there is no module {unknown[0]}; the modules are {', '.join(every)}")
    try:
        reasons = read_survivors(chosen.survivors)
    except SurvivorsUnreadable as error:
        sys.exit(str(error))
    _run_mutmut(chosen.modules)
    modules = chosen.modules or every
    outcomes = list(tried(modules))
    fates = Counter(fate for fate, _ in outcomes)
    verdict = judged([change for _, change in outcomes if change], reasons, set(every) - set(modules))
    print(as_text(fates, verdict))
    return int(bool(verdict.unnamed or verdict.stale or fates[Fate.UNTRIED]))


def _run_mutmut(modules: Sequence[str]) -> None:
    # What it keeps of an earlier run would hide that a test was weakened since.
    shutil.rmtree("mutants", ignore_errors=True)
    mutmut = str(Path(sys.executable).with_name("mutmut"))
    command = [mutmut, "run", "--max-children", str(PROCESSES), *(f"accounting.{name}.*" for name in modules)]
    # What mutmut says is for whoever watches; standard output is the table's alone.
    process = subprocess.Popen(command, stdout=sys.stderr)
    try:
        process.wait(LONGEST)
    except subprocess.TimeoutExpired:
        print(f"Stopped after {LONGEST / 60:.0f} minutes.", file=sys.stderr)
        process.send_signal(signal.SIGINT)
    if process.wait():
        sys.exit(f"mutmut ended with status {process.returncode}: what it says stands above.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", help="modules of accounting/ to change; all of them, if none is named")
    parser.add_argument("--survivors", type=Path, default=NAMED, help="another list than tests/mutants/survivors.toml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
