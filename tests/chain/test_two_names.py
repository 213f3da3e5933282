"""Two workers want one new item under two names, a step apart in learning that the plain one is taken."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import pytest

from accounting.documents import NewItem
from activities.companies import Companies
from activities.exactly_once import Wanted, create_once, drafted
from clients.database.intent_keys import IntentKey
from clients.database.links import Link
from clients.quickbooks.errors import DuplicateName
from tests.chain.workers import Hand, two_hands
from tests.chain.world import CONNECTION, World

TURN = 0.3
"""Seconds between drafting and claiming, as when QuickBooks' turns are awaited."""


def in_step(monkeypatch: pytest.MonkeyPatch, one: Hand, other: Hand) -> asyncio.Event:
    """Neither claims before the other has drafted anew, if that happens within a turn; tells of the one's draft."""
    told = {id(hand): asyncio.Event() for hand in (one, other)}

    def hold(hand: Hand, counterpart: Hand) -> None:
        intents = hand.companies.stores.intents
        draft, claim = intents.draft, intents.claim

        async def drafting(*given: Any) -> Any:
            told[id(counterpart)].clear()
            intent = await draft(*given)
            told[id(hand)].set()
            return intent

        async def claiming(*given: Any) -> Any:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TURN):
                    await told[id(counterpart)].wait()
            return await claim(*given)

        monkeypatch.setattr(intents, "draft", drafting)
        monkeypatch.setattr(intents, "claim", claiming)

    hold(one, other)
    hold(other, one)
    return told[id(one)]


async def create(companies: Companies, name: str, sku: str = "MUG-NEW") -> Link:
    company = await companies.company(CONNECTION)
    return await create_once(companies, company, wanted(company.realm, name, sku))


def wanted(realm: str, name: str, sku: str = "MUG-NEW") -> Wanted:
    """A new item, which nobody finds in QuickBooks."""

    async def not_there(claim: object) -> None:
        return None

    document = NewItem(name=name, sku=sku, description="Mug", income_account_id="5", purchase_account_id="6")
    key = IntentKey(realm=realm, account="", record_kind="item", record_id=sku)
    return Wanted(key, document, None, {}, not_there)


async def names(world: World) -> list[str]:
    """Of the items that carry the new SKU."""
    return [item["Name"] for item in await world.documents("Item") if item.get("Sku") == "MUG-NEW"]


async def test_of_two_names_for_one_item_one_is_sent_although_both_are_asked_for_in_step(
    idle: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two_hands(idle, idle.environment) as (first, second):
        drafting = in_step(monkeypatch, first, second)
        async with asyncio.timeout(40):
            plain = asyncio.create_task(create(first.companies, "A mug"))
            await drafting.wait()
            links = [await create(second.companies, "A mug (MUG-NEW)"), await plain]

    assert links[0].document_id == links[1].document_id
    assert len(await names(idle)) == 1


async def test_a_taken_name_that_another_worker_had_sent_does_not_stand_for_our_own(idle: World) -> None:
    await create(idle.companies, "A mug", sku="OTHER")
    company, intents = await idle.companies.company(CONNECTION), idle.companies.stores.intents
    theirs = await drafted(intents, wanted(company.realm, "A mug"))
    assert await intents.claim(theirs.id, timedelta(0))  # and that worker died

    await create(idle.companies, "A mug (MUG-NEW)")

    assert await names(idle) == ["A mug (MUG-NEW)"]


async def test_a_taken_name_of_our_own_is_refused(idle: World) -> None:
    await create(idle.companies, "A mug", sku="OTHER")

    with pytest.raises(DuplicateName):
        await create(idle.companies, "A mug")

    assert await names(idle) == []
