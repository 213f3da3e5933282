"""Runs and their progress."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.problems import Problem
from accounting.records import RecordKind, RecordRef
from clients.database.outcomes import Outcome, Outcomes, OutcomeState
from clients.database.runs import Run, Runs, UnknownRun
from tests.clients.database.samples import NOON, SHOP

RUN = Run(id="run-1", connection_id=SHOP, operations=("orders", "bills"), started_at=NOON)
NO_VENDOR = Problem(code="vendor_missing", message="No vendor Potter.", fix="Create it.", subject="Potter")
NOTHING = {"posted": 0, "linked": 0, "waiting": 0, "parked": 0, "excluded": 0, "difference": 0, "open": 0}


def ref(record_id: str) -> RecordRef:
    """An order's name."""
    return RecordRef(kind=RecordKind.ORDER, id=record_id)


async def record(
    engine: AsyncEngine, record_id: str, state: OutcomeState, connection_id: str = SHOP, **more: Any
) -> Outcome:
    """Let this become of an order."""
    named = {"connection_id": connection_id, "ref": ref(record_id), "order_id": record_id, "label": record_id}
    return await Outcomes(engine).record(Outcome.model_validate({**named, "state": state, **more}))


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


async def test_a_queued_run_begins_at_its_beginning_and_not_when_it_was_asked_for(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    await runs.queue(RUN.model_copy(update={"operations": ()}))
    queued = await runs.get("run-1")
    assert (queued.state, queued.operations, queued.took) == ("queued", (), None)

    begun = await runs.begin(RUN)

    assert (begun.state, begun.operations) == ("running", ("orders", "bills"))
    assert begun.started_at > queued.started_at
    await runs.queue(RUN)
    assert await runs.get("run-1") == begun


async def test_a_run_that_never_finished_was_broken_off_once_the_next_one_begins(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    await runs.begin(RUN)
    await runs.begin(RUN.model_copy(update={"id": "elsewhere", "connection_id": "another"}))

    await runs.begin(RUN.model_copy(update={"id": "run-2"}))

    assert ((await runs.get("run-1")).state, (await runs.get("elsewhere")).state) == ("failed", "running")
    assert (await runs.get("run-1")).message.startswith("It was broken off")


async def test_what_a_run_came_to_is_compared_with_the_last_one_that_ended_by_itself(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    assert await runs.ended_before("shop", "run-1") is None
    await runs.begin(RUN)
    await runs.finish("run-1", "failed", "Flxpoint's token is wrong.", "flxpoint_token")
    await runs.begin(RUN.model_copy(update={"id": "run-2"}))
    await runs.begin(RUN.model_copy(update={"id": "run-3"}))

    before = await runs.ended_before("shop", "run-3")

    assert before is not None
    assert (before.id, before.message, before.code) == ("run-1", "Flxpoint's token is wrong.", "flxpoint_token")
    assert await runs.ended_before("another", "run-3") is None


async def test_a_run_is_done_with_its_last_record_and_with_errors_while_one_is_parked(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    await runs.begin(RUN)
    await runs.handed("run-1", [ref("1"), ref("2")])
    await runs.finish("run-1", "done", "")
    await record(engine, "1", "parked", problems=(NO_VENDOR,))
    under_way = await runs.get("run-1")
    assert (under_way.state, under_way.counters["open"], under_way.took) == ("running", 1, None)

    await record(engine, "2", "posted")
    ended = await runs.get("run-1")
    assert (ended.state, ended.first_problem) == ("done_with_errors", NO_VENDOR)
    assert ended.took is not None

    await record(engine, "1", "posted")
    mended = await runs.get("run-1")
    assert (mended.state, mended.first_problem) == ("done", None)


async def test_a_later_look_that_finds_nothing_new_makes_a_run_no_longer(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    await runs.begin(RUN)
    await runs.handed("run-1", [ref("1")])
    await runs.finish("run-1", "done", "")
    await record(engine, "1", "posted", run_id="run-1")
    ended = await runs.get("run-1")

    again = await record(engine, "1", "posted")

    assert again.run_id == "run-1"
    assert (await runs.get("run-1")).took == ended.took


async def test_a_run_takes_until_its_last_outcome_and_a_later_run_makes_it_no_longer(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    await runs.begin(RUN)
    await runs.handed("run-1", [ref("1")])
    await runs.finish("run-1", "done", "")
    last = await record(engine, "1", "parked", run_id="run-1")
    ended = await runs.get("run-1")
    assert ended.took == last.at - ended.started_at

    await record(engine, "1", "parked", run_id="run-2")

    later = await runs.get("run-1")
    assert (later.finished_at, later.took) == (ended.finished_at, (ended.finished_at or NOON) - ended.started_at)


async def test_the_newest_runs_of_a_connection_come_first(engine: AsyncEngine) -> None:
    runs = Runs(engine)
    for run_id, connection_id in (("a", SHOP), ("b", SHOP), ("c", "another"), ("d", SHOP)):
        await runs.begin(RUN.model_copy(update={"id": run_id, "connection_id": connection_id}))
    assert [run.id for run in await runs.newest(SHOP, 2)] == ["d", "b"]


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
