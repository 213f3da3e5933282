"""The switches of a stand-in: ways to behave where the real service differs or is not known, read from a table."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path


def _whole_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _number(value: str) -> bool:
    try:
        return 0 <= Decimal(value) <= MOST
    except InvalidOperation:
        return False


MOST = 1_000_000
UNLIMITED = "unlimited"

_RANGES: Mapping[str, Callable[[str], bool]] = {
    "a whole number": _whole_number,
    "a whole number from 1": lambda value: _whole_number(value) and int(value) > 0,
    f"a whole number or {UNLIMITED}": lambda value: value == UNLIMITED or _whole_number(value),
    "a number": _number,
}


@dataclass(frozen=True)
class Switch:
    """One way to behave: what it starts with, what it may be, what it means and how well that is known."""

    default: str
    values: tuple[str, ...] | str
    """The possible values, or one of the ranges above."""

    sentence: str
    evidence: str

    def allows(self, value: str) -> bool:
        """Whether the switch can have the value."""
        return value in self.values if isinstance(self.values, tuple) else _RANGES[self.values](value)

    @property
    def choice(self) -> str:
        """The possible values in words."""
        return " or ".join(self.values) if isinstance(self.values, tuple) else self.values


def table_beside(module: str) -> dict[str, Switch]:
    """Every switch by name, from the `switches.toml` in the folder of a module's file."""
    rows = tomllib.loads((Path(module).parent / "switches.toml").read_text(encoding="utf-8"))
    return {
        name: Switch(
            row["default"],
            row["values"] if isinstance(row["values"], str) else tuple(row["values"]),
            row["sentence"],
            row["evidence"],
        )
        for name, row in rows.items()
    }


class Switches(dict[str, str]):
    """The switches of a table with their values; an unknown name or an impossible value raises ValueError."""

    def __init__(self, table: Mapping[str, Switch], given: Mapping[str, str] | None = None) -> None:
        super().__init__({name: switch.default for name, switch in table.items()})
        self._table = table
        for name, value in (given or {}).items():
            self[name] = value

    def restore(self, kept: Mapping[str, str]) -> None:
        """Take up what was kept; a switch or value there is no more is left as it is."""
        for name, value in kept.items():
            if name in self._table and self._table[name].allows(value):
                super().__setitem__(name, value)

    def __setitem__(self, name: str, value: str) -> None:
        if name not in self._table:
            raise ValueError(f"no switch {name!r}; there are {sorted(self._table)}")
        if not self._table[name].allows(value):
            raise ValueError(f"switch {name} takes {self._table[name].choice}, not {value!r}")
        super().__setitem__(name, value)
