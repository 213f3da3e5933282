"""`daybook run`, `daybook order` and `daybook worker`, as a person uses them on a whole chain."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from temporalio.service import RPCError

from activities.contracts import ORDERS_QUEUE
from activities.run_contracts import RunInput
from tests.chain.orders import SHOP, a_chain, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import daybook, ended, started, variables
from worker.commands import runs
from worker.process import READY

BOOKS = ZoneInfo("America/Chicago")


async def test_a_run_is_followed_to_its_end_and_the_order_is_shown_by_number_and_by_id(world: World) -> None:
    told = variables(world.environment)
    await world.flxpoint.add(**a_chain(1))

    ran = (await daybook("run", CONNECTION, "--wait", "--json", told=told)).json

    assert (ran["handed_over"], ran["unchanged"], ran["problems"]) == (3, 0, [])
    assert {state: count for state, count in ran["progress"].items() if count} == {"posted": 3}
    by_number = (await daybook("order", CONNECTION, "SHOP-1", "--json", told=told)).json
    by_id = (await daybook("order", CONNECTION, "1", "--json", told=told)).json
    assert by_number == by_id
    assert [(shown["label"], shown["state"], shown["total"]) for shown in by_number] == [
        ("SHOP-1", "posted", "20.00"),
        ("SHOP-1-1", "posted", "12.00"),
        ("ACME-1", "posted", "15.00"),
    ]
    table = (await daybook("order", CONNECTION, "SHOP-1", told=told)).out
    assert all(words in table for words in ("order SHOP-1", "Sales Receipt SHOP-1", "Bill ACME-1", "15.00"))
    again = await daybook("run", CONNECTION, "--wait", told=told)
    assert (again.status, again.err) == (0, "")
    assert "0 records handed over, 2 unchanged" in again.out  # Flxpoint lists no invoice that is marked


@pytest.mark.rule("R-62/expected")
async def test_a_run_of_one_operation_leaves_the_others_alone(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))

    ran = await daybook(
        "run", CONNECTION, "--operation", "fulfillment_requests", "--wait", "--json", told=variables(world.environment)
    )

    assert ran.json["handed_over"] == 1
    assert ran.json["progress"]["waiting"] == 1
    assert await world.documents("SalesReceipt") == []


@pytest.mark.rule("R-97/expected")
async def test_a_record_that_nobody_can_read_is_told_and_stops_no_other(world: World) -> None:
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(1), an_order(2, channelInvoice=None)],
        fulfillment_requests=[a_request(1)],
        source_invoices=[{**a_chain(1)["source_invoices"][0], "fulfillmentRequestId": 404}],
    )

    said = await daybook("run", CONNECTION, "--wait", "--json", told=variables(world.environment))

    ran = json.loads(said.out)
    assert (said.status, ran["state"]) == (3, "done_with_errors")
    assert (ran["progress"]["posted"], ran["progress"]["parked"]) == (2, 2)
    order, invoice = sorted(ran["problems"], key=lambda problem: problem["message"])
    assert order["message"].startswith("Order 2 cannot be taken over: Order 2 could not be understood")
    assert invoice["message"].startswith("Supplier invoice 201 cannot be taken over: Flxpoint does not know")
    shown = (await daybook("order", CONNECTION, "2", "--json", told=variables(world.environment))).json
    assert [one["state"] for one in shown] == ["parked"]


async def test_a_run_that_fails_says_why_on_standard_error_alone(world: World) -> None:
    await world.connect(flxpoint_token="wrong")

    said = await daybook("run", CONNECTION, "--wait", "--json", told=variables(world.environment))

    assert said.sentence.startswith("The run failed: Flxpoint token missing, wrong, or of the wrong type")


@pytest.mark.rule("R-29/bad")
async def test_a_second_run_is_refused_while_one_is_in_progress(idle: World) -> None:
    first = await idle.client.start_workflow(
        "RunIntegration", RunInput(connection=CONNECTION), id=f"run.{CONNECTION}", task_queue=ORDERS_QUEUE
    )
    since = (await first.describe()).start_time

    said = await daybook("run", CONNECTION, told=variables(idle.environment))

    assert said.sentence == (
        f"A run of {CONNECTION} is already in progress (started {since.astimezone(BOOKS):%H:%M} America/Chicago); "
        f"follow it: daybook run {CONNECTION} --wait"
    )


async def test_a_run_that_no_worker_takes_asks_for_one(idle: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "SILENT_SECONDS", 0.1)

    asking = asyncio.create_task(daybook("run", CONNECTION, told=variables(idle.environment)))
    run = idle.client.get_workflow_handle(f"run.{CONNECTION}")

    async def begun() -> bool | None:
        with contextlib.suppress(RPCError):
            return bool(await run.describe())
        return None

    await eventually(begun)
    await asyncio.sleep(0.5)
    await run.terminate("the test has seen enough")
    said = await asking

    asked, failed = said.err.splitlines()
    assert asked == "The run has not handed everything over yet. Does a worker run? (daybook worker)"
    assert failed == "daybook: The run failed: terminated by user via frontend"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_worker_that_is_told_to_stop_lets_the_step_under_way_finish(
    idle: World, tmp_path: Path, stop: signal.Signals
) -> None:
    await idle.flxpoint.add(**SHOP, orders=[an_order(1)])
    await idle.quickbooks.fault("slow", method="POST", path="/salesreceipt", seconds=2.0)
    worker = await started("worker", folder=tmp_path, told=variables(idle.environment))
    assert worker.stderr is not None
    async with asyncio.timeout(30):
        assert READY in (await worker.stderr.readline()).decode()
    await idle.signal("1", "order_received", {"id": "1"})
    await eventually(lambda: _under_way(idle))

    worker.send_signal(stop)
    said = await ended(worker)

    assert (said.status, said.out) == (0, "")
    assert "Traceback" not in said.err
    assert [outcome.state for outcome in await idle.companies.stores.outcomes.of_order(CONNECTION, "1")] == ["posted"]


async def _under_way(world: World) -> bool | None:
    return bool(await world.quickbooks.calls("POST", "/salesreceipt")) or None
