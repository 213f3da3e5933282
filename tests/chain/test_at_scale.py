"""`python -m tests.at_scale` plays what it says, here with few orders."""

from __future__ import annotations

import pytest

from tests.at_scale.plays import one_bad, outage, parked
from tests.chain.world import World


async def test_what_waits_for_one_vendor_is_resumed_by_one_command(world: World) -> None:
    found = await parked(world, 4)

    assert (found["expected"], found["posted"], found["duplicates"], found["difference"]) == (4, 4, 0, "0.00")


@pytest.mark.rule("R-97/expected")
async def test_one_bad_record_holds_no_other_up(world: World) -> None:
    found = await one_bad(world, 5)

    assert (found["expected"], found["posted"], found["duplicates"], found["difference"]) == (4, 4, 0, "0.00")


async def test_orders_that_waited_for_quickbooks_are_posted_by_themselves_once_it_is_back(world: World) -> None:
    found = await outage(world, 5, minutes=0.05)

    assert (found["expected"], found["posted"], found["duplicates"], found["difference"]) == (5, 5, 0, "0.00")
