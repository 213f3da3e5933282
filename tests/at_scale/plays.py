"""What is played at scale, and what came of it."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

from tests.chain.books import Bookkeeper, posts
from tests.chain.notices import outcomes
from tests.chain.orders import SHOP, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import daybook, variables
from worker.commands.runs import follow, start_run
from worker.demo.play import audit

VENDOR = "Birch Supply"
CUSTOMERS = 50
"""How many buy it all: orders of one customer wait for each other no longer than his creation takes."""
PATIENCE = 3600.0
"""Seconds for a run and for the marks after it; Flxpoint is told of two records a second."""

FOR_EVER = 1_000_000
"""Requests."""

Found = dict[str, Any]


async def parked(world: World, orders: int) -> Found:
    """Purchase Orders of so many orders wait for one vendor, who is then created; one command resumes them all."""
    numbers = range(1, orders + 1)
    await world.choose(fulfillment_request_sources=["21", "23"])
    await world.flxpoint.add(
        channels=SHOP["channels"],
        sources=[*SHOP["sources"], {"id": 23, "name": VENDOR}],
        orders=[_order(number) for number in numbers],
        fulfillment_requests=[a_request(number, source_id=23) for number in numbers],
    )
    await _run(world)
    _say(f"{orders} Purchase Orders wait for {VENDOR}")
    await Bookkeeper(world).create("Vendor", {"DisplayName": VENDOR})
    before, began = len(await world.quickbooks.calls()), time.monotonic()
    cause = f"vendor_missing:{VENDOR}"
    said = await daybook("retry", CONNECTION, "--cause", cause, told=variables(world.environment), seconds=PATIENCE)
    seconds = time.monotonic() - began
    _say(said.out.strip() or said.sentence)
    made = {"seconds": round(seconds, 1), "requests": len(await world.quickbooks.calls()) - before}
    return {"expected": orders, "posted": len(await posts(world, "PurchaseOrder")), **made, **await _audited(world)}


async def one_bad(world: World, orders: int) -> Found:
    """So many orders, and a price in the middle one is no number."""
    bad = orders // 2
    every = [_order(number) for number in range(1, orders + 1)]
    every[bad - 1]["orderItems"][0]["price"] = "ten"
    await world.flxpoint.add(**SHOP, orders=every)
    began = time.monotonic()
    await _run(world)
    seconds = round(time.monotonic() - began, 1)
    (outcome,) = await outcomes(world, str(bad))
    _say(f"Order SHOP-{bad}: {outcome.state}: {' '.join(str(problem) for problem in outcome.problems)}")
    posted = len(await posts(world, "SalesReceipt"))
    return {"expected": orders - 1, "posted": posted, "seconds": seconds, **await _audited(world)}


async def outage(world: World, orders: int, minutes: float) -> Found:
    """QuickBooks is down while so many orders wait for it; then it is back, and nobody does anything.

    After four minutes every order is tried every two minutes and no more seldom, so that a day of it is no different.
    """
    await world.quickbooks.fault("status", method="POST", status=503, times=FOR_EVER)
    await world.flxpoint.add(**SHOP, orders=[_order(number) for number in range(1, orders + 1)])
    report = await start_run(world.client, CONNECTION)
    await world.quickbooks.fault("status", status=503, times=FOR_EVER)
    _say(f"{orders} orders wait for QuickBooks, which is down for {minutes} minutes")
    await asyncio.sleep(60 * minutes)
    before = len(await posts(world, "SalesReceipt"))
    back = time.time()
    await world.quickbooks.mend()
    async with asyncio.timeout(PATIENCE):
        await follow(world.companies.stores, report)
    stood = len(await world.documents("SalesReceipt"))
    _say(f"{stood} stand {time.time() - back:.0f} s after it is back; {before} sends had failed")
    return {"expected": orders, "posted": stood, **await _pace(world, back), **await _audited(world)}


async def _pace(world: World, since: float) -> Found:
    """How near to the limit of requests it all went, from the first to the last minute that was full."""
    at = sorted(call["at"] - since for call in await world.quickbooks.calls() if call["at"] >= since)
    minutes = [sum(60 * number <= one < 60 * (number + 1) for one in at) for number in range(int(at[-1] // 60))]
    return {"seconds": round(at[-1], 1), "requests": len(at), "requests_of_each_full_minute": minutes}


def _order(number: int) -> dict[str, Any]:
    return an_order(number, name=f"Person {number % CUSTOMERS} Example")


async def _run(world: World) -> None:
    report = await start_run(world.client, CONNECTION)
    async with asyncio.timeout(PATIENCE):
        await follow(world.companies.stores, report)


async def _audited(world: World) -> Found:
    """The stand-ins' own audit, once Flxpoint was told of everything."""

    async def marked() -> Found | None:
        found = await audit(world.announced)
        return None if found["unmarked"] else found

    found = await eventually(marked, PATIENCE)
    return {"duplicates": found["duplicate_count"], "difference": found["difference"]}


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
