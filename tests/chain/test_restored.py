"""Daybook's database is lost and begins empty, the books are not: what stands is linked again, nothing is made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from accounting.records import RecordKind, RecordRef
from activities.drafting.desk import intent_key
from tests.chain.books import Bookkeeper, Json, agreed, posts
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World, new_environment, opened_world
from worker.stack.postgres import PostgresServer
from worker.stack.temporal import TemporalServer

DOCUMENTS = ("SalesReceipt", "Invoice", "PurchaseOrder", "Bill")
RECORDS = [
    *(RecordRef(kind=RecordKind.ORDER, id=order_id) for order_id in ("1", "2", "3")),
    RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id="101"),
    RecordRef(kind=RecordKind.SUPPLIER_INVOICE, id="201"),
]
LATER = "2026-11-20T16:00:00.000Z"


@pytest_asyncio.fixture
async def restored(
    world: World,
    postgres: PostgresServer,
    migrated_template: str,
    database_names: Iterator[str],
    temporal: TemporalServer,
    another_namespace: str,
) -> AsyncIterator[World]:
    """The same shop and books, under a new database and a Temporal that knows nothing."""
    name = next(database_names)
    await postgres.create_database(name, template=migrated_template)
    environment = new_environment(postgres.url(name), temporal.address, another_namespace, world.announced)
    async with opened_world(environment, world.announced) as again:
        yield again
    await postgres.drop_database(name)


async def bring(world: World, *, payment: str, changed: str) -> None:
    """Three orders: one with all that follows, one that is paid later, one whose customer bears a vendor's name."""
    await world.flxpoint.reset(limits="off")
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(1), an_order(2, payment=payment, updatedAt=changed), an_order(3, name="Acme Supply")],
        fulfillment_requests=[a_request(1)],
        source_invoices=[an_invoice(1)],
    )


async def connect_looking_first(restored: World, world: World) -> None:
    """As the operator does it: the newest tokens, and looking first for an hour."""
    grant = await world.companies.stores.credentials.grant(CONNECTION)
    assert grant is not None
    await restored.connect(refresh_token=grant.refresh_token)
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    await restored.choose(look_first_until=until)


async def standing(world: World) -> dict[str, list[Json]]:
    state = await world.quickbooks.state()
    return {kind: state["entities"][kind] for kind in (*DOCUMENTS, "Customer", "Item")}


async def facts(world: World) -> dict[RecordRef, tuple[str, str, str]]:
    """For each record its request id and its document, as Daybook's database has them."""
    stores, company = world.companies.stores, await world.companies.company(CONNECTION)
    found = {}
    for ref in RECORDS:
        intent, link = await stores.intents.live(key := intent_key(company, ref)), await stores.links.get(key)
        assert intent is not None
        assert link is not None
        found[ref] = (str(intent.id), link.document_kind, link.document_id)
    return found


async def sent_documents(world: World) -> int:
    return sum([len(await posts(world, kind)) for kind in (*DOCUMENTS, "Item")])


@pytest.mark.rule("R-35/expected", "R-76/expected")
@pytest.mark.parametrize("own_numbers", [True, False])
async def test_after_a_restored_database_the_same_orders_end_linked_to_what_stands(
    world: World, restored: World, own_numbers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though QuickBooks forgot the request ids and allows numbers twice, and the first look for a receipt fails."""
    # Seconds count as days: what was posted before the loss is older than any difference of clocks.
    monkeypatch.setattr("activities.look.CLOCK_SKEW", -timedelta(seconds=1))
    await world.quickbooks.switch(requestid="ignored", duplicate_numbers="allow")
    await Bookkeeper(world).number_documents(own=own_numbers)
    await bring(world, payment="Authorized", changed="2026-11-20T15:10:00.000Z")
    await world.run()
    for order_id in ("1", "2", "3"):
        await world.finished(order_id)
    books, known, sent = await standing(world), await facts(world), await sent_documents(world)

    await connect_looking_first(restored, world)
    await bring(world, payment="Paid", changed=LATER)
    await world.quickbooks.fault("status", path="FROM SalesReceipt", status=503)
    await restored.run()
    statuses = [await restored.finished(order_id) for order_id in ("1", "2", "3")]

    assert await standing(restored) == books
    assert await facts(restored) == known
    assert await sent_documents(restored) == sent
    await agreed(restored)
    assert [[problem.code for problem in status.problems] for status in statuses] == [[], ["paid_after_invoice"], []]
