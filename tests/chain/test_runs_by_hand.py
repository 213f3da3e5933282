"""Runs that are started in Temporal, under ids of their own: friendly JSON, and one at a time all the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError

from activities.contracts import ORDERS_QUEUE, run_workflow_id
from activities.run_contracts import RunReport
from clients.database.runs import Run
from tests.chain.books import agreed
from tests.chain.orders import a_chain
from tests.chain.world import CONNECTION, World, eventually

READING_TAKES = 4.0


async def typed(world: World, id: str, *values: Any) -> WorkflowHandle[Any, RunReport]:
    """Start a run as Temporal's UI and its command line do it."""
    return await world.client.start_workflow(
        "RunIntegration", args=values, id=id, task_queue=ORDERS_QUEUE, result_type=RunReport
    )


async def ended(run: WorkflowHandle[Any, RunReport]) -> RunReport:
    async with asyncio.timeout(60):
        return await run.result()


async def runs(world: World) -> list[Run]:
    return await world.companies.stores.runs.newest(CONNECTION, 10)


async def _reading(world: World) -> bool | None:
    return bool(await world.flxpoint.calls("GET", "/orders")) or None


@pytest.mark.rule("R-28/expected", "R-29/expected", "R-94/expected")
async def test_a_run_that_temporal_starts_with_a_name_alone_takes_a_chain_through_all_stages(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))

    run = await typed(world, "any-id", {"connection": CONNECTION})
    report = await ended(run)

    assert (report.handed_over, report.run_id) == (3, run.first_execution_run_id)
    await world.finished("1")
    await agreed(world)
    (told,) = await runs(world)
    assert (told.id, told.state, told.counters["posted"]) == (report.run_id, "done", 3)


@pytest.mark.rule("R-29/expected", "R-29/bad")
async def test_runs_that_are_started_while_one_is_under_way_are_told_since_when_and_read_nothing(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.flxpoint.fault("slow", method="GET", path="/orders", seconds=READING_TAKES)
    first = await typed(world, "first", {"connection": CONNECTION})
    await eventually(lambda: _reading(world))

    others = [await typed(world, f"other-{number}", CONNECTION) for number in range(3)]
    others.append(await typed(world, "of-orders", {"connection": CONNECTION, "operations": "orders"}))
    told = [await ended(other) for other in others]

    under_way = await world.client.get_workflow_handle(run_workflow_id(CONNECTION)).describe()
    assert {report.joined for report in told} == {
        f"A run of shop is already in progress (started {under_way.start_time:%H:%M} UTC), and reads the same. "
        "Follow it: daybook run shop --wait"
    }
    assert {report.run_id for report in told} == {(await ended(first)).run_id}
    await world.finished("1")
    assert len(await runs(world)) == 1
    await agreed(world)


@pytest.mark.rule("R-29/expected", "R-94/expected")
async def test_a_run_of_what_the_one_under_way_does_not_read_waits_for_its_end(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.flxpoint.fault("slow", method="GET", path="/orders", seconds=READING_TAKES)
    first = await typed(world, "first", {"connection": CONNECTION, "operations": "orders"})
    await eventually(lambda: _reading(world))

    second = await typed(world, "second", {"connection": CONNECTION, "operations": ["fulfillment_requests"]})

    assert (await ended(first)).operations == ("orders",)
    report = await ended(second)
    assert (report.joined, report.operations, report.handed_over) == ("", ("fulfillment_requests",), 1)
    assert [run.operations for run in reversed(await runs(world))] == [("orders",), ("fulfillment_requests",)]


@pytest.mark.rule("R-28/bad")
@pytest.mark.parametrize(
    ("typed_in", "told"),
    [
        ([], 'A run is started with JSON that names its connection: {"connection": "my-shop"} or'),
        ([{"connection": "shop", "operation": "orders"}], 'A run takes no "operation", but connection, operations,'),
        ([{"connection": "my shop"}], 'There is no connection "my shop"; known: shop. Make it:'),
        (
            [{"connection": "shop", "operations": ["bills"]}],
            'There is no operation "bills". Choose among: orders, fulfillment_requests, supplier_invoices, shipments.',
        ),
    ],
)
async def test_what_cannot_be_run_is_told_with_what_can_be(world: World, typed_in: list[Any], told: str) -> None:
    run = await typed(world, "mistyped", *typed_in)

    with pytest.raises(WorkflowFailureError) as failure:
        await ended(run)

    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.message.startswith(told)
    assert await world.flxpoint.calls("GET", "/orders") == []
