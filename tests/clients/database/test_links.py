"""Which document stands for which record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.intents import IntentKey, Intents
from clients.database.links import Link, Links
from tests.clients.database.samples import KEY, NOON, REALM, link

OTHER = IntentKey(REALM, "44", "order", "1002")


async def post(engine: AsyncEngine, posted: Link) -> None:
    """Take a document through its whole life."""
    intents = Intents(engine)
    intent = await intents.draft(posted.key, posted.document_kind, {}, {}, posted.number)
    await intents.claim(intent.id, timedelta(seconds=150))
    await intents.post(intent.id, posted)


async def test_a_link_keeps_every_digit(engine: AsyncEngine) -> None:
    exact = link(total=Decimal("21.10"), snapshot={"Line": [{"Amount": Decimal("21.10")}]})
    await post(engine, exact)
    stored = await Links(engine).get(KEY)
    assert stored == exact
    assert repr(stored) == repr(exact)


async def test_a_document_tells_its_record(engine: AsyncEngine) -> None:
    await post(engine, link())
    links = Links(engine)
    assert await links.by_document(REALM, "SalesReceipt", "145") == link()
    for unknown in (("777", "SalesReceipt", "145"), (REALM, "Invoice", "145"), (REALM, "SalesReceipt", "1")):
        assert await links.by_document(*unknown) is None


async def test_a_document_of_several_records_tells_the_oldest(engine: AsyncEngine) -> None:
    await post(engine, link(OTHER, posted_at=NOON + timedelta(minutes=1)))
    await post(engine, link(KEY))
    stood_for = await Links(engine).by_document(REALM, "SalesReceipt", "145")
    assert stood_for is not None
    assert stood_for.key == KEY


@pytest.mark.parametrize(
    ("realm", "kind", "number", "besides", "taken"),
    [
        (REALM, "SalesReceipt", "SHOP-1001", OTHER, True),
        (REALM, "SalesReceipt", "SHOP-1001", KEY, False),
        (REALM, "SalesReceipt", "SHOP-1002", OTHER, False),
        (REALM, "Invoice", "SHOP-1001", OTHER, False),
        ("777", "SalesReceipt", "SHOP-1001", OTHER, False),
    ],
)
async def test_a_number_is_taken_by_another_records_document(
    engine: AsyncEngine, realm: str, kind: str, number: str, besides: IntentKey, taken: bool
) -> None:
    await post(engine, link())
    assert await Links(engine).number_taken(realm, kind, number, besides) is taken


async def test_a_number_given_in_the_books_is_taken_too(engine: AsyncEngine) -> None:
    intents = Intents(engine)
    intent = await intents.draft(KEY, "SalesReceipt", {}, {}, None)
    await intents.post(intent.id, link(number="1038"))
    assert await Links(engine).number_taken(REALM, "SalesReceipt", "1038", OTHER)


@pytest.mark.rule("R-53/expected")
async def test_a_number_is_taken_while_its_document_is_on_its_way(engine: AsyncEngine) -> None:
    intents, links = Intents(engine), Links(engine)
    intent = await intents.draft(KEY, "SalesReceipt", {}, {}, "SHOP-1001")
    assert await links.number_taken(REALM, "SalesReceipt", "SHOP-1001", OTHER)
    claim = await intents.claim(intent.id, timedelta(seconds=150))
    assert claim is not None
    assert await links.number_taken(REALM, "SalesReceipt", "SHOP-1001", OTHER)
    await intents.refuse(claim, "no")
    assert not await links.number_taken(REALM, "SalesReceipt", "SHOP-1001", OTHER)


async def test_a_forgotten_document_makes_room_for_a_new_request_id(engine: AsyncEngine) -> None:
    await post(engine, link())
    await post(engine, link(OTHER, document_id="146"))
    await Links(engine).forget(KEY, "QuickBooks says that Sales Receipt 145 is gone.")
    intents = Intents(engine)
    forgotten = await intents.get(KEY.intent_id(0))
    assert forgotten is not None
    assert (forgotten.state, forgotten.fault) == ("refused", "QuickBooks says that Sales Receipt 145 is gone.")
    assert await Links(engine).get(KEY) is None
    assert (await intents.draft(KEY, "SalesReceipt", {}, {}, None)).id == KEY.intent_id(1)
    assert await Links(engine).get(OTHER) == link(OTHER, document_id="146")


async def test_forgetting_leaves_an_intent_alone_that_is_on_its_way(engine: AsyncEngine) -> None:
    intents = Intents(engine)
    intent = await intents.draft(KEY, "SalesReceipt", {}, {}, None)
    await Links(engine).forget(KEY, "gone")
    assert await intents.get(intent.id) == intent
