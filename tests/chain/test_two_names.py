"""Two workers want one new item under two names, a step apart in learning that the plain one is taken."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from accounting.documents import NewItem
from activities.companies import Companies
from activities.exactly_once import Wanted, create_once
from clients.database.intent_keys import IntentKey
from clients.database.links import Link
from tests.chain.workers import Hand, two_hands
from tests.chain.world import CONNECTION, World, connected_world, new_environment
from worker.demo.standins import StandIns
from worker.stack.temporal import TemporalServer

TURN = 0.3
"""Seconds between drafting and claiming, as when QuickBooks' turns are awaited."""


@pytest_asyncio.fixture
async def idle_world(
    database_url: str, temporal: TemporalServer, namespace: str, announced: StandIns
) -> AsyncIterator[World]:
    environment = new_environment(database_url, temporal.address, namespace, announced)
    async with connected_world(environment, announced, working=False) as world:
        yield world


def in_step(monkeypatch: pytest.MonkeyPatch, one: Hand, other: Hand) -> asyncio.Event:
    """Neither claims before the other has drafted anew, if that happens within a turn; tells of the one's draft."""
    drafted = {id(hand): asyncio.Event() for hand in (one, other)}

    def hold(hand: Hand, counterpart: Hand) -> None:
        intents = hand.companies.stores.intents
        draft, claim = intents.draft, intents.claim

        async def drafting(*given: Any) -> Any:
            drafted[id(counterpart)].clear()
            intent = await draft(*given)
            drafted[id(hand)].set()
            return intent

        async def claiming(*given: Any) -> Any:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TURN):
                    await drafted[id(counterpart)].wait()
            return await claim(*given)

        monkeypatch.setattr(intents, "draft", drafting)
        monkeypatch.setattr(intents, "claim", claiming)

    hold(one, other)
    hold(other, one)
    return drafted[id(one)]


async def create(companies: Companies, name: str) -> Link:
    company = await companies.company(CONNECTION)

    async def not_there(claim: object) -> None:
        return None

    document = NewItem(name=name, sku="MUG-NEW", description="Mug", income_account_id="5", purchase_account_id="6")
    key = IntentKey(realm=company.realm, account="", record_kind="item", record_id="MUG-NEW")
    return await create_once(companies, company, Wanted(key, document, None, {}, not_there))


async def test_of_two_names_for_one_item_one_is_sent_although_both_are_asked_for_in_step(
    idle_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two_hands(idle_world, idle_world.environment) as (first, second):
        drafted = in_step(monkeypatch, first, second)
        async with asyncio.timeout(40):
            plain = asyncio.create_task(create(first.companies, "A mug"))
            await drafted.wait()
            links = [await create(second.companies, "A mug (MUG-NEW)"), await plain]

    assert links[0].document_id == links[1].document_id
    assert len([item for item in await idle_world.documents("Item") if item.get("Sku") == "MUG-NEW"]) == 1
