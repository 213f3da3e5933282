"""What QuickBooks and Flxpoint answer when they do not do what was asked, in plain words (``faults.toml``)."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal

from accounting.records import Model

System = Literal["quickbooks", "flxpoint"]


class Mender(StrEnum):
    """Who can mend a fault."""

    BOOKKEEPER = "bookkeeper"
    ADMINISTRATOR = "administrator"
    """Of QuickBooks or Flxpoint: rights, plans, tokens."""
    OPERATOR = "operator"
    """Whoever runs Daybook."""
    NOBODY = "nobody"
    """Waiting is all."""


class Fault(Model):
    """One way in which the other side does not do what was asked."""

    system: System
    code: str
    """QuickBooks' own, else a word of ours."""
    happened: str
    who: Mender
    fix: str
    """What to do and where; empty where nobody need do anything."""
    meanwhile: str
    """What Daybook does by itself."""


def faults() -> tuple[Fault, ...]:
    """The whole catalogue, in its own order."""
    return tuple(_catalogue().values())


def explained(system: System, *codes: str | None) -> Fault:
    """The fault of the first code that the catalogue knows; else the system's plain refusal."""
    known = _catalogue()
    return next(known[system, code] for code in (*codes, "refused") if code and (system, code) in known)


@cache
def _catalogue() -> dict[tuple[System, str], Fault]:
    told = tomllib.loads(files("accounting").joinpath("faults.toml").read_text(encoding="utf-8"))
    does = told["meanwhile"]
    systems: tuple[System, ...] = ("quickbooks", "flxpoint")
    return {
        (system, code): Fault.model_validate(
            {**entry, "system": system, "code": code, "meanwhile": does[entry["meanwhile"]]}
        )
        for system in systems
        for code, entry in told[system].items()
    }
