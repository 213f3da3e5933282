"""Runs and their progress."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind, RecordRef
from clients.database.outcomes import Outcome, Outcomes, OutcomeState
from clients.database.runs import Run, Runs, UnknownRun
from tests.clients.database.samples import NOON, SHOP

RUN = Run(id="run-1", connection_id=SHOP, operations=("orders", "bills"), started_at=NOON)
NOTHING = {"posted": 0, "linked": 0, "waiting": 0, "parked": 0, "excluded": 0, "open": 0}


def ref(record_id: str) -> RecordRef:
    """An order's name."""
    return RecordRef(kind=RecordKind.ORDER, id=record_id)


async def record(engine: AsyncEngine, record_id: str, state: OutcomeState, connection_id: str = SHOP) -> None:
    """Let this become of an order."""
    await Outcomes(engine).record(
        Outcome(connection_id=connection_id, ref=ref(record_id), order_id=record_id, label=record_id, state=state)
    )


async def test_a_run_begins_once_at_the_databases_time(engine: AsyncEngine) -> None:
    first = await Runs(engine).begin(RUN)
    assert (first.state, first.operations, first.finished_at) == ("running", ("orders", "bills"), None)
    assert first.started_at > NOON
    assert await Runs(engine).begin(RUN) == await Runs(engine).get("run-1") == first


async def test_records_handed_over_twice_count_once(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    await runs.begin(RUN)
    await runs.handed("run-1", [])
    await asyncio.gather(*(runs.handed("run-1", [ref("1"), ref("2"), ref("1")]) for _ in range(5)))
    await runs.handed("run-1", [ref("3"), RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id="3")])
    assert (await runs.get("run-1")).handed_over == 4


async def test_a_run_ends_with_its_message(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    started = await runs.begin(RUN)
    await runs.finish("run-1", "failed", "Vendor Potter is missing.")
    ended = await runs.get("run-1")
    assert (ended.state, ended.message) == ("failed", "Vendor Potter is missing.")
    assert ended.finished_at is not None
    assert ended.finished_at > started.started_at


async def test_an_unknown_run_is_named(engine: AsyncEngine) -> None:
    with pytest.raises(UnknownRun, match="run-9"):
        await Runs(engine).get("run-9")


async def test_progress_counts_what_became_of_the_runs_records_since_it_began(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    await record(engine, "1", "posted")
    await record(engine, "2", "parked")
    await runs.begin(RUN)
    assert await runs.progress("run-1") == NOTHING
    await runs.handed("run-1", [ref(record_id) for record_id in ("1", "2", "3", "4", "5")])
    assert await runs.progress("run-1") == {**NOTHING, "open": 5}
    await record(engine, "2", "parked")
    await record(engine, "3", "waiting")
    await record(engine, "3", "posted")
    await record(engine, "4", "excluded")
    await record(engine, "5", "posted", connection_id="another")
    await record(engine, "6", "posted")
    assert await runs.progress("run-1") == {**NOTHING, "open": 2, "parked": 1, "posted": 1, "excluded": 1}
