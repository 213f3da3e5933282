"""An order that lives long begins a new history before Temporal would end it, and forgets nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from temporalio.client import Client

from tests.workflows.pretended import parked, problem
from tests.workflows.shop import Shop, states
from tests.workflows.short_histories import EVENTS, lengths, short_histories

TRIES = 12


@pytest_asyncio.fixture(scope="module")
async def client() -> AsyncIterator[Client]:
    async with short_histories() as client:
        yield client


async def retried(shop: Shop, times: int) -> None:
    """Somebody tries again what is parked, so many times in a row."""
    for _ in range(times):
        tried = shop.pretended.did.count(f"post {shop.order_id}")
        await shop.signal("retry_all")
        await shop.did(f"post {shop.order_id}", tried + 1)
        await shop.until(lambda status: states(status)[0] == "parked")


async def test_an_order_tried_again_and_again_begins_new_histories_and_ends_as_any(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, *[parked()] * (TRIES + 1))
    await shop.ordered(run_id="the-run")
    await shop.requested()
    await shop.until(lambda status: states(status) == ["parked", "waiting"])

    await retried(shop, TRIES)
    await shop.retry()
    status = await shop.finished()

    assert states(status) == ["posted", "posted"]
    assert {asked.run_id for asked in shop.pretended.asked if asked.ref.id == shop.order_id} == {"the-run"}
    histories = await lengths(shop.client, shop.handle.id)
    assert len(histories) > 2
    assert max(histories) < 2 * EVENTS


async def test_what_nobody_could_read_is_not_forgotten_with_the_history(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, *[parked()] * (TRIES + 1))
    await shop.ordered()
    await shop.signal("supplier_invoiced", b"nonsense {")
    await shop.until(lambda status: states(status) == ["parked"] and len(status.problems) == 2)

    await retried(shop, TRIES)
    status = await shop.status()

    assert [one.code for one in status.problems] == [problem().code, "record_not_understood"]
    await shop.invoiced()
    await shop.requested()
    await shop.retry()
    assert states(await shop.finished()) == ["posted"] * 3


async def test_signals_that_arrive_at_the_turn_of_a_history_are_not_lost(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, *[parked()] * 400)
    await shop.ordered()
    await shop.until(lambda status: states(status) == ["parked"])

    for number in range(TRIES):
        await asyncio.gather(
            shop.signal("retry_all"), shop.signal("fulfillment_requested", {"id": f"{shop.order_id}-{number}"})
        )
    await shop.until(lambda status: len(status.records) == TRIES + 1)

    assert len(await lengths(shop.client, shop.handle.id)) > 1


async def test_what_no_new_history_could_hold_is_kept_in_the_old_one(shop: Shop) -> None:
    shop.pretended.answer(shop.order_id, *[parked()] * (TRIES + 1))
    await shop.ordered()
    for name in ("supplier_invoiced", "shipped"):
        await shop.signal(name, b"nonsense {" + b"x" * 1_000_000)
    await shop.until(lambda status: states(status) == ["parked"] and len(status.problems) == 3)

    await retried(shop, TRIES)

    assert len((await shop.status()).problems) == 3
    assert len(await lengths(shop.client, shop.handle.id)) == 1
