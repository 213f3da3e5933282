"""QuickBooks answers nonsense, now and then, all the while: the chain ends with one of each document."""

from __future__ import annotations

import contextlib

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowFailureError
from temporalio.service import RPCError

from tests.chain.books import agreed
from tests.chain.orders import SHOP, a_request, an_invoice, an_order
from tests.chain.world import World, eventually
from tests.hostile.spoiling import Spoiling

ORDERS = 20
RUNS = 3
SPOILT = 15
SETTLED = 90.0


@pytest.fixture
def spoiling(world: World, monkeypatch: pytest.MonkeyPatch) -> Spoiling:
    """From now on the worker hears nonsense of QuickBooks, now and then."""
    http = world.companies.http
    spoiling = Spoiling(http._transport, seed=1, share=0.25)
    monkeypatch.setattr(http, "_transport", spoiling)
    return spoiling


async def test_a_chain_whose_answers_are_nonsense_ends_with_one_of_each_document(
    world: World, spoiling: Spoiling
) -> None:
    numbers = range(1, ORDERS + 1)
    await world.flxpoint.add(
        **SHOP,
        orders=[an_order(number, sku=f"MUG-{number % 4}") for number in numbers],
        fulfillment_requests=[a_request(number) for number in numbers],
        source_invoices=[an_invoice(number) for number in numbers],
    )

    for _ in range(RUNS):
        with contextlib.suppress(TimeoutError, WorkflowFailureError):  # the next run begins all the same
            await world.run()
    spoiling.stop()
    await world.choose(orders_paused=None)
    for number in numbers:
        await eventually(lambda number=number: ended(world, f"{number}"), SETTLED)  # type: ignore[misc]

    await agreed(world)
    assert sum(spoiling.spoilt.values()) >= SPOILT
    assert len(await world.documents("SalesReceipt")) == ORDERS


async def ended(world: World, order_id: str) -> bool | None:
    """Whether the order's workflow has come to its end; one that waits for a person is tried again."""
    if (await world.order(order_id).describe()).status is WorkflowExecutionStatus.COMPLETED:
        return True
    with contextlib.suppress(RPCError):  # it ended meanwhile
        await world.retry(order_id)
    return None
