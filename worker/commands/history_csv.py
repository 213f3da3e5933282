"""The history as a file for spreadsheets (row R-95)."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from pathlib import Path

from clients.database.history import Entry
from worker.commands.clock import Clock

COLUMNS = (
    *("time", "operation", "channel or source", "record", "id in Flxpoint", "order id", "result", "attempts"),
    *("in QuickBooks", "number", "id in QuickBooks", "total", "code", "what happened", "what to do", "run"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet takes a text for a formula, and would reckon what a stranger wrote."""


async def write_csv(path: Path, entries: AsyncIterator[Entry], clock: Clock) -> int:
    """Write all entries, the oldest first, and return how many they are; a file that is there is written anew."""
    count = 0
    # With the mark that makes spreadsheets read it as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        async for entry in entries:
            rows.writerow(_row(entry, clock))
            count += 1
    return count


def _row(entry: Entry, clock: Clock) -> list[str]:
    codes = ", ".join(problem.code for problem in entry.problems)
    messages = [problem.message for problem in entry.problems] or [entry.detail]
    fixes = [problem.fix for problem in entry.problems]
    texts = [
        entry.at.astimezone(clock.zone).isoformat(sep=" ", timespec="seconds"),
        entry.ref.kind.operation,
        *(entry.via, entry.label, entry.ref.id, entry.order_id, entry.state, str(entry.attempts)),
        *(entry.document_kind or "", entry.number or "", entry.document_id or ""),
    ]
    after = [codes, "\n".join(messages), "\n".join(fixes), entry.run_id or ""]
    total = "" if entry.total is None else str(entry.total)
    return [*map(_plain, texts), total, *map(_plain, after)]


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
