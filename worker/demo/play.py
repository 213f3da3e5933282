"""The demo itself: one run over everything in the shop, followed until nothing more happens, and audited."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from accounting.records import Order
from clients.database.outcomes import Outcome
from worker.commands.failure import CommandFailed
from worker.commands.runs import follow, start_run
from worker.demo.accounts import shared_numbers
from worker.demo.at_rest import all_at_rest
from worker.demo.progress import AUDITING, POSTING, READING, TELLING, Seen, Telling
from worker.demo.result import Result
from worker.demo.scene import CONNECTION, FOLDER, Scene
from worker.demo.standins import StandIns
from worker.wiring import connect_temporal

LOOK_SECONDS = 0.5
PATIENCE = 300.0
PATIENCE_A_RECORD = 2.0


async def play(on: Scene, telling: Telling) -> Result:
    """One run over everything in the shop.

    Raises:
        CommandFailed: it does not come to an end.
    """
    began = time.monotonic()
    patience = PATIENCE + PATIENCE_A_RECORD * len(on.expectations)
    try:
        async with asyncio.timeout(patience):
            outcomes = await _run(on, telling)
    except TimeoutError:
        raise CommandFailed(
            f"After {patience:.0f} s there is still something under way. "
            f"What hinders it stands in {FOLDER / 'worker.log'} and in {on.stack.temporal_ui}"
        ) from None
    seconds = round(time.monotonic() - began, 1)
    telling.part(AUDITING)
    return Result(
        outcomes=outcomes,
        expectations=on.expectations,
        channels=await _channels(on, outcomes),
        audit=await audit(on.stand_ins),
        requests=await requests(on.stand_ins),
        seconds=seconds,
        flxpoint_spacing=on.environment.flxpoint_spacing_seconds,
        worker_peak_mb=peak_mb(on.worker.process.pid),
    )


async def _run(on: Scene, telling: Telling) -> list[Outcome]:
    client, run_id = await connect_temporal(on.environment), str(uuid.uuid4())
    telling.part(READING)
    async with _watched(on, run_id, telling):
        report = await start_run(client, CONNECTION, run_id=run_id)
        telling.part(POSTING)
        await follow(on.stores, report)
    telling.part(TELLING)
    orders = {outcome.order_id for outcome in await on.stores.outcomes.of_run(CONNECTION, run_id)}
    await all_at_rest(
        client, CONNECTION, orders, lambda left: telling.seen(Seen(done=len(orders) - left, of=len(orders)))
    )
    return await on.stores.outcomes.of_run(CONNECTION, run_id)


@contextlib.asynccontextmanager
async def _watched(on: Scene, run_id: str, telling: Telling) -> AsyncIterator[None]:
    """Look every moment, while inside, how far the run has come."""

    async def watch() -> None:
        while True:
            states = await on.stores.runs.progress(run_id)
            done = sum(number for state, number in states.items() if state != "open")
            telling.seen(Seen(done, len(on.expectations), states, await requests(on.stand_ins)))
            await asyncio.sleep(LOOK_SECONDS)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def audit(others: StandIns) -> dict[str, Any]:
    """What the stand-ins' own audit says, from their states alone."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "audit", "--json"),
        *("--quickbooks", others.quickbooks["url"], "--flxpoint", others.flxpoint["url"]),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    found: dict[str, Any] = json.loads(output)
    return found


async def requests(others: StandIns) -> dict[str, int]:
    """How many requests of the worker each stand-in has received."""
    async with httpx.AsyncClient(trust_env=False) as http:
        return {
            name: (await http.get(f"{one['url']}/__control/requests")).raise_for_status().json()["requests"]
            for name, one in (("QuickBooks", others.quickbooks), ("Flxpoint", others.flxpoint))
        }


async def _channels(on: Scene, outcomes: list[Outcome]) -> Mapping[str, str]:
    """The channels of the orders whose number alone would not tell which is meant."""
    records = [await on.stores.records.get(CONNECTION, outcome.ref) for outcome in shared_numbers(outcomes)]
    return {record.id: record.channel_name for record in records if isinstance(record, Order)}


def peak_mb(pid: int) -> int | None:
    """The most memory a process has held at a time, in MB; only Linux tells."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return None if kilobytes is None else round(int(kilobytes) / 1000)
