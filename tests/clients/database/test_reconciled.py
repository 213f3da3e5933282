"""What a reconciliation compares and remembers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import RecordKind, RecordRef
from clients.database.intents import IntentKey
from clients.database.links import Links
from clients.database.reconciled import HowFar, Posted, Reconciled
from tests.clients.database.samples import KEY, NOON, REALM, SHOP, link
from tests.clients.database.test_links import post

SECOND = IntentKey(REALM, "44", "order", "1002")
STRANGER = IntentKey(REALM, "45", "order", "1001")
FOUND = {"problem": {"code": "edited_in_quickbooks", "amount": "1.00"}, "document": ""}


async def test_a_link_comes_with_what_was_sent_for_it_and_one_that_was_adopted_with_nothing(
    engine: AsyncEngine,
) -> None:
    await post(engine, link())
    await Links(engine).adopt(link(SECOND, document_id="146"))

    found = await Reconciled(engine).of_documents(REALM, "SalesReceipt", ["145", "146", "147"])

    assert {id: (sent.link.key, sent.body) for id, sent in found.items()} == {"145": (KEY, {}), "146": (SECOND, None)}
    by_record = await Reconciled(engine).of_records(REALM, "44", [RecordRef(kind=RecordKind.ORDER, id="1002")])
    assert [sent.link.document_id for sent in by_record.values()] == ["146"]
    by_number = await Reconciled(engine).of_numbers(REALM, "44", ["SalesReceipt"], ["SHOP-1001"])
    assert {sent.link.document_id for sent in by_number} == {"145", "146"}


async def test_what_was_not_seen_since_a_time_is_told_the_oldest_first(engine: AsyncEngine) -> None:
    store, began = Reconciled(engine), NOON + timedelta(days=1)
    await Links(engine).adopt(link(SECOND, document_id="146"))
    await Links(engine).adopt(link(posted_at=NOON - timedelta(days=1)))
    await Links(engine).adopt(link(STRANGER, document_id="147"))

    assert await store.not_seen(REALM, "44", "SalesReceipt", began) == ["145", "146"]
    await store.saw(REALM, "SalesReceipt", ["145"], began)
    assert await store.not_seen(REALM, "44", "SalesReceipt", began) == ["146"]
    assert await store.not_seen(REALM, "44", "SalesReceipt", began + timedelta(days=1)) == ["145", "146"]
    assert await store.not_seen(REALM, "44", "Invoice", began) == []


async def test_what_is_found_of_a_document_stays_with_its_link_until_it_is_right_again(engine: AsyncEngine) -> None:
    store = Reconciled(engine)
    await post(engine, link())

    await store.find(KEY, [FOUND])

    (sent,) = await store.with_findings(REALM, "44")
    assert sent.link.found == [FOUND]
    stands = await Links(engine).get(KEY)
    assert stands is not None
    assert stands.found == [FOUND]
    await store.find(KEY, [])
    assert await store.with_findings(REALM, "44") == []


async def test_it_is_remembered_how_far_each_kind_has_come(engine: AsyncEngine) -> None:
    store, far = Reconciled(engine), HowFar(None, NOON, 1000)
    await store.came(SHOP, "Bill", far)
    await store.came(SHOP, "Invoice", far)
    await store.came(SHOP, "Bill", HowFar(NOON))

    assert await store.how_far(SHOP) == {"Bill": HowFar(NOON, None, 0), "Invoice": far}
    assert await store.how_far("another") == {}


async def test_what_was_posted_is_summed_by_kind(engine: AsyncEngine) -> None:
    store = Reconciled(engine)
    assert await store.first_posted(REALM, "44") is None
    await Links(engine).adopt(link(total=Decimal("20.10")))
    await Links(engine).adopt(link(SECOND, document_id="146", total=Decimal("0.05")))
    await Links(engine).adopt(link(STRANGER, document_id="147"))

    assert await store.posted(REALM, "44") == [Posted("order", "SalesReceipt", 2, Decimal("20.15"))]
    assert await store.first_posted(REALM, "44") == link().posted_at
