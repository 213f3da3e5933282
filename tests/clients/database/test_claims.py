"""One sender at a time (design: exactly once)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.intents import Claim, Intent, IntentKey, Intents
from clients.database.statements import fetch_one
from tests.clients.database.crowd import held_up
from tests.clients.database.drafts import BODY, LONG, NONE, claimed, draft, state

KEYS = [IntentKey("777", "44", "order", str(number)) for number in range(3)]


async def twenty_claims(intents: Intents, intent: Intent, other_engine: AsyncEngine) -> Claim:
    """The one claim that wins of twenty that saw the same row."""
    async with held_up(other_engine, "select from intent for update") as queued:
        claiming = [asyncio.create_task(intents.claim(intent.id, LONG)) for _ in range(20)]
        await queued(20)
    (won,) = [claim for claim in await asyncio.gather(*claiming) if claim is not None]
    return won


async def test_of_twenty_claims_at_once_one_wins(intents: Intents, other_engine: AsyncEngine) -> None:
    intent = await draft(intents)
    won = await twenty_claims(intents, intent, other_engine)
    assert (won.sends, won.found, won.body, won.number) == (1, "drafted", BODY, "1")
    assert (won.document_kind, won.body_hash, won.last_sent_at_before) == ("SalesReceipt", intent.body_hash, None)


async def test_of_twenty_claims_of_a_settled_send_one_wins(intents: Intents, other_engine: AsyncEngine) -> None:
    intent = await draft(intents)
    await claimed(intents, intent, NONE)
    sent = await intents.get(intent.id)
    assert sent is not None
    won = await twenty_claims(intents, intent, other_engine)
    assert (won.sends, won.found) == (2, "sent")
    assert (won.first_sent_at, won.last_sent_at_before) == (sent.first_sent_at, sent.last_sent_at)


async def test_a_draft_that_comes_just_after_the_claim_changes_nothing(
    intents: Intents, other_engine: AsyncEngine
) -> None:
    intent = await draft(intents)
    async with held_up(other_engine, "select from intent for update") as queued:
        claiming = asyncio.create_task(intents.claim(intent.id, LONG))
        await queued(1)
        drafting = asyncio.create_task(draft(intents, body={"new": True}))
        await queued(2)
    claim, drafted = await asyncio.gather(claiming, drafting)
    assert claim is not None
    assert claim.body == drafted.body == BODY
    assert drafted.state == "sent"


async def test_a_draft_that_comes_just_before_the_claim_is_what_is_claimed(
    intents: Intents, other_engine: AsyncEngine
) -> None:
    intent = await draft(intents)
    async with held_up(other_engine, "select from intent for update") as queued:
        drafting = asyncio.create_task(draft(intents, body={"new": True}))
        await queued(1)
        claiming = asyncio.create_task(intents.claim(intent.id, LONG))
        await queued(2)
    drafted, claim = await asyncio.gather(drafting, claiming)
    assert claim is not None
    assert claim.body == drafted.body == {"new": True}
    assert claim.body_hash == drafted.body_hash


async def test_a_send_is_left_alone_until_it_settles_by_the_databases_clock(
    engine: AsyncEngine, intents: Intents
) -> None:
    intent = await draft(intents)
    await claimed(intents, intent, timedelta(seconds=1))
    stored = await intents.get(intent.id)
    row = await fetch_one(engine, text("select clock_timestamp() as now"))
    assert stored is not None
    assert stored.settle_at is not None
    assert row is not None
    assert timedelta(0) < stored.settle_at - row["now"] < timedelta(seconds=1)
    assert await intents.claim(intent.id, LONG) is None
    await asyncio.sleep(1.05)
    assert (await claimed(intents, intent)).found == "sent"


async def test_renewing_holds_a_claim_for_longer(intents: Intents) -> None:
    intent = await draft(intents)
    claim = await claimed(intents, intent, NONE)
    assert await intents.renew(claim, LONG)
    assert await intents.claim(intent.id, LONG) is None
    assert await intents.renew(claim, NONE)
    second = await claimed(intents, intent)
    assert second.last_sent_at_before is not None
    assert second.last_sent_at_before > second.first_sent_at


@pytest.mark.parametrize("act", ["renew", "unsend", "release", "refuse"])
async def test_who_lost_the_claim_can_change_nothing(intents: Intents, act: str) -> None:
    intent = await draft(intents)
    lost = await claimed(intents, intent, NONE)
    await claimed(intents, intent)
    before = await intents.get(intent.id)
    match act:
        case "renew":
            assert not await intents.renew(lost, LONG)
        case "unsend":
            await intents.unsend(lost)
        case "release":
            await intents.release(lost)
        case "refuse":
            assert not await intents.refuse(lost, "6000 A business validation error has occurred")
    assert await intents.get(intent.id) == before


async def test_nothing_happened_leaves_a_draft_that_can_change_again(intents: Intents) -> None:
    intent = await draft(intents)
    await intents.unsend(await claimed(intents, intent))
    stored = await intents.get(intent.id)
    assert stored is not None
    assert (stored.state, stored.first_sent_at, stored.last_sent_at, stored.settle_at) == ("drafted", None, None, None)
    assert (await draft(intents, body={"Line": []})).body == {"Line": []}
    assert (await claimed(intents, intent)).found == "drafted"


async def test_an_unsend_that_comes_twice_does_not_undo_the_next_claim(intents: Intents) -> None:
    intent = await draft(intents)
    first = await claimed(intents, intent)
    await intents.unsend(first)
    await claimed(intents, intent)
    await intents.unsend(first)
    assert await state(intents, intent) == "sent"


async def test_nothing_happened_this_time_does_not_undo_an_earlier_send(intents: Intents) -> None:
    intent = await draft(intents)
    first = await claimed(intents, intent, NONE)
    await intents.unsend(await claimed(intents, intent))
    third = await claimed(intents, intent)
    assert (third.found, third.sends, third.first_sent_at) == ("sent", 3, first.first_sent_at)


async def test_a_released_claim_can_be_taken_at_once_and_looks_first(intents: Intents) -> None:
    intent = await draft(intents)
    await intents.release(await claimed(intents, intent))
    assert (await claimed(intents, intent)).found == "sent"


async def test_several_are_claimed_together_without_those_that_another_holds(intents: Intents) -> None:
    first, second, third = [await draft(intents, key) for key in KEYS]
    await claimed(intents, second, LONG)

    claims = await intents.claim_all([intent.id for intent in (first, second, third)], LONG)

    assert {claim.intent_id for claim in claims} == {first.id, third.id}
    assert {claim.found for claim in claims} == {"drafted"}
    assert [await state(intents, intent) for intent in (first, second, third)] == ["sent"] * 3


async def test_of_two_that_claim_the_same_several_in_another_order_neither_waits_for_ever(intents: Intents) -> None:
    several = [(await draft(intents, key)).id for key in KEYS]

    async with asyncio.timeout(20):
        claims = await asyncio.gather(*(intents.claim_all(ids, LONG) for ids in (several, several[::-1])))

    assert sorted(map(len, claims)) == [0, 3]
