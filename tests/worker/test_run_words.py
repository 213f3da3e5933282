"""How a run under way and a finished one are told in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from clients.database.run_progress import Progress
from clients.database.runs import Run
from tests.clients.database.samples import NOON
from worker.commands.clock import told_duration
from worker.commands.run_watch import QUEUED, line_of


def a_run(**more: Any) -> Run:
    counters = Progress().counters | more.pop("counters", {})
    records = sum(counters.values())
    known = {"id": "run-1", "connection_id": "shop", "operations": (), "counters": counters, "handed_over": records}
    return Run.model_validate(known | more)


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (a_run(state="queued"), QUEUED),
        (a_run(), "Reading what is pending in Flxpoint"),
        (a_run(counters={"open": 3}), "0 of 3 records"),
        (a_run(counters={"posted": 2, "parked": 1, "open": 4}), "3 of 7 records: 2 posted, 1 parked"),
        (a_run(state="done", finished_at=NOON), "0 of 0 records"),
    ],
)
def test_a_run_under_way_is_one_line(run: Run, line: str) -> None:
    assert line_of(run) == line


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.4, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"), (7500, "2 h 5 min")]
)
def test_a_duration_is_told_in_its_two_largest_units(seconds: float, told: str) -> None:
    assert told_duration(timedelta(seconds=seconds)) == told
