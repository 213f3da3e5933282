"""Schedules as a person makes them, on a real Temporal: when they start a run, and when not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import (
    ScheduleActionExecutionStartWorkflow,
    ScheduleActionStartWorkflow,
    ScheduleDescription,
    ScheduleHandle,
    ScheduleOverlapPolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
    WorkflowHandle,
)

from activities.run_contracts import RunReport
from tests.chain.books import agreed
from tests.chain.orders import a_chain
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import Said, daybook, variables
from worker.scheduling.plan import RECONCILE

READING_TAKES = 4.0


async def schedule(world: World, *words: str) -> Said:
    return await daybook("schedule", *words, told=variables(world.environment))


def handle(world: World, name: str = "all") -> ScheduleHandle:
    return world.client.get_schedule_handle(f"run.{CONNECTION}.{name}")


async def listed(world: World, count: int) -> list[dict[str, Any]]:
    """Temporal lists what was made a moment later."""

    async def shown() -> list[dict[str, Any]] | None:
        every: list[dict[str, Any]] = (await schedule(world, "list", CONNECTION, "--json")).json["schedules"]
        found = [one for one in every if one["name"] != RECONCILE]
        return found if len(found) == count else None

    return await eventually(shown)


async def ran(world: World, name: str = "all") -> ScheduleDescription:
    """The schedule, once its first run has ended."""

    async def reached() -> ScheduleDescription | None:
        found = await handle(world, name).describe()
        return found if found.info.num_actions and not found.info.running_actions else None

    return await eventually(reached)


def the_run(world: World, found: ScheduleDescription) -> WorkflowHandle[Any, RunReport]:
    """What the schedule started last."""
    action = found.info.recent_actions[-1].action
    assert isinstance(action, ScheduleActionExecutionStartWorkflow)
    return world.client.get_workflow_handle(action.workflow_id, result_type=RunReport)


@pytest.mark.rule("R-28/expected")
async def test_a_schedule_is_made_changed_paused_and_stays_paused_when_it_is_changed(idle: World) -> None:
    made = await schedule(idle, "set", CONNECTION, "--every", "15m")
    assert made.out.startswith("Schedule all of shop reads all that is switched on, every 15 minutes.\nNext run: 20")
    assert made.out.endswith(" (America/Chicago).\n")
    await schedule(idle, "set", CONNECTION, "--operation", "orders", "--at", "6:30", "--days", "mon,thu")

    assert (await schedule(idle, "pause", CONNECTION)).out == (
        "Schedule all of shop reads all that is switched on, every 15 minutes.\n"
        "It is paused. Resume it: daybook schedule resume shop all\n"
    )
    changed = (await schedule(idle, "set", CONNECTION, "--every", "1h", "--json")).json

    assert (changed["every"], changed["paused"], changed["next_at"]) == ("1h", True, None)
    everything, orders = await listed(idle, 2)
    assert everything == changed
    assert {name: orders[name] for name in ("name", "operations", "at", "days", "time_zone", "paused")} == {
        "name": "orders",
        "operations": ["orders"],
        "at": "06:30",
        "days": ["mon", "thu"],
        "time_zone": "America/Chicago",
        "paused": False,
    }
    table = (await schedule(idle, "list")).out
    assert "paused: Paused with daybook schedule pause." in table
    assert "reads orders, each Mon, Thu at 06:30 (America/Chicago)" in table

    resumed = (await schedule(idle, "resume", CONNECTION, "--json")).json
    assert (resumed["paused"], resumed["note"]) == (False, "Reads all that is switched on, every 1 hour.")
    assert (await schedule(idle, "delete", CONNECTION, "orders")).out == "Schedule orders of shop is deleted.\n"
    assert [known["name"] for known in await listed(idle, 1)] == ["all"]


@pytest.mark.rule("R-28/expected")
async def test_what_temporal_keeps_is_bounded_and_reads_well_there(idle: World) -> None:
    await schedule(idle, "set", CONNECTION, "--every", "15m")
    await schedule(idle, "set", CONNECTION, "night", "--at", "23:00", "--time-zone", "Europe/Berlin")

    for name, late in (("all", timedelta(minutes=15)), ("night", timedelta(hours=12))):
        kept = (await handle(idle, name).describe()).schedule
        assert kept.policy.overlap is ScheduleOverlapPolicy.SKIP
        assert kept.policy.catchup_window == late
        assert isinstance(kept.action, ScheduleActionStartWorkflow)
        assert kept.action.execution_timeout == timedelta(hours=12)
        assert kept.action.id == f"run.shop.{name}"
    assert (await handle(idle, "night").describe()).schedule.state.note == (
        "Reads all that is switched on, each day at 23:00 (Europe/Berlin)."
    )


@pytest.mark.rule("R-28/bad")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--every", "3m"], '"3m" cannot be an interval: write one from 5m to 24h'),
        (["--at", "25:00"], '"25:00" is no time of day'),
        (["--every", "1h", "--operation", "bills"], 'There is no operation "bills". Choose among: orders, fulfillment'),
        (
            ["shipments", "--every", "1h"],
            "Operation shipments of connection shop is switched off. Switch it on: daybook settings set shop",
        ),
    ],
)
async def test_what_cannot_be_scheduled_changes_nothing(idle: World, words: list[str], told: str) -> None:
    await schedule(idle, "set", CONNECTION, "--every", "15m")

    refused = await schedule(idle, "set", CONNECTION, *words)

    assert refused.sentence.startswith(told)
    assert [(known["name"], known["every"]) for known in await listed(idle, 1)] == [("all", "15m")]


@pytest.mark.rule("R-28/bad")
async def test_unknown_connections_and_schedules_are_answered_with_those_that_there_are(idle: World) -> None:
    assert (await schedule(idle, "list", CONNECTION)).out == (
        "There is no schedule yet. Make one: daybook schedule set shop --every 15m\n"
    )
    assert (await schedule(idle, "pause", CONNECTION)).sentence == (
        'Connection shop has no schedule "all"; its schedules: none. Make one: daybook schedule set shop --every 15m'
    )
    await schedule(idle, "set", CONNECTION, "night", "--at", "23:00")
    await listed(idle, 1)
    for command in ("pause", "resume", "delete"):
        said = await schedule(idle, command, CONNECTION, "noon")
        assert said.sentence.startswith('Connection shop has no schedule "noon"; its schedules: night. Make one:')
    for words in (["set", "nowhere", "--every", "1h"], ["list", "nowhere"], ["pause", "nowhere"]):
        assert (await schedule(idle, *words)).sentence == 'There is no connection "nowhere"; known: shop.'


async def test_what_was_changed_in_temporal_is_listed_all_the_same(idle: World) -> None:
    await schedule(idle, "set", CONNECTION, "--every", "1h")

    def by_hand(current: ScheduleUpdateInput) -> ScheduleUpdate:
        changed = current.description.schedule
        changed.spec = ScheduleSpec(cron_expressions=["*/20 * * * *"])
        assert isinstance(changed.action, ScheduleActionStartWorkflow)
        changed.action.args = []
        return ScheduleUpdate(schedule=changed)

    await handle(idle).update(by_hand)

    (told,) = await listed(idle, 1)
    assert (told["every"], told["at"], told["operations"]) == (None, None, [])
    assert "at times that were set in Temporal" in (await schedule(idle, "list")).out


@pytest.mark.rule("R-28/expected", "R-29/expected")
async def test_a_schedule_runs_what_is_due_and_leaves_out_what_is_due_meanwhile(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.flxpoint.fault("slow", method="GET", path="/orders", seconds=READING_TAKES)
    await schedule(world, "set", CONNECTION, "--every", "24h")

    await handle(world).trigger()
    await eventually(lambda: _reading(world))
    await handle(world).trigger()

    found = await ran(world)
    await world.finished("1")
    await agreed(world)
    assert (found.info.num_actions, found.info.num_actions_skipped_overlap) == (1, 1)
    (told,) = await listed(world, 1)
    assert (told["left_out"], told["last_at"] is not None) == (1, True)
    run = the_run(world, found)
    assert await (await run.describe()).static_summary() == "Run of shop by schedule all"
    assert (await run.result()).handed_over == 3
    (row,) = await world.companies.stores.runs.newest(CONNECTION, 10)
    assert (row.state, row.counters["posted"]) == ("done", 3)


@pytest.mark.rule("R-29/bad")
async def test_a_run_by_hand_is_told_of_the_scheduled_one_and_the_other_way_round(world: World) -> None:
    await world.flxpoint.fault("slow", method="GET", path="/orders", seconds=READING_TAKES)
    await schedule(world, "set", CONNECTION, "--every", "24h")
    await schedule(world, "set", CONNECTION, "orders", "--every", "24h")
    await handle(world).trigger()
    await eventually(lambda: _reading(world))

    by_hand = await daybook("run", CONNECTION, told=variables(world.environment))
    await handle(world, "orders").trigger()

    assert by_hand.sentence.startswith("A run of shop is already in progress (started ")
    assert (await the_run(world, await ran(world, "orders")).result()).joined.startswith("A run of shop is already in")
    await ran(world)
    (row,) = await world.companies.stores.runs.newest(CONNECTION, 10)
    assert row.operations == ("orders", "fulfillment_requests", "supplier_invoices")


async def _reading(world: World) -> bool | None:
    return bool(await world.flxpoint.calls("GET", "/orders")) or None
