"""Runs as a person starts and follows them: what they need, how they end, and one at a time."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.chain.orders import SHOP, a_chain, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import Said, daybook, ended, started, variables
from worker.process import running_workers

THREE_SOURCES = {
    **SHOP,
    "sources": [*SHOP["sources"], {"id": 23, "name": "Gamma Imports"}, {"id": 24, "name": "Nobody"}],
}


async def run(world: World, *words: str) -> Said:
    return await daybook("run", CONNECTION, *words, told=variables(world.environment))


async def runs(world: World) -> list[dict[str, Any]]:
    """Every run as `daybook history --runs` tells of it."""
    said = await daybook("history", CONNECTION, "--runs", "--json", told=variables(world.environment))
    told: list[dict[str, Any]] = said.json
    return told


async def test_a_run_with_nothing_switched_on_fails_with_the_command_that_switches_on(world: World) -> None:
    await world.choose(operations=None)

    said = await run(world)

    assert said.sentence == (
        "The run failed: No operation of connection shop is switched on, so a run has nothing to read. Switch on "
        "what is to be carried over: daybook settings set shop operations=orders,fulfillment_requests,supplier_invoices"
    )
    assert [(told["state"], told["message"]) for told in await runs(world)] == [
        ("failed", said.sentence.removeprefix("The run failed: "))
    ]


@pytest.mark.rule("R-27/bad")
async def test_a_run_does_not_start_on_a_mapping_that_cannot_be(world: World) -> None:
    """As a later release may find it, that knows a field no more."""
    await world.choose(**{"mapping.orders.number": "colour"})

    said = await run(world)

    assert said.sentence.startswith(
        'The run failed: Setting mapping.orders.number cannot be "colour": choose reference or number.'
    )
    assert [told["state"] for told in await runs(world)] == ["failed"]
    assert await world.flxpoint.calls(path="/orders") == []


@pytest.mark.rule("R-25/bad", "R-26/bad")
async def test_a_run_that_lacks_channels_and_sources_says_so_all_at_once(world: World) -> None:
    unset = dict.fromkeys(name for name in await world.companies.stores.connections.settings(CONNECTION) if "." in name)
    await world.choose(**unset, supplier_invoice_sources=None)
    await world.flxpoint.add(**SHOP)

    said = await run(world)

    orders, invoices = "Send Accounting Orders is on but no channel", "Send Accounting Invoices is on but no source"
    assert f"{orders} is selected. In Flxpoint: 41 (Main Shop). Select one" in said.sentence
    assert f"{invoices} is selected. In Flxpoint: 21 (Cedar Works), 22 (Dune Trading). Select one" in said.sentence
    assert "Send Accounting Fulfillment Requests" not in said.sentence
    assert await world.flxpoint.calls("GET", "/orders") == []


@pytest.mark.rule("R-23/expected")
async def test_what_is_switched_off_is_neither_read_nor_to_be_asked_for(world: World) -> None:
    await world.choose(operations=["orders"])
    await world.flxpoint.add(**a_chain(1))

    assert (await run(world, "--wait", "--json")).json["progress"]["posted"] == 1
    refused = await run(world, "--operation", "supplier_invoices")

    read = {call["path"] for call in await world.flxpoint.calls("GET")}
    assert "/orders" in read
    assert not read & {"/fulfillment-requests", "/source-invoices"}
    assert refused.sentence == (
        "The run failed: Operation supplier_invoices of connection shop is switched off. "
        "Switch it on: daybook settings set shop operations=orders,supplier_invoices"
    )


@pytest.mark.rule("R-65/expected", "R-65/bad")
async def test_a_run_fails_with_all_missing_vendors_at_once_and_posts_everything_else(world: World) -> None:
    await world.choose(fulfillment_request_sources=["21", "23", "24"])
    await world.flxpoint.add(
        **THREE_SOURCES,
        orders=[an_order(1), an_order(2), an_order(3)],
        fulfillment_requests=[a_request(1), a_request(2, source_id=23), a_request(3, source_id=24)],
    )

    said = await run(world, "--wait", "--json")

    ran = json.loads(said.out)
    assert (said.status, ran["state"], ran["failed"]) == (1, "failed", True)
    assert 'source "Gamma Imports"' in ran["message"]
    assert 'source "Nobody"' in ran["message"]
    assert ran["message"].count("Make the names equal") == 1
    assert (ran["progress"]["posted"], ran["progress"]["parked"]) == (4, 2)
    assert [(told["state"], told["message"]) for told in await runs(world)] == [("failed", ran["message"])]


@pytest.mark.rule("R-21/bad")
async def test_a_connection_that_must_be_linked_again_stops_a_run_before_it_reads_anything(world: World) -> None:
    await world.companies.stores.connections.unlinked(CONNECTION, "Intuit refused the refresh token")
    await world.flxpoint.add(**a_chain(1))

    said = await run(world, "--wait")

    assert 'QuickBooks connection "Shop" needs re-authentication: Intuit refused the refresh token.' in said.sentence
    assert await world.flxpoint.calls("GET") == []

    await world.connect()
    assert (await run(world, "--wait", "--json")).json["progress"]["posted"] == 3


@pytest.mark.rule("R-29/expected", "R-97/expected")
async def test_a_run_that_parks_records_shows_each_cause_once_with_its_fix(world: World) -> None:
    no_sku = [{"id": 1, "sku": "", "title": "Nameless thing", "quantity": 2, "price": 10.00}]
    await world.flxpoint.add(
        **THREE_SOURCES,
        orders=[an_order(1, orderItems=no_sku), *(an_order(number, payment="Refunded") for number in (2, 3))],
    )

    said = await run(world, "--wait")

    assert said.status == 3
    assert "done with errors" in said.out
    assert all(f"order SHOP-{number}" in said.out for number in (1, 2, 3))
    (told,) = await runs(world)
    assert (told["state"], told["counters"]["parked"]) == ("done_with_errors", 3)
    assert told["first_problem"]["message"]


async def test_who_waits_at_a_terminal_sees_the_run_move_on(world: World) -> None:
    await world.flxpoint.add(**a_chain(1))
    await world.quickbooks.fault("slow", method="POST", path="/bill", seconds=1.5)
    at_a_terminal = variables(world.environment) | {"FORCE_COLOR": "1"}

    said = await daybook("run", CONNECTION, "--wait", told=at_a_terminal)

    assert said.status == 0
    assert re.search(r"[23] of 3 records: [23] posted", re.sub("\x1b[^a-zA-Z]*[a-zA-Z]", "", said.err))


@pytest.mark.rule("R-29/expected")
async def test_a_second_run_that_waits_joins_the_one_in_progress(idle: World) -> None:
    await idle.flxpoint.add(**a_chain(1))
    first = asyncio.create_task(run(idle, "--json"))
    handle = idle.client.get_workflow_handle(f"run.{CONNECTION}")
    await eventually(lambda: _running(idle))
    words = ("run", CONNECTION, "--wait", "--json")
    process = await started(*words, folder=Path.cwd(), told=variables(idle.environment))
    assert process.stderr is not None
    async with asyncio.timeout(30):
        assert b"is already in progress (started" in await process.stderr.readline()

    async with running_workers(idle.client, idle.companies):
        joined, own = (await ended(process)).json, (await first).json

    assert joined["run_id"] == own["run_id"]
    assert joined["progress"]["posted"] == 3
    assert (await handle.describe()).run_id
    assert len(await runs(idle)) == 1


async def _running(world: World) -> bool | None:
    newest = await world.companies.stores.runs.newest(CONNECTION, 1)
    return True if newest else None


@pytest.mark.rule("R-29/expected")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_ctrl_c_stops_the_watching_and_leaves_the_run_going(idle: World, stop: signal.Signals) -> None:
    await idle.flxpoint.add(**a_chain(1))
    process = await started("run", CONNECTION, "--wait", folder=Path.cwd(), told=variables(idle.environment))
    await eventually(lambda: _running(idle))
    assert [told["state"] for told in await runs(idle)] == ["queued"]

    process.send_signal(stop)
    said = await ended(process)

    assert (said.status, said.out) == (130, "")
    assert said.err == "The run goes on without you; how far it has come: daybook history shop --runs\n"
    async with running_workers(idle.client, idle.companies):
        await eventually(lambda: _done(idle))


async def _done(world: World) -> bool | None:
    (newest,) = await world.companies.stores.runs.newest(CONNECTION, 1)
    return True if newest.state == "done" else None
