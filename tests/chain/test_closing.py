"""A person closes what is told of a posted order, as they type it (row R-105)."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from unittest.mock import patch

import pytest
from temporalio.service import RPCError

from accounting.records import RecordKind, RecordRef
from clients.database.outcomes import Outcome
from tests.chain.orders import SHOP, Json, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import Said, daybook, variables
from worker.process import running_workers


def edited(total: float, updated: str) -> Json:
    """Order 1 as it is after somebody changed its price."""
    order = an_order(1, updatedAt=updated, orderTotal=total)
    order["orderItems"][0]["price"] = total / 2
    order["channelInvoice"] |= {"subtotal": total, "total": total}
    return order


async def close(world: World, *words: str) -> Said:
    return await daybook("close", CONNECTION, *words, told=variables(world.environment))


async def open_codes(world: World) -> list[str]:
    """The codes of what is told of order 1 now, in its workflow, which has ended, as in the history."""
    codes = [problem.code for problem in (await world.finished("1")).problems]
    said = await daybook("order", CONNECTION, "SHOP-1", "--json", told=variables(world.environment))
    (outcome,) = said.json
    assert [problem["code"] for problem in outcome["problems"]] == codes
    return codes


async def brought(world: World, order: Json) -> list[str]:
    await world.flxpoint.add(orders=[order])
    await world.run()
    return await open_codes(world)


@pytest.mark.rule("R-105/expected", "R-105/bad")
async def test_a_change_after_posting_is_told_until_a_person_closes_it_and_again_when_something_changes(
    world: World,
) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    assert await brought(world, edited(30.00, "2026-11-20T16:00:00.000Z")) == ["changed_after_posting"]
    await world.run()
    assert await open_codes(world) == ["changed_after_posting"]

    said = await close(world, "SHOP-1")

    assert said.status == 0, said.sentence
    assert "changed after posting (total 20.00 → 30.00" in said.out
    assert await open_codes(world) == []
    await world.run()
    assert await brought(world, edited(30.00, "2026-11-20T17:00:00.000Z")) == []
    assert await brought(world, edited(40.00, "2026-11-20T18:00:00.000Z")) == ["changed_after_posting"]
    assert (await close(world, "1", "--code", "changed_after_posting")).status == 0
    assert await open_codes(world) == []
    shown = await daybook("order", CONNECTION, "SHOP-1", told=variables(world.environment))
    assert "Closed 20" in shown.out
    assert len(await world.documents("SalesReceipt")) == 1


@pytest.mark.rule("R-105/expected")
async def test_closing_twice_is_harmless_and_what_is_not_posted_cannot_be_closed(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1, payment="Declined"), an_order(2, payment="Refunded")])
    await world.run()
    await world.finished("1")

    first, second = [json.loads((await close(world, "SHOP-1", "--json")).out) for _ in range(2)]
    unknown = await close(world, "SHOP-1", "--code", "colour")
    closed_before = await close(world, "SHOP-1", "--code", "payment_declined")
    parked = await close(world, "SHOP-2", "--code", "payment_unclear")
    nothing = await close(world, "SHOP-2")

    assert first == second
    assert codes(first["closed"]) == ["payment_declined"]
    assert (first["order"], first["open"]) == ("1", [])
    assert unknown.sentence == 'Order SHOP-1 has no problem "colour", nor any other to close.'
    assert closed_before.status == 0
    assert parked.sentence.startswith('Order SHOP-2 has payment status "Refunded": not posted. That keeps a record')
    assert nothing.out.startswith("Nothing of order SHOP-2 is to be closed.")
    assert "Still open: order SHOP-2 (parked)" in nothing.out


def codes(told: list[dict[str, Any]]) -> list[str]:
    return sorted(one["code"] for one in told)


async def test_who_closes_while_no_worker_runs_is_told_so_and_answered_once_one_does(idle: World) -> None:
    await idle.flxpoint.add(**SHOP, orders=[an_order(1)])
    known = Outcome(
        connection_id=CONNECTION,
        ref=RecordRef(kind=RecordKind.ORDER, id="1"),
        order_id="1",
        label="SHOP-1",
        state="waiting",
    )
    await idle.companies.stores.outcomes.record(known)

    with patch("worker.commands.order_updates.SILENT_SECONDS", 0.1):
        closing = asyncio.create_task(close(idle, "SHOP-1"))
        await eventually(lambda: _asked(idle))
        async with running_workers(idle.client, idle.companies):
            said = await closing

    assert (said.status, said.out) == (0, "Nothing of order SHOP-1 is to be closed.\n")
    assert said.err == "Nobody has answered yet. Does a worker run? (daybook worker)\n"


async def _asked(world: World) -> bool | None:
    """Whether the order's workflow has been begun for a while."""
    try:
        await world.order("1").describe()
    except RPCError:
        return None
    await asyncio.sleep(0.5)
    return True


async def test_two_orders_of_one_number_are_told_apart_by_their_ids(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2, referenceNumber="SHOP-1")])
    await world.run()

    said = await close(world, "SHOP-1")

    assert said.sentence == (
        '2 orders are called "SHOP-1"; name one by Flxpoint\'s id of it: 1 (Main Shop), 2 (Main Shop).'
    )
