"""The changes to the rules that no test can or need notice, each with its reason, as survivors.toml names them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutants.trial import Change

NAMED = Path(__file__).with_name("survivors.toml")
FIELDS = {"where", "was", "becomes", "reason"}


class SurvivorsUnreadable(Exception):
    """The file of named survivors is not as it should be; the text says where."""


@dataclass(frozen=True)
class Verdict:
    """What a run says of the survivors."""

    named: Mapping[Change, str]
    """With their reasons."""
    unnamed: Sequence[Change]
    """A test is missing, or a reason."""
    stale: Sequence[Change]
    """Named, and no survivors: a test notices them, or the line is another one now."""


def read_survivors(file: Path) -> dict[Change, str]:
    """The named survivors and their reasons.

    Raises:
        SurvivorsUnreadable: an entry lacks something, or stands there twice.
    """
    reasons: dict[Change, str] = {}
    for number, entry in enumerate(tomllib.loads(file.read_text(encoding="utf-8")).get("survivor", []), start=1):
        change, reason = _entry(entry, f"survivor {number} of {file.name}")
        if change in reasons:
            raise SurvivorsUnreadable(f"{file.name} names this twice: {change.where}: {change.was}")
        reasons[change] = reason
    return reasons


def judged(survived: Collection[Change], reasons: Mapping[Change, str], untried: Collection[str]) -> Verdict:
    """Which survivors are named; nothing is said of the modules that were left ``untried``."""
    gone = (change for change in set(reasons) - set(survived) if not any(map(change.is_of, untried)))
    return Verdict(
        named={change: reasons[change] for change in sorted(set(survived)) if change in reasons},
        unnamed=sorted(set(survived) - set(reasons)),
        stale=sorted(gone),
    )


def _entry(entry: Mapping[str, Any], called: str) -> tuple[Change, str]:
    if set(entry) != FIELDS:
        raise SurvivorsUnreadable(f"{called} has {', '.join(entry)}; it needs {', '.join(sorted(FIELDS))}.")
    if not entry["reason"].strip():
        raise SurvivorsUnreadable(f"{called} gives no reason: {entry['where']}: {entry['was']}")
    return Change(entry["where"], entry["was"], entry["becomes"]), entry["reason"]
