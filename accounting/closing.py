"""A problem of a posted document stays until a person closes it, and closed until something changes (row R-105)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping

from accounting.changes import CHANGES, snapshot
from accounting.problems import Problem
from accounting.records import Booked, Record


def closing_key(problem: Problem, record: Record | None) -> str:
    """What tells one problem of a record from the next.

    It is its code and its words, which name every value; and where the record changed, all of the record that its
    document depends on, since the words name the first lines only.
    """
    seen = snapshot(record) if problem.code in CHANGES and isinstance(record, Booked) else None
    words = json.dumps([problem.code, problem.message, seen], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def still_open(problems: Collection[Problem], record: Record, closed: Collection[str]) -> tuple[Problem, ...]:
    """The problems that nobody has closed; ``closed`` holds the keys of those that somebody has."""
    return tuple(problem for problem in problems if closing_key(problem, record) not in closed)


def gone(problems: Collection[Problem], record: Record, closed: Collection[str]) -> set[str]:
    """The keys of what was closed and is no more: should it come again, it is told again.

    A shipment tells its problems once, when it is written: that they are not told again says nothing.
    """
    if not isinstance(record, Booked):
        return set()
    return set(closed) - {closing_key(problem, record) for problem in problems}


def cannot_close(code: str, order: str, *, open_ones: Mapping[str, Problem], parked: Mapping[str, Problem]) -> str:
    """Why there is nothing to close under a code: what is open, and what parks a record, are given by their codes."""
    if problem := parked.get(code):
        return (
            f"{problem.message} That keeps a record out of the books, and cannot be closed: it ends once its cause is "
            f"removed. {problem.fix}"
        )
    known = f"; to close are: {', '.join(sorted(open_ones))}" if open_ones else ", nor any other to close"
    return f'Order {order} has no problem "{code[:100]}"{known}.'
