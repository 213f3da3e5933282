"""A problem of a document that stands is open until a person closes it (row R-105)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.chain.orders import SHOP, an_order
from tests.chain.world import CONNECTION, World
from tests.worker.console import Said, daybook, variables


def canceled_at(hour: int, **changes: Any) -> dict[str, Any]:
    later = f"2026-11-20T{hour}:00:00.000Z"
    return an_order(1, updatedAt=later, orderStatus="Canceled", **changes)


async def close(world: World, *words: str) -> Said:
    return await daybook("close", CONNECTION, *words, told=variables(world.environment))


async def problems(world: World) -> list[str]:
    shown = await daybook("order", CONNECTION, "SHOP-1", "--json", told=variables(world.environment))
    return [problem["message"] for outcome in shown.json for problem in outcome["problems"]]


@pytest.mark.rule("R-105/expected", "R-105/bad")
async def test_a_closed_problem_stays_closed_at_later_runs_until_the_order_changes_again(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    await world.flxpoint.add(orders=[canceled_at(17)])
    await world.run()
    await world.finished("1")
    (found,) = await problems(world)
    assert re.fullmatch(r"Order SHOP-1 was canceled; Sales Receipt \d+ \(20\.00\) stands\.", found)

    closed = await close(world, "SHOP-1")

    assert closed.out == f"Closed for order SHOP-1: {found}\n"
    assert await problems(world) == []
    status = await world.finished("1")
    assert not status.problems
    again = await close(world, "SHOP-1")
    assert (again.status, again.out) == (0, "Order SHOP-1 has no problem to close.\n")

    await world.flxpoint.add(orders=[canceled_at(18)])
    await world.run()
    await world.finished("1")
    assert await problems(world) == [], "the same again is no news"

    await world.flxpoint.add(orders=[an_order(1, updatedAt="2026-11-20T19:00:00.000Z", orderTotal=19.00)])
    await world.run()
    await world.finished("1")
    assert len(await problems(world)) == 1, "another change is"


async def test_only_the_named_problem_is_closed_and_what_is_parked_is_not(world: World) -> None:
    refunded = an_order(2)
    refunded["channelInvoice"] |= {"paymentStatus": "Refunded"}
    await world.flxpoint.add(**SHOP, orders=[an_order(1), refunded])
    await world.run()
    await world.finished("1")

    assert (await close(world, "SHOP-1", "--code", "total_differs", "--json")).json == []
    refused = await close(world, "SHOP-2")

    assert refused.sentence == (
        "What is parked cannot be closed, for no document stands (order SHOP-2): daybook order "
        f"{CONNECTION} SHOP-2 says what to mend."
    )
    assert "knows no order" in (await close(world, "SHOP-9")).sentence
    assert (
        "There is no connection" in (await daybook("close", "nowhere", "1", told=variables(world.environment))).sentence
    )
