"""Where it is not known how QuickBooks behaves, the chain holds either way."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chain.books import agreed
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import World
from worker.prove.open_points import BOTH_WAYS, OPEN_POINTS

ROOT = Path(__file__).parents[2]
TABLE = tomllib.loads((ROOT / "sandbox" / "quickbooks" / "switches.toml").read_text())
OTHER_NUMBERS = {"kept_decimals": ["5"], "amount_tolerance": ["1"]}
"""Of switches that take any number."""
ORDERS = 4


def other_ways() -> Iterator[dict[str, str]]:
    """Every value but the first of every switch that is tried here, one of each switch at a time."""
    switches = [name for point in OPEN_POINTS if point.test == BOTH_WAYS for name in point.switches]
    others = {name: OTHER_NUMBERS.get(name) or _others(name) for name in switches}
    for place in range(max(map(len, others.values()))):
        yield {name: values[place] for name, values in others.items() if place < len(values)}


def _others(name: str) -> list[str]:
    return [value for value in TABLE[name]["values"] if value != TABLE[name]["default"]]


@pytest.mark.parametrize("ways", [pytest.param(ways, id=f"{place}") for place, ways in enumerate(other_ways(), 1)])
async def test_each_record_has_its_one_document_whichever_way_quickbooks_behaves(
    world: World, ways: dict[str, str]
) -> None:
    await world.quickbooks.switch(**ways, retry_after="1")
    numbers = range(1, ORDERS + 1)
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(number, sku=f"NEW-{number}", name=f"Person {number} Example") for number in numbers],
        fulfillment_requests=[a_request(number, sku=f"BOUGHT-{number}") for number in numbers],
        source_invoices=[an_invoice(number, sku=f"BOUGHT-{number}") for number in numbers],
    )
    await world.quickbooks.fault("lost_after", method="POST", path="/salesreceipt")
    await world.quickbooks.fault("lost_after", method="POST", path="/bill")
    await world.quickbooks.fault("throttled", path="/purchaseorder")

    await world.run()
    for number in numbers:
        await world.finished(f"{number}", 120)

    await agreed(world)
    assert len(await world.documents("SalesReceipt")) == len(await world.documents("Bill")) == ORDERS


def test_every_switch_there_is_a_test_for_is_turned_in_it() -> None:
    for point in OPEN_POINTS:
        told = (ROOT / point.test).read_text()
        assert all(name in TABLE for name in point.switches), point
        assert point.test == BOTH_WAYS or all(f"{name}=" in told for name in point.switches), point
