"""`make mutants` on a project of one rule and one test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.mutants.survivors import NAMED, SurvivorsUnreadable, read_survivors

ROOT = Path(__file__).parents[2]
SETTINGS = """
[tool.mutmut]
source_paths = ["accounting"]
pytest_add_cli_args = ["-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = ["tests"]
"""
TERMS = '''
class Term:
    """A term of payment."""

    def due(self, days: int) -> int:
        """When it is due."""
        return days + 30
'''
TESTED = """
from accounting.terms import Term

def test_due():
    assert Term().due(1) > 20
"""
SURVIVOR = """
[[survivor]]
where = 'accounting.terms.Term.due'
was = 'return days + 30'
becomes = 'return days + 31'
reason = 'a day more harms nobody'
"""
STALE = """
[[survivor]]
where = 'accounting.terms.Term.due'
was = 'return days + 30'
becomes = 'return days - 30'
reason = 'it was so once'
"""
Ended = CompletedProcess[str]
Try = Callable[..., Ended]


@pytest.fixture
def try_out(tmp_path: Path) -> Try:
    """Runs the command on the rule above, with this list of survivors."""
    files = {"pyproject.toml": SETTINGS, "accounting/terms.py": TERMS, "tests/test_terms.py": TESTED}
    for name, text in {**files, "accounting/__init__.py": ""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def run(survivors: str, *modules: str) -> Ended:
        (tmp_path / "survivors.toml").write_text(survivors)
        return subprocess.run(
            [sys.executable, "-m", "tests.mutants", "--survivors", "survivors.toml", *modules],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_survivor_that_is_named_is_shown_with_its_reason(try_out: Try) -> None:
    ended = try_out(SURVIVOR)

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == (
        "accounting.terms.Term.due\n"
        "  was      return days + 30\n"
        "  becomes  return days + 31\n"
        "  but      a day more harms nobody\n\n"
        "2 changes: 1 noticed by a test, 1 not, of which 0 without a reason.\n"
    )


def test_one_that_is_not_named_and_a_name_that_is_out_of_date_are_wrong(try_out: Try) -> None:
    ended = try_out(STALE, "terms")

    assert ended.returncode == 1
    unnamed, stale = ended.stdout.split("Take them out:")
    assert SURVIVOR.splitlines()[1:5] == unnamed.splitlines()[2:6]
    assert "becomes = 'return days - 30'" in stale
    assert "1 not, of which 1 without a reason." in stale


def test_a_module_that_is_not_there_is_named_with_those_that_are(try_out: Try) -> None:
    ended = try_out("", "trems")
    assert ended.returncode == 2
    assert "there is no module trems; the modules are terms" in ended.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SURVIVOR.replace("reason", "because"), "survivor 1 of survivors.toml has where, was, becomes, because"),
        (SURVIVOR.replace("a day more harms nobody", " "), "survivor 1 of survivors.toml gives no reason"),
        (SURVIVOR + SURVIVOR, "names this twice: accounting.terms.Term.due: return days + 30"),
    ],
)
def test_a_list_that_is_not_as_it_should_be_says_where(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "survivors.toml").write_text(text)
    with pytest.raises(SurvivorsUnreadable, match=re.escape(told)):
        read_survivors(tmp_path / "survivors.toml")


def test_every_survivor_of_ours_is_of_a_module_that_stands() -> None:
    files = {path.relative_to(ROOT / "accounting").with_suffix("") for path in (ROOT / "accounting").rglob("*.py")}
    modules = [".".join(file.parts) for file in files]
    assert [change for change in read_survivors(NAMED) if not any(map(change.is_of, modules))] == []
