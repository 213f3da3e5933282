"""Intuit lets Daybook in no more, in the middle of the work: what is under way waits, and a new link lets it go on.

Forty orders are under way here; with two hundred: `ORDERS=200 .venv/bin/python -m pytest -q -s
tests/chain/test_revoked.py -k middle`.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from activities.telling_connections import look_now
from tests.chain.books import agreed, posts, refreshes, request_ids
from tests.chain.consent import new_refresh_token
from tests.chain.orders import SHOP, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.clients.quickbooks.cutting_server import closed_port
from workflows.visibility import OrderStatus

ORDERS = range(1, int(os.environ.get("ORDERS", "40")) + 1)
FEW = range(1, 21)


async def orders(world: World, numbers: Iterable[int]) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(number) for number in numbers])


async def link_again(world: World) -> None:
    """All that a person does."""
    await world.connect(refresh_token=await new_refresh_token(world))
    await look_now(world.client, CONNECTION)


async def status_of(world: World, number: int) -> OrderStatus:
    status: OrderStatus = await world.order(str(number)).query("status", result_type=OrderStatus)
    return status


async def outcomes(world: World, numbers: Iterable[int]) -> list[str]:
    """How far each order has come: its state, or the problem that it waits with."""
    statuses = [await status_of(world, number) for number in numbers]
    return [problem.code for status in statuses for problem in status.problems] + [
        record.state or "under way" for status in statuses for record in status.records if not status.problems
    ]


async def until(world: World, numbers: range, reached: Callable[[list[str]], bool]) -> list[str]:
    async def look() -> list[str] | None:
        now = await outcomes(world, numbers)
        return now if len(now) == len(numbers) and reached(now) else None

    return await eventually(look, 90)


@pytest.mark.rule("R-20/expected", "R-21/expected")
async def test_a_grant_revoked_in_the_middle_costs_no_order_and_makes_none_twice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await orders(world, ORDERS)
    await world.quickbooks.fault("revoked", method="POST", path="/salesreceipt", skip=len(ORDERS) // 2)
    began = time.monotonic()

    await world.run()
    found = await until(world, ORDERS, lambda found: set(found) == {"posted", "connection_lost"})

    waiting = found.count("connection_lost")
    assert waiting > len(ORDERS) // 4
    assert [call["status"] for call in await refreshes(world)] == [200, 400]
    assert len([record for record in caplog.records if "needs a person" in record.message]) == 1
    parked = time.monotonic()

    await link_again(world)
    for number in ORDERS:
        await world.finished(str(number), seconds=90)

    assert (await agreed(world))["sales_receipts"] == len(ORDERS)
    stored = [call for call in await posts(world, "SalesReceipt") if call["status"] == 200]
    assert len(stored) == len({*request_ids(stored)}) == len(ORDERS)
    print(
        f"{len(ORDERS)} orders: {waiting} waited after {parked - began:.1f} s, "
        f"all posted {time.monotonic() - parked:.1f} s after the link"
    )


@pytest.mark.rule("R-21/expected")
async def test_a_company_that_refuses_every_new_token_is_asked_no_more(world: World) -> None:
    await orders(world, FEW)
    await world.run()
    await until(world, FEW, lambda found: set(found) == {"posted"})
    more = range(FEW.stop, FEW.stop + len(FEW))
    await orders(world, more)
    await world.quickbooks.fault("expired_token", path="/v3/company", method="POST", times=10_000)
    before = len(await refreshes(world))

    await world.run()
    await until(world, more, lambda found: set(found) == {"connection_lost"})

    assert len(await refreshes(world)) - before <= 3
    refused = [call for call in await world.quickbooks.calls("POST", "/v3/company") if call["status"] == 401]
    assert len(refused) <= 3 * len(more)
    (problem,) = (await status_of(world, more[0])).problems
    assert "QuickBooks refuses even the access token that Intuit has just given" in problem.message

    await world.quickbooks.mend()
    await link_again(world)
    for number in more:
        await world.finished(str(number))
    await agreed(world)


@pytest.mark.rule("R-21/bad")
async def failing(world: World, number: int) -> str | None:
    """Why the step that an order is at failed the last time."""
    told = await world.order(str(number)).describe()
    pending = told.raw_description.pending_activities
    return (pending[0].last_failure.message if pending else "") or None


async def test_orders_outwait_a_token_endpoint_that_is_not_there(world: World) -> None:
    await orders(world, FEW)
    right = world.companies.endpoints
    world.companies.endpoints = replace(right, intuit_token_url=f"http://127.0.0.1:{closed_port()}/tokens")
    for number in FEW:
        await world.signal(str(number), "order_received", {"id": str(number)})

    assert "Intuit's token endpoint gave no new access token" in await eventually(lambda: failing(world, 1))
    await asyncio.sleep(2)
    assert set(await outcomes(world, FEW)) <= {"under way"}
    world.companies.endpoints = right

    for number in FEW:
        await world.finished(str(number))
    assert (await world.companies.stores.connections.get(CONNECTION)).relink_reason is None
    await agreed(world)
