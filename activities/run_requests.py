"""A run as people ask for it: JSON in which everything but the connection is optional (row R-28)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from activities.run_contracts import RunInput

EXAMPLE = '{"connection": "my-shop"} or {"connection": "my-shop", "operations": ["orders"]}'
LONGEST = 100
"""Characters of a connection's id."""


class RunNotUnderstood(ValueError):
    """What a run was started with says not what to run, as a sentence."""


def run_asked_for(value: Any) -> RunInput:
    """What a run was started with; the connection's id alone will do, and one operation need be no list.

    Whether there is such a connection, and such an operation, is known to the step that reads.

    Raises:
        RunNotUnderstood: it names no connection, or something that a run does not take.
    """
    given = {"connection": value} if isinstance(value, str) else value
    if not isinstance(given, dict):
        raise RunNotUnderstood(f"A run is started with JSON that names its connection: {EXAMPLE}.")
    if unknown := sorted(set(given) - set(RunInput.model_fields)):
        known = ", ".join(RunInput.model_fields)
        raise RunNotUnderstood(f'A run takes no "{unknown[0]}", but {known}: {EXAMPLE}.')
    return RunInput(
        connection=_name(given.get("connection"), "connection"),
        operations=_operations(given.get("operations")),
        run_id=None if given.get("run_id") is None else _name(given["run_id"], "run_id"),
    )


def is_read_by(under_way: Collection[str], asked: Collection[str]) -> bool:
    """Whether a run reads all that another one is asked to; no operations mean all that are switched on."""
    return not under_way or (bool(asked) and set(asked) <= set(under_way))


def _name(value: Any, member: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or not value.isprintable():
        raise RunNotUnderstood(f'"{member}" must be a text of 1 to {LONGEST} characters: {EXAMPLE}.')
    return value.strip()


def _operations(value: Any) -> tuple[str, ...]:
    several = value.split(",") if isinstance(value, str) else [] if value is None else value
    if not isinstance(several, list | tuple) or not all(isinstance(one, str) for one in several):
        raise RunNotUnderstood(f'"operations" must be a list of operations, or be left out: {EXAMPLE}.')
    return tuple(dict.fromkeys(one.strip() for one in several if one.strip()))
