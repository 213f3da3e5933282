"""What a run tells beside its counters: amounts that differ, discounts left out, what was created."""

from __future__ import annotations

import json
import re

import pytest

from tests.chain.books import posts
from tests.chain.notices import parked
from tests.chain.orders import SHOP, Json, an_order
from tests.chain.world import CONNECTION, World
from tests.worker.console import daybook, variables

TAXED = {"paymentStatus": "Paid", "subtotal": 20.00, "tax": 1.00, "total": 21.00}
CHEAPER = {"paymentStatus": "Paid", "subtotal": 20.00, "discount": 5.00, "tax": 0.0, "total": 15.00}


def taxed(number: int) -> Json:
    """An order with a tax that QuickBooks, left to itself, computes otherwise."""
    return an_order(number, orderTotal=21.00, channelInvoice=TAXED)


async def run(world: World) -> Json:
    said = await daybook("run", CONNECTION, "--wait", "--json", told=variables(world.environment))
    told: Json = json.loads(said.out)
    return told | {"status": said.status}


@pytest.mark.rule("R-50/expected", "R-50/bad")
async def test_after_three_differences_in_one_run_orders_pause_until_a_person_lets_them_go_on(world: World) -> None:
    await world.quickbooks.switch(tax_override="refused")
    await world.flxpoint.add(**SHOP, orders=[taxed(1), taxed(2)])
    first = await run(world)
    await world.flxpoint.add(orders=[an_order(3)])
    assert (await run(world))["progress"]["posted"] == 1  # two differences, and of another run: the orders go on

    await world.flxpoint.add(orders=[taxed(4), taxed(5), taxed(6)])
    third = await run(world)
    await world.flxpoint.add(orders=[an_order(7)])
    await run(world)

    assert (first["status"], first["state"], first["progress"]["difference"]) == (3, "done_with_errors", 2)
    assert third["progress"]["difference"] == 3
    assert (await world.finished("4")).stage == "difference"
    problem = await parked(world, "7", "orders_paused")
    assert all(f"Sales Receipt SHOP-{number} (id " in problem.message for number in (4, 5, 6))
    assert len(await posts(world, "SalesReceipt", holding="SHOP-7")) == 0

    (command,) = re.findall(r"\(daybook (.+)\)", problem.fix)
    assert (await daybook(*command.split(), told=variables(world.environment))).status == 0
    assert (await run(world))["progress"]["posted"] == 1
    await world.finished("7")
    (seventh,) = await posts(world, "SalesReceipt", holding="SHOP-7")
    assert seventh["status"] == 200


@pytest.mark.rule("R-44/expected", "R-37/expected", "R-40/expected")
async def test_a_run_tells_the_discounts_it_left_out_and_the_customers_and_items_it_created(world: World) -> None:
    await world.choose(discount_sku=None, post_without_discount=True)
    cheaper = [an_order(number, orderTotal=15.00, channelInvoice=CHEAPER) for number in (1, 2)]
    await world.flxpoint.add(**SHOP, orders=[*cheaper, an_order(3, sku="VASE", title="Vase", name="Kim Example")])

    said = await daybook("run", CONNECTION, "--wait", told=variables(world.environment))
    again = await run(world)

    told = " ".join(said.out.split())
    assert "Discounts left out of 2 orders: 10.00 in all, which the books show too much." in told
    assert "2 customers created in QuickBooks: " in told
    assert "Kim Example" in told
    assert "items created in QuickBooks: " in told
    assert "Vase" in told
    assert (again["discounts_left_out"], again["customers_created"]) == (0, {"count": 0, "names": []})
