"""What lives long stays within Temporal's limits, and what outlives Temporal's memory ends in the same books."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio

from activities.contracts import run_workflow_id
from tests.chain.books import agreed
from tests.chain.orders import SHOP, a_chain, a_request, an_invoice, an_order
from tests.chain.world import CONNECTION, World, connected_world, eventually, new_environment, opened_world
from tests.workflows.short_histories import EVENTS, SHORT_HISTORIES, lengths
from worker.demo.standins import StandIns
from worker.stack.temporal import embedded_temporal

NAMESPACE = "long-lives"
WITHOUT_SKU = [{"id": 10, "sku": "", "title": "Mug", "quantity": 2, "price": 10.00}]
DELIVERIES = 40
RECORDS = 30
LONGEST_OF_A_RUN = 40
"""Events."""


@pytest_asyncio.fixture
async def brief(database_url: str, announced: StandIns) -> AsyncIterator[World]:
    """A world whose Temporal asks for a new history after a few dozen events."""
    async with embedded_temporal(None, namespaces=[NAMESPACE], dynamic_config=SHORT_HISTORIES) as temporal:
        environment = new_environment(database_url, temporal.address, NAMESPACE, announced)
        async with connected_world(environment, announced) as world:
            yield world


@pytest_asyncio.fixture
async def forgetful(world: World, another_namespace: str) -> AsyncIterator[World]:
    """The same world under a Temporal that forgot every workflow, as it does once its retention is over."""
    environment = world.environment.model_copy(update={"temporal_namespace": another_namespace})
    async with opened_world(environment, world.announced) as later:
        yield later


async def has_a_second_history(world: World) -> bool | None:
    return len(await lengths(world.client, world.order("1").id)) > 1 or None


async def test_an_order_of_hundreds_of_events_ends_in_the_same_books(brief: World) -> None:
    chain = a_chain(1)
    mended = chain["orders"][0]
    await brief.flxpoint.add(**chain | {"orders": [mended | {"orderItems": WITHOUT_SKU}]})
    await brief.run()
    await brief.until("1", lambda status: status.needs_attention)

    for _ in range(DELIVERIES):
        await brief.signal("1", "order_received", {"id": "1", "read_again": True})
        await brief.signal("1", "supplier_invoiced", {"id": "201"})
        await brief.signal("1", "retry_all")
    await eventually(lambda: has_a_second_history(brief))
    await brief.flxpoint.add(orders=[mended | {"updatedAt": datetime.now(UTC).isoformat()}])
    await brief.retry("1")
    await brief.finished("1")

    await agreed(brief)
    assert sum(await lengths(brief.client, brief.order("1").id)) > 5 * EVENTS


async def test_a_record_that_comes_after_temporal_forgot_its_order_ends_in_the_same_books(
    world: World, forgetful: World
) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2)], fulfillment_requests=[a_request(1)])
    await world.run()
    await world.finished("1")

    await world.flxpoint.add(source_invoices=[an_invoice(1)])
    await forgetful.run()
    await forgetful.finished("1")
    await forgetful.signal("2", "order_received", {"id": "2"})
    await forgetful.finished("2")

    await agreed(world)
    assert len(await world.documents("SalesReceipt")) == 2
    (bill,) = await world.documents("Bill")
    (purchase,) = await world.documents("PurchaseOrder")
    assert purchase["Id"] in [link["TxnId"] for line in bill["Line"] for link in line.get("LinkedTxn", [])]


async def test_the_history_of_a_run_does_not_grow_with_its_records(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(number) for number in range(1, RECORDS + 1)])
    await world.run()

    (events,) = await lengths(world.client, run_workflow_id(CONNECTION))

    assert events < LONGEST_OF_A_RUN
