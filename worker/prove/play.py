"""The proof itself: runs as a schedule starts them, injuries all the while, and rest at the end."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from temporalio.client import Client, WorkflowFailureError
from temporalio.service import RPCError

from clients.database.outcomes import Outcome
from worker.commands.failure import CommandFailed
from worker.commands.runs import follow, start_run
from worker.demo.at_rest import all_at_rest
from worker.demo.expectations import Expectation, differences, read_expectations
from worker.demo.play import audit
from worker.demo.shop import Shop
from worker.prove.barriers import Barrier, barriers
from worker.prove.deliveries import Late, told_again, withheld
from worker.prove.injuring import Injuring, persistently
from worker.prove.plan import drawn
from worker.prove.proof import Proof
from worker.prove.stage import CONNECTION, Stage
from worker.wiring import connect_temporal

BETWEEN_RUNS = 30.0
"""Seconds from one run's end to the next one's start, while the chain is hurt."""
PAUSE = 3.0
"""The same, once it is hurt no more."""
ROUNDS = 5
"""Runs at most after the last injury: what the chain cannot mend by itself in so many is not mended."""
PATIENCE = 600.0
PATIENCE_AN_ORDER = 3.0
LOOK = 0.5
DISTURBED = (SQLAlchemyError, RPCError, OSError, CommandFailed, WorkflowFailureError, TimeoutError)
"""What whoever runs Daybook meets while its servers are away, and tries again after."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Script:
    """What a proof plays."""

    orders: int
    kills: int
    seed: int
    limits: bool


async def written(script: Script, folder: Path) -> tuple[Path, list[Expectation], list[Late]]:
    """The shop's records that are there at once, how all of them must end, and those that come late."""
    records = await Shop(orders=script.orders, seed=script.seed).records(folder)
    expectations = read_expectations(records)
    return records, expectations, withheld(records, script.seed)


async def play(on: Stage, script: Script, expectations: Sequence[Expectation], late: Sequence[Late], say: Say) -> Proof:
    """Hurt the chain in every way while it posts a shop, let it come to rest, and hold its books against the records.

    Raises:
        CommandFailed: it never comes to rest.
    """
    began, client = time.monotonic(), await connect_temporal(on.environment)
    patience = PATIENCE + PATIENCE_AN_ORDER * script.orders
    try:
        async with asyncio.timeout(patience), _counted(on, expectations, say) as share:
            injuring = Injuring(on, client, share)
            await _hurt(on, client, injuring, script, expectations, late)
            await injuring.count()
            say("Nothing is hurt any more; the chain comes to rest")
            outcomes = await _rested(on, client, expectations)
    except TimeoutError:
        raise CommandFailed(f"After {patience:.0f} s there is still something under way.") from None
    say("Holding the books against the records")
    return Proof(
        orders=script.orders,
        seed=script.seed,
        limits=script.limits,
        seconds=round(time.monotonic() - began, 1),
        faults=dict(injuring.done),
        workers_ended_by_themselves=on.crew.ended_by_themselves,
        expectations=list(expectations),
        unexpected=differences(expectations, outcomes),
        audit=await audit(on.stand_ins),
        barriers=await _barriers(on),
    )


async def _hurt(
    on: Stage,
    client: Client,
    injuring: Injuring,
    script: Script,
    expectations: Sequence[Expectation],
    late: Sequence[Late],
) -> None:
    order_ids = [one.record.partition(":")[2] for one in expectations if one.record.startswith("order:")]
    running = asyncio.create_task(_run_on_and_on(on, client))
    try:
        await asyncio.gather(
            injuring.hurt(drawn(script.seed, script.orders, script.kills)),
            injuring.deliver(late),
            injuring.repeat(told_again(order_ids, script.seed)),
        )
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _run_on_and_on(on: Stage, client: Client) -> None:
    while True:
        with contextlib.suppress(*DISTURBED):
            await start_run(client, CONNECTION)
        await asyncio.sleep(BETWEEN_RUNS)


async def _rested(on: Stage, client: Client, expectations: Sequence[Expectation]) -> list[Outcome]:
    """What became of every record, once a run finds nothing that ends otherwise than it must, or runs are no help."""
    for _ in range(ROUNDS):
        outcomes = await persistently(lambda: _one_more(on, client, expectations))
        if not differences(expectations, outcomes):
            break
        await asyncio.sleep(PAUSE)
    return list(outcomes)


async def _one_more(on: Stage, client: Client, expectations: Sequence[Expectation]) -> list[Outcome]:
    """One run, followed to the end of all that it and those before it brought."""
    with contextlib.suppress(CommandFailed, WorkflowFailureError):
        await follow(on.stores, await start_run(client, CONNECTION, run_id=str(uuid.uuid4())))
    outcomes = await on.stores.outcomes.all_current(CONNECTION)
    orders = {outcome.order_id for outcome in outcomes if outcome.order_id}
    orders |= {one.record.partition(":")[2] for one in expectations if one.record.startswith("order:")}
    await all_at_rest(client, CONNECTION, orders)
    return await on.stores.outcomes.all_current(CONNECTION)


@contextlib.asynccontextmanager
async def _counted(on: Stage, expectations: Sequence[Expectation], say: Say) -> AsyncIterator[Callable[[], float]]:
    """How far the documents have come, looked at every moment while inside."""
    expected = max(1, sum(one.ends == "posted" for one in expectations))
    standing = 0

    async def look() -> None:
        nonlocal standing
        told = -1
        while True:
            with contextlib.suppress(SQLAlchemyError, OSError):
                standing = await on.stores.links.number(on.stand_ins.quickbooks["realm_id"])
            if (tenth := 10 * standing // expected) > told:
                told = tenth
                say(f"{standing} of {expected} documents stand")
            await asyncio.sleep(LOOK)

    looking = asyncio.create_task(look())
    try:
        yield lambda: standing / expected
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def _barriers(on: Stage) -> list[Barrier]:
    url = on.stand_ins.quickbooks["url"]
    log = (await on.http.get(f"{url}/__control/log")).raise_for_status().json()
    switches = (await on.http.get(f"{url}/__control/switches")).raise_for_status().json()
    return barriers(log, switches, await on.stores.intents.sent_again(on.stand_ins.quickbooks["realm_id"]))
