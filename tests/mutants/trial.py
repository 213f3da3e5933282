"""What became of the small changes that mutmut makes to the rules, read from where it keeps its results."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_module_from_key, orig_function_and_class_names_from_key

CAUGHT = frozenset({"killed", "timeout", "segfault"})
SURVIVED = frozenset({"survived", "no tests"})


class Fate(Enum):
    """What the tests said to a change."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    UNTRIED = "untried"


@dataclass(frozen=True, order=True)
class Change:
    """One small change to a rule: the lines of a function that it replaces, and by what."""

    where: str
    """The function, as ``accounting.terms.Term.due``."""
    was: str
    becomes: str
    """Empty where lines are left out."""

    def is_of(self, module: str) -> bool:
        """Is it a change to this module, named as ``terms``, or ``records.orders``?"""
        return self.where.startswith(f"accounting.{module}.")


def module_names() -> list[str]:
    """The modules that are changed, those of the project in the current folder."""
    return sorted(_module(path) for path in walk_mutatable_files() if path.stem != "__init__")


def tried(modules: Collection[str]) -> Iterator[tuple[Fate, Change | None]]:
    """The fate of each change to these modules; the change itself only where it survived, for it costs time."""
    for path in walk_mutatable_files():
        if _module(path) in modules:
            results = SourceFileMutationData(path=path)
            results.load()
            for name, status in results.exit_code_by_key.items():
                fate = _fate(status_by_exit_code[status])
                yield fate, _change(name, path) if fate is Fate.SURVIVED else None


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts[1:])


def _fate(status: str) -> Fate:
    if status in SURVIVED:
        return Fate.SURVIVED
    return Fate.CAUGHT if status in CAUGHT else Fate.UNTRIED


def _change(name: str, path: Path) -> Change:
    function, owner = orig_function_and_class_names_from_key(name)
    lines = get_diff_for_mutant(name, path=path).splitlines()[2:]
    return Change(
        where=".".join(part for part in (get_module_from_key(name), owner, function) if part),
        was=_signed("-", lines),
        becomes=_signed("+", lines),
    )


def _signed(sign: str, lines: Collection[str]) -> str:
    return " ".join(line[1:].strip() for line in lines if line.startswith(sign))
