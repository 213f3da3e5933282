"""Each barrier against duplicates with the two others switched off, and what becomes of the books without it, too."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import text
from temporalio import activity

from activities import bringing
from activities.contracts import Posting, PostRecord
from activities.posting import PostingActivities
from clients.database.engine import create_engine
from clients.database.intents import Intents
from clients.database.links import Links
from tests.chain.orders import SHOP, an_order
from tests.chain.world import CONNECTION, World
from worker.demo.at_rest import all_at_rest
from worker.demo.play import audit

CUSTOMERS = 20
PATIENCE = 1800.0
FORGETFUL = {"requestid": "ignored", "duplicate_numbers": "allow"}
MINDFUL = {"requestid": "honoured", "duplicate_numbers": "allow"}


@dataclass(frozen=True)
class Found:
    """What came of so many losses."""

    barrier: str
    lost: int
    """Completions or answers."""
    documents: int
    duplicates: int


async def intent_alone(world: World, orders: int, *, broken: bool = False) -> Found:
    """Completions are lost after the link was stored; QuickBooks forgets request ids, and nobody can look."""
    lost = 0
    post = PostingActivities._post

    async def unheard(self: PostingActivities, request: PostRecord) -> Posting:
        nonlocal lost
        posting = await post(self, request)
        if activity.info().attempt == 1:
            lost += 1
            raise ConnectionError("Temporal never hears of it")
        return posting

    await world.quickbooks.switch(**FORGETFUL)
    with patch.object(PostingActivities, "_post", unheard), _blind():
        async with _without_memory(world) if broken else contextlib.nullcontext():
            return await _played(world, "one intent for a record", orders, lambda: lost)


async def request_id_alone(world: World, orders: int, *, broken: bool = False) -> Found:
    """Answers are lost, and nobody can look."""
    await world.quickbooks.switch(**(FORGETFUL if broken else MINDFUL))
    with _blind():
        return await _with_lost_answers(world, "request id", orders)


async def look_alone(world: World, orders: int, *, broken: bool = False) -> Found:
    """Answers are lost, and QuickBooks forgets request ids."""
    await world.quickbooks.switch(**FORGETFUL)
    with _blind() if broken else contextlib.nullcontext():
        return await _with_lost_answers(world, "look before a repeat", orders)


async def _with_lost_answers(world: World, barrier: str, orders: int) -> Found:
    await world.quickbooks.fault("lost_after", method="POST", path="/salesreceipt", times=orders)
    return await _played(world, barrier, orders, lambda: orders)


async def _played(world: World, barrier: str, orders: int, lost: Callable[[], int]) -> Found:
    numbers = range(1, orders + 1)
    every = [an_order(number, name=f"Person {number % CUSTOMERS} Example") for number in numbers]
    await world.flxpoint.add(**SHOP, orders=every)
    await world.run(PATIENCE)
    async with asyncio.timeout(PATIENCE):
        await all_at_rest(world.client, CONNECTION, [f"{number}" for number in numbers])
    answer = await world.quickbooks.http.get(f"{world.quickbooks.url}/__control/faults")
    left = [fault["times"] for fault in answer.raise_for_status().json()]
    found = await audit(world.announced)
    return Found(barrier, lost() - sum(left), found["sales_receipts"], found["sales_receipts"] - orders)


def _blind() -> Any:
    """Whoever looks for a document finds none."""

    async def nothing(*_: object, **__: object) -> None:
        return None

    return patch.object(bringing, "find_document", nothing)


@contextlib.asynccontextmanager
async def _without_memory(world: World) -> AsyncIterator[None]:
    """Nothing keeps two intents of one record apart, and nobody reads what was decided before."""
    engine = create_engine(world.environment.database_url.get_secret_value())
    async with engine.begin() as transaction:
        for statement in ("drop index intent_live", "alter table intent drop constraint intent_pkey cascade"):
            await transaction.execute(text(statement))
    await engine.dispose()

    async def none(*_: object) -> None:
        return None

    async def nothing(*_: object) -> list[Any]:
        return []

    with patch.object(Intents, "live", none), patch.object(Intents, "_of", nothing), patch.object(Links, "get", none):
        yield
