"""One live intent for each key, and what becomes of it (design: exactly once)."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.intents import IntentKey, Intents
from clients.database.links import LinkedElsewhere, Links
from clients.database.statements import change
from tests.clients.database.crowd import held_up
from tests.clients.database.drafts import BODY, NONE, claimed, draft, state
from tests.clients.database.samples import KEY, link


def test_the_request_id_follows_from_the_key_and_never_changes() -> None:
    key = IntentKey("9341452", "44", "order", "1001")
    assert key.intent_id(0) == UUID("6241e307-c2b4-5ff4-8bb3-64d54332f614")
    assert key.intent_id(1) == UUID("04cc0427-8010-5151-881a-3f1237b137d3")


async def test_a_draft_holds_the_exact_body(intents: Intents) -> None:
    intent = await draft(intents)
    assert (intent.id, intent.state, intent.refusals, intent.sends) == (KEY.intent_id(0), "drafted", 0, 0)
    assert (intent.first_sent_at, intent.last_sent_at, intent.settle_at, intent.fault) == (None, None, None, None)
    assert str(intent.body["Line"][0]["Amount"]) == "21.00"
    assert await intents.live(KEY) == await intents.get(intent.id) == intent


async def test_drafting_the_same_again_changes_nothing(intents: Intents) -> None:
    assert await draft(intents) == await draft(intents)


@pytest.mark.parametrize(
    "second",
    [
        ("Invoice", BODY, {"total": Decimal("21.00")}, "1"),
        ("SalesReceipt", {"Line": []}, {"total": Decimal("21.00")}, "1"),
        ("SalesReceipt", BODY, {"total": Decimal("22.00")}, "1"),
        ("SalesReceipt", BODY, {"total": Decimal("21.00")}, None),
    ],
)
async def test_a_record_that_changes_while_drafted_replaces_the_draft(intents: Intents, second: Any) -> None:
    first = await draft(intents)
    replaced = await intents.draft(KEY, *second)
    assert (replaced.document_kind, replaced.body, replaced.expected, replaced.number) == second
    assert (replaced.id, replaced.state) == (first.id, "drafted")
    assert (replaced.body_hash != first.body_hash) == (second[1] != BODY)
    assert await intents.live(KEY) == replaced


@pytest.mark.parametrize("end", ["sent", "posted"])
async def test_what_was_sent_is_frozen(intents: Intents, end: str) -> None:
    intent = await draft(intents)
    await claimed(intents, intent)
    if end == "posted":
        await intents.post(intent.id, link())
    again = await intents.draft(KEY, "Invoice", {"Line": []}, {}, "2")
    assert (again.state, again.document_kind, again.body, again.number) == (end, "SalesReceipt", BODY, "1")


async def test_twenty_drafts_at_once_are_one_intent(intents: Intents, other_engine: AsyncEngine) -> None:
    async with held_up(other_engine, "lock table intent in exclusive mode") as queued:
        drafting = [asyncio.create_task(draft(intents, body={"n": n})) for n in range(20)]
        await queued(20)
    drafts = await asyncio.gather(*drafting)
    assert {drafted.id for drafted in drafts} == {KEY.intent_id(0)}
    assert await intents.live(KEY) in drafts


async def test_drafts_of_different_keys_do_not_meet(intents: Intents) -> None:
    keys = [KEY, IntentKey("1", *list(vars(KEY).values())[1:]), IntentKey(KEY.realm, "45", "order", "1001")]
    assert len({(await draft(intents, key)).id for key in keys}) == 3


async def test_a_refused_intent_makes_room_for_one_with_a_new_id(intents: Intents) -> None:
    intent = await draft(intents)
    assert await intents.refuse(await claimed(intents, intent), "2500 Invalid Reference Id")
    refused = await intents.get(intent.id)
    assert refused is not None
    assert (refused.state, refused.fault) == ("refused", "2500 Invalid Reference Id")
    assert await intents.live(KEY) is None
    assert await intents.claim(intent.id, NONE) is None
    second = await draft(intents)
    assert (second.id, second.refusals) == (KEY.intent_id(1), 1)
    assert await intents.refuse(await claimed(intents, second), "again")
    assert (await draft(intents)).id == KEY.intent_id(2)


async def test_drafting_while_another_worker_is_refused_ends_with_one_live_intent(
    intents: Intents, other_engine: AsyncEngine
) -> None:
    for refusals in range(1, 11):
        claim = await claimed(intents, await draft(intents))
        drafts, _ = await asyncio.gather(
            asyncio.gather(*(draft(Intents(other_engine)) for _ in range(5))), intents.refuse(claim, "no")
        )
        assert {drafted.refusals for drafted in drafts} <= {refusals - 1, refusals}
        assert (await draft(intents)).refusals == refusals


async def test_posting_links_and_may_come_twice(engine: AsyncEngine, intents: Intents) -> None:
    intent = await draft(intents)
    await claimed(intents, intent)
    await asyncio.gather(*(intents.post(intent.id, link()) for _ in range(5)))
    assert await state(intents, intent) == "posted"
    assert await Links(engine).get(KEY) == link()
    assert await intents.claim(intent.id, NONE) is None


async def test_a_late_proof_counts_even_after_a_refusal(engine: AsyncEngine, intents: Intents) -> None:
    intent = await draft(intents)
    await intents.refuse(await claimed(intents, intent), "no")
    await intents.post(intent.id, link())
    posted = await intents.live(KEY)
    assert posted is not None
    assert (posted.id, posted.state, posted.fault) == (intent.id, "posted", None)
    assert await Links(engine).get(KEY) == link()


async def test_a_late_proof_is_kept_beside_a_newer_intent(engine: AsyncEngine, intents: Intents) -> None:
    intent = await draft(intents)
    await intents.refuse(await claimed(intents, intent), "no")
    await draft(intents)
    await intents.post(intent.id, link())
    assert await state(intents, intent) == "refused"
    assert await Links(engine).get(KEY) == link()


async def test_a_second_document_for_a_record_is_loud_and_changes_nothing(
    engine: AsyncEngine, intents: Intents
) -> None:
    intent = await draft(intents)
    await claimed(intents, intent)
    await intents.post(intent.id, link(document_id="145"))
    with pytest.raises(LinkedElsewhere, match=r"order 1001 stands .* \(id 145\), and now also .* \(id 146\)"):
        await intents.post(intent.id, link(document_id="146"))
    assert await Links(engine).get(KEY) == link(document_id="145")


async def test_state_and_link_are_stored_together_or_not_at_all(engine: AsyncEngine, intents: Intents) -> None:
    intent = await draft(intents)
    await claimed(intents, intent)
    with pytest.raises(Exception, match="is a float"):
        await intents.post(intent.id, link(snapshot={"total": 21.0}))
    assert await state(intents, intent) == "sent"
    assert await Links(engine).get(KEY) is None


async def test_the_database_itself_holds_one_live_intent_and_the_known_states(
    engine: AsyncEngine, intents: Intents
) -> None:
    intent = await draft(intents)
    with pytest.raises(IntegrityError, match="intent_state"):
        await change(engine, text("update intent set state = 'lost'"))
    with pytest.raises(IntegrityError, match="intent_sent_times"):
        await change(engine, text("update intent set state = 'sent'"))
    await intents.refuse(await claimed(intents, intent), "no")
    await draft(intents)
    with pytest.raises(IntegrityError, match="intent_live"):
        await change(engine, text("update intent set state = 'posted'"))


async def test_a_float_never_becomes_part_of_a_body(intents: Intents) -> None:
    with pytest.raises(TypeError, match="is a float"):
        await draft(intents, body={"Amount": 21.0})
